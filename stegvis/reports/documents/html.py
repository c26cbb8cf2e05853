"""A document as HTML for the screen, through the templates in reports/document/. No script."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from stegvis.core.formats import date_in_prose
from stegvis.reports.documents import markdown
from stegvis.reports.documents.formatting import clean, one_line, row_texts, total_texts
from stegvis.reports.documents.model import (
    Bullets,
    Callout,
    Cell,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Prose,
    Table,
)
from stegvis.reports.documents.outline import (
    Entry,
    Placed,
    PlacedChapter,
    contents,
    place,
)

FOLDER = "reports/document"
DEEPEST_HTML_LEVEL = 6

ToUrl = Callable[[str], str]


def render(
    document: Document,
    *,
    figure_url: ToUrl,
    drill_url: ToUrl = str,
    prose_url: ToUrl | None = None,
    heading_level: int = 2,
) -> SafeString:
    """All chapters, without the table of contents and the document's own title.

    `figure_url` makes a figure's key an address, `drill_url` a cell's `href`, `prose_url` a
    prose's key the address where it is written (None: it is only read).
    Chapters get headings of `heading_level`.
    """
    page = _Page(document.language, figure_url, drill_url, heading_level, prose_url)
    return mark_safe("".join(page.chapter(chapter) for chapter in place(document)))


def render_chapter(
    document: Document,
    key: str,
    *,
    figure_url: ToUrl,
    drill_url: ToUrl = str,
    heading_level: int = 2,
) -> SafeString:
    """One chapter, with the numbers that it has in the whole. KeyError if there is no such."""
    chapters = {chapter.entry.key: chapter for chapter in place(document)}
    return _Page(document.language, figure_url, drill_url, heading_level).chapter(chapters[key])


def render_contents(document: Document, *, page_url: ToUrl = str) -> SafeString:
    """The table of contents as nested links; `page_url` makes "#anchor" another address."""
    tree = _tree(contents(place(document)), page_url)
    return _template("contents", {"entries": tree})


def render_opening(document: Document) -> SafeString:
    """Subtitle, organisation, date, version and whether it is a draft: what the cover says."""
    return _template(
        "opening", {"document": document, "dated_on": date_in_prose(document.dated_on)}
    )


def render_markdown(text: str, *, heading_level: int = 2) -> SafeString:
    """The planner's Markdown alone, as it is shown in the document."""
    return _Page("sv", str, str, heading_level)._nodes(markdown.parse(text))


@dataclass(slots=True)
class ContentsItem:
    entry: Entry
    url: str
    children: list["ContentsItem"]


def _tree(entries: Iterable[Entry], page_url: ToUrl) -> list[ContentsItem]:
    top: list[ContentsItem] = []
    levels = {0: top}
    for entry in entries:
        item = ContentsItem(entry, page_url(f"#{entry.key}"), [])
        levels[entry.level - 1].append(item)
        levels[entry.level] = item.children
    return top


def _template(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"{FOLDER}/{name}.html", context)


