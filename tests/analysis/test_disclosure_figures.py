"""Suppression of figures, attacked by trying all numbers that agree with what is shown."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.analysis.disclosure import protect
from stegvis.analysis.indicators import CATALOGUE, Figure, compute_many
from stegvis.analysis.indicators.compute import finished
from tests.spec.support import snapshot
from tests.spec.year_2024 import TEXTS


def figure(name, group, numerator, denominator=None):
    key = (("category", group),) if group else ()
    return finished(Figure(CATALOGUE[name], 2024, key, None, numerator, denominator, 1, 1))


def built(**counts):
    """Figures and totals from numbers by group, with the shares that can be made of them."""
    figures = {
        name: [figure(name, group, value) for group, value in by_group.items()]
        for name, by_group in counts.items()
    }
    totals = {name: figure(name, "", sum(by.values())) for name, by in counts.items()}
    started, completed = counts.get("started"), counts.get("completed")
    if started and completed:
        both = [group for group in started if group in completed]
        figures["completion_share"] = [
            figure("completion_share", group, completed[group], started[group]) for group in both
        ]
        totals["completion_share"] = figure(
            "completion_share", "", sum(completed.values()), sum(started.values())
        )
    return figures, totals


def shown(protected, name):
    return {each.key(): each.value for each in protected.figures[name]}


def hidden_keys(protected):
    return {group[0][1] for group in protected.hidden_groups}


def test_large_groups_are_shown():
    protected = protect(*built(started={"a": 90, "b": 60}, completed={"a": 70, "b": 40}))
    assert protected.hidden_groups == frozenset()
    assert shown(protected, "completion_share") == {"a": 7 / 9, "b": 2 / 3}


def test_a_small_group_takes_the_smallest_other_with_it():
    figures, totals = built(started={"a": 90, "b": 60, "c": 4, "d": 30})
    protected = protect(figures, totals)
    assert shown(protected, "started") == {"a": 90, "b": 60, "c": None, "d": None}
    assert protected.totals["started"].value == 184


def test_few_who_did_not_complete_are_protected_too():
    protected = protect(
        *built(started={"a": 90, "b": 60, "c": 40}, completed={"a": 88, "b": 40, "c": 20})
    )
    assert shown(protected, "completed") == {"a": None, "b": 40, "c": None}
    assert shown(protected, "completion_share") == {"a": None, "b": 2 / 3, "c": None}


def test_a_figure_held_back_tells_nothing():
    protected = protect(*built(started={"a": 90, "b": 60}, completed={"a": 88, "b": 40}))
    for each in protected.figures["completion_share"]:
        assert each.is_suppressed
        assert (each.value, each.numerator, each.denominator, each.interval) == (None,) * 4


def test_nobody_and_everybody_are_small_unless_zeros_may_be_shown():
    figures, totals = built(started={"a": 63, "b": 60}, completed={"a": 63, "b": 40})
    assert hidden_keys(protect(figures, totals)) == {"a", "b"}
    assert hidden_keys(protect(figures, totals, show_zeros=True)) == set()


def test_a_total_goes_when_no_group_is_left_to_hide():
    protected = protect(
        *built(started={"a": 90, "b": 60}, dropped_out={"a": 3}),
    )
    assert protected.totals["dropped_out"].is_suppressed
    assert protected.totals["started"].value == 150


def test_a_small_total_goes_too():
    protected = protect(*built(started={"a": 3, "b": 1}))
    assert protected.totals["started"].is_suppressed
    protected = protect(*built(started={"a": 90, "b": 60}, completed={"a": 89, "b": 58}))
    assert protected.hidden_totals == {"completed"}
    assert protected.totals["completion_share"].is_suppressed


def test_figures_that_are_not_about_people_pass():
    figures, totals = built(started={"a": 2, "b": 90})
    for name, value in (("interventions", 1), ("outcome_cost", Decimal(1000))):
        figures[name] = [figure(name, "a", value)]
        totals[name] = figure(name, "", value)
    protected = protect(figures, totals)
    assert shown(protected, "interventions") == {"a": 1}
    assert shown(protected, "outcome_cost") == {"a": Decimal(1000)}


def test_a_ratio_over_a_few_less_gives_the_others_away():
    figures, totals = built(started={"a": 90, "b": 60}, completed={"a": 70, "b": 40})
    figures["completion_share"][0] = figure("completion_share", "a", 69, 88)
    assert hidden_keys(protect(figures, totals)) == {"a", "b"}


def test_a_ratio_needs_the_counts_it_is_made_of():
    figures, totals = built(started={"a": 90}, completed={"a": 70})
    del figures["started"]
    with pytest.raises(ValueError, match="completion_share cannot be protected without started"):
        protect(figures, totals)


def test_groups_that_do_not_add_up_are_refused():
    figures, totals = built(started={"a": 90, "b": 60})
    totals["started"] = figure("started", "", 151)
    with pytest.raises(ValueError, match="started: the groups add up to 150, not to 151"):
        protect(figures, totals)


def test_the_next_version_holds_back_what_has_changed_by_one():
    first = protect(*built(started={"a": 90, "b": 60, "c": 70}))
    after = built(started={"a": 91, "b": 60, "c": 70})
    assert hidden_keys(protect(*after)) == set()
    assert hidden_keys(protect(*after, previous=first)) == {"a", "b"}


def test_the_next_version_keeps_back_what_was_held_back():
    first = protect(*built(started={"a": 3, "b": 60, "c": 70}))
    second = protect(*built(started={"a": 30, "b": 60, "c": 70}), previous=first)
    assert hidden_keys(second) == {"a", "b"}


def test_hidden_groups_that_together_change_by_one_take_the_total():
    first = protect(*built(started={"a": 3, "b": 60, "c": 70}))
    second = protect(*built(started={"a": 4, "b": 60, "c": 70}), previous=first)
    assert second.totals["started"].is_suppressed
    third = protect(*built(started={"a": 4, "b": 60, "c": 70}), previous=second)
    assert third.hidden_totals == frozenset()


def test_a_new_group_in_the_next_version():
    first = protect(*built(started={"a": 3, "b": 60}))
    second = protect(*built(started={"a": 3, "b": 60, "c": 90}), previous=first)
    assert shown(second, "started") == {"a": None, "b": None, "c": 90}


groups = st.dictionaries(
    st.sampled_from("abc"),
    st.integers(0, 8).flatmap(lambda n: st.tuples(st.just(n), st.none() | st.integers(0, n))),
    min_size=1,
)


@given(groups)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_no_hidden_count_is_known_closer_than_the_threshold(drawn):
    threshold = 3
    started = {key: n for key, (n, _) in drawn.items()}
    completed = {key: part for key, (_, part) in drawn.items() if part is not None}
    counts = {"started": started} | ({"completed": completed} if completed else {})
    figures, totals = built(**counts)
    totals.pop("completion_share", None)
    figures.pop("completion_share", None)
    protected = protect(figures, totals, threshold=threshold)
    hidden = sorted(hidden_keys(protected))
    most = 8 * len(drawn) + threshold
    choices = [
        [(n, part) for n in range(most + 1) for part in range(n + 1)]
        if key in completed
        else [(n, None) for n in range(most + 1)]
        for key in hidden[1:]
    ]
    # The last hidden group follows from the totals where they are shown.
    possible = {key: (set(), set()) for key in hidden}
    total = {name: sum(by_key.values()) for name, by_key in counts.items()}
    rest = {
        name: total[name] - sum(v for k, v in counts[name].items() if k not in hidden)
        for name in counts
    }
    open_totals = {name for name in counts if name not in protected.hidden_totals}
    if len(hidden) != 2 or open_totals != counts.keys() or hidden[0] not in completed:
        return
    for ((n, part),) in product(*choices):
        first = rest["started"] - n
        first_part = rest["completed"] - (part or 0)
        if 0 <= first_part <= first:
            for key, (a, b) in ((hidden[0], (first, first_part)), (hidden[1], (n, part))):
                possible[key][0].add(a)
                possible[key][1].add(b)
    for key in hidden:
        for values in possible[key]:
            known = values - {None}
            if known:
                assert max(known) - min(known) >= threshold


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1))
@settings(max_examples=80, derandomize=True)
def test_a_small_count_never_gets_out(started):
    protected = protect(*built(started=started))
    values = shown(protected, "started")
    assert all(value is None or value >= 5 for value in values.values())
    hidden = [key for key, value in values.items() if value is None]
    total = protected.totals["started"]
    if hidden and not total.is_suppressed:
        assert len(hidden) > 1
        assert total.value - sum(value or 0 for value in values.values()) >= 5


def test_the_year_2024_by_category():
    names = ["interventions", "started", "dropped_out", "completed", "completion_share"]
    chosen = [CATALOGUE[name] for name in (*names, "cost_per_start", "outcome_cost")]
    with snapshot(**TEXTS) as tables:
        by_category = compute_many(chosen, tables, year=2024, by=["category"])
        whole = compute_many(chosen, tables, year=2024)
    protected = protect(by_category, {name: total for name, (total,) in whole.items()})
    assert shown(protected, "completion_share") == {
        "Språk": 314 / 353,
        "Yrkesinriktad": None,
        "Kompetenshöjande": 236 / 298,
        "Hälsa": 155 / 172,
        "Att hantera": None,
        "Peer support": 10 / 21,
    }
    assert shown(protected, "interventions")["Yrkesinriktad"] == 5
    assert protected.totals["started"].value == 903
