from decimal import Decimal

import pytest

from stegvis.analysis.indicators import CATALOGUE
from stegvis.analysis.reconcile import (
    Alternative,
    Explanation,
    Published,
    Reconciliation,
    Status,
    explain,
    reconcile,
    sentence,
)
from tests.spec.support import snapshot


def alternative(key, figure, other):
    return Alternative(key, Decimal(figure), Decimal(other))


MODULES = alternative("moduler nr 2", 43, 87)
PEER = alternative("Peer support", 10, 21)
DISTRACTORS = [
    alternative("Sommarinsats", 85, 223),
    alternative("Josen", 105, 110),
    alternative("Språka 2", 14, 15),
    alternative("moduler nr 3", 36, 23),
]


def test_519_is_explained_among_distractors():
    found = explain(Decimal(464), Decimal(519), [*DISTRACTORS, MODULES, PEER])
    assert found == Explanation(((MODULES, PEER),))


def test_every_smallest_explanation_is_told():
    one, two = alternative("a", 10, 15), alternative("b", 20, 25)
    far = [alternative("c", 1, 4), alternative("d", 1, 3)]
    found = explain(Decimal(100), Decimal(105), [one, two, *far])
    assert found.sets == ((one,), (two,))


def test_a_figure_is_replaced_once():
    found = explain(Decimal(10), Decimal(16), [alternative("a", 1, 2), alternative("a", 1, 6)])
    assert found == Explanation(())


def test_no_explanation_is_said():
    assert explain(Decimal(464), Decimal(519), DISTRACTORS) == Explanation(())


def test_a_search_over_too_many_says_that_it_is_cut_short():
    many = [alternative(str(at), 0, 1) for at in range(10)]
    assert explain(Decimal(0), Decimal(9), many) == Explanation((), is_exhaustive=False)
    stopped = explain(Decimal(0), Decimal(2), many, most_tried=12)
    assert (len(stopped.sets), stopped.is_exhaustive) == (2, False)


def test_figures_are_explained_at_the_printed_precision():
    cost = alternative("a", 100_000, 180_000)
    found = explain(Decimal(4_131_000), Decimal(4_200_000), [cost], precision=Decimal(100_000))
    assert found.sets == ((cost,),)


def test_what_agrees_has_nothing_to_explain():
    with pytest.raises(ValueError, match="nothing to explain"):
        explain(Decimal(5), Decimal(5), [])


def reconciled(**texts):
    interventions = "intervention_id | unit_code | unit_group\nA | KC | KC\nB | CFA | CFA"
    years = """
    intervention_id | started | completed | outcome_year
    A               | 50      | 40        | 100 000.50
    B               | 60      | 50        |
    """
    with snapshot(interventions=interventions, intervention_years=years, **texts) as tables:
        return reconcile(tables, year=2024)


def test_measures_that_are_not_computed():
    found = reconciled(
        published_figures="""
        unit_group | measure              | value
        KC         | nöjdhet              | 4
        KC         | pågående             | 4
                   | avtalsform: lotteri  | 1
        """
    )
    assert [each.status for each in found] == [Status.NOT_COMPUTED] * 3
    assert sentence(found[0]) == (
        "nöjdhet, KC: tryckt som skrivet. Stegvis räknar inte ut det talet."
    )


def test_indicators_can_be_named_in_english():
    (found,) = reconciled(published_figures="measure | value\ncompletion_share | 0.8182")
    assert found.indicator.name == "completion_share"


def test_a_category_and_the_words_for_less():
    found = reconciled(
        published_figures="""
        measure         | value | precision | as_written
        kategori: Språk | 2     | 1         | 2
        startade        | 100   | 100       | knappt 100
        """
    )
    assert [each.status for each in found] == [Status.AGREES, Status.DIFFERS]


def test_alternatives_outside_the_unit_are_not_used():
    found = reconciled(
        published_figures="unit_group | measure | value\nKC | fullföljda | 45",
        discrepancies="intervention_id | figure | alternative\nB | 50 | 55",
    )
    assert found[0].explanation is None
    assert found[0].remainder is None


def test_no_alternative_explains():
    (found,) = reconciled(
        published_figures="unit_group | measure | value\nKC | fullföljda | 45",
        discrepancies="intervention_id | figure | alternative\nA | 40 | 41",
    )
    assert sentence(found) == (
        "Fullföljda, KC: tryckt som skrivet, beräknat 40. Talen skiljer sig. "
        "Inga andra möjliga tal ger det tryckta talet."
    )


def test_two_explanations_in_words():
    (found,) = reconciled(
        published_figures="measure | value\nfullföljda | 91",
        discrepancies="intervention_id | figure | alternative\nA | 40 | 41\nB | 50 | 51",
    )
    assert sentence(found, {"A": "Språk"}).endswith(
        "Det tryckta talet fås på 2 sätt: om Språk räknas med 41 i stället för 40; "
        "eller B räknas med 51 i stället för 50."
    )


def test_kronor_with_ore_and_a_search_cut_short_in_words():
    published = Published(2024, "KC", "kostnad", "7", Decimal(7), Decimal(1), "kapitel 6")
    found = Reconciliation(
        published,
        CATALOGUE["outcome_cost"],
        Status.DIFFERS,
        Decimal("5.50"),
        Decimal(6),
        Decimal(1),
        Explanation((), is_exhaustive=False),
    )
    assert sentence(found).replace("\u202f", " ") == (
        "Kostnad under året, KC: tryckt 7, beräknat 5,5 kr, avrundat 6 kr. Talen skiljer sig. "
        "Inga andra möjliga tal som prövats ger det tryckta talet."
    )
    cut = Explanation(((alternative("A", 1, 2),),), is_exhaustive=False)
    more = Reconciliation(
        published, CATALOGUE["started"], Status.DIFFERS, Decimal(6), Decimal(6), Decimal(1), cut
    )
    assert sentence(more).endswith("Det är en möjlig förklaring. Det kan finnas fler sätt.")


def test_another_indicator_that_does_not_fit_is_not_named():
    (found,) = reconciled(
        published_figures="""
        measure              | value | precision
        avtalsform: ramavtal | 0.2   | 0.1
        """
    )
    assert (found.status, found.same_as) == (Status.DIFFERS, None)


def test_a_total_that_does_not_fit_is_no_remainder():
    found = reconciled(
        published_figures="""
        unit_group | measure  | value
        KC         | startade | 51
        CFA        | startade | 60
                   | startade | 110
        """
    )
    assert [each.status for each in found] == [Status.DIFFERS, Status.AGREES, Status.AGREES]
    assert found[0].remainder is None
