"""From a report (draft or frozen) to its document and files. Reads only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache

import stegvis
from stegvis.analysis import charts
from stegvis.organisations.models import Municipality, Unit
from stegvis.reports import snapshot_files
from stegvis.reports.annual.build import build
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.annual.source import Settings, Source
from stegvis.reports.documents import docx, pdf, xlsx
from stegvis.reports.documents.model import Document
from stegvis.reports.models import AnnualReport, FrozenVersion, Snapshot

FORMATS = ("docx", "pdf", "xlsx")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
REQUIRED_PROSE = ("summary", "purpose", "right_things", "right_way")


@dataclass(frozen=True)
class Recipe:
    """All that a report's documents are made of. The same recipe gives the same bytes."""

    snapshot: Snapshot
    settings: Settings
    prose: Mapping[str, str]
    template: bytes | None = None

    def as_json(self) -> dict[str, Any]:
        settings = self.settings
        return {
            "year": settings.year,
            "title": settings.title,
            "organisation": settings.organisation,
            "units": list(settings.units),
            "dated_on": settings.dated_on.isoformat(),
            "version_label": settings.version_label,
        }


def recipe(report: AnnualReport, *, dated_on: date, number: int | None = None) -> Recipe:
    """The report as it is now; with a number, the frozen version of that number."""
    municipality = Municipality.objects.first()
    label = f"Version {number}" if number else "Utkast"
    settings = Settings(
        year=report.year,
        title=report.title,
        organisation=municipality.name if municipality else "",
        units=_unit_names(report.units.all()),
        dated_on=dated_on,
        version_label=label,
        is_draft=number is None,
    )
    template = bytes(report.template.content) if report.template else None
    prose = dict(report.prose.values_list("key", "text"))
    return Recipe(report.snapshot, settings, prose, template)


def recipe_of(version: FrozenVersion) -> Recipe:
    """What a frozen version was made of, as it was then."""
    kept = version.settings
    settings = Settings(
        year=kept["year"],
        title=kept["title"],
        organisation=kept["organisation"],
        units=tuple(kept["units"]),
        dated_on=date.fromisoformat(kept["dated_on"]),
        version_label=kept["version_label"],
        is_draft=False,
    )
    return Recipe(version.snapshot, settings, version.prose, bytes(version.template) or None)


def unwritten(*, year: int, units: Iterable[Unit], snapshot: Snapshot, dated_on: date) -> Recipe:
    """A draft that nobody has begun to write: figures, and the prose every report starts with."""
    municipality = Municipality.objects.first()
    settings = Settings(
        year=year,
        title=f"Uppföljningsrapport {year}",
        organisation=municipality.name if municipality else "",
        units=_unit_names(units),
        dated_on=dated_on,
        version_label="Utkast",
    )
    return Recipe(snapshot, settings, {place.key: place.start for place in PLACES})


def _unit_names(chosen: Iterable[Unit]) -> tuple[str, ...]:
    """The chosen units and all below them, in the tree's order."""
    paths = [unit.path for unit in chosen]
    return tuple(
        unit.short_name
        for unit in Unit.objects.all()
        if any(unit.path.startswith(path) for path in paths)
    )


@contextmanager
def source(made_of: Recipe, *, width: int = charts.WIDE) -> Iterator[Source]:
    """The opened snapshot with settings and prose. Closes the snapshot afterwards."""
    texts = snapshot_files.texts(made_of.snapshot)
    with snapshot_files.tables(made_of.snapshot) as tables:
        draw = _kept_pictures(made_of, width)
        yield Source(made_of.settings, tables, texts, made_of.prose, draw, width)


def _kept_pictures(made_of: Recipe, width: int) -> Callable[[str, Callable[[], bytes]], bytes]:
    """Charts are drawn once for a snapshot and its units: they take most of a report's time."""
    chosen = f"{stegvis.__version__} {made_of.settings.year} {made_of.settings.units} {width}"
    start = f"{made_of.snapshot.folder}-{sha256(chosen.encode()).hexdigest()[:16]}"

    def draw(key: str, make: Callable[[], bytes]) -> bytes:
        picture: bytes = cache.get_or_set(f"{start}-{key}", make)
        return picture

    return draw


def document(made_of: Recipe, *, width: int = charts.WIDE) -> Document:
    """The whole document. The same recipe is built once an hour at most."""

    def made() -> Document:
        with source(made_of, width=width) as opened:
            return build(opened)

    told = f"{stegvis.__version__} {made_of.settings} {sorted(made_of.prose.items())} {width}"
    key = f"{made_of.snapshot.folder}-{sha256(told.encode()).hexdigest()}"
    found: Document = cache.get_or_set(key, made, 3600)
    return found


def produce(made_of: Recipe, formats: tuple[str, ...] = FORMATS) -> dict[str, bytes]:
    """The files, by format. No clock and no chance: twice gives the same bytes."""
    made = document(made_of)
    renderers: dict[str, Callable[[Document], bytes]] = {
        "docx": partial(docx.render, template=made_of.template),
        "pdf": pdf.render,
        "xlsx": xlsx.render,
    }
    return {name: renderers[name](made) for name in formats}


def empty_prose(report: AnnualReport) -> list[str]:
    """Titles of the places that must be written before the report is frozen, and are not."""
    written = dict(report.prose.values_list("key", "text"))
    return [
        place.title
        for place in PLACES
        if place.key in REQUIRED_PROSE and not written.get(place.key, "").strip()
    ]


def file_name(year: int, extension: str, number: int | None = None) -> str:
    label = f"version-{number}" if number else "utkast"
    return f"uppfoljningsrapport-{year}-{label}.{extension}"


def same_again(version: FrozenVersion) -> dict[str, bool]:
    """Makes a frozen version's files from its recipe and says which are byte for byte the same."""
    made = produce(recipe_of(version))
    return {name: sha256(made[name]).hexdigest() == version.checksums[name] for name in FORMATS}
