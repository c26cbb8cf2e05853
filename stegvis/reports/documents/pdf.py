"""A document as tagged PDF (PDF/UA-1), set by Typst. The text goes in as data, never as code."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from stegvis.core.formats import date_in_prose
from stegvis.reports.documents import layout, markdown, svg, words
from stegvis.reports.documents.formatting import (
    clean,
    one_line,
    row_texts,
    total_texts,
)
from stegvis.reports.documents.model import (
    Bullets,
    Callout,
    Document,
    Facts,
    Figure,
    Paragraph,
    Prose,
    Table,
)
from stegvis.reports.documents.outline import Placed, PlacedChapter, place

TEMPLATE = Path(__file__).parent / "templates" / "arsrapport.typ"
EMBEDDED_FAMILIES = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
TEXT_WIDTH, TEXT_HEIGHT = 453.0, 680.0  # points between the margins
KEPT_TOGETHER = 7  # rows; a longer table may break over pages
LONG_TEXT = 900  # characters; a longer fact or callout may break over pages
UNSET_CHARACTER = "□"  # stands for a character that no font has
ZERO_WIDTH_SPACE = "\u200b"
OVERLONG, OVERLONG_PIECE = re.compile(r"\S{46,}"), re.compile(r"\S{12}(?=\S)")
ADDRESS, ADDRESS_PIECE = re.compile(r"\S{20,}"), re.compile(r"[/@._](?=\S)")
WITHOUT_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts beside those embedded in Typst: where the files are and in what order to use them."""

    families: tuple[str, ...] = EMBEDDED_FAMILIES
    folders: tuple[str, ...] = ()


EMBEDDED = Fonts()


def render(document: Document, *, fonts: Fonts = EMBEDDED) -> bytes:
    """PDF/UA-1 with the document's own date as creation date: same document, same bytes.

    System fonts are never used. A character that no font has becomes □.
    """
    data = json.dumps(_document(document, fonts), ensure_ascii=False)
    noon = datetime.combine(document.dated_on, time(12), tzinfo=UTC)
    return _compile(data, noon, fonts)


def _compile(data: str, created_at: datetime, fonts: Fonts) -> bytes:
    for _attempt in range(3):
        try:
            return typst.compile(
                TEMPLATE,
                format="pdf",
                font_paths=_fonts(fonts.folders),
                sys_inputs={"document": data},
                pdf_standards="ua-1",
                timestamp=created_at,
            )
        except typst.TypstError as error:
            missing = _missing_characters(error.diagnostic)
            if not missing:
                raise
            data = data.translate(dict.fromkeys(map(ord, missing), UNSET_CHARACTER))
    raise ValueError("the fonts lack characters that could not be replaced")


@cache
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


def _missing_characters(diagnostic: str) -> set[str]:
    found = "".join(WITHOUT_GLYPH.findall(diagnostic))
    unescaped = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), found)
    return {character for character in unescaped if ord(character) > 0x7F}


def _document(document: Document, fonts: Fonts) -> Data:
    return {
        "title": one_line(document.title),
        "subtitle": one_line(document.subtitle),
        "organisation": one_line(document.organisation),
        "version": one_line(document.version_label),
        "date": date_in_prose(document.dated_on),
        "year": document.dated_on.year,
        "month": document.dated_on.month,
        "day": document.dated_on.day,
        "is_draft": document.is_draft,
        "language": document.language,
        "fonts": list(fonts.families),
        "look": {
            "accent": layout.ACCENT,
            "pale": layout.PALE,
            "line": layout.LINE,
            "caution": layout.CAUTION,
            "caution_pale": layout.CAUTION_PALE,
        },
        "words": {
            "contents": words.CONTENTS,
            "table": words.TABLE,
            "figure": words.FIGURE,
            "draft": words.DRAFT,
            "page": words.PAGE,
            "empty_table": words.EMPTY_TABLE,
        },
        "chapters": [_chapter(chapter) for chapter in place(document)],
    }


def _chapter(chapter: PlacedChapter) -> Data:
    return {
        "title": one_line(chapter.entry.title),
        "key": chapter.entry.key,
        "starts_page": chapter.starts_page,
        "blocks": [_block(placed) for placed in chapter.blocks],
    }


