"""Planned numbers are kept as written and, where the words allow it, as an interval with a rule."""

import re
from dataclasses import dataclass

from stegvis.interventions.enums import PlannedRule


@dataclass(frozen=True)
class Planned:
    """What was written, and the number of participants it means (both ends inclusive)."""

    text: str
    low: int | None
    high: int | None
    rule: PlannedRule


_NUMBER = r"(\d[\d\u00a0\u202f ]*)"
_INTERVAL = re.compile(_NUMBER + r"\s*(?:-|–|till)\s*" + _NUMBER)
_ONE = re.compile(_NUMBER)


def read(text: str) -> Planned:
    """Reads "ca 15" as about 15, "70–90 enligt avrop" as 70–90, "10/grupp" as 10 a group."""
    words = text.strip().lower()
    if not words or words.startswith("flexib"):
        rule = PlannedRule.FLEXIBLE if words else PlannedRule.UNREAD
        return Planned(text.strip(), None, None, rule)
    if found := _INTERVAL.search(words):
        low, high = (_whole(part) for part in found.groups())
        rule = PlannedRule.PER_GROUP if _per_group(words) else PlannedRule.INTERVAL
        return Planned(text.strip(), min(low, high), max(low, high), rule)
    found_one = _ONE.search(words)
    if not found_one:
        return Planned(text.strip(), None, None, PlannedRule.UNREAD)
    value = _whole(found_one.group(1))
    return Planned(text.strip(), 0 if _at_most(words) else value, value, _rule(words))


def _whole(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _per_group(words: str) -> bool:
    return bool(re.search(r"/\s*grupp|per (grupp|start)", words))


def _at_most(words: str) -> bool:
    return bool(re.match(r"(max|högst)", words))


def _rule(words: str) -> PlannedRule:
    if _per_group(words):
        return PlannedRule.PER_GROUP
    if "per år" in words:
        return PlannedRule.PER_YEAR
    if _at_most(words):
        return PlannedRule.AT_MOST
    if re.match(r"(ca|cirka|c:a|ungefär|omkring)\b", words):
        return PlannedRule.ABOUT
    return PlannedRule.EXACT
