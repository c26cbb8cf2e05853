from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn

from stegvis.reports.documents import docx, docx_template
from stegvis.reports.documents.model import (
    Cell,
    Chapter,
    Column,
    Facts,
    Figure,
    Heading,
    Prose,
    Table,
)


@pytest.fixture(scope="module")
def word(report):
    return WordDocument(BytesIO(docx.render(report)))


def own_template(*paragraphs, head="") -> bytes:
    word = WordDocument()
    for text in paragraphs:
        word.add_paragraph(text)
    if head:
        word.sections[0].header.paragraphs[0].text = head
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def paragraphs_of(word, style):
    return [p.text for p in word.paragraphs if p.style.name == style]


def test_same_document_gives_same_bytes(small_report):
    assert docx.render(small_report) == docx.render(small_report)


def test_headings_are_real(word, report):
    assert paragraphs_of(word, "Heading 1") == [chapter.title for chapter in report.chapters]
    assert len(paragraphs_of(word, "Heading 3")) == 25
    assert "Det viktigaste i korthet" in paragraphs_of(word, "Stegvis mellanrubrik")


def test_title_page_head_and_foot(word, report):
    assert paragraphs_of(word, "Title") == [report.title]
    assert "14 mars 2025" in [p.text for p in word.paragraphs]
    section = word.sections[0]
    assert section.header.paragraphs[0].text == f"{report.organisation}\t{report.title}"
    codes = section.footer._element.xpath(".//w:fldSimple/@w:instr")
    assert [code.strip() for code in codes] == ["PAGE", "NUMPAGES"]


def test_tables_repeat_their_header_row(word):
    overview = next(t for t in word.tables if t.cell(0, 0).text == "Insats")
    assert overview.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert not overview.rows[1]._tr.xpath("w:trPr/w:tblHeader")
    assert [cell.text for cell in overview.rows[-1].cells][:2] == ["Totalt", ""]
    assert overview.cell(1, 6).text == "120\u202f000\u202fkr"
    assert overview._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Årets insatser"


def test_contents_are_filled_and_updated_on_opening(word):
    assert paragraphs_of(word, "toc 1")[0] == "1\tSammanfattning"
    assert len(paragraphs_of(word, "toc 3")) == 25
    assert word.settings.element.find(qn("w:updateFields")) is not None
    anchors = set(word.element.body.xpath(".//w:hyperlink/@w:anchor"))
    assert anchors <= set(word.element.body.xpath(".//w:bookmarkStart/@w:name"))


def test_contents_end_where_their_last_line_ends(word):
    """A paragraph of its own for the end of the field could be a blank page."""
    last = [p for p in word.paragraphs if p.style.name.startswith("toc ")][-1]
    assert last._p.xpath(".//w:fldChar/@w:fldCharType") == ["end"]


def picture(width, height):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>'.encode()


def table(key="t"):
    return Table(key, "Avtal", (Column("a", "A"),), ((Cell("1"),),))


def following_a_table(report, *chapters):
    """The style and text of what stands after each table."""
    word = WordDocument(BytesIO(docx.render(replace(report, chapters=chapters))))
    after = [tbl.getnext() for tbl in word.element.body.xpath("w:tbl")]
    found = [next((p for p in word.paragraphs if p._p is element), None) for element in after]
    return [p and (p.style.name, p.text) for p in found]


@pytest.mark.parametrize(
    "last",
    [
        table(),
        Facts((("Avtal", "Ramavtal"),)),
        Figure("f", "Bild", "Bild", picture(9, 9), table()),
        Prose("p", "| A |\n|---|\n| 1 |"),
    ],
    ids=["table", "facts", "figure", "prose"],
)
def test_nothing_stands_between_a_table_and_the_chapter_that_begins_a_page(small_report, last):
    """An empty paragraph there is a blank page when the table fills its own."""
    chapters = Chapter("avtal", "Avtal", (last,)), Chapter("next", "Insatser")
    assert following_a_table(small_report, *chapters) == [("Heading 1", "Insatser")]


def test_elsewhere_there_is_air_after_a_table(small_report):
    """Also at the very end, where Word wants a paragraph."""
    air = ("Stegvis tabelltext", "")
    together = Chapter("x", "Avtal", (table("a"), table("b"), Heading(2, "Mer", "m"), table("c")))
    follower = Chapter("y", "Slutsatser", (table("d"),), starts_page=False)
    assert following_a_table(small_report, together, follower) == [air] * 4


