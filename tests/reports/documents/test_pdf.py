import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from stegvis.reports.documents import pdf
from stegvis.reports.documents.model import Chapter, Column, Paragraph, Table


@pytest.fixture(scope="module")
def reader(report):
    return PdfReader(BytesIO(pdf.render(report)))


def text_of(reader) -> str:
    pages = "\n".join(page.extract_text() for page in reader.pages)
    return pages.replace("\u200b", "").replace("ﬁ", "fi")


def test_same_document_gives_same_bytes(small_report):
    assert pdf.render(small_report) == pdf.render(small_report)


def test_is_tagged_and_declares_language_title_and_standard(reader, report):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] in {"sv", "sv-SE"}
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == report.title
    assert reader.metadata.author == report.organisation
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_is_dated_by_the_document(reader):
    assert reader.metadata.creation_date.date().isoformat() == "2025-03-14"


def test_has_the_length_of_an_annual_report(reader):
    assert 20 <= len(reader.pages) <= 45


def test_bookmarks_follow_the_numbered_headings(reader, report):
    chapters = [item.title for item in reader.outline if not isinstance(item, list)]
    assert [chapter.title for chapter in report.chapters] == [
        re.sub(r"^\d+\s*", "", title) for title in chapters if title != "Innehåll"
    ]


def test_pages_are_counted_in_the_foot(reader):
    assert f"Sida 3 ({len(reader.pages)})" in reader.pages[2].extract_text()


@pytest.mark.parametrize(("lines", "page"), [(4, 3), (30, 4)], ids=["little", "much"])
def test_a_chapter_begins_a_page_unless_little_stands_on_it(small_report, lines, page):
    """A table's last rows are not alone on a page."""
    first = tuple(Paragraph(f"Rad {number}") for number in range(lines))
    chapters = Chapter("a", "Avtal", first), Chapter("b", "Insatser", (Paragraph("Här."),))
    made = PdfReader(BytesIO(pdf.render(replace(small_report, chapters=chapters))))
    assert ["Här." in one.extract_text() for one in made.pages].index(True) + 1 == page
    assert len(made.pages) == page


@pytest.mark.parametrize(("label", "times"), [("Utkast", 1), ("Utkast 2", 2)])
def test_the_cover_says_once_that_it_is_a_draft(small_report, label, times):
    draft = replace(small_report, is_draft=True, version_label=label)
    cover = PdfReader(BytesIO(pdf.render(draft))).pages[0].extract_text()
    assert cover.count("Utkast") == times


def test_thousands_are_apart(reader):
    """A thin space is too thin in the face of the PDF."""
    text = "".join(page.extract_text() for page in reader.pages)
    assert "551\u202f000" not in text
    assert "551\xa0000\xa0kr" in text or "551 000 kr" in text


def test_header_row_is_repeated_on_the_next_page(reader):
    pages = [page.extract_text() for page in reader.pages]
    assert sum("Leverantör" in text and "Andel" in text for text in pages) >= 2


def test_figures_carry_their_alternative_text(reader, report):
    found = [
        obj["/Alt"]
        for number in range(1, reader.trailer["/Size"])
        if isinstance(obj := reader.get_object(number), dict) and "/Alt" in obj
    ]
    figures = [block for chapter in report.chapters for block in chapter.blocks]
    alts = {block.alt for block in figures if hasattr(block, "alt")}
    assert alts <= set(found)


@pytest.mark.parametrize("is_draft", [True, False])
def test_only_a_draft_has_a_watermark(small_report, is_draft):
    made = PdfReader(BytesIO(pdf.render(replace(small_report, is_draft=is_draft))))
    assert ("UTKAST" in made.pages[3].extract_text()) is is_draft


def test_hostile_text_is_only_text(hostile):
    text = text_of(PdfReader(BytesIO(pdf.render(hostile))))
    for expected in (
        "#set text(red) $x^2$ \\begin{x} @ref <label> *fet*",
        "=cmd|' /C calc'!A0",
        "{{ innehall }} {% for x in y %}",
        "<script>alert(1)</script> & &amp; ]]>",
        "styrtecken ochflik",
        "Ä" * 20,
    ):
        assert expected in text


def test_a_character_without_glyph_becomes_a_square(small_report):
    chapter = Chapter("only", "Glad 😀", (Paragraph("日本 och åäö"),))
    made = pdf.render(replace(small_report, chapters=(chapter,)))
    text = PdfReader(BytesIO(made)).pages[2].extract_text()
    assert "Glad □" in text
    assert "□□ och åäö" in text


def test_a_document_may_be_almost_empty(small_report):
    empty = Table("empty", "Tom", (Column("a", "A"),), ())
    chapters = (Chapter("blank", "Utan innehåll"), Chapter("table", "Tom tabell", (empty,)))
    made = pdf.render(replace(small_report, subtitle="", chapters=chapters))
    assert "Inga rader att visa." in text_of(PdfReader(BytesIO(made)))
    assert pdf.render(replace(small_report, chapters=())).startswith(b"%PDF")
