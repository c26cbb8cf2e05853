"""How names and phone numbers are compared: the same person is written in more than one way."""

import re
import unicodedata
from difflib import SequenceMatcher

# letters that do not fall apart into a letter and a mark
SINGLE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "a", "ı": "i"})
# spellings of one sound; the longer ones come first
SOUNDS = (
    *(("sch", "sj"), ("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("hm", "m"), ("rh", "r")),
    *(("x", "ks"), ("q", "k"), ("c", "k"), ("w", "v"), ("z", "s"), ("y", "i"), ("j", "i")),
)
ALIKE = 0.8  # share of letters in common, from which two spellings may be one name
SHORTEST = 4  # shorter names differ too much by one letter


def fold(text: str) -> str:
    """Lower case without marks: Ångström → angstrom, Đorđević → dordevic."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(SINGLE)


def parts(text: str) -> list[str]:
    """The words of a name, folded. Karl-Johan O'Brien → karl, johan, obrien."""
    return re.findall(r"\w+", re.sub(r"['’´`]", "", fold(text)))


def sound(part: str) -> str:
    """Spellings of one sound made the same, and doubled letters single."""
    for written, same in SOUNDS:
        part = part.replace(written, same)
    return re.sub(r"(.)\1+", r"\1", part)


def is_alike(one: str, other: str) -> bool:
    """Two folded words that may be one name: Kristina and Christina, Mohammed and Muhamed."""
    one, other = sound(one), sound(other)
    if one == other:
        return True
    if min(len(one), len(other)) < SHORTEST:
        return False
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def are_alike(one: list[str], other: list[str]) -> bool:
    """Do all words of the shorter name have one like them in the longer, in any order? A first name
    alone says too little: at least two words."""
    fewer, more = sorted((one, other), key=len)
    left = list(more)
    for part in fewer:
        match = next((candidate for candidate in left if is_alike(part, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return len(fewer) >= 2


def tidy_phone(text: str) -> str:
    """A Swedish mobile number in one form, 070-123 45 67; anything else as it is written."""
    digits = re.sub(r"^(\+|00)46(\(0\))?0?", "0", re.sub(r"[\s\-–/]", "", text))
    if re.fullmatch(r"07\d{8}", digits):
        return f"{digits[:3]}-{digits[3:6]} {digits[6:8]} {digits[8:]}"
    return " ".join(text.split())
