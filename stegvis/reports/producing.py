"""From a report (draft or frozen) to its document and files. Reads only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Any

from django.core.cache import cache

import stegvis
from stegvis.analysis import charts
from stegvis.organisations.models import Municipality, Unit
from stegvis.reports import public, snapshot_files
from stegvis.reports.annual.build import build
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.annual.source import Drawing, Settings, Source
from stegvis.reports.documents import docx, pdf, xlsx
from stegvis.reports.documents.docx_template import TEMPLATE
from stegvis.reports.documents.model import Document, Figure
from stegvis.reports.models import AnnualReport, FrozenVersion, Snapshot

KEPT = ("docx", "pdf", "xlsx")  # a frozen version keeps their bytes
PUBLIC = "csv"  # figures that may be published, in groups that give nobody away
FORMATS = (*KEPT, PUBLIC)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
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
    template: Callable[[], bytes] = TEMPLATE.read_bytes  # read only where a Word file is made
    published: Callable[[], list["Recipe"]] = list  # the versions frozen before this one

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
    prose = dict(report.prose.values_list("key", "text"))
    return Recipe(report.snapshot, settings, prose, _template(report), lambda: _frozen(report))


def _template(report: AnnualReport) -> Callable[[], bytes]:
    if report.template_id is None:
        return TEMPLATE.read_bytes
    return lambda: bytes(report.template.content)


def _frozen(report: AnnualReport, *, before: int | None = None) -> list[Recipe]:
    versions = report.versions.select_related("snapshot").defer(*KEPT, "template")
    found = versions.filter(number__lt=before) if before else versions
    return [recipe_of(version) for version in found.order_by("number")]


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
    return Recipe(
        version.snapshot,
        settings,
        version.prose,
        lambda: bytes(version.template),
        lambda: _frozen(version.report, before=version.number),
    )


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
def source(
    made_of: Recipe, *, draw: Drawing | None = None, width: int = charts.WIDE
) -> Iterator[Source]:
    """The opened snapshot with settings and prose. Closes the snapshot afterwards.

    Raises SnapshotDamaged."""
    with snapshot_files.tables(made_of.snapshot) as tables:
        texts = snapshot_files.texts(made_of.snapshot)
        draw = draw or _kept_pictures(made_of, width)
        yield Source(made_of.settings, tables, texts, made_of.prose, draw, width)


def _pictures_of(made_of: Recipe, width: int) -> str:
    """Where pictures are kept: they show the snapshot and its units, whatever the prose and day."""
    chosen = f"{stegvis.__version__} {made_of.settings.year} {made_of.settings.units} {width}"
    return f"{made_of.snapshot.folder}-{sha256(chosen.encode()).hexdigest()[:16]}"


def _kept_pictures(made_of: Recipe, width: int) -> Drawing:
    """Charts are drawn once for a snapshot and its units: they take most of a report's time."""
    start = _pictures_of(made_of, width)

    def draw(key: str, make: Callable[[], bytes]) -> bytes:
        picture: bytes = cache.get_or_set(f"{start}-{key}", make)
        return picture

    return draw


_building = Lock()


def document(made_of: Recipe, *, width: int = charts.WIDE) -> Document:
    """The whole document. The same recipe is built once an hour at most."""
    told = f"{stegvis.__version__} {made_of.settings} {sorted(made_of.prose.items())} {width}"
    key = f"{made_of.snapshot.folder}-{sha256(told.encode()).hexdigest()}"
    found: Document | None = cache.get(key)
    if found is None:
        # A page asks for all its pictures at once. The first builds, the others wait for it.
        with _building:
            found = cache.get_or_set(key, lambda: _built(made_of, width=width), 3600)
    return found


def _built(made_of: Recipe, *, draw: Drawing | None = None, width: int = charts.WIDE) -> Document:
    with source(made_of, draw=draw, width=width) as opened:
        return build(opened)


def picture(made_of: Recipe, key: str, *, width: int = charts.WIDE) -> bytes | None:
    """One of the document's pictures as SVG, None if it has no such. Seldom builds the document."""
    kept: bytes | None = cache.get(f"{_pictures_of(made_of, width)}-{key}")
    if kept is not None:
        return kept
    chapters = document(made_of, width=width).chapters
    figures = [b for one in chapters for b in one.blocks if isinstance(b, Figure)]
    return next((figure.svg for figure in figures if figure.key == key), None)


def produce(made_of: Recipe, formats: Iterable[str] = KEPT) -> dict[str, bytes]:
    """The files, by format. No clock and no chance: twice gives the same bytes."""
    return {name: _file(name, made_of, document) for name in formats}


def _file(name: str, made_of: Recipe, documents: Callable[[Recipe], Document]) -> bytes:
    if name == PUBLIC:
        return public.csv_file([*made_of.published(), made_of], source)
    if name == "docx":
        return docx.render(documents(made_of), template=made_of.template())
    return {"pdf": pdf, "xlsx": xlsx}[name].render(documents(made_of))


def empty_prose(report: AnnualReport) -> list[str]:
    """Titles of the places that must be written before the report is frozen, and are not."""
    written = dict(report.prose.values_list("key", "text"))
    return [
        place.title
        for place in PLACES
        if place.key in REQUIRED_PROSE and not written.get(place.key, "").strip()
    ]


def file_name(year: int, extension: str, number: int | None = None, units: str = "") -> str:
    name = "offentlig" if extension == PUBLIC else "uppfoljningsrapport"
    label = f"version-{number}" if number else "utkast"
    parts = (name, str(year), units, label)
    return "-".join(part for part in parts if part) + f".{extension}"


def frozen(version: FrozenVersion, extension: str) -> bytes:
    """The kept bytes of a frozen version's file; open data is made again from its snapshot."""
    if extension in KEPT:
        return bytes(getattr(version, extension))
    return _file(extension, recipe_of(version), document)


def same_again(version: FrozenVersion) -> dict[str, bool]:
    """Makes a frozen version's files from its recipe and says which are byte for byte the same.

    Nothing that is kept is used: the snapshot is read and the charts are drawn anew."""
    made_of = recipe_of(version)
    anew = _built(made_of, draw=lambda key, make: make())
    made = {name: _file(name, made_of, lambda _: anew) for name in version.checksums}
    return {name: _is_same(version, name, content) for name, content in made.items()}


def _is_same(version: FrozenVersion, name: str, content: bytes) -> bool:
    is_kept = name not in KEPT or bytes(getattr(version, name)) == content
    return is_kept and checksum(content) == version.checksums[name]


def checksum(content: bytes) -> str:
    return sha256(content).hexdigest()
