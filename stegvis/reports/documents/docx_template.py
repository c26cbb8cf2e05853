"""Makes the Word template that ships. Run the module to write it anew after a change."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor

from stegvis.reports.documents import layout, words
from stegvis.reports.documents.docx_zip import with_fixed_times

TEMPLATE = Path(__file__).parent / "templates" / "arsrapport.docx"
FONT = "Calibri"
TEXT_WIDTH = Mm(160)
ACCENT = RGBColor.from_string(layout.ACCENT)
QUIET = RGBColor.from_string("555555")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

TABLE_STYLE = "Stegvis tabell"
FACTS_STYLE = "Stegvis fakta"
TABLE_TEXT = "Stegvis tabelltext"
LABEL = "Stegvis etikett"
NOTE = "Stegvis anmärkning"
SUB_HEADING = "Stegvis mellanrubrik"
CALLOUTS = {"note": "Stegvis ruta", "caution": "Stegvis ruta obs"}
FIGURE = "Stegvis figur"

UNUSED = re.compile(
    r"(Heading [6-9]|Body Text|List \d|List (Bullet|Number|Continue) ?\d|List Continue|List$"
    "|macro|Macro|Intense|Subtle|Book Title|Light|Medium|Dark|Colorful)"
)
# level, size, space before, space after
HEADINGS = ((1, 22, 0, 14), (2, 16, 20, 8), (3, 13, 18, 6), (4, 11.5, 14, 5), (5, 11, 12, 4))
NUMBERED_LEVELS = 3


def make() -> bytes:
    """The template as bytes; the same ones every time."""
    word = WordDocument()
    _page(word)
    _styles(word)
    _number_headings(word)
    _settings(word)
    _properties(word)
    _title_page(word)
    _head_and_foot(word)
    buffer = BytesIO()
    word.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _page(word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(30), Mm(27)
    section.header_distance = section.footer_distance = Mm(13)
    section.different_first_page_header_footer = True


def _styles(word) -> None:
    for style in list(word.styles):
        if UNUSED.match(style.name):
            style.delete()
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    defaults.find(qn("w:rPr")).find(qn("w:lang")).set(qn("w:val"), "sv-SE")
    normal = word.styles["Normal"]
    _font(normal, 11)
    _spacing(normal, after=8, line=1.15)
    for level, size, before, after in HEADINGS:
        _heading(word, level, size, before, after)
    _opening_styles(word)
    _list_styles(word)
    _contents_styles(word)
    _text_styles(word)
    _callout_styles(word)
    _table_styles(word)


def _heading(word, level: int, size: float, before: int, after: int) -> None:
    style = word.styles[f"Heading {level}"]
    _font(style, size, bold=True, colour=ACCENT)
    _spacing(style, before, after, line=1.05)
    style.font.italic = False
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.page_break_before = level == 1


def _opening_styles(word) -> None:
    title = word.styles["Title"]
    _font(title, 30, bold=True, colour=ACCENT)
    _spacing(title, before=170, after=12, line=1.0)
    _remove(title, "w:pBdr")
    subtitle = word.styles["Subtitle"]
    _font(subtitle, 16, colour=QUIET)
    subtitle.font.italic = False
    _spacing(subtitle, after=250)
    organisation = _paragraph_style(word, "Stegvis organisation", 13, bold=True, colour=ACCENT)
    _border(organisation, "top", size=36, space=12)
    _paragraph_style(word, "Stegvis uppgift", 11, after=4)


def _list_styles(word) -> None:
    for name in ("List Bullet", "List Number"):
        style = word.styles[name]
        _remove(style, "w:numPr")
        _spacing(style, after=3, line=1.15)
        _remove(style, "w:contextualSpacing")


def _contents_styles(word) -> None:
    heading = word.styles["TOC Heading"]
    heading.base_style = word.styles["Normal"]
    _font(heading, 22, bold=True, colour=ACCENT)
    _spacing(heading, after=14)
    indents = (Mm(0), Mm(6), Mm(14))
    numbers = (Mm(6), Mm(14), Mm(28))
    for level, (indent, number) in enumerate(zip(indents, numbers, strict=True), start=1):
        style = _paragraph_style(word, f"toc {level}", 11 if level == 1 else 10, after=2)
        style.font.bold = level == 1
        style.paragraph_format.space_before = Pt(6 if level == 1 else 0)
        style.paragraph_format.left_indent = number
        style.paragraph_format.first_line_indent = Emu(indent - number)
        style.paragraph_format.right_indent = Mm(8)
        stops = style.paragraph_format.tab_stops
        stops.add_tab_stop(number)
        stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _text_styles(word) -> None:
    caption = word.styles["Caption"]
    _font(caption, 10, colour=RGBColor(0, 0, 0))
    caption.font.bold = False
    _spacing(caption, before=12, after=4)
    quote = word.styles["Quote"]
    _font(quote, 11)
    _spacing(quote, before=6)
    quote.font.italic = True
    quote.paragraph_format.left_indent = Mm(6)
    _border(quote, "left", size=12, space=8, colour=layout.LINE)
    _paragraph_style(word, TABLE_TEXT, layout.TABLE_SIZE + 0.5, after=0, line=1.05)
    _paragraph_style(word, LABEL, 10, bold=True, colour=ACCENT, after=0, line=1.05)
    _paragraph_style(word, NOTE, 9, colour=QUIET, before=4, after=12)
    figure = _paragraph_style(word, FIGURE, 11, before=12, after=4)
    figure.paragraph_format.keep_with_next = True
    sub_heading = _paragraph_style(word, SUB_HEADING, 13, bold=True, colour=ACCENT)
    _spacing(sub_heading, before=14, after=5)
    sub_heading.paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        _font(word.styles[name], 9, colour=QUIET)
        _remove(word.styles[name], "w:tabs")
        word.styles[name].paragraph_format.tab_stops.add_tab_stop(
            TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT
        )


def _callout_styles(word) -> None:
    looks = {"note": (layout.ACCENT, layout.PALE), "caution": (layout.CAUTION, layout.CAUTION_PALE)}
    for kind, (colour, pale) in looks.items():
        style = _paragraph_style(word, CALLOUTS[kind], 11, before=4, after=4)
        style.paragraph_format.left_indent = Mm(4)
        style.paragraph_format.keep_together = True
        _border(style, "left", size=24, space=8, colour=colour)
        properties = style.element.get_or_add_pPr()
        shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{pale}"/>'
        borders = properties.find(qn("w:pBdr"))
        for at, side in ((0, "top"), (2, "bottom")):  # air of the same colour
            air = f'<w:{side} {nsdecls("w")} w:val="single" w:sz="4" w:space="5" w:color="{pale}"/>'
            borders.insert(at, parse_xml(air))
        borders.addnext(parse_xml(shading))


def _table_styles(word) -> None:
    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{layout.LINE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{layout.ACCENT}"'
    first = (
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        f"<w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders>"
        f'<w:shd w:val="clear" w:color="auto" w:fill="{layout.PALE}"/></w:tcPr></w:tblStylePr>'
    )
    last = (
        '<w:tblStylePr w:type="lastRow"><w:rPr><w:b/></w:rPr>'
        f"<w:tcPr><w:tcBorders><w:top {strong}/></w:tcBorders></w:tcPr></w:tblStylePr>"
    )
    for name, conditional in ((TABLE_STYLE, first + last), (FACTS_STYLE, "")):
        word.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" '
                f'w:styleId="{_style_id(name)}"><w:name w:val="{name}"/>'
                '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
                f"<w:qFormat/><w:tblPr><w:tblBorders><w:top {edge}/><w:bottom {edge}/>"
                f'<w:insideH {edge}/></w:tblBorders><w:tblCellMar><w:top w:w="50" w:type="dxa"/>'
                '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/>'
                f'<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>{conditional}</w:style>'
            )
        )


def _number_headings(word) -> None:
    """Headings 1 to 3 are numbered by Word itself, so that its own contents and links agree."""
    numbering = word.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    levels = "".join(_heading_level(level) for level in range(1, NUMBERED_LEVELS + 1))
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="1">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="1"/></w:num>')
    )
    for level in range(1, NUMBERED_LEVELS + 1):
        properties = word.styles[f"Heading {level}"].element.get_or_add_pPr()
        number = properties._add_numPr()
        number.get_or_add_ilvl().val = level - 1
        number.get_or_add_numId().val = 1


def _heading_level(level: int) -> str:
    text = ".".join(f"%{place}" for place in range(1, level + 1))
    indent = (567, 737, 907)[level - 1]
    return (
        f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{level}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
    )


def _settings(word) -> None:
    settings = word.settings.element
    for name in ("w:autoHyphenation", "w:compat", "w:themeFontLang", "w:rsids"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    tab_stop = settings.find(qn("w:defaultTabStop"))
    tab_stop.addnext(parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>"))
    # Without this Word opens the document in "compatibility mode".
    compat = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    settings.find(qn("m:mathPr")).addprevious(compat)
    language = parse_xml(f'<w:themeFontLang {nsdecls("w")} w:val="sv-SE"/>')
    settings.find(qn("w:clrSchemeMapping")).addprevious(language)


def _properties(word) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.comments = "Årsrapport", "", ""
    properties.language = "sv-SE"
    properties.created = properties.modified = EPOCH
    for key, relation in list(word.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del word.part.package.rels[key]


def _title_page(word) -> None:
    word.add_paragraph("{{ organisation }}", style="Stegvis organisation")
    word.add_paragraph("{{ titel }}", style="Title")
    word.add_paragraph("{{ undertitel }}", style="Subtitle")
    draft = word.add_paragraph(style="Stegvis uppgift").add_run("{{ utkast }}")
    draft.bold = True
    draft.font.color.rgb = RGBColor.from_string(layout.CAUTION)
    word.add_paragraph("{{ datum }}", style="Stegvis uppgift")
    version = word.add_paragraph("{{ version }}", style="Stegvis uppgift")
    version.add_run().add_break(WD_BREAK.PAGE)
    word.add_paragraph(words.CONTENTS, style="TOC Heading")
    word.add_paragraph("{{p innehallsforteckning }}")
    word.add_paragraph("{{p innehall }}")


def _head_and_foot(word) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = "{{ organisation }}\t{{ titel }}"
    foot = section.footer.paragraphs[0]
    foot.text = f"{{{{ version }}}}\t{words.PAGE} "
    _add_field(foot, "PAGE")
    foot.add_run(" (")
    _add_field(foot, "NUMPAGES")
    foot.add_run(")")


def _add_field(paragraph, instruction: str) -> None:
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} ">'
            "<w:r><w:t>1</w:t></w:r></w:fldSimple>"
        )
    )


def _paragraph_style(
    word, name, size, *, bold=None, colour=None, before=0, after: float = 8, line=1.15
):
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
    style.element.set(qn("w:styleId"), _style_id(name))
    style.base_style = word.styles["Normal"]
    _font(style, size, bold=bold, colour=colour)
    _spacing(style, before, after, line)
    return style


def _style_id(name: str) -> str:
    return name.title().replace(" ", "").replace("Ä", "A").replace("ä", "a")


def _font(style, size: float, *, bold=None, colour=None) -> None:
    style.font.size, style.font.bold, style.font.name = Pt(size), bold, FONT
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    if colour is not None:
        style.font.color.rgb = colour
    for name in ("w:spacing", "w:kern"):
        for found in style.element.rPr.findall(qn(name)):
            style.element.rPr.remove(found)


def _spacing(style, before: float = 0, after: float = 8, line: float = 1.15) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = line


def _border(style, side: str, *, size: int, space: int, colour: str = layout.ACCENT) -> None:
    properties = style.element.get_or_add_pPr()
    _remove(style, "w:pBdr")
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{size}" w:space="{space}" '
        f'w:color="{colour}"/></w:pBdr>'
    )
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"
    )


def _remove(style, tag: str) -> None:
    properties = style.element.find(qn("w:pPr"))
    for found in [] if properties is None else properties.findall(qn(tag)):
        properties.remove(found)


if __name__ == "__main__":
    TEMPLATE.write_bytes(make())
