"""One person or a whole caseload goes to another caseworker. It is 3 March 2025."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import hand_over as actions
from stegvis.casework.models import Meeting
from stegvis.core.models import ReadEvent
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment, Programme, Responsibility
from tests.factories.casework import MeetingFactory
from tests.factories.organisations import AssignmentFactory
from tests.factories.participants import (
    EnrolmentFactory,
    ParticipantFactory,
    ProgrammeFactory,
    ResponsibilityFactory,
)

SignIn = Callable[[User], Client]
TODAY = date(2025, 3, 3)
WHERE = "/overlamning/"


@pytest.fixture
def vamos(kc: Unit) -> Programme:
    return ProgrammeFactory(name="Vamos", unit=kc, capacity_per_caseworker=20)


def enrolled(programme: Programme, caseworker: User | None, **values: Any) -> Enrolment:
    one = EnrolmentFactory(programme=programme, caseworker=caseworker, **values)
    if caseworker:
        ResponsibilityFactory(enrolment=one, caseworker=caseworker)
    return one


@pytest.fixture
def caseload(vamos: Programme, caseworker: User) -> list[Enrolment]:
    return [enrolled(vamos, caseworker) for _three in range(3)]


def sent(caseload: list[Enrolment], to: User, **values: Any) -> dict[str, Any]:
    keys = [one.pk for one in caseload]
    return {"enrolments": keys, "caseworker": to.pk, "on": TODAY, "reason": "Slutar"} | values


# --- the action ---


def test_meetings_go_along_but_not_those_that_others_hold(
    caseload: list[Enrolment],
    caseworker: User,
    colleague: User,
    manager: User,
    events: Callable[[], list[str]],
) -> None:
    first, second, third = caseload
    today = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)
    goes = MeetingFactory(enrolment=first, by=caseworker, at=today)
    stays = [
        MeetingFactory(enrolment=first, by=manager, at=today),
        MeetingFactory(enrolment=first, by=caseworker, at=today, status="cancelled"),
        MeetingFactory(enrolment=first, by=caseworker, at=today - timedelta(days=1)),
        MeetingFactory(enrolment=third, by=caseworker, at=today),
    ]
    events()
    moved = actions.hand_over(
        enrolments=[first, second], caseworker=colleague, by=manager, on=TODAY, reason="Slutar"
    )
    assert moved == 2 and events() == ["enrolment.handed_over"] * 2
    assert Meeting.objects.get(by=colleague) == goes
    assert (
        Meeting.objects.filter(pk__in=[one.pk for one in stays]).exclude(by=colleague).count() == 4
    )
    held = Responsibility.objects.filter(enrolment=first).values_list("caseworker", "ends_on")
    assert list(held) == [(caseworker.pk, date(2025, 3, 2)), (colleague.pk, None)]


def test_an_ended_enrolment_keeps_its_meetings(
    vamos: Programme, caseworker: User, colleague: User
) -> None:
    one = enrolled(vamos, caseworker, ends_on=date(2025, 2, 1))
    MeetingFactory(enrolment=one, by=caseworker, at=datetime(2025, 3, 4, tzinfo=UTC))
    moved = actions.hand_over(
        enrolments=[one], caseworker=colleague, by=caseworker, on=TODAY, reason=""
    )
    assert (moved, Meeting.objects.get().by) == (0, caseworker)


def test_changes_of_caseworker_are_counted(
    caseload: list[Enrolment],
    vamos: Programme,
    caseworker: User,
    colleague: User,
    django_assert_num_queries: Any,
) -> None:
    first, second, third = caseload
    nobody = enrolled(vamos, None)
    for to, day in ((colleague, TODAY), (caseworker, date(2025, 3, 10))):
        actions.hand_over(enrolments=[first], caseworker=to, by=None, on=day, reason="Byte")
    second.responsibilities.update(ends_on=date(2025, 1, 31))
    ResponsibilityFactory(enrolment=second, caseworker=caseworker, starts_on=date(2025, 2, 1))
    with django_assert_num_queries(1):
        counted = queries.changes_of_caseworker([first, second, third, nobody])
    assert counted == {first.pk: 2, second.pk: 0, third.pk: 0, nobody.pk: 0}


# --- who may take over ---


def test_receivers_work_there_and_show_their_load(
    caseload: list[Enrolment],
    vamos: Programme,
    kc: Unit,
    caseworker: User,
    colleague: User,
    manager: User,
    stranger: User,
) -> None:
    enrolled(vamos, colleague, participant=ParticipantFactory(protected=True))
    enrolled(ProgrammeFactory(name="Ateljén", unit=kc), colleague)
    enrolled(vamos, colleague, ends_on=TODAY)
    gone = AssignmentFactory(role=Role.CASEWORKER, unit=kc, user__is_active=False).user
    new = AssignmentFactory(role=Role.CASEWORKER, unit=kc.parent).user
    left = AssignmentFactory(role=Role.CASEWORKER, unit=kc, ends_on=date(2025, 3, 2)).user
    found = {one.user: one.words for one in queries.receivers([kc], today=TODAY)}
    assert found == {
        caseworker: "Vamos: 3 av 20",
        colleague: "Ateljén: 1, Vamos: 1 av 20",
        new: "inga deltagare nu",
    }
    assert not {gone, left, manager, stranger} & set(found)


# --- the page ---


def test_the_whole_caseload_is_ticked_and_goes(
    caseload: list[Enrolment], caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    client = sign_in(caseworker)
    page = client.get(WHERE)
    form = page.context["form"]
    assert form["enrolments"].value() == [one.pk for one in form.fields["enrolments"].queryset]
    assert len(form["enrolments"].value()) == 3 and form["on"].value() == TODAY
    text = page.content.decode()
    assert f"{colleague} – inga deltagare nu" in text and f"{caseworker} – " not in text
    answer = client.post(WHERE, sent(caseload, colleague))
    assert answer.url == f"{WHERE}?fran={colleague.pk}"
    page = client.get(answer.url)
    assert "3 deltagare är överlämnade" in page.content.decode()
    assert len(page.context["form"]["enrolments"].value()) == 3
    assert set(Enrolment.objects.values_list("caseworker", flat=True)) == {colleague.pk}


def test_afterwards_both_see_who_was_responsible(
    caseload: list[Enrolment], caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    from stegvis.casework.panels_work import responsibility

    sign_in(caseworker).post(WHERE, sent(caseload, colleague))
    for who in (caseworker, colleague):
        panel = responsibility(who, caseload[0])
        assert panel
        assert [one.caseworker for one in panel.context["held"]] == [colleague, caseworker]


def test_one_persons_page_ticks_that_one(
    caseload: list[Enrolment], caseworker: User, colleague: User, manager: User, sign_in: SignIn
) -> None:
    one, client = caseload[1], sign_in(manager)
    where = f"{WHERE}?inskrivning={one.pk}"
    page = client.get(where)
    assert page.context["form"]["enrolments"].value() == [one.pk]
    assert page.context["holder"].user == caseworker
    client.post(where, sent([one], colleague))
    assert Enrolment.objects.get(caseworker=colleague) == one


def test_those_without_caseworker_get_one(
    vamos: Programme, colleague: User, manager: User, sign_in: SignIn
) -> None:
    one, client = enrolled(vamos, None), sign_in(manager)
    page = client.get(WHERE)
    assert "Utan handläggare (1)" in page.content.decode() and "form" not in page.context
    client.post(f"{WHERE}?fran=ingen", sent([one], colleague))
    one.refresh_from_db()
    assert one.caseworker == colleague
    assert queries.changes_of_caseworker([one]) == {one.pk: 0}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"enrolments": []}, "enrolments"),
        ({"caseworker": ""}, "caseworker"),
        ({"on": "2025-03-04"}, "on"),
        ({"on": "2024-09-01"}, "on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    values: dict[str, Any],
    field: str,
    caseload: list[Enrolment],
    caseworker: User,
    colleague: User,
    sign_in: SignIn,
) -> None:
    page = sign_in(caseworker).post(WHERE, sent(caseload, colleague, **values))
    assert list(page.context["form"].errors) == [field]
    assert set(Enrolment.objects.values_list("caseworker", flat=True)) == {caseworker.pk}


def test_not_to_somebody_who_does_not_work_there(
    caseload: list[Enrolment],
    caseworker: User,
    stranger: User,
    colleague: User,
    cfa: Unit,
    manager: User,
    sign_in: SignIn,
) -> None:
    elsewhere = enrolled(ProgrammeFactory(unit=cfa), caseworker)
    client, where = sign_in(manager), f"{WHERE}?fran={caseworker.pk}"
    page = client.post(where, sent([*caseload, elsewhere], colleague))
    assert "arbetar inte på CFA" in page.content.decode()
    client.post(where, sent([elsewhere], stranger))
    elsewhere.refresh_from_db()
    assert elsewhere.caseworker == stranger


def test_somebody_has_moved_one_meanwhile(
    caseload: list[Enrolment], caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    first, *rest = caseload
    actions.hand_over(enrolments=[first], caseworker=colleague, by=None, on=TODAY, reason="Byte")
    page = sign_in(caseworker).post(WHERE, sent(caseload, colleague))
    assert "redan fått en annan handläggare" in page.content.decode()
    assert Enrolment.objects.filter(caseworker=caseworker).count() == len(rest)


def test_protected_persons_are_counted_and_not_named(
    caseload: list[Enrolment], vamos: Programme, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    secret = ParticipantFactory(protected=True, last_name="Hemlig")
    one = enrolled(vamos, caseworker, participant=secret)
    page = sign_in(manager).get(f"{WHERE}?fran={caseworker.pk}").content.decode()
    assert "Hemlig" not in page and "1 deltagare med skyddade uppgifter" in page
    where = f"{WHERE}?inskrivning={one.pk}"
    assert sign_in(manager).get(where).status_code == 404
    page = sign_in(caseworker).get(where).content.decode()
    assert "Hemlig" in page and "visas inte här" not in page


def test_everybody_who_is_named_stands_in_the_read_log(
    caseload: list[Enrolment], caseworker: User, sign_in: SignIn
) -> None:
    sign_in(caseworker).get(WHERE)
    seen = set(ReadEvent.objects.filter(by=caseworker).values_list("subject_id", flat=True))
    assert seen == {one.participant_id for one in caseload}


@pytest.mark.parametrize("asked", ["inskrivning=0", "inskrivning=x", "fran=x"])
def test_what_is_not_there_is_not_found(
    asked: str, caseload: list[Enrolment], caseworker: User, sign_in: SignIn
) -> None:
    assert sign_in(caseworker).get(f"{WHERE}?{asked}").status_code == 404


def test_nothing_to_hand_over(colleague: User, sign_in: SignIn) -> None:
    assert "inga deltagare att lämna över" in sign_in(colleague).get(WHERE).content.decode()


def test_another_units_persons_are_not_there(
    caseload: list[Enrolment], caseworker: User, stranger: User, planner: User, sign_in: SignIn
) -> None:
    page = sign_in(stranger).get(f"{WHERE}?fran={caseworker.pk}").content.decode()
    assert str(caseload[0].participant) not in page
    where = f"{WHERE}?inskrivning={caseload[0].pk}"
    assert sign_in(stranger).get(where).status_code == 404
    assert sign_in(stranger).post(where, sent(caseload, stranger)).status_code == 404
    assert sign_in(planner).get(WHERE).status_code == 403
    assert reverse("casework:hand_over") == WHERE


def test_queries_do_not_grow(
    vamos: Programme,
    kc: Unit,
    caseworker: User,
    sign_in: SignIn,
    count_queries: Callable[..., int],
) -> None:
    client, counts = sign_in(caseworker), []
    for _three_more in range(2):
        for _one in range(3):
            enrolled(vamos, caseworker)
            enrolled(vamos, AssignmentFactory(role=Role.CASEWORKER, unit=kc).user)
        counts.append(count_queries(lambda: client.get(WHERE)))
    assert counts[0] == counts[1]
