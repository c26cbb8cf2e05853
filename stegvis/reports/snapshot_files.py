"""Opening a snapshot again. What it says is checked against its manifest first."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.analysis.schema import SCHEMA
from stegvis.analysis.tables import SnapshotError, Tables, open_snapshot
from stegvis.reports.models import Snapshot

TEXTS = "texts.json"


class SnapshotDamaged(Exception):
    """A file is missing, is not as it was written, or is of another version. For the user."""


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folder(snapshot: Snapshot) -> Path:
    return Path(settings.SNAPSHOT_DIR) / snapshot.folder


def tables(snapshot: Snapshot) -> Tables:
    """The snapshot's tables in DuckDB; close them, or use them in a `with`.

    Raises SnapshotDamaged unless every file, the texts' too, is as it was written."""
    _check(snapshot)
    files = {name: folder(snapshot) / f"{name}.parquet" for name in SCHEMA}
    try:
        return open_snapshot({name: path for name, path in files.items() if path.is_file()})
    except SnapshotError as faults:
        raise SnapshotDamaged(
            _("Ögonblicksbilden är gjord med en annan version av Stegvis (%(version)s).")
            % {"version": snapshot.software_version}
        ) from faults


def texts(snapshot: Snapshot) -> dict[str, Any]:
    """What the report tells in words. Open the tables first: they check the files."""
    content: dict[str, Any] = json.loads((folder(snapshot) / TEXTS).read_text(encoding="utf-8"))
    return content


def _check(snapshot: Snapshot) -> None:
    for name, kept in snapshot.manifest["files"].items():
        path = folder(snapshot) / name
        if not path.is_file() or checksum(path) != kept["sha256"]:
            raise SnapshotDamaged(
                _("Ögonblicksbildens fil %(name)s saknas eller är ändrad.") % {"name": name}
            )
