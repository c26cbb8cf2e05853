"""The heavy work: counting a report's figures, drawing its charts, writing it as Word and PDF.

Plain data in and out, and no Django. `apart` runs it in a process of its own, because the libraries
that do it take more memory than all the rest of a web process; so each is imported where it is
used. The process gets a call on stdin and gives the answer on stdout.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stegvis.reports.documents.model import Chapter, Document, Figure

if TYPE_CHECKING:
    from stegvis.analysis.tables import Tables
    from stegvis.reports.annual.questions import Answers
    from stegvis.reports.annual.source import Chart, Settings
    from stegvis.reports.project.source import ProjectSettings

TEXTS = "texts.json"


class OtherVersion(Exception):
    """The snapshot's tables are not those that this version counts."""


class UnusableTemplate(Exception):
    """The Word template cannot be filled in. Its arguments are sentences for the user."""

    def __str__(self) -> str:
        return " ".join(self.args)


# --- counting ---


def tables_in(folder: Path) -> Tables:
    """The snapshot's tables in DuckDB. Close them, or use them in a `with`. Raises OtherVersion."""
    from stegvis.analysis.schema import SCHEMA
    from stegvis.analysis.tables import SnapshotError, open_snapshot

    files = {name: folder / f"{name}.parquet" for name in SCHEMA}
    files = {name: path for name, path in files.items() if path.is_file()}
    # A snapshot is of the version of its newest table; those that came later are empty in it.
    version = max((SCHEMA[name].since for name in files), default=1)
    try:
        return open_snapshot(files, version=version)
    except SnapshotError as faults:
        raise OtherVersion(str(faults)) from None


def texts_in(folder: Path) -> dict[str, Any]:
    """What the report tells in words."""
    content: dict[str, Any] = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True)
class Counted:
    """A document without prose and pictures, and how its pictures are drawn, by key."""

    document: Document
    charts: Mapping[str, Chart]


def count(folder: Path, settings: Settings) -> Counted:
    from stegvis.reports.annual.build import build
    from stegvis.reports.annual.source import Source

    with tables_in(folder) as tables:
        source = Source(settings, tables, texts_in(folder), {})
        return Counted(build(source), source.charts)


def answers(folder: Path, settings: Settings) -> Answers:
    """What the start page tells of the report. Without the texts, most of a snapshot."""
    from stegvis.reports.annual import questions
    from stegvis.reports.annual.source import Source

    with tables_in(folder) as tables:
        return questions.answers(Source(settings, tables, {}, {}))


def count_project(folder: Path, settings: ProjectSettings) -> Counted | None:
    """None when the programme is younger than the snapshot."""
    from stegvis.reports.project.build import build
    from stegvis.reports.project.source import ProjectSource

    with tables_in(folder) as tables:
        source = ProjectSource(settings, tables)
        return Counted(build(source), source.charts) if source.has_programme else None


# --- drawing and writing ---


@dataclass(frozen=True)
class Made:
    """The pictures that were drawn, by key, and the files, by format."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def make(
    charts: Mapping[str, Chart],
    is_narrow: bool = False,
    document: Document | None = None,
    kept: Mapping[str, bytes] | None = None,
    templates: Mapping[str, bytes] | None = None,
) -> Made:
    """Draws the charts and writes the document, with them and the pictures that are kept, in each
    format of `templates`. Raises UnusableTemplate."""
    drawn = {key: draw(chart, is_narrow=is_narrow) for key, chart in charts.items()}
    if document is None:
        return Made(drawn)
    whole = illustrated(document, {**(kept or {}), **drawn})
    return Made(drawn, {name: write(name, whole, made) for name, made in (templates or {}).items()})


def draw(chart: Chart, *, is_narrow: bool = False) -> bytes:
    from stegvis.analysis import charts

    width = charts.NARROW if is_narrow else charts.WIDE
    picture: bytes = getattr(charts, chart.name)(*chart.figures, **chart.words, width=width)
    return picture


def write(name: str, document: Document, template: bytes) -> bytes:
    if name == "pdf":
        from stegvis.reports.documents import pdf

        return pdf.render(document)
    from stegvis.reports.documents import docx

    try:
        return docx.render(document, template=template)
    except docx.UnusableTemplateError as refusal:
        raise UnusableTemplate(*refusal.errors) from None


def illustrated(document: Document, pictures: Mapping[str, bytes]) -> Document:
    """The document with its pictures in it."""

    def chapter(one: Chapter) -> Chapter:
        blocks = (
            replace(block, svg=pictures[block.key]) if isinstance(block, Figure) else block
            for block in one.blocks
        )
        return replace(one, blocks=tuple(blocks))

    return replace(document, chapters=tuple(chapter(one) for one in document.chapters))


# --- between processes ---

WORK = {"count": count, "count_project": count_project, "answers": answers, "make": make}


class _Pickler(pickle.Pickler):
    """An indicator holds functions: it goes by its name. So does its class, seldom imported."""

    def persistent_id(self, thing: Any) -> str | None:
        return thing.name if type(thing).__name__ == "Indicator" else None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, name: str) -> Any:
        from stegvis.analysis.indicators import CATALOGUE, PROGRAMME_CATALOGUE

        return CATALOGUE.get(name) or PROGRAMME_CATALOGUE[name]


def packed(thing: Any) -> bytes:
    out = BytesIO()
    _Pickler(out).dump(thing)
    return out.getvalue()


def unpacked(content: bytes) -> Any:
    """Only of what Stegvis has packed itself: pickled data can run code."""
    return _Unpickler(BytesIO(content)).load()


def answer(call: bytes) -> bytes:
    """What the work gives, or the refusal that the caller is to tell."""
    name, arguments = unpacked(call)
    found: Any
    try:
        found = WORK[name](*arguments)
    except (OtherVersion, UnusableTemplate) as refusal:
        found = refusal
    return packed(found)


def main() -> None:
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no part of it
    out.write(answer(sys.stdin.buffer.read()))


if __name__ == "__main__":
    from stegvis.reports import workshop  # what is packed goes by this name, not by __main__

    workshop.main()
