"""The daily work on the participant's page, and who may open its pages. It is 3 March 2025."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.casework import events, panels_work
from stegvis.casework.panels import file_panels
from stegvis.core.models import ReadEvent
from stegvis.core.panels import Panel
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment
from tests.factories.casework import (
    ActivityFactory,
    CasePlanFactory,
    CollaborationContactFactory,
    DutyTalkFactory,
    MeetingFactory,
    NoteFactory,
    ParallelSupportFactory,
    PlanGoalFactory,
    PlanStepFactory,
    ReviewFactory,
)
from tests.factories.organisations import AssignmentFactory, UserFactory
from tests.factories.participants import EnrolmentFactory, PauseFactory, ResponsibilityFactory

SignIn = Callable[[User], Client]
FACTORIES = {
    "moten": MeetingFactory,
    "aktiviteter": ActivityFactory,
    "anteckningar": NoteFactory,
    "parallellt": ParallelSupportFactory,
    "samverkan": CollaborationContactFactory,
    "avstamningar": ReviewFactory,
    "pauser": PauseFactory,
}
WORK = {part.template for part in panels_work.PARTS.values()} | {
    f"casework/{name}_panel.html" for name in ("closed", "start", "plan", "responsibility")
}


def mine(user: User, enrolment: Enrolment) -> list[Panel]:
    found = file_panels.of(user, enrolment)
    return [panel for panel in found if panel.template in WORK]


def shown(panels: Iterable[Panel]) -> str:
    return "".join(render_to_string(one.template, one.context) for one in panels)


def rows_of(enrolment: Enrolment, plan: Any) -> None:
    """One more of everything."""
    for anchor, factory in FACTORIES.items():
        ends = {"ends_on": date(2025, 2, 2)} if anchor == "pauser" else {}
        factory(enrolment=enrolment, **ends)
    PlanStepFactory(goal=PlanGoalFactory(plan=plan))
    DutyTalkFactory(enrolment=enrolment)
    ResponsibilityFactory(enrolment=enrolment, ends_on=date(2025, 1, 1))


def test_empty_parts_say_what_to_do(enrolment: Enrolment, caseworker: User) -> None:
    text = shown(mine(caseworker, enrolment))
    for part in panels_work.PARTS.values():
        assert str(part.empty) in text
        assert reverse(part.add_url, args=[enrolment.pk]) in text
    assert "4 saker saknas" in text and "Ingen plan än" in text and "Ingen är ansvarig" in text


def test_a_reader_sees_no_empty_parts_and_no_buttons(enrolment: Enrolment, manager: User) -> None:
    panels = mine(manager, enrolment)
    text = shown(panels)
    assert [one.template for one in panels] == [
        "casework/start_panel.html",
        "casework/responsibility_panel.html",  # a manager may hand over
    ]
    assert reverse("casework:start_talks", args=[enrolment.pk]) not in text
    rows_of(enrolment, CasePlanFactory(enrolment=enrolment))
    text = shown(mine(manager, Enrolment.objects.get(pk=enrolment.pk)))
    assert "<form" not in text and "Ändra" not in text and "Lägg till" not in text


@pytest.mark.parametrize("anchor", FACTORIES)
def test_the_newest_come_first_and_the_rest_is_a_page_away(
    anchor: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    part, days = panels_work.PARTS[anchor], range(1, 8)
    for day in days:
        when: dict[str, Any] = {"on": date(2025, 2, day)}
        if anchor == "moten":
            when = {"at": datetime(2025, 2, day, 9, tzinfo=UTC), "status": "held"}
        elif anchor in ("aktiviteter", "parallellt", "pauser"):
            when = {"starts_on": date(2025, 2, day), "ends_on": date(2025, 2, day)}
        FACTORIES[anchor](enrolment=enrolment, **when)
    panel = panels_work.panel_of(anchor, caseworker, enrolment, limit=part.limit)
    text = shown([panel])
    dates = [f"2025-02-0{day}" for day in days if f"2025-02-0{day}" in text]
    assert dates == [f"2025-02-0{day}" for day in days][-part.limit :]
    where = reverse(part.list_url, args=[enrolment.pk])
    assert where in text and "Visa alla 7" in text
    page = sign_in(caseworker).get(where).content.decode()
    assert all(f"2025-02-0{day}" in page for day in days) and "Visa alla" not in page
    assert page.index("2025-02-07") < page.index("2025-02-01")


def test_what_is_booked_and_what_goes_on_comes_first(
    enrolment: Enrolment, caseworker: User
) -> None:
    times = [datetime(2025, 3, day, 9, tzinfo=UTC) for day in (10, 5)]
    late, soon = (MeetingFactory(enrolment=enrolment, at=at) for at in times)
    held = MeetingFactory(enrolment=enrolment, status="held", at=datetime(2025, 3, 2, tzinfo=UTC))
    done = ActivityFactory(enrolment=enrolment, status="done", starts_on=date(2025, 3, 1))
    goes_on = ActivityFactory(enrolment=enrolment, starts_on=date(2024, 11, 1))
    for anchor, rows in (("moten", [soon, late, held]), ("aktiviteter", [goes_on, done])):
        panel = panels_work.panel_of(anchor, caseworker, enrolment, limit=5)
        assert [line.row for line in panel.context["rows"]] == rows


def test_an_ended_enrolment_is_read_and_says_why(ended: Enrolment, caseworker: User) -> None:
    rows_of(ended, CasePlanFactory(enrolment=ended))
    panels = mine(caseworker, ended)
    text = shown(panels)
    assert panels[0].template == "casework/closed_panel.html"
    assert "Inskrivningen avslutades 2025-02-01" in text
    assert "<form" not in text and "Ändra" not in text and "Lägg till" not in text
    assert reverse("casework:plan_edit", args=[ended.pk]) not in text


def test_panels_ask_the_same_for_three_rows_and_six(
    enrolment: Enrolment, caseworker: User, count_queries: Callable[..., int]
) -> None:
    """With what the page has prefetched; the plan and the unfinished note are asked for."""
    assert caseworker.current_assignments
    page = Enrolment.objects.prefetch_related(*events.PARTS)
    plan, counts = CasePlanFactory(enrolment=enrolment), []
    for _three_more in range(2):
        for _one in range(3):
            rows_of(enrolment, plan)
        one = page.get(pk=enrolment.pk)
        events.name_actors([one])
        counts.append(count_queries(lambda one=one: shown(mine(caseworker, one))))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("anchor", FACTORIES)
def test_a_list_asks_the_same_for_three_rows_and_six(
    anchor: str,
    enrolment: Enrolment,
    caseworker: User,
    sign_in: SignIn,
    count_queries: Callable[..., int],
) -> None:
    client, counts = sign_in(caseworker), []
    where = reverse(panels_work.PARTS[anchor].list_url, args=[enrolment.pk])
    ends = {"ends_on": date(2025, 2, 2)} if anchor == "pauser" else {}
    for _three_more in range(2):
        FACTORIES[anchor].create_batch(3, enrolment=enrolment, by=UserFactory(), **ends)
        counts.append(count_queries(lambda: client.get(where)))
    assert counts[0] == counts[1]


# --- who opens what ---


@pytest.fixture
def things(enrolment: Enrolment, caseworker: User) -> dict[str, int]:
    plan = CasePlanFactory(enrolment=enrolment)
    goal = PlanGoalFactory(plan=plan)
    earlier = CasePlanFactory(enrolment=enrolment, number=2, replaced_on=date(2025, 1, 1))
    return {
        "": enrolment.pk,
        "activity": ActivityFactory(enrolment=enrolment).pk,
        "note": NoteFactory(enrolment=enrolment, by=caseworker).pk,
        "support": ParallelSupportFactory(enrolment=enrolment).pk,
        "contact": CollaborationContactFactory(enrolment=enrolment).pk,
        "meeting": MeetingFactory(enrolment=enrolment).pk,
        "review": ReviewFactory(enrolment=enrolment).pk,
        "pause": PauseFactory(enrolment=enrolment).pk,
        "talk": DutyTalkFactory(enrolment=enrolment).pk,
        "plan": earlier.pk,
        "goal": goal.pk,
        "step": PlanStepFactory(goal=goal).pk,
    }


READS = {
    **{f"{name}_list": "" for name in ("activity", "note", "support", "contact", "review")},
    **{"meeting_list": "", "pause_list": "", "plan_detail": "", "plan_earlier": "plan"},
}
WRITES = {
    **{f"{name}_create": "" for name in ("activity", "note", "support", "contact", "review")},
    **{f"{name}_edit": name for name in ("activity", "note", "support", "contact", "review")},
    **{"meeting_book": "", "meeting_edit": "meeting", "activity_finish": "activity"},
    **{"pause_create": "", "pause_end": "pause", "start_talks": "", "duty_talk_create": ""},
    **{"duty_talk_edit": "talk", "plan_edit": "", "plan_renew": "", "step_tick": "step"},
    **{"goal_reach": "goal"},
}
# read and written by: those at the unit; those elsewhere; readers; and those who see no person
ANSWERS = {
    "caseworker": ((200,), (200, 302)),
    "colleague": ((200,), (200, 302)),
    "stranger": ((404,), (404,)),
    "manager": ((200,), (403,)),
    "planner": ((403,), (403,)),
    "provider_user": ((403,), (403,)),
    "administrator": ((403,), (403,)),
    "referrer": ((403,), (403,)),
    "evaluator": ((403,), (403,)),
}


@pytest.fixture
def referrer(kc: Unit) -> User:
    return AssignmentFactory(role=Role.REFERRER, unit=kc).user


@pytest.fixture
def evaluator(kc: Unit) -> User:
    return AssignmentFactory(role=Role.EVALUATOR, unit=kc).user


@pytest.mark.parametrize("who", ANSWERS)
def test_who_opens_what(
    who: str, things: dict[str, int], request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    for names, allowed in zip((READS, WRITES), ANSWERS[who], strict=True):
        wrong = {
            name: code
            for name, thing in names.items()
            if (code := client.get(reverse(f"casework:{name}", args=[things[thing]])).status_code)
            not in allowed
        }
        assert wrong == {}


@pytest.mark.parametrize("who", ["stranger", "manager", "administrator"])
def test_nobody_else_writes(
    who: str,
    things: dict[str, int],
    request: pytest.FixtureRequest,
    sign_in: SignIn,
    events: Callable[[], list[str]],
) -> None:
    client = sign_in(request.getfixturevalue(who))
    for name, thing in WRITES.items():
        where = reverse(f"casework:{name}", args=[things[thing]])
        assert client.post(where, {"text": "x"}).status_code in (403, 404)
    assert events() == []


def test_every_look_is_noted(
    things: dict[str, int], enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client = sign_in(caseworker)
    for name, thing in (READS | WRITES).items():
        where = reverse(f"casework:{name}", args=[things[thing]])
        client.get(where)
        seen = ReadEvent.objects.filter(by=caseworker, path=where)
        assert [one.subject_id for one in seen] == [enrolment.participant_id], name


def test_an_enrolment_of_another_unit_is_not_there(caseworker: User, sign_in: SignIn) -> None:
    elsewhere = EnrolmentFactory()
    client = sign_in(caseworker)
    for name, thing in (READS | WRITES).items():
        if not thing:
            where = reverse(f"casework:{name}", args=[elsewhere.pk])
            assert client.get(where).status_code == 404, name
