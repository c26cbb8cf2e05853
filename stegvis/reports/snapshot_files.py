"""Opening a snapshot again. What it says is checked against its manifest first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.reports import workshop
from stegvis.reports.models import Snapshot
from stegvis.reports.workshop import TEXTS, OtherVersion

if TYPE_CHECKING:
    from stegvis.analysis.tables import Tables

__all__ = ["TEXTS", "SnapshotDamaged", "checksum", "folder", "readable", "tables", "texts"]


class SnapshotDamaged(Exception):
    """A file is missing, is not as it was written, or is of another version. For the user."""


def checksum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def folder(snapshot: Snapshot) -> Path:
    return Path(settings.SNAPSHOT_DIR) / snapshot.folder


def tables(snapshot: Snapshot) -> Tables:
    """The snapshot's tables in DuckDB; close them, or use them in a `with`.

    Raises SnapshotDamaged unless every file, the texts' too, is as it was written."""
    with readable(snapshot) as path:
        return workshop.tables_in(path)


def texts(snapshot: Snapshot) -> dict[str, Any]:
    """What the report tells in words. Open the tables first: they check the files."""
    return workshop.texts_in(folder(snapshot))


@contextmanager
def readable(snapshot: Snapshot) -> Iterator[Path]:
    """The snapshot's folder, when every file is as it was written.

    Raises SnapshotDamaged, also when it turns out to be of another version."""
    _check(snapshot)
    try:
        yield folder(snapshot)
    except OtherVersion as fault:
        raise SnapshotDamaged(
            _("Ögonblicksbilden är gjord med en annan version av Stegvis (%(version)s).")
            % {"version": snapshot.software_version}
        ) from fault


def _check(snapshot: Snapshot) -> None:
    for name, kept in snapshot.manifest["files"].items():
        path = folder(snapshot) / name
        if not path.is_file() or checksum(path) != kept["sha256"]:
            raise SnapshotDamaged(
                _("Ögonblicksbildens fil %(name)s saknas eller är ändrad.") % {"name": name}
            )
