from dataclasses import replace
from html.parser import HTMLParser

import pytest

from stegvis.reports.documents import html
from stegvis.reports.documents.model import Cell, Chapter, Column, Figure, Table

VOID = {"br", "img", "source"}


class Outline(HTMLParser):
    """Tags with their attributes; fails on tags that are not closed in order."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def figure_url(key):
    return f"/bilder/{key}.svg"


def rendered(document, **options):
    return html.render(document, figure_url=figure_url, **options)


@pytest.fixture(scope="module")
def page(report):
    return Outline(rendered(report))


def test_headings_have_numbers_and_anchors(report):
    source = rendered(report)
    assert '<h2 id="accounts"><span class="document__number">5</span> Redovisning' in source
    assert '<h4 id="sheet-0"><span class="document__number">5.1.1</span> Samtals' in source
    assert '<h5 id="facts-0">Information om insatsen</h5>' in source


def test_ids_are_unique(page):
    ids = [attributes["id"] for _tag, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_table_cells_say_what_they_belong_to(page):
    scopes = {attributes.get("scope") for attributes in page.named("th")}
    assert scopes == {"col", "row"}
    assert len(page.named("caption")) == 26


def test_a_figure_stands_beside_its_table(page):
    pictures = page.named("img")
    assert pictures[0]["src"] == "/bilder/figure-1.svg"
    assert all(picture["alt"] for picture in pictures)
    assert len(page.named("details")) == 3


def test_a_drill_path_becomes_a_link(report):
    source = rendered(report, drill_url=lambda href: f"/rapport/1/{href}")
    assert '<a href="/rapport/1/insatser/1/">Samtalsgrupp' in source
    assert '<td class="num"><a href="/rapport/1/insatser/1/?fullfoljda">30</a></td>' in source


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "https://example.se", "//example.se", "\\\\example.se", "//["]
)
def test_a_drill_path_never_leaves_the_site(small_report, href):
    table = Table("t", "T", (Column("a", "A"),), ((Cell("x", href=href),),))
    document = replace(small_report, chapters=(Chapter("c", "K", (table,)),))
    assert "<a " not in rendered(document)


def test_callouts_say_in_words_what_they_are(report):
    source = rendered(report)
    assert "Observera: Få svar" in " ".join(source.split())
    assert "note--warn" in source


def test_nothing_that_a_strict_policy_stops(hostile, page):
    hostile_page = Outline(rendered(hostile))
    for outline in (page, hostile_page):
        assert not outline.named("script")
        for _tag, attributes in outline.tags:
            assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_hostile_text_is_only_text(hostile):
    source = rendered(hostile)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert "{{ innehall }} {% for x in y %}" in source
    assert "<script" not in source


def test_one_chapter_keeps_its_number(report):
    source = html.render_chapter(report, "aggregate", figure_url=figure_url, heading_level=1)
    assert '<h1 id="aggregate"><span class="document__number">6</span>' in source
    assert "Figur 3." in source
    assert "sheet-0" not in source


def test_an_unknown_chapter_is_an_error(report):
    with pytest.raises(KeyError):
        html.render_chapter(report, "finns-inte", figure_url=figure_url)


def test_contents_are_nested_links(report):
    source = html.render_contents(report, page_url=lambda anchor: f"/rapport/1/{anchor}")
    outline = Outline(source)
    assert len(outline.named("a")) == 8 + 2 + 25
    assert outline.named("a")[0]["href"] == "/rapport/1/#summary"


def test_the_opening_says_when_and_which(report):
    source = html.render_opening(replace(report, is_draft=True))
    assert "14 mars 2025" in source
    assert "Utkast" in source


def test_empty_table_and_figure_without_table(small_report):
    table = Table("t", "Tom", (Column("a", "A"),), ())
    figure = Figure("f", "Stegen", "Sju steg i rad", b"<svg/>")
    document = replace(small_report, chapters=(Chapter("c", "K", (table, figure)),))
    source = rendered(document)
    assert "Inga rader att visa." in source
    assert "<details>" not in source