def test_a_tall_picture_has_room_below_its_heading(small_report):
    tall = Figure("f", "Bild", "Bild", picture(600, 2000))
    made = docx.render(replace(small_report, chapters=(Chapter("x", "Bilder", (tall,)),)))
    word = WordDocument(BytesIO(made))
    (shape,) = word.inline_shapes
    section = word.sections[0]
    height = section.page_height - section.top_margin - section.bottom_margin
    assert 0.79 * height < shape.height <= 0.8 * height
    assert shape.height / shape.width == pytest.approx(2000 / 600, rel=0.01)


def test_figures_have_alternative_text_and_numbers_of_their_own(word):
    pictures = word.element.body.xpath(".//wp:docPr")
    assert len(pictures) == 3
    assert all("Liggande staplar" in picture.get("descr") for picture in pictures)
    assert len({picture.get("id") for picture in pictures}) == 3


def test_language_and_properties(word, report):
    language = word.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    properties = word.core_properties
    assert language == ["sv-SE"]
    assert (properties.title, properties.author) == (report.title, report.organisation)
    assert properties.created.date() == properties.modified.date() == report.dated_on


def test_each_ordered_list_starts_again(small_report):
    text = "1. a\n2. b\n\ntext\n\n5. c\n"
    chapter = Chapter("c", "K", (Prose("p", text),))
    word = WordDocument(BytesIO(docx.render(replace(small_report, chapters=(chapter,)))))
    lists = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style.name == "List Number"]
    assert lists[0] == lists[1] != lists[2]
    numbering = word.part.numbering_part.element
    abstract = numbering.xpath(f'w:num[@w:numId="{lists[2]}"]/w:abstractNumId/@w:val')[0]
    start = f'w:abstractNum[@w:abstractNumId="{abstract}"]/w:lvl[1]/w:start/@w:val'
    assert numbering.xpath(start) == ["5"]


def test_hostile_text_is_only_text(hostile, hostile_texts):
    word = WordDocument(BytesIO(docx.render(hostile)))
    written = "\n".join(p.text for p in word.paragraphs)
    cells = {cell.text for table in word.tables for cell in table._cells}
    for text in hostile_texts:
        shown = text.replace("\t", " ")
        for gone in "\x00\x07\x0b\ud83d":
            shown = shown.replace(gone, "")
        assert shown in cells
        assert shown.split("\n")[0] in written


def test_a_missing_table_or_picture_is_no_trouble(small_report):
    assert docx.render(replace(small_report, chapters=()))


def test_the_shipped_template_is_what_the_module_makes():
    def parts(archive):
        with ZipFile(BytesIO(archive)) as opened:
            return {name: opened.read(name) for name in opened.namelist()}

    assert parts(docx_template.TEMPLATE.read_bytes()) == parts(docx_template.make())


def test_the_shipped_template_passes_its_own_check():
    assert docx.check_template(docx_template.TEMPLATE.read_bytes()) == []


def test_the_municipality_uses_its_own_template(small_report):
    template = own_template(
        "Välkommen till {{ organisation }}",
        "{{p innehallsforteckning }}",
        "{{ innehall }}",
        "Slut {{titel}}",
        head="{{ titel }} | {{ version }}",
    )
    assert docx.check_template(template) == []
    made = docx.render(small_report, template=template)
    word = WordDocument(BytesIO(made))
    texts = [p.text for p in word.paragraphs]
    assert texts[0] == "Välkommen till Exempelstads kommun"
    assert texts[-1] == f"Slut {small_report.title}"
    assert word.sections[0].header.paragraphs[0].text.startswith(small_report.title)
    assert paragraphs_of(word, "toc 1")[0] == "Sammanfattning", "its headings have no numbers"
    assert word.styles["Stegvis tabell"] is not None
    assert made == docx.render(small_report, template=template)


def test_a_tag_in_several_runs_is_understood(small_report):
    word = WordDocument()
    paragraph = word.add_paragraph("{{ ti")
    paragraph.add_run("tel").bold = True
    paragraph.add_run(" }}")
    content = word.add_paragraph("{{ inne")
    content.add_run("hall }}").italic = True
    buffer = BytesIO()
    word.save(buffer)
    made = WordDocument(BytesIO(docx.render(small_report, template=buffer.getvalue())))
    assert made.paragraphs[0].text == small_report.title
    assert "Sammanfattning" in paragraphs_of(made, "Heading 1")


def test_an_unusable_template_is_not_filled_in(small_report):
    with pytest.raises(docx.UnusableTemplateError, match="innehall"):
        docx.render(small_report, template=own_template("tom"))
