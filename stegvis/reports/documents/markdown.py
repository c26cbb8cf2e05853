"""The planner's Markdown as a neutral tree that every renderer walks. Raw HTML stays text."""

from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from stegvis.reports.documents.formatting import clean

SAFE_SCHEMES = {"http", "https", "mailto"}
LONGEST_LINK = 2000
LONGEST_TEXT = 200_000  # characters; far above any chapter, and it bounds the parser's work
DEEPEST = 20  # token levels, that is nine lists in each other; what lies deeper is left out


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    children: tuple["Inline", ...]


Inline = Text | LineBreak | Strong | Emphasis | Link
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    children: Inlines


@dataclass(frozen=True, slots=True)
class SubHeading:
    """`level` counts from 1 within the text; the outline places it in the document."""

    level: int
    children: Inlines


@dataclass(frozen=True, slots=True)
class ListBlock:
    is_ordered: bool
    start: int
    items: tuple[tuple["Node", ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    children: tuple["Node", ...]


Alignment = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class TextTable:
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    alignments: tuple[Alignment, ...]


Node = TextBlock | SubHeading | ListBlock | Quote | TextTable


def is_safe_link(url: str) -> bool:
    """Whole web and e-mail addresses only: a relative address means nothing on paper."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    named = parts.netloc if parts.scheme != "mailto" else parts.path
    return parts.scheme.lower() in SAFE_SCHEMES and bool(named) and len(url) <= LONGEST_LINK


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")
    parser.disable(["html_block", "html_inline", "image"])
    parser.validateLink = is_safe_link
    return parser


def parse(text: str) -> tuple[Node, ...]:
    """The text as a tree. Never fails: what is not understood stays as it was written."""
    tree = SyntaxTreeNode(_parser().parse(clean(text)[:LONGEST_TEXT]))
    return _close_heading_gaps(_blocks(tree))


def plain_text(nodes: tuple[Node | Inline, ...]) -> str:
    """The words alone, for searching, counting and alternative texts."""
    return "".join(_plain(node) for node in nodes).strip()


def _plain(node: Node | Inline) -> str:
    match node:
        case Text():
            return node.text
        case LineBreak():
            return "\n"
        case ListBlock():
            return "".join(_plain(child) for item in node.items for child in item)
        case TextTable():
            rows = (node.header, *node.rows)
            return "".join(" ".join(plain_text(cell) for cell in row) + "\n" for row in rows)
        case Strong() | Emphasis() | Link():
            return "".join(_plain(child) for child in node.children)
    return "".join(_plain(child) for child in node.children) + "\n"


def _blocks(parent: SyntaxTreeNode) -> tuple[Node, ...]:
    return tuple(node for child in parent.children for node in _block(child))


def _block(node: SyntaxTreeNode) -> tuple[Node, ...]:
    match node.type:
        case "paragraph":
            return (TextBlock(_inlines(node)),)
        case "heading":
            return (SubHeading(int(node.tag[1:]), _inlines(node)),)
        case "bullet_list" | "ordered_list":
            return (_list(node),)
        case "blockquote":
            return (Quote(_inner(node)),)
        case "table":
            return (_table(node),)
        case "fence" | "code_block":
            return (TextBlock(_lines(node.content.rstrip("\n"))),)
        case "hr":
            return ()
    return _blocks(node)


def _inner(parent: SyntaxTreeNode) -> tuple[Node, ...]:
    """Blocks in a list or a quote, where a heading would tear the document's outline apart."""
    return tuple(
        TextBlock((Strong(node.children),)) if isinstance(node, SubHeading) else node
        for node in _blocks(parent)
    )


def _list(node: SyntaxTreeNode) -> ListBlock:
    start = node.attrs.get("start", 1)
    items = tuple(_inner(item) for item in node.children)
    return ListBlock(node.type == "ordered_list", int(start), items)


def _table(node: SyntaxTreeNode) -> TextTable:
    rows = [row for part in node.children for row in part.children]
    cells = tuple(tuple(_inlines(cell) for cell in row.children) for row in rows)
    alignments = tuple(_alignment(cell) for cell in rows[0].children)
    return TextTable(cells[0], cells[1:], alignments)


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return next((side for side in ("right", "center") if side in style), "left")


def _inlines(block: SyntaxTreeNode) -> Inlines:
    found = (piece for child in block.children for piece in _inline(child))
    return _join_texts(tuple(found))


def _inline(node: SyntaxTreeNode) -> Inlines:
    match node.type:
        case "text" | "code_inline":
            return (Text(node.content),)
        case "softbreak":
            return (Text(" "),)
        case "hardbreak":
            return (LineBreak(),)
        case "strong":
            return (Strong(_inlines(node)),)
        case "em":
            return (Emphasis(_inlines(node)),)
        case "link":
            return (Link(str(node.attrs["href"]), _inlines(node)),)
    return _inlines(node)


def _join_texts(pieces: Inlines) -> Inlines:
    joined: list[Inline] = []
    for piece in pieces:
        if piece == Text(""):
            continue
        if isinstance(piece, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def _lines(text: str) -> Inlines:
    pieces: list[Inline] = []
    for line in text.split("\n"):
        pieces += [Text(line), LineBreak()]
    return tuple(pieces[:-1])


def _close_heading_gaps(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Headings renumbered from 1 so that no level is skipped."""
    used = sorted({node.level for node in nodes if isinstance(node, SubHeading)})
    rank = {level: place for place, level in enumerate(used, start=1)}
    closed: list[Node] = []
    current = 0
    for node in nodes:
        if isinstance(node, SubHeading):
            current = min(rank[node.level], current + 1)
            node = SubHeading(current, node.children)
        closed.append(node)
    return tuple(closed)
