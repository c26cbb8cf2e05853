"""From a report (draft or frozen) to its document, pictures and files. Reads only.

What is heavy is done `apart`, and kept in the cache as long as the snapshot can be asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache

import stegvis
from stegvis.organisations.models import Municipality, Unit
from stegvis.reports import apart, public, snapshot_files, workshop
from stegvis.reports.annual.prose import PLACES
from stegvis.reports.annual.source import Settings, Source
from stegvis.reports.annual.words import shown
from stegvis.reports.documents import xlsx
from stegvis.reports.documents.model import Chapter, Document, Prose
from stegvis.reports.models import AnnualReport, FrozenVersion, Snapshot
from stegvis.reports.workshop import Counted, Made

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


def shipped_template() -> bytes:
    """The Word template of those who have none of their own."""
    from stegvis.reports.documents.docx_template import TEMPLATE  # large, and seldom needed

    return TEMPLATE.read_bytes()


@dataclass(frozen=True)
class Recipe:
    """All that a report's documents are made of. The same recipe gives the same bytes."""

    snapshot: Snapshot
    settings: Settings
    prose: Mapping[str, str]
    template: Callable[[], bytes] = shipped_template  # read only where a Word file is made
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
        return shipped_template
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
def source(made_of: Recipe) -> Iterator[Source]:
    """The opened snapshot with settings and prose. Closes the snapshot afterwards.

    Raises SnapshotDamaged."""
    with snapshot_files.tables(made_of.snapshot) as tables:
        texts = snapshot_files.texts(made_of.snapshot)
        yield Source(made_of.settings, tables, texts, made_of.prose)


def document(made_of: Recipe) -> Document:
    """The whole document but its pictures. Raises SnapshotDamaged and NotMade."""
    return worded(_counted(made_of).document, made_of)


def worded(counted: Document, made_of: Recipe) -> Document:
    """The counted document with this recipe's cover and prose."""
    told = made_of.settings

    def chapter(one: Chapter) -> Chapter:
        blocks = (
            _prose(block, made_of) if isinstance(block, Prose) else block for block in one.blocks
        )
        return replace(one, blocks=tuple(blocks))

    return replace(
        counted,
        title=told.title,
        organisation=told.organisation,
        dated_on=told.dated_on,
        version_label=told.version_label,
        is_draft=told.is_draft,
        chapters=tuple(chapter(one) for one in counted.chapters),
    )


def _prose(place: Prose, made_of: Recipe) -> Prose:
    text = made_of.prose.get(place.key, "")
    return Prose(place.key, shown(place.key, text, made_of.settings.is_draft))


def _kept_at(made_of: Recipe) -> str:
    """Where figures and pictures are kept: those of a snapshot and its units, whatever the prose
    and the day."""
    chosen = f"{stegvis.__version__} {made_of.settings.year} {made_of.settings.units}"
    return f"{made_of.snapshot.folder}-{sha256(chosen.encode()).hexdigest()[:16]}"


def _counted(made_of: Recipe) -> Counted:
    """Counted once for a snapshot and its units. A page asks for all its pictures at once: the
    first counts, the others wait for it."""
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
    told = made_of.settings
    bare = Settings(told.year, "", "", told.units, dated_on=date.min)
    with snapshot_files.readable(made_of.snapshot) as folder:
        counted: Counted = apart.run("count", folder, bare)
    return counted


def picture(made_of: Recipe, key: str, *, is_narrow: bool = False) -> bytes | None:
    """One of the document's pictures as SVG, None if it has no such.

    The first that is asked for draws them all: that takes most of a report's time."""
    kept: bytes | None = cache.get(_picture_at(made_of, key, is_narrow))
    return kept or pictures(made_of, is_narrow=is_narrow).get(key)


def _picture_at(made_of: Recipe, key: str, is_narrow: bool) -> str:
    return f"{_kept_at(made_of)}-{key}{'-narrow' * is_narrow}"


def pictures(made_of: Recipe, *, is_narrow: bool = False) -> dict[str, bytes]:
    """All of the document's pictures, by key."""
    return _drawn(made_of, is_narrow=is_narrow)[0]


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
        whole = worded(counted.document, made_of) if templates else None
        made: Made = apart.run("make", missing, is_narrow, whole, kept, templates)
        drawn = made.pictures.items()
        cache.set_many({_picture_at(made_of, key, is_narrow): svg for key, svg in drawn})
    return {**kept, **made.pictures}, made.files


def produce(made_of: Recipe, formats: Iterable[str] = KEPT) -> dict[str, bytes]:
    """The files, by format. No clock and no chance: twice gives the same bytes.

    Raises SnapshotDamaged, UnusableTemplate and NotMade."""
    wanted = list(formats)
    templates = _templates(made_of, wanted)
    files = _drawn(made_of, templates)[1] if templates else {}
    return {
        name: files.get(name) or _file(name, made_of, lambda: document(made_of)) for name in wanted
    }


def _templates(made_of: Recipe, formats: Iterable[str]) -> dict[str, bytes]:
    """Of the formats that show pictures: what they are made in."""
    made_in: dict[str, Callable[[], bytes]] = {"docx": made_of.template, "pdf": bytes}
    return {name: made_in[name]() for name in formats if name in made_in}


def _file(name: str, made_of: Recipe, text: Callable[[], Document]) -> bytes:
    """A file without pictures: small enough to be made here."""
    if name == PUBLIC:
        return public.csv_file([*made_of.published(), made_of], source)
    return xlsx.render(text())


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
    return produce(recipe_of(version), [extension])[extension]


def same_again(version: FrozenVersion) -> dict[str, bool]:
    """Makes a frozen version's files from its recipe and says which are byte for byte the same.

    Nothing that is kept is used: the snapshot is read and the charts are drawn anew."""
    made_of = recipe_of(version)
    templates = _templates(made_of, version.checksums)
    with apart.turn():
        counted = _count(made_of)
        anew = worded(counted.document, made_of)
        files = apart.run("make", counted.charts, False, anew, {}, templates).files
    return {
        name: _is_same(version, name, files.get(name) or _file(name, made_of, lambda: anew))
        for name in version.checksums
    }


def _is_same(version: FrozenVersion, name: str, content: bytes) -> bool:
    is_kept = name not in KEPT or bytes(getattr(version, name)) == content
    return is_kept and checksum(content) == version.checksums[name]


def checksum(content: bytes) -> str:
    return sha256(content).hexdigest()
