import pytest

from stegvis.interventions.enums import PlannedRule
from stegvis.interventions.planned import read


@pytest.mark.parametrize(
    ("text", "low", "high", "rule"),
    [
        ("15", 15, 15, PlannedRule.EXACT),
        ("ca 15", 15, 15, PlannedRule.ABOUT),
        ("Ca 15 st, 1 grupp", 15, 15, PlannedRule.ABOUT),
        ("70–90 enligt avrop, rullande start", 70, 90, PlannedRule.INTERVAL),
        ("100 till 150 enligt avrop", 100, 150, PlannedRule.INTERVAL),
        ("8-10 deltagare som bildar en grupp", 8, 10, PlannedRule.INTERVAL),
        ("10/grupp", 10, 10, PlannedRule.PER_GROUP),
        ("Max 22/grupp", 0, 22, PlannedRule.PER_GROUP),
        ("Max 10", 0, 10, PlannedRule.AT_MOST),
        ("120 per år, löpande starter", 120, 120, PlannedRule.PER_YEAR),
        ("1 200", 1200, 1200, PlannedRule.EXACT),
        ("Flexibelt", None, None, PlannedRule.FLEXIBLE),
        ("efter behov", None, None, PlannedRule.UNREAD),
        ("", None, None, PlannedRule.UNREAD),
    ],
)
def test_planned_numbers_are_read_as_they_are_meant(
    text: str, low: int | None, high: int | None, rule: PlannedRule
) -> None:
    found = read(text)
    assert (found.text, found.low, found.high, found.rule) == (text, low, high, rule)