@dataclass(frozen=True, slots=True)
class ShownCell:
    text: str
    url: str
    is_number: bool
    is_row_header: bool
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    language: str
    figure_url: ToUrl
    drill_url: ToUrl
    heading_level: int
    prose_url: ToUrl | None = None

    def chapter(self, chapter: PlacedChapter) -> SafeString:
        with translation.override(self.language):  # a Swedish report has Swedish tables
            blocks = [self._block(placed) for placed in chapter.blocks]
        context = {"key": chapter.entry.key, "language": self.language, "blocks": blocks}
        return _template("chapter", context | {"heading": self._heading(chapter.entry)})

    def _block(self, placed: Placed) -> SafeString:
        match placed.block:
            case Heading():
                return self._heading(placed.entry)
            case Prose(key):
                url = self.prose_url(key) if self.prose_url else ""
                context = {"key": key, "text": self._nodes(placed.nodes), "edit_url": url}
                return _template("prose", context)
            case Paragraph(text):
                return _paragraphs(text)
            case Bullets(items):
                return _bullets(items)
            case Facts(rows):
                return _template(
                    "facts", {"rows": [(label, _fact(value)) for label, value in rows]}
                )
            case Table() as table:
                context = {"number": placed.number, "caption": table.caption}
                return _template("table", context | self._table(table))
            case Figure() as figure:
                return self._figure(figure, placed.number)
            case Callout() as callout:
                text = _paragraphs(callout.text)
                return _template("callout", {"callout": callout, "text": text})

    def _heading(self, entry: Entry) -> SafeString:
        number = format_html('<span class="document__number">{}</span> ', entry.number)
        return format_html(
            '<h{0} id="{1}">{2}{3}</h{0}>',
            self._level(entry.level),
            entry.key,
            number if entry.number else "",
            one_line(entry.title),
        )

    def _level(self, level: int) -> int:
        return min(self.heading_level + level - 1, DEEPEST_HTML_LEVEL)

    def _figure(self, figure: Figure, number: int) -> SafeString:
        table = (
            None
            if figure.table is None
            else {"caption": "", "number": 0} | self._table(figure.table)
        )
        return _template(
            "figure",
            {
                "figure": figure,
                "number": number,
                "url": self.figure_url(figure.key),
                "table": table,
            },
        )

    def _table(self, table: Table) -> dict[str, Any]:
        header_at = next((at for at, c in enumerate(table.columns) if c.kind == "text"), None)
        is_number = [column.kind not in {"text", "date"} for column in table.columns]
        is_date = [column.kind == "date" for column in table.columns]

        def shown(cells: Iterable[Cell], texts: list[str]) -> list[ShownCell]:
            return [
                ShownCell(
                    text,
                    self._drill(cell),
                    is_number[at],
                    at == header_at and text != "",
                    is_date[at],
                )
                for at, (cell, text) in enumerate(zip(cells, texts, strict=True))
            ]

        rows = zip(table.rows, row_texts(table), strict=True)
        return {
            "key": table.key,
            "columns": list(zip(table.columns, is_number, strict=True)),
            "rows": [shown(cells, texts) for cells, texts in rows],
            "total": shown(table.total_row or (), total_texts(table)),
            "note": table.note,
        }

    def _drill(self, cell: Cell) -> str:
        return self.drill_url(cell.href) if cell.href and is_own_address(cell.href) else ""

    # Prose

    def _nodes(self, nodes: Iterable[markdown.Node]) -> SafeString:
        return mark_safe("".join(self._node(node) for node in nodes))

    def _node(self, node: markdown.Node) -> SafeString:
        match node:
            case markdown.TextBlock(children):
                return format_html("<p>{}</p>", _inlines(children))
            case markdown.SubHeading(level, children):
                return format_html("<h{0}>{1}</h{0}>", self._level(level), _inlines(children))
            case markdown.ListBlock():
                return self._list(node)
            case markdown.Quote(children):
                return format_html("<blockquote>{}</blockquote>", self._nodes(children))
        rows = [list(zip(row, node.alignments, strict=True)) for row in node.rows]
        return _template(
            "prose_table",
            {
                "header": [
                    (_inlines(c), a) for c, a in zip(node.header, node.alignments, strict=True)
                ],
                "rows": [[(_inlines(cell), side) for cell, side in row] for row in rows],
            },
        )

    def _list(self, node: markdown.ListBlock) -> SafeString:
        items = format_html_join("", "<li>{}</li>", ((self._item(item),) for item in node.items))
        if not node.is_ordered:
            return format_html("<ul>{}</ul>", items)
        start = format_html(' start="{}"', node.start) if node.start != 1 else ""
        return format_html("<ol{}>{}</ol>", start, items)

    def _item(self, nodes: tuple[markdown.Node, ...]) -> SafeString:
        """An item that begins with a line of text needs no paragraph around it."""
        if nodes and isinstance(nodes[0], markdown.TextBlock):
            return format_html("{}{}", _inlines(nodes[0].children), self._nodes(nodes[1:]))
        return self._nodes(nodes)


def is_own_address(href: str) -> bool:
    """An address on this site: a path, a query or an anchor, never a scheme or another host."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and not href.startswith(("//", "\\", "/\\"))


def _inlines(pieces: markdown.Inlines) -> SafeString:
    return mark_safe("".join(_inline(piece) for piece in pieces))


def _inline(piece: markdown.Inline) -> SafeString:
    match piece:
        case markdown.Text(text):
            return escape(text)
        case markdown.LineBreak():
            return mark_safe("<br>")
        case markdown.Strong(children):
            return format_html("<strong>{}</strong>", _inlines(children))
        case markdown.Emphasis(children):
            return format_html("<em>{}</em>", _inlines(children))
    return format_html('<a href="{}" rel="noopener">{}</a>', piece.href, _inlines(piece.children))


def _lines(text: str) -> SafeString:
    return mark_safe("<br>".join(escape(line) for line in clean(text).split("\n")))


def _paragraphs(text: str) -> SafeString:
    parts = (part for part in clean(text).split("\n") if part.strip())
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts))


def _bullets(items: Iterable[str]) -> SafeString:
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_lines(item),) for item in items))
    )


def _fact(value: str | tuple[str, ...]) -> SafeString:
    return _paragraphs(value) if isinstance(value, str) else _bullets(value)
