"""Where everything stands: numbers, heading levels and parsed prose, the same in every format."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stegvis.reports.documents import markdown
from stegvis.reports.documents.model import Block, Chapter, Document, Figure, Heading, Prose, Table

DEEPEST_LEVEL = 4
DEEPEST_NUMBERED = 3  # also how deep the table of contents goes


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents; `number` is "" for a heading without one."""

    number: str
    level: int
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with what its place gives it.

    `number`: of a table or figure. `entry`: of a heading. `nodes`: the parsed text of prose, whose
    sub-headings carry their level in the document.
    """

    block: Block
    number: int = 0
    entry: Entry | None = None
    nodes: tuple[markdown.Node, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedChapter:
    entry: Entry
    blocks: tuple[Placed, ...]
    starts_page: bool = True


def place(document: Document) -> tuple[PlacedChapter, ...]:
    placer = _Placer()
    return tuple(placer.chapter(chapter) for chapter in document.chapters)


def contents(chapters: tuple[PlacedChapter, ...]) -> tuple[Entry, ...]:
    """The table of contents in reading order."""
    return tuple(_entries(chapters))


def _entries(chapters: tuple[PlacedChapter, ...]) -> Iterator[Entry]:
    for chapter in chapters:
        yield chapter.entry
        yield from (
            placed.entry for placed in chapter.blocks if placed.entry and placed.entry.number
        )


class _Placer:
    """Counts chapters, headings, tables and figures in reading order."""

    def __init__(self) -> None:
        self.counters = [0] * DEEPEST_NUMBERED
        self.level = 1
        self.tables = 0
        self.figures = 0

    def chapter(self, chapter: Chapter) -> PlacedChapter:
        entry = self._entry(1, chapter.title, chapter.key)
        blocks = tuple(self._placed(block) for block in chapter.blocks)
        return PlacedChapter(entry, blocks, chapter.starts_page)

    def _placed(self, block: Block) -> Placed:
        match block:
            case Heading():
                level = max(2, min(block.level, self.level + 1, DEEPEST_LEVEL))
                return Placed(block, entry=self._entry(level, block.text, block.key))
            case Prose():
                return Placed(block, nodes=self._nodes(block))
            case Table():
                self.tables += 1
                return Placed(block, number=self.tables)
            case Figure():
                self.figures += 1
                return Placed(block, number=self.figures)
        return Placed(block)

    def _entry(self, level: int, title: str, key: str) -> Entry:
        self.level = level
        if level > DEEPEST_NUMBERED:
            return Entry("", level, title, key)
        self.counters[level - 1] += 1
        self.counters[level:] = [0] * (DEEPEST_NUMBERED - level)
        number = ".".join(str(counter) for counter in self.counters[:level])
        return Entry(number, level, title, key)

    def _nodes(self, block: Prose) -> tuple[markdown.Node, ...]:
        """Sub-headings in prose come under the heading before it, without number."""
        return tuple(
            replace(node, level=min(self.level + node.level, DEEPEST_LEVEL + 1))
            if isinstance(node, markdown.SubHeading)
            else node
            for node in markdown.parse(block.markdown)
        )
