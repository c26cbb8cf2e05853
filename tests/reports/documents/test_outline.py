from datetime import date

from stegvis.reports.documents import layout
from stegvis.reports.documents.markdown import SubHeading
from stegvis.reports.documents.model import Cell, Chapter, Column, Document, Heading, Prose, Table
from stegvis.reports.documents.outline import contents, place


def document(*blocks):
    chapters = (Chapter("first", "Ett"), Chapter("second", "Två", blocks))
    return Document("T", "", "O", date(2025, 1, 1), "1", chapters=chapters)


def test_headings_are_numbered_to_the_third_level():
    placed = place(
        document(
            Heading(2, "A", "a"),
            Heading(3, "A1", "a1"),
            Heading(4, "Utan nummer", "a1x"),
            Heading(3, "A2", "a2"),
            Heading(2, "B", "b"),
            Heading(3, "B1", "b1"),
        )
    )
    numbers = [(entry.number, entry.title) for entry in contents(placed)]
    assert numbers == [
        ("1", "Ett"),
        ("2", "Två"),
        ("2.1", "A"),
        ("2.1.1", "A1"),
        ("2.1.2", "A2"),
        ("2.2", "B"),
        ("2.2.1", "B1"),
    ]


def test_a_skipped_level_is_closed():
    (_, chapter) = place(document(Heading(4, "Djup", "deep"), Heading(1, "Hög", "high")))
    assert [placed.entry.level for placed in chapter.blocks] == [2, 2]


def test_headings_in_prose_come_under_the_heading_before_them():
    (_, chapter) = place(document(Heading(2, "A", "a"), Prose("p", "# Ett\n\n## Två")))
    nodes = chapter.blocks[1].nodes
    assert [node.level for node in nodes if isinstance(node, SubHeading)] == [3, 4]


def test_tables_and_figures_are_numbered_through_the_document(report):
    placed = [block for chapter in place(report) for block in chapter.blocks if block.number]
    tables = [block.number for block in placed if isinstance(block.block, Table)]
    assert tables == list(range(1, 27))
    assert [block.number for block in placed if not isinstance(block.block, Table)] == [1, 2, 3]


def test_a_wide_table_fills_the_page_and_a_small_one_does_not():
    short = Table("s", "S", (Column("a", "A"), Column("b", "B", "number")), ((Cell("x"), Cell(1)),))
    long = Table("l", "L", (Column("a", "A"), Column("b", "B")), ((Cell("ord " * 90), Cell("x")),))
    assert sum(layout.of_table(short).shares) < 0.5
    assert round(sum(layout.of_table(long).shares), 6) == 1
    assert layout.of_table(long).shares[0] > 0.6


def test_a_table_too_wide_for_whole_words_has_smaller_letters_and_hyphens():
    columns = tuple(Column(f"c{n}", "Arbetsmarknadsinsats") for n in range(12))
    widths = layout.of_table(Table("w", "W", columns, ()))
    assert (widths.size, widths.must_hyphenate) == (layout.SIZES[-1][0], True)
