"""Every address, in every role. What is expected follows from what the view declares that it needs
and from who may see the thing that the page is about; nothing is typed per address but which thing
that is. An address that is missing in the tables fails."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.core.page import PUBLIC, SIGNED_IN
from stegvis.core.steps import find
from stegvis.followup.enums import REPORT_STEPS
from stegvis.interventions.access import allowed
from stegvis.interventions.enums import ORDER_STEPS, PATH_BY_STEP
from stegvis.reports.access import may_recount
from tests.support import people
from tests.support import world as worlds
from tests.support.repository import Address, addresses
from tests.support.world import YEAR, World

PEOPLE = (
    *("planner", "manager", "caseworker", "provider_user", "administrator", "outsider"),
    *("other_caseworker", "referrer", "evaluator", "anonymous"),
)

# What a page is about, where that is not what its room is about.
ROOMS = {"interventions": "intervention", "followup": "intervention", "reports": "report"}
THINGS = {
    "agreements:agreement_archive": "agreement",
    "agreements:agreement_detail": "agreement",
    "agreements:agreement_edit": "agreement",
    "agreements:area_create": "agreement",
    "agreements:area_edit": "area",
    "agreements:limit_edit": "limit",
    "agreements:option_create": "agreement",
    "agreements:option_edit": "option",
    "agreements:option_move": "option",
    "agreements:reminder_handle": "agreement",
    "agreements:service_kind_edit": "service_kind",
    "core:import_accept": "import",
    "core:import_detail": "import",
    "core:import_discard": "import",
    "core:import_row_correct": "import",
    "followup:decision_done": "decision",
    "followup:theme_archive": "theme",
    "followup:theme_detail": "theme",
    "followup:theme_edit": "theme",
    "interventions:catalogue_detail": "catalogue_entry",
    "interventions:catalogue_edit": "catalogue_entry",
    "interventions:expected_result_edit": "expected_result",
    "interventions:expected_result_remove": "expected_result",
    "interventions:meeting_edit": "meeting",
    "organisations:assignment_create": "user",
    "organisations:assignment_end": "assignment",
    "organisations:provider_detail": "provider",
    "organisations:provider_edit": "provider",
    "organisations:staff_create": "provider",
    "organisations:staff_edit": "staff_member",
    "organisations:staff_end": "staff_member",
    "organisations:unit_edit": "unit",
    "organisations:user_edit": "user",
    "organisations:user_password": "user",
    "reports:goal_edit": "goal",
    "reports:goal_value": "goal",
    "reports:template_file": "word_template",
}

# For the rooms about persons the path says what the page is about.
PLACES = {
    "aktiviteter": "activity",
    "anmalningar": "registration",
    "anteckningar": "note",
    "arbete": "outcome",
    "arbetsgivare": "employer",
    "arbetsgivarkontakter": "employer_contact",
    "arbetsplatser": "workplace",
    "avstamningar": "review",
    "deltagare": "participant",
    "inskrivningar": "enrolment",
    "intresseanmalningar": "referral",
    "koder": "code",
    "kontaktpersoner": "contact_person",
    "lediga-platser": "opening",
    "moten": "meeting_with",
    "pauser": "pause",
    "planer": "earlier_plan",
    "planmal": "plan_goal",
    "plansteg": "plan_step",
    "platsbesok": "visit",
    "platser": "placement",
    "riktmarken": "rule",
    "samtal": "duty_talk",
    "samverkan": "contact",
    "sammanslagningar": "merge",
    "stod-fran-andra": "support",
    "uppfoljningar": "follow_up",
    "uppfoljningsfiler": "file",
    "verksamheter": "programme",
}

# The other parts of an address, by name, or by view and name where a name means several things.
PARTS: dict[str, Callable[[World], Any]] = {
    "agreements:agreement_create kind": lambda world: "ramavtal",
    "agreements:option_move path": lambda world: "utlos",
    "agreements:reminder_handle day": lambda world: world.things["agreement"].ends_on,
    "code": lambda world: worlds.a_contradiction(world.intervention),
    "core:draft key": lambda world: "plan-1",
    "count_pk": lambda world: world.things["count"].pk,
    "decision": lambda world: world.things["decision"].pk,
    "extension": lambda world: "xlsx",
    "followup:other_result_edit line": lambda world: world.things["other_result"].position,
    "followup:other_result_remove line": lambda world: world.things["other_result"].position,
    "followup:report_move name": lambda world: "submit",
    "followup:result_edit line": lambda world: world.things["expected_result"].position,
    "group_pk": lambda world: world.things["group"].pk,
    "interventions:order_move name": lambda world: "send",
    "interventions:plan_move name": lambda world: "approve",
    "interventions:step_move name": lambda world: "start",
    "number": lambda world: world.things["frozen"].number,
    "position": lambda world: world.things["finding"].position,
    "reports:annual_report_picture key": lambda world: "kategorier",
    "reports:figure_detail name": lambda world: "started",
    "reports:prose_edit key": lambda world: worlds.a_text(),
    "snapshot": lambda world: world.things["report"].snapshot_id,
    "staff_pk": lambda world: world.things["delivery_staff"].pk,
    "step": lambda world: "dialogue",
    "year": lambda world: YEAR,
    "access_pk": lambda world: 1,
    "casework:file_row position": lambda world: 0,
    "casework:meeting_settle name": lambda world: "blev-av",
    "casework:registration_move name": lambda world: "start",
    "employers:opening_move name": lambda world: "close",
    "factor_pk": lambda world: world.things["factor"].pk,
    "participants:referral_move name": lambda world: "accept",
    "reports:project_file extension": lambda world: "xlsx",
    "reports:project_figure name": lambda world: "participants",
    "reports:project_picture key": lambda world: "deltagare_bild",
    "rule": lambda world: world.things["rule"].pk,
    "scheme": lambda world: "ssyk",
    "slug": lambda world: people.SLUG,
}

# What a form would have wanted, so that only the rights stop it.
REASONS = {"reason": "försök", "note": "försök", "comment": "försök"}

# Moves along a table of steps: the table says what the move in the address needs.
MOVES = {
    "followup:report_move": find(REPORT_STEPS, "submit").needs,
    "interventions:order_move": find(ORDER_STEPS, "send").needs,
    "interventions:step_move": PATH_BY_STEP["dialogue"].needs,
}


# Pages that look at more than the permission: the writer's own, or whoever answers for it.
CLOSER: dict[str, Callable[[User, World], bool]] = {
    "employers:contact_edit": lambda user, world: user == world.people["caseworker"],
    "reports:project_recount": lambda user, world: may_recount(user, world.things["programme"]),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: each test starts from it and leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = worlds.make()
        world.sessions = {name: _session(user) for name, user in world.people.items()}
        yield world
        transaction.set_rollback(True)


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _client(name: str, world: World) -> Client:
    """Signed in as this person, with a session that an earlier test cannot have ended."""
    client = Client()
    if name in world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[name]
    return client


def thing(address: Address, world: World) -> Model | None:
    if "pk" not in address.parameters:
        return None
    room, place = address.name.split(":")[0], address.route.split("/")[0]
    name = THINGS.get(address.name) or PLACES.get(place) or ROOMS.get(room)
    assert name, f"say in THINGS what {address.name} ({address.route}) is about"
    return world.things[name]


def url(address: Address, world: World) -> str:
    parts = {}
    for name in address.parameters - {"pk"}:
        value = PARTS.get(f"{address.name} {name}") or PARTS.get(name)
        assert value, f"say in PARTS what {name} is in {address.name} ({address.route})"
        parts[name] = value(world)
    if subject := thing(address, world):
        parts["pk"] = subject.pk
    return reverse(address.name, kwargs=parts)


def expected(address: Address, user: User | None, world: World) -> set[int]:
    """The answers that this person may get to a GET."""
    needs = address.view.needs
    if user is None:
        return {200, 302} if needs == PUBLIC else {302}
    if needs not in (PUBLIC, SIGNED_IN) and not user.may(needs):
        return {403}
    subject = thing(address, world)
    if subject is not None and not worlds.may_see(user, subject):
        return {404}
    if "slug" in address.parameters and not worlds.may_read_project(
        user, world.things["programme"]
    ):
        return {404}
    if address.name in CLOSER and not CLOSER[address.name](user, world):
        return {403}
    if address.name in MOVES and not allowed(user, MOVES[address.name], world.intervention):
        return {403}
    return {200, 302}


@pytest.mark.parametrize("address", addresses(), ids=str)
def test_everybody_gets_what_the_view_says(address: Address, world: World, db: None) -> None:
    """Whoever may not open a page may not post to it either, and nothing is written."""
    path, wrong = url(address, world), []
    written = AuditEvent.objects.count()
    for name in PEOPLE:
        user, client = world.people.get(name), _client(name, world)
        allowed_answers = expected(address, user, world)
        answers = {"GET": client.get(path)}
        if address.view.writes and allowed_answers.isdisjoint({200}):
            answers["POST"] = client.post(path, REASONS)
        for method, answer in answers.items():
            if not _is_right(answer, allowed_answers, user):
                wrong.append(f"{name} {method} {path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert AuditEvent.objects.count() == written


def _is_right(answer: HttpResponse, answers: set[int], user: User | None) -> bool:
    if user is None and 200 not in answers:
        return answer.status_code == 302 and answer["Location"].startswith("/logga-in/")
    return answer.status_code in answers


@pytest.mark.parametrize("address", [one for one in addresses() if one.view.writes], ids=str)
def test_an_empty_post_is_answered(address: Address, world: World, db: None) -> None:
    """By somebody who may: with the page and what is missing, or done; never with a crash."""
    path = url(address, world)
    for name in ("planner", "administrator"):
        if 200 in expected(address, world.people[name], world):
            assert _client(name, world).post(path).status_code in {200, 302, 400}


def test_the_tables_name_only_what_exists(world: World, db: None) -> None:
    names = {address.name for address in addresses()}
    used = {part for address in addresses() for part in address.parameters}
    assert (THINGS.keys() | MOVES.keys() | CLOSER.keys()) - names == set()
    assert {part.split()[-1] for part in PARTS} - used == set()
    assert set(THINGS.values()) - world.things.keys() == set()
