"""Opening a snapshot again. What it says is checked against its manifest first."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.analysis.schema import SCHEMA
from stegvis.analysis.tables import Tables, open_snapshot
from stegvis.reports.models import Snapshot

TEXTS = "texts.json"


class SnapshotDamaged(Exception):
    """A file is missing or not as it was written. The message is for the user."""


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folder(snapshot: Snapshot) -> Path:
    return Path(settings.SNAPSHOT_DIR) / snapshot.folder


def tables(snapshot: Snapshot) -> Tables:
    """The snapshot's tables in DuckDB; close them, or use them in a `with`."""
    _check(snapshot)
    return open_snapshot({name: folder(snapshot) / f"{name}.parquet" for name in SCHEMA})


def texts(snapshot: Snapshot) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder(snapshot) / TEXTS).read_text(encoding="utf-8"))
    return content


def _check(snapshot: Snapshot) -> None:
    for name, kept in snapshot.manifest["files"].items():
        path = folder(snapshot) / name
        if not path.exists() or checksum(path) != kept["sha256"]:
            raise SnapshotDamaged(
                _("Ögonblicksbildens fil %(name)s saknas eller är ändrad. Räkna om rapporten.")
                % {"name": name}
            )