def _block(placed: Placed) -> Data:
    match placed.block:
        case Prose():
            return {"t": "prose", "nodes": _nodes(placed.nodes)}
        case Paragraph(text):
            return {"t": "paragraph", "text": _breakable(text)}
        case Bullets(items):
            return {"t": "bullets", "items": [_breakable(item) for item in items]}
        case Facts() as facts:
            return {"t": "facts", "rows": [_fact(label, value) for label, value in facts.rows]}
        case Table() as table:
            return {"t": "table", "number": placed.number, **_table(table)}
        case Figure() as figure:
            return _figure(figure, placed.number)
        case Callout() as callout:
            return _callout(callout)
    return _heading(placed)


def _heading(placed: Placed) -> Data:
    entry = placed.entry
    return {
        "t": "heading",
        "level": entry.level,
        "title": one_line(entry.title),
        "key": entry.key,
        "numbered": bool(entry.number),
    }


def _fact(label: str, value: str | tuple[str, ...]) -> Data:
    shown = _narrow(value) if isinstance(value, str) else [_narrow(item) for item in value]
    return {
        "label": _narrow(label),
        "value": shown,
        "long": sum(map(len, shown)) > LONG_TEXT,
    }


def _callout(callout: Callout) -> Data:
    return {
        "t": "callout",
        "kind": callout.kind,
        "label": words.CALLOUTS[callout.kind],
        "title": one_line(callout.title),
        "text": _breakable(callout.text),
        "long": len(callout.text) > LONG_TEXT,
    }


def _table(table: Table) -> Data:
    kinds = [column.kind for column in table.columns]
    return {
        "key": table.key,
        "caption": one_line(table.caption),
        "note": clean(table.note),
        "titles": [_narrow(column.title) for column in table.columns],
        "alignments": ["left" if kind in {"text", "date"} else "right" for kind in kinds],
        "widths": asdict(layout.of_table(table)),
        "rows": [[_narrow(text) for text in row] for row in row_texts(table)],
        "total": [_narrow(text) for text in total_texts(table)],
        "breakable": len(table.rows) > KEPT_TOGETHER,
    }


def _figure(figure: Figure, number: int) -> Data:
    picture = svg.prepare(figure.svg)
    table = figure.table and {
        **_table(figure.table),
        "lead": words.FIGURE_AS_TABLE.format(number=number),
    }
    return {
        "t": "figure",
        "key": figure.key,
        "number": number,
        "caption": one_line(figure.caption),
        "alt": one_line(figure.alt),
        "note": clean(figure.note),
        "svg": picture.text,
        "width": picture.width_within(TEXT_WIDTH, layout.HIGHEST_PICTURE * TEXT_HEIGHT),
        "table": table,
    }


def _nodes(nodes: Iterable[markdown.Node]) -> list[Data]:
    return [_node(node) for node in nodes]


def _node(node: markdown.Node) -> Data:
    match node:
        case markdown.TextBlock(children):
            return {"t": "p", "c": _inlines(children)}
        case markdown.SubHeading(level, children):
            return {"t": "h", "level": level, "c": _inlines(children)}
        case markdown.ListBlock(True, start, items):
            return {"t": "ol", "start": start, "items": [_nodes(item) for item in items]}
        case markdown.ListBlock(False, _, items):
            return {"t": "ul", "items": [_nodes(item) for item in items]}
        case markdown.Quote(children):
            return {"t": "quote", "c": _nodes(children)}
    return {
        "t": "table",
        "header": [_inlines(cell) for cell in node.header],
        "rows": [[_inlines(cell) for cell in row] for row in node.rows],
        "alignments": node.alignments,
        "widths": asdict(layout.of_text_table(node)),
    }


def _inlines(pieces: markdown.Inlines) -> list[Data]:
    return [_inline(piece) for piece in pieces]


def _inline(piece: markdown.Inline) -> Data:
    match piece:
        case markdown.Text(text):
            return {"t": "text", "text": _breakable(text)}
        case markdown.LineBreak():
            return {"t": "br"}
        case markdown.Strong(children):
            return {"t": "strong", "c": _inlines(children)}
        case markdown.Emphasis(children):
            return {"t": "em", "c": _inlines(children)}
    return {"t": "link", "href": piece.href, "c": _inlines(piece.children)}


def _breakable(text: str) -> str:
    """Text in which what is longer than any word may go on to the next line."""
    return OVERLONG.sub(lambda run: OVERLONG_PIECE.sub(_then_break, run[0]), clean(text))


def _narrow(text: str) -> str:
    """The same for a narrow column, where addresses may be broken too."""
    return ADDRESS.sub(lambda run: ADDRESS_PIECE.sub(_then_break, run[0]), _breakable(text))


def _then_break(piece: re.Match[str]) -> str:
    return piece[0] + ZERO_WIDTH_SPACE
