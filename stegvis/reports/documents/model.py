"""A document without a look: what the annual report says, before Word, PDF, Excel or HTML."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Value = str | int | float | Decimal | date | None
ColumnKind = Literal["text", "number", "money", "percent", "date"]
CalloutKind = Literal["note", "caution"]
NOT_YET = b""  # a picture that is drawn when somebody looks at it


@dataclass(frozen=True, slots=True)
class Prose:
    """The planner's own text, in Markdown. The key names the section it is edited in."""

    key: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading: level 2 stands right under the chapter, 4 is the deepest."""

    level: int
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with values. A tuple of strings becomes a list; a line break starts a paragraph."""

    rows: tuple[tuple[str, str | tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Values of a money column are kronor; those of a percent column are shares (0.5 is 50 %)."""

    key: str
    title: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is shown instead of the formatted value where a figure needs its own words.

    `href` leads to what the figure counts, for the screen only.
    """

    value: Value = None
    text: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total_row: tuple[Cell, ...] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"table {self.key!r} has no columns")
        for row in self.all_rows():
            if len(row) != len(self.columns):
                raise ValueError(
                    f"table {self.key!r}: {len(row)} cells in a row of {len(self.columns)} columns"
                )

    def all_rows(self) -> Iterator[tuple[Cell, ...]]:
        yield from self.rows
        if self.total_row is not None:
            yield self.total_row


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, in words (`alt`) and, where it shows figures, as a table.

    Pages show it by its key: the picture itself is NOT_YET there until a file is written."""

    key: str
    caption: str
    alt: str
    svg: bytes
    table: Table | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"figure {self.key!r} has no alternative text")


@dataclass(frozen=True, slots=True)
class Callout:
    kind: CalloutKind
    title: str
    text: str


Block = Prose | Heading | Paragraph | Bullets | Facts | Table | Figure | Callout


@dataclass(frozen=True, slots=True)
class Chapter:
    """In print a chapter begins on a new page, unless it is short and `starts_page` is off."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    starts_page: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """Keys are unique over the whole document, because they become anchors and file names."""

    title: str
    subtitle: str
    organisation: str
    dated_on: date
    version_label: str
    is_draft: bool = False
    language: str = "sv"
    chapters: tuple[Chapter, ...] = ()

    def __post_init__(self) -> None:
        counts = Counter(self._keys())
        if repeated := sorted(key for key, count in counts.items() if count > 1):
            raise ValueError(f"keys used more than once: {', '.join(repeated)}")

    def _keys(self) -> Iterator[str]:
        for chapter in self.chapters:
            yield chapter.key
            for block in chapter.blocks:
                if isinstance(block, Prose | Heading | Table | Figure):
                    yield block.key
                if isinstance(block, Figure) and block.table is not None:
                    yield block.table.key
