"""A document's blocks as WordprocessingML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count, zip_longest
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from stegvis.reports.documents import docx_template as names
from stegvis.reports.documents import layout, markdown, svg, words
from stegvis.reports.documents.docx_parts import (
    DEEPEST_LIST,
    Lists,
    Styles,
    text_height,
    text_width,
)
from stegvis.reports.documents.formatting import clean, one_line, row_texts, total_texts
from stegvis.reports.documents.model import (
    Bullets,
    Callout,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Prose,
    Table,
)
from stegvis.reports.documents.outline import DEEPEST_NUMBERED, Entry, Placed, PlacedChapter

KEPT_TOGETHER = 600  # characters; a row with a longer cell may break over pages
FACTS_SHARES = (0.29, 0.71)
TABLE_END = "</w:tbl>"
TWIP = 635  # EMU in a twentieth of a point, the unit of table widths


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text differs from its paragraph style."""

    bold: bool = False
    italic: bool = False
    link: bool = False
    size: float | None = None  # points

    def properties(self) -> str:
        tags = "<w:b/>" * self.bold + "<w:i/>" * self.italic
        if self.link:
            tags += f'<w:color w:val="{layout.ACCENT}"/>'
        if self.size is not None:
            tags += f'<w:sz w:val="{round(self.size * 2)}"/>'
        if self.link:
            tags += '<w:u w:val="single"/>'
        return f"<w:rPr>{tags}</w:rPr>" if tags else ""


PLAIN = Look()
BOLD = Look(bold=True)


