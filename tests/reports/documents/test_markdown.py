import pytest

from stegvis.reports.documents.markdown import (
    Emphasis,
    LineBreak,
    Link,
    ListBlock,
    Quote,
    Strong,
    SubHeading,
    Text,
    TextBlock,
    TextTable,
    is_safe_link,
    parse,
    plain_text,
)


def paragraph(*children):
    return TextBlock(tuple(Text(c) if isinstance(c, str) else c for c in children))


def bullets(*items):
    return ListBlock(False, 1, tuple((paragraph(item),) for item in items))


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("Ett\nstycke\n\nTvå", (paragraph("Ett stycke"), paragraph("Två"))),
        (
            "**fet** och *kursiv*",
            (paragraph(Strong((Text("fet"),)), " och ", Emphasis((Text("kursiv"),))),),
        ),
        ("rad  \nrad", (paragraph("rad", LineBreak(), "rad"),)),
        ("- a\n- b", (bullets("a", "b"),)),
        ("3. a\n4. b", (ListBlock(True, 3, ((paragraph("a"),), (paragraph("b"),))),)),
        (
            "- a\n  - b",
            (ListBlock(False, 1, ((paragraph("a"), bullets("b")),)),),
        ),
        ("> citat", (Quote((paragraph("citat"),)),)),
        ("> # rubrik", (Quote((paragraph(Strong((Text("rubrik"),))),)),)),
        ("`kod` och &lt;", (paragraph("kod och <"),)),
        ("    kod\n    rad", (paragraph("kod", LineBreak(), "rad"),)),
        ("a\n\n---\n\nb", (paragraph("a"), paragraph("b"))),
        (
            "[text](https://example.se)",
            (paragraph(Link("https://example.se", (Text("text"),))),),
        ),
        (
            "|a|b|\n|-|-:|\n|1|2|",
            (
                TextTable(
                    ((Text("a"),), (Text("b"),)),
                    (((Text("1"),), (Text("2"),)),),
                    ("left", "right"),
                ),
            ),
        ),
        ("", ()),
    ],
)
def test_parse(source, tree):
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "levels"),
    [("# a\n### b\n## c", [1, 2, 2]), ("### a", [1]), ("### a\n# b", [1, 1])],
)
def test_headings_skip_no_level(source, levels):
    assert [node.level for node in parse(source) if isinstance(node, SubHeading)] == levels


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//example.se)",
        "[x](/relativ)",
        "![bild](javascript:alert(1))",
    ],
)
def test_what_is_not_allowed_stays_text(source):
    (block,) = parse(source)
    assert all(isinstance(piece, Text) for piece in block.children)
    assert plain_text((block,)) == source


def test_a_picture_becomes_a_link_to_it():
    (block,) = parse("![bild](https://example.se/x.png)")
    assert block.children == (Text("!"), Link("https://example.se/x.png", (Text("bild"),)))


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://example.se", True),
        ("HTTPS://example.se", True),
        ("mailto:namn@example.se", True),
        ("mailto:", False),
        ("https://", False),
        ("ftp://example.se", False),
        ("https://[", False),
        ("https://example.se/" + "a" * 2000, False),
    ],
)
def test_is_safe_link(url, is_safe):
    assert is_safe_link(url) is is_safe


@pytest.mark.parametrize("source", ["[" * 20_000, "> " * 5_000 + "x", "*a " * 10_000, "- " * 3_000])
def test_hostile_nesting_is_parsed_at_once(source):
    parse(source)


def test_plain_text():
    assert (
        plain_text(parse("# R\n\n- **a**\n- [b](https://x.se)\n\n|c|\n|-|\n|d|")) == "R\na\nb\nc\nd"
    )
