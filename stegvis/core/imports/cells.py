"""A cell as it stood in the file: how it is kept as JSON, shown, and compared."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

# Invisible signs that word processors and web pages leave behind: zero width space, soft hyphen, …
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadValue(Exception):
    """`is_rough` for "ca 15" and the like: another column may take it as it is."""

    def __init__(self, message: str, *, is_rough: bool = False) -> None:
        super().__init__(message)
        self.is_rough = is_rough


@dataclass(frozen=True)
class Cell:
    """`value` is what the file holds; `problem` says why it cannot be used (#REF!, say)."""

    value: Any = None
    column: str = ""
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.problem and (self.value is None or clean(str(self.value)) == "")


def clean(text: str) -> str:
    """One form for each letter, no invisible signs, no blanks at the ends, \\n between lines."""
    if text.isascii() and text.isprintable():  # nearly all cells, and a third of the time
        return text.strip()
    text = unicodedata.normalize("NFC", text).translate(INVISIBLE)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return CONTROL.sub("", text).strip()


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def fold(value: Any) -> Any:
    """For comparing keys and headings: letter case and extra blanks do not count."""
    if isinstance(value, tuple):
        return tuple(fold("" if part is None else part) for part in value)
    return one_line(value).casefold() if isinstance(value, str) else value


def unaccented(text: str) -> str:
    """For names of files and headings, where å, ä and ö are often lost on the way."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(value: Any) -> str:
    """The value as a person would type it: decimal comma, ISO dates, Swedish yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def quoted(value: Any) -> str:
    text = one_line(shown(value))
    return text if len(text) <= 60 else f"{text[:57]}…"


def encode(cell: Cell) -> Any:
    """To JSON. Text, numbers and blanks stand for themselves."""
    if cell.problem:
        return {"problem": cell.problem, "shown": shown(cell.value)}
    if isinstance(cell.value, datetime):
        return {"datetime": cell.value.isoformat()}
    if isinstance(cell.value, date):
        return {"date": cell.value.isoformat()}
    if isinstance(cell.value, time | timedelta):
        return str(cell.value)
    return cell.value


def decode(kept: Any) -> Cell:
    if not isinstance(kept, dict):
        return Cell(kept)
    if "problem" in kept:
        return Cell(kept["shown"], problem=kept["problem"])
    if "datetime" in kept:
        return Cell(datetime.fromisoformat(kept["datetime"]))
    return Cell(date.fromisoformat(kept["date"]))