class Writer:
    """Turns placed blocks into XML for one Word document, whose styles and lists it uses."""

    def __init__(self, word) -> None:
        self.part = word.part
        self.styles = Styles(word)
        self.lists = Lists(word)
        self.width = text_width(word)
        self.highest = layout.HIGHEST_PICTURE * text_height(word)
        # Past the template's own, as Word wants every bookmark and picture to have its own number.
        self.bookmarks = count(1 + max(map(int, word.element.xpath("//w:bookmarkStart/@w:id"))))
        self.pictures = count(self.part.next_id)
        self.anchors: dict[str, str] = {}

    # The whole

    def chapters(self, chapters: Sequence[PlacedChapter]) -> str:
        """Where the next chapter begins a page there is no air after a table: where the table fills
        its page, the air would be a blank page."""
        written = []
        for chapter, follower in zip_longest(chapters, chapters[1:]):
            body = self._chapter(chapter)
            is_open = body.endswith(TABLE_END) and not (follower and follower.starts_page)
            written.append(body + self._gap() if is_open else body)
        return "".join(written)

    def contents(self, entries: Iterable[Entry]) -> str:
        """A table of contents that is filled from the start.

        Only Word knows the pages, and adds their numbers when the reader lets it update the fields.
        """
        shown = [entry for entry in entries if entry.level <= DEEPEST_NUMBERED]
        if not shown:
            return self._paragraph("", "Normal")
        lines = [self._contents_line(entry) for entry in shown]
        code = f'TOC \\o "1-{DEEPEST_NUMBERED}" \\h \\z'
        lines[0] = f"{_field_mark('begin')}{_instruction(code)}{_field_mark('separate')}{lines[0]}"
        lines[-1] += _field_mark("end")  # in a paragraph of its own it could be a blank page
        return "".join(
            self._paragraph(line, f"toc {entry.level}")
            for entry, line in zip(shown, lines, strict=True)
        )

    def _contents_line(self, entry: Entry) -> str:
        anchor = self.anchor(entry.key)
        number = ""
        if entry.number and self.styles.is_numbered(f"heading {entry.level}"):
            number = f"{_run(entry.number)}<w:r><w:tab/></w:r>"
        inner = number + _run(one_line(entry.title))
        return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inner}</w:hyperlink>'

    def anchor(self, key: str) -> str:
        """A bookmark name as Word makes them: no key is too long or odd for it."""
        return self.anchors.setdefault(key, f"_Toc{len(self.anchors) + 1:09}")

    def _chapter(self, chapter: PlacedChapter) -> str:
        same_page = "" if chapter.starts_page else '<w:pageBreakBefore w:val="0"/>'
        heading = self._heading(chapter.entry, same_page)
        return self._joined([heading, *map(self._block, chapter.blocks)])

    def _joined(self, parts: Iterable[str]) -> str:
        """With air after tables: they have no spacing of their own in Word, and two in a row would
        grow together."""
        joined: list[str] = []
        for part in filter(None, parts):
            if joined and joined[-1].endswith(TABLE_END):
                joined.append(self._gap())
            joined.append(part)
        return "".join(joined)

    # Blocks

    def _block(self, placed: Placed) -> str:
        match placed.block:
            case Heading():
                return self._heading(placed.entry)
            case Prose():
                return self._nodes(placed.nodes)
            case Paragraph(text):
                return self._paragraphs(text, "Normal")
            case Bullets(items):
                return "".join(self._item(_run(item), 0) for item in items)
            case Facts() as facts:
                return self._facts(facts)
            case Table() as table:
                return self._numbered_table(table, placed.number)
            case Figure() as figure:
                return self._figure(figure, placed.number)
            case Callout() as callout:
                return self._callout(callout)

    def _heading(self, entry: Entry, properties: str = "") -> str:
        number = next(self.bookmarks)
        anchor = self.anchor(entry.key)
        inner = (
            f'<w:bookmarkStart w:id="{number}" w:name="{anchor}"/>'
            f'{_run(one_line(entry.title))}<w:bookmarkEnd w:id="{number}"/>'
        )
        return self._paragraph(inner, f"heading {entry.level}", properties)

    def _callout(self, callout: Callout) -> str:
        style = names.CALLOUTS[callout.kind]
        lead = f"{words.CALLOUTS[callout.kind]}: {one_line(callout.title)}"
        title = self._paragraph(_run(lead, BOLD), style, "<w:keepNext/>")
        return title + self._paragraphs(callout.text, style)

    def _figure(self, figure: Figure, number: int) -> str:
        parts = [
            self._paragraph(self._drawing(figure), names.FIGURE),
            self._caption(words.FIGURE, number, figure.caption),
            self._note(figure.note),
        ]
        if figure.table is not None:
            lead = words.FIGURE_AS_TABLE.format(number=number)
            parts += [
                self._paragraph(_run(lead, BOLD), "caption", "<w:keepNext/>"),
                self._table(figure.table),
                self._note(figure.table.note),
            ]
        return "".join(parts)

    def _drawing(self, figure: Figure) -> str:
        picture = svg.prepare(figure.svg)
        width = Pt(picture.width_within(self.width / Pt(1), self.highest / Pt(1)))
        image = BytesIO(svg.as_png(picture.text))
        inline = self.part.new_pic_inline(image, width=width)
        number = str(next(self.pictures))
        for element in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
            element.set("id", number)
            element.set("descr", one_line(figure.alt))
            element.set("name", one_line(figure.caption)[:80])
        return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"

    def _numbered_table(self, table: Table, number: int) -> str:
        caption = self._caption(words.TABLE, number, table.caption, "<w:keepNext/>")
        if not (table.rows or table.total_row):
            empty = self._paragraph(_run(words.EMPTY_TABLE, Look(italic=True)), "Normal")
            return caption + empty + self._note(table.note)
        return caption + self._table(table) + self._note(table.note)

    def _caption(self, word: str, number: int, caption: str, properties: str = "") -> str:
        """A caption that Word can list and renumber, with its number filled in."""
        field = (
            f'<w:fldSimple w:instr=" SEQ {word} \\* ARABIC ">'
            f"{_run(str(number), BOLD)}</w:fldSimple>"
        )
        inner = _run(f"{word} ", BOLD) + field + _run(". ", BOLD)
        return self._paragraph(inner + _run(one_line(caption)), "caption", properties)

    def _note(self, note: str) -> str:
        return self._paragraph(_run(note), names.NOTE) if note.strip() else ""

    def _gap(self) -> str:
        return self._paragraph("", names.TABLE_TEXT)

    def _table(self, table: Table) -> str:
        widths = layout.of_table(table)
        sides = ["left" if c.kind in {"text", "date"} else "right" for c in table.columns]
        total = [texts] if (texts := total_texts(table)) else []
        rows = ([column.title for column in table.columns], *row_texts(table), *total)
        cells = [[(markdown.Text(text),) for text in row] for row in rows]
        return self._grid(cells, widths, sides, one_line(table.caption), has_total=bool(total))

    def _grid(
        self,
        cells: list[list[markdown.Inlines]],
        widths: layout.Widths,
        sides: Sequence[str],
        title: str,
        has_total: bool = False,
    ) -> str:
        sizes = [round(share * self.width / TWIP) for share in widths.shares]
        look = Look(size=None if widths.size == layout.TABLE_SIZE else widths.size)
        strong = replace(look, bold=True)
        header, *body = cells
        rows = [self._row(header, sizes, sides, strong, is_header=True)]
        for at, row in enumerate(body, start=1):
            is_total = has_total and at == len(body)
            rows.append(self._row(row, sizes, sides, strong if is_total else look))
        flags = f'w:firstRow="1" w:lastRow="{int(has_total)}" w:firstColumn="0"'
        margins = "" if look.size is None else _cell_margins(look.size)
        return self._table_around("".join(rows), sizes, names.TABLE_STYLE, flags, title, margins)

    def _row(self, row, sizes, sides, look: Look, is_header: bool = False) -> str:
        longest = max(len(markdown.plain_text(cell)) for cell in row)
        properties = "<w:cantSplit/>" if longest < KEPT_TOGETHER else ""
        if is_header:
            properties += "<w:tblHeader/>"
        body = "".join(
            self._cell(self._inlines(cell, look), width, side, is_header)
            for cell, width, side in zip(row, sizes, sides, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{body}</w:tr>"

    def _cell(self, inner: str, width: int, side: str, is_header: bool) -> str:
        keep, align = ("<w:keepNext/>", '<w:vAlign w:val="bottom"/>') if is_header else ("", "")
        paragraph = self._paragraph(inner, names.TABLE_TEXT, f'{keep}<w:jc w:val="{side}"/>')
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{align}</w:tcPr>{paragraph}</w:tc>'
        )

    def _table_around(
        self, rows: str, sizes: list[int], style: str, flags: str, title: str, margins: str = ""
    ) -> str:
        columns = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
        caption = f"<w:tblCaption w:val={quoteattr(title)}/>" if title else ""
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.styles.id(style)}"/>'
            f'<w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}'
            f'<w:tblLook {flags} w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def _facts(self, facts: Facts) -> str:
        sizes = [round(share * self.width / TWIP) for share in FACTS_SHARES]
        rows = "".join(self._fact(label, value, sizes) for label, value in facts.rows)
        flags = 'w:firstRow="0" w:lastRow="0" w:firstColumn="1"'
        return self._table_around(rows, sizes, names.FACTS_STYLE, flags, "")

    def _fact(self, label: str, value: str | tuple[str, ...], sizes: list[int]) -> str:
        if isinstance(value, str):
            shown = self._paragraphs(value, names.TABLE_TEXT)
        else:
            shown = "".join(self._item(_run(item), 0, names.TABLE_TEXT) for item in value)
        whole = "<w:cantSplit/>" if sum(map(len, value)) < KEPT_TOGETHER else ""
        cells = (self._paragraphs(label, names.LABEL) or self._gap(), shown or self._gap())
        body = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for size, cell in zip(sizes, cells, strict=True)
        )
        return f"<w:tr><w:trPr>{whole}</w:trPr>{body}</w:tr>"

    # Prose

    def _nodes(self, nodes: Iterable[markdown.Node], style: str = "Normal", depth: int = 0) -> str:
        return self._joined(self._node(node, style, depth) for node in nodes)

    def _node(self, node: markdown.Node, style: str, depth: int) -> str:
        match node:
            case markdown.TextBlock(children):
                indent = f'<w:ind w:left="{360 * depth}"/>' if depth else ""
                return self._paragraph(self._inlines(children), style, indent)
            case markdown.SubHeading(level, children):
                outline = f'<w:outlineLvl w:val="{level - 1}"/>'
                return self._paragraph(self._inlines(children), names.SUB_HEADING, outline)
            case markdown.ListBlock():
                return self._list(node, depth)
            case markdown.Quote(children):
                return self._nodes(children, "quote", depth)
        cells = [list(row) for row in (node.header, *node.rows)]
        return self._grid(cells, layout.of_text_table(node), node.alignments, "")

    def _list(self, node: markdown.ListBlock, depth: int) -> str:
        level = min(depth, DEEPEST_LIST)
        number = self.lists.ordered(node.start) if node.is_ordered else self.lists.bullet()
        style = "list number" if node.is_ordered else "list bullet"
        parts = []
        for item in node.items:
            first, *rest = item or (markdown.TextBlock(()),)
            if not isinstance(first, markdown.TextBlock):
                first, rest = markdown.TextBlock(()), item
            parts.append(self._listed(self._inlines(first.children), style, level, number))
            parts.append(self._nodes(rest, "Normal", depth + 1))
        return self._joined(parts)

    def _item(self, inner: str, level: int, style: str = "list bullet") -> str:
        return self._listed(inner, style, level, self.lists.bullet())

    def _listed(self, inner: str, style: str, level: int, number: int) -> str:
        properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return self._paragraph(inner, style, properties)

    def _inlines(self, pieces: markdown.Inlines, look: Look = PLAIN) -> str:
        return "".join(self._inline(piece, look) for piece in pieces)

    def _inline(self, piece: markdown.Inline, look: Look) -> str:
        match piece:
            case markdown.Text(text):
                return _run(text, look)
            case markdown.LineBreak():
                return "<w:r><w:br/></w:r>"
            case markdown.Strong(children):
                return self._inlines(children, replace(look, bold=True))
            case markdown.Emphasis(children):
                return self._inlines(children, replace(look, italic=True))
        relation = self.part.relate_to(piece.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        inner = self._inlines(piece.children, replace(look, link=True))
        return f'<w:hyperlink r:id="{relation}" w:history="1">{inner}</w:hyperlink>'

    # Paragraphs

    def _paragraphs(self, text: str, style: str) -> str:
        parts = [part for part in clean(text).split("\n") if part.strip()]
        return "".join(self._paragraph(_run(part), style) for part in parts)

    def _paragraph(self, inner: str, style: str, properties: str = "") -> str:
        name = f'<w:pStyle w:val="{self.styles.id(style)}"/>'
        return f"<w:p><w:pPr>{name}{properties}</w:pPr>{inner}</w:p>"


def _run(text: str, look: Look = PLAIN) -> str:
    lines = escape(clean(text).replace("\t", " ")).split("\n")
    body = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{look.properties()}{body}</w:r>"


def _cell_margins(size: float) -> str:
    width = round(size * 10)  # half a letter's size, in twentieths of a point
    sides = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side in ("left", "right"))
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'


def wrapped(xml: str) -> str:
    """The blocks in one element that knows every name space they use."""
    return f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:body>"
