"""From a programme to its project report: document, pictures, files and what a figure counts.

As for the annual report, what is heavy is done `apart` and kept as long as its snapshot."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

import stegvis
from stegvis.organisations.models import Municipality
from stegvis.participants.models import Programme
from stegvis.reports import apart, snapshot_files, workshop
from stegvis.reports.documents import xlsx
from stegvis.reports.documents.model import Document
from stegvis.reports.models import Snapshot
from stegvis.reports.producing import shipped_template
from stegvis.reports.project.source import ProjectSettings, ProjectSource
from stegvis.reports.workshop import Counted, Made

FORMATS = ("docx", "pdf", "xlsx")
FIRST_VERSION = 2  # of the snapshot's tables that has programmes in it


@dataclass(frozen=True)
class Recipe:
    """All that a project report is made of. The same recipe gives the same bytes."""

    snapshot: Snapshot
    settings: ProjectSettings


def newest_snapshot() -> Snapshot | None:
    """The newest one that has programmes in it."""
    versions = [str(number) for number in range(1, FIRST_VERSION)]
    return Snapshot.objects.exclude(schema_version__in=versions).first()


def recipe(
    programme: Programme, snapshot: Snapshot, *, dated_on: date, is_protected: bool
) -> Recipe:
    municipality = Municipality.objects.first()
    settings = ProjectSettings(
        programme=programme.slug,
        organisation=municipality.name if municipality else "",
        counted_on=timezone.localtime(snapshot.taken_at).date(),
        is_protected=is_protected,
        dated_on=dated_on,
    )
    return Recipe(snapshot, settings)


class NotInSnapshot(Exception):
    """The programme is younger than the snapshot. For the user."""

    def __init__(self) -> None:
        super().__init__(_("Verksamheten är yngre än siffrorna. Räkna om, så kommer den med."))


@contextmanager
def source(made_of: Recipe) -> Iterator[ProjectSource]:
    """The opened snapshot. Closes it afterwards. Raises SnapshotDamaged and NotInSnapshot."""
    with snapshot_files.tables(made_of.snapshot) as tables:
        opened = ProjectSource(made_of.settings, tables)
        if not opened.has_programme:
            raise NotInSnapshot
        yield opened


def document(made_of: Recipe) -> Document:
    """The whole document but its pictures. Raises SnapshotDamaged, NotMade and NotInSnapshot."""
    return replace(_counted(made_of).document, dated_on=made_of.settings.dated_on)


def _kept_at(made_of: Recipe) -> str:
    bare = replace(made_of.settings, dated_on=date.min)
    told = sha256(f"{stegvis.__version__} {bare}".encode()).hexdigest()[:16]
    return f"{made_of.snapshot.folder}-project-{told}"


def _counted(made_of: Recipe) -> Counted:
    key = f"{_kept_at(made_of)}-counted"
    kept: bytes | None = cache.get(key)
    if kept is None:
        with apart.turn():
            kept = cache.get(key)
            if kept is None:
                kept = workshop.packed(_count(made_of))
                cache.set(key, kept)
    counted: Counted = workshop.unpacked(kept)
    return counted


def _count(made_of: Recipe) -> Counted:
    bare = replace(made_of.settings, dated_on=date.min)
    with snapshot_files.readable(made_of.snapshot) as folder:
        counted: Counted | None = apart.run("count_project", folder, bare)
    if counted is None:
        raise NotInSnapshot
    return counted


def picture(made_of: Recipe, key: str, *, is_narrow: bool = False) -> bytes | None:
    """One of the document's pictures as SVG, None if it has no such."""
    kept: bytes | None = cache.get(_picture_at(made_of, key, is_narrow))
    return kept or _drawn(made_of, is_narrow=is_narrow)[0].get(key)


def _picture_at(made_of: Recipe, key: str, is_narrow: bool) -> str:
    return f"{_kept_at(made_of)}-{key}{'-narrow' * is_narrow}"


def _drawn(
    made_of: Recipe, templates: Mapping[str, bytes] | None = None, *, is_narrow: bool = False
) -> tuple[dict[str, bytes], Mapping[str, bytes]]:
    """The pictures and, in the same process as those that were not kept, the files."""
    counted = _counted(made_of)
    places = {_picture_at(made_of, key, is_narrow): key for key in counted.charts}
    with apart.turn():
        kept = {places[place]: svg for place, svg in cache.get_many(places).items()}
        missing = {key: chart for key, chart in counted.charts.items() if key not in kept}
        if not missing and not templates:
            return kept, {}
        whole = document(made_of) if templates else None
        made: Made = apart.run("make", missing, is_narrow, whole, kept, templates)
        drawn = made.pictures.items()
        cache.set_many({_picture_at(made_of, key, is_narrow): svg for key, svg in drawn})
    return {**kept, **made.pictures}, made.files


def produce(made_of: Recipe, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """The files, by format. No clock and no chance: twice gives the same bytes."""
    wanted = list(formats)
    made_in = {"docx": shipped_template, "pdf": bytes}
    templates = {name: made_in[name]() for name in wanted if name in made_in}
    files = dict(_drawn(made_of, templates)[1]) if templates else {}
    if "xlsx" in wanted:
        files["xlsx"] = xlsx.render(document(made_of))
    return {name: files[name] for name in wanted}


def file_name(slug: str, extension: str, *, is_protected: bool) -> str:
    ending = "-skyddad" if is_protected else ""
    return f"projektrapport-{slug}{ending}.{extension}"
