"""Small counts in the protected edition: held back, and not to be worked out from the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from stegvis.analysis.indicators import Figure
from stegvis.reports.documents.model import Paragraph, Table
from stegvis.reports.project import persons
from stegvis.reports.project.source import ProjectSettings, ProjectSource
from tests.spec.support import snapshot


@contextmanager
def source(*, is_protected: bool = True, **tables: str) -> Iterator[ProjectSource]:
    """Vamos with these rows, as a reader who may not see persons sees it."""
    settings = ProjectSettings("vamos", "", date(2023, 1, 18), is_protected)
    with snapshot(programmes="ends_on\n2022-11-30", **tables) as opened:
        yield ProjectSource(settings, opened)


def people(*groups: tuple[int, str, str]) -> str:
    """So many enrolments of this sex and with this destination."""
    rows = [f"{sex} | {where}" for count, sex, where in groups for _ in range(count)]
    return "\n".join(["sex | destination", *rows])


def values(figures: tuple[Figure, ...]) -> dict[str, object]:
    return {figure.label(): figure.value for figure in figures}


PLENTY = people((20, "woman", "work"), (30, "man", "back_to_referrer"))


def test_nothing_is_held_back_where_there_are_enough() -> None:
    with source(enrolments=PLENTY) as opened:
        assert opened.total("participants").value == 50
        assert values(opened.by("participants", "destination")) == {
            "arbete": 20,
            "ny planering hos remittenten": 30,
        }


def test_a_small_group_takes_another_with_it() -> None:
    """Else the total less the others gives it away."""
    rows = people((30, "woman", "work"), (8, "man", "studies"), (3, "man", "moved"))
    with source(enrolments=rows) as opened:
        assert values(opened.by("participants", "destination")) == {
            "arbete": 30,
            "studier": None,
            "flyttat": None,
        }
        assert opened.total("participants").value == 41


def test_a_share_of_few_is_held_back_and_so_is_one_that_leaves_few() -> None:
    rows = people((30, "woman", "work"), (3, "man", "work"))
    with source(enrolments=rows) as opened:
        assert opened.total("men_share").value is None
        assert opened.total("women_share").value is None
    with source(enrolments=rows, is_protected=False) as opened:
        assert opened.total("men_share").numerator == 3


def test_a_single_group_is_shown_with_the_total() -> None:
    """Where nobody was asked the only group is everybody; that tells nothing more."""
    with source(enrolments=PLENTY) as opened:
        (everybody,) = opened.by("participants", "education_group")
        assert everybody.value == 50
    with source(enrolments=people((3, "woman", "work"))) as opened:
        (everybody,) = opened.by("participants", "education_group")
        assert everybody.value is None and opened.total("participants").value is None


def survey(better: int, other: int, silent: int) -> dict[str, str]:
    told = ["better"] * better + ["same"] * other + [""] * silent
    rows = [
        f"E{at} | {answer} | {'2022-01-20' if answer else ''}"
        for at, answer in enumerate(told, start=1)
    ]
    fixed = "S | Enkät | 2022-01-17"
    head = "survey_id | survey | sent_on | enrolment_id | answer | answered_on"
    return {
        "enrolments": people((len(told), "woman", "work")),
        "survey_answers": "\n".join([head, *(f"{fixed} | {row}" for row in rows)]),
    }


def test_answers_that_leave_few_others_are_held_back_with_all_that_tells_of_them() -> None:
    """21 of 25 were better: then 4 were not."""
    with source(**survey(21, 4, 29)) as opened:
        for name in ("survey_improved", "survey_improved_share"):
            assert opened.total(name).value is None
        assert opened.total("survey_answered").value == 25
        shown = values(opened.by("survey_sent", "change"))
        assert shown == {"lite bättre": None, "oförändrad": None, "inte besvarad": 29}
    with source(**survey(15, 10, 29)) as opened:
        assert opened.total("survey_improved_share").value == 0.6


def placements(regular: int, own: int, both: int) -> dict[str, str]:
    head = "placement_id | enrolment_id | kind | market | workplace_id | employer_id | starts_on"
    on = [("regular",)] * regular + [("own",)] * own + [("regular", "own")] * both
    rows = [
        f"L{at}{market} | E{at} | internship | {market} | W | A | 2021-07-01 | no"
        for at, markets in enumerate(on, start=1)
        for market in markets
    ]
    return {
        "enrolments": people((regular + own + both, "man", "work")),
        "placements": "\n".join([f"{head} | is_planned", *rows]),
    }


@pytest.mark.parametrize(("both", "is_shown"), [(9, True), (2, False)])
def test_the_share_on_the_regular_market_does_not_tell_how_few_are_on_both(
    both: int, is_shown: bool
) -> None:
    with source(**placements(31, 24, both)) as opened:
        assert opened.total("regular_persons").value == 31 + both
        assert (opened.total("both_persons").value is not None) is is_shown
        assert (opened.total("regular_share").value is not None) is is_shown


def test_means_do_not_tell_of_the_few_that_are_left() -> None:
    rows = people((12, "woman", "work"), (3, "man", "work"))
    with source(enrolments=rows) as opened:
        assert values(opened.by("months_mean", "sex")) == {"kvinnor": None, "män": None}
        assert opened.total("months_mean").value is not None


def test_the_shortest_and_the_longest_need_more_people_than_a_mean() -> None:
    with source(enrolments=people((19, "woman", "work"))) as opened:
        assert opened.total("months_mean").value is not None
        assert opened.total("months_highest").value is None
    with source(enrolments=people((20, "woman", "work"))) as opened:
        assert opened.total("months_highest").value is not None


def test_reasons_are_left_out_where_they_would_tell_what_destinations_hide() -> None:
    rows = people((30, "woman", "work"), (8, "man", "studies"), (3, "man", "moved"))

    def keys(is_protected: bool) -> set[str]:
        with source(enrolments=rows, is_protected=is_protected) as opened:
            blocks = persons.results(opened).blocks
        told = {block.text for block in blocks if isinstance(block, Paragraph)}
        assert any("Orsakerna till avslut visas inte" in text for text in told) is is_protected
        return {block.key for block in blocks if isinstance(block, Table)}

    assert keys(False) - keys(True) == {"orsak_tabell"}
