"""The printed figures of 2024 against the computed ones."""

from decimal import Decimal

import pytest

from stegvis.analysis.reconcile import Status, reconcile, sentence
from stegvis.analysis.words import THIN_SPACE

TITLES = {"CFA-08": "moduler nr 2", "CFA-14": "Peer support"}


@pytest.fixture(scope="module")
def reconciled(year_2024):
    found = reconcile(year_2024, year=2024)
    return {(r.published.unit_group, r.published.measure, r.published.as_written): r for r in found}


def said(found, labels=None):
    """The sentence with ordinary spaces."""
    return sentence(found, labels).replace(THIN_SPACE, " ")


def test_what_agrees_and_what_differs(reconciled):
    differs = {key[:2] for key, found in reconciled.items() if found.status is Status.DIFFERS}
    assert differs == {
        ("CFA", "fullföljda"),
        (None, "fullföljda"),
        ("CFA", "kostnad"),
        (None, "avtalsform: ramavtal"),
        (None, "avtalsform: direktupphandling"),
    }


def test_519_completed_is_explained_by_two_other_figures(reconciled):
    found = reconciled["CFA", "fullföljda", "519"]
    assert (found.computed, found.difference) == (464, 55)
    ((first, second),) = found.explanation.sets
    assert (first.key, first.figure, first.alternative) == ("CFA-08", 43, 87)
    assert (second.key, second.figure, second.alternative) == ("CFA-14", 10, 21)
    assert found.explanation.is_exhaustive
    assert said(found, TITLES) == (
        "Fullföljda, CFA: tryckt 519, beräknat 464. Talen skiljer sig. Det tryckta talet fås om "
        "moduler nr 2 räknas med 87 i stället för 43 och Peer support räknas med 21 i stället för "
        "10. Det är en möjlig förklaring."
    )


def test_the_difference_carries_over_to_the_total(reconciled):
    found = reconciled[None, "fullföljda", "822"]
    assert [alternative.key for alternative in found.explanation.sets[0]] == ["CFA-08", "CFA-14"]


def test_drygt_800_is_more_than_767_though_it_rounds_to_800(reconciled):
    found = reconciled[None, "fullföljda", "drygt 800"]
    assert (found.status, found.difference) == (Status.DIFFERS, 33)


def test_a_rounded_cost_can_be_the_total_less_the_other_part(reconciled):
    found = reconciled["CFA", "kostnad", "ca 4,2 miljoner"]
    assert (found.computed, found.rounded) == (4_131_000, 4_100_000)
    assert found.remainder.total.as_written == "ca 7,7 miljoner"
    assert [other.unit_group for other in found.remainder.others] == ["KC"]
    assert said(found) == (
        "Kostnad under året, CFA: tryckt ca 4,2 miljoner, beräknat 4 131 000 kr, "
        "avrundat 4 100 000 kr. Talen skiljer sig. Det tryckta talet är lika med den "
        "tryckta summan (ca 7,7 miljoner) minus KC (ca 3,5 miljoner)."
    )


def test_a_third_each_is_true_of_the_money(reconciled):
    found = reconciled[None, "avtalsform: ramavtal", "ungefär en tredjedel"]
    assert found.computed == Decimal("0.52")
    assert found.same_as.indicator.name == "outcome_cost_share"
    assert said(found) == (
        "Avtalsform: ramavtal, alla enheter: tryckt ungefär en tredjedel, beräknat 52 %. "
        "Talen skiljer sig. Andel av kostnaden är 33 %, vilket ger det tryckta talet."
    )
    both = reconciled[None, "avtalsform: direktupphandling", "en tredjedel"]
    assert round(both.same_as.value, 2) == 0.28


def test_what_agrees_is_said_shortly(reconciled):
    assert said(reconciled["KC", "startade", "344"]) == (
        "Startade, KC: tryckt 344, beräknat 344. Talen stämmer."
    )
    assert said(reconciled["KC", "kostnad", "ca 3,5 miljoner"]) == (
        "Kostnad under året, KC: tryckt ca 3,5 miljoner, beräknat 3 531 000 kr. "
        "Talen stämmer med den avrundning som är tryckt."
    )
