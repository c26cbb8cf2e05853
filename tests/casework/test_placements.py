"""Placements: what is written, what is refused, the pages, and what others see of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.casework.actions import placements as actions
from stegvis.casework.enums import EndedBy, EndReason, PlacementKind, PlacementStatus
from stegvis.casework.models import Placement, PlacementVisit
from stegvis.casework.queries_placements import Line
from stegvis.core.models import AuditEvent, ReadEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.employers.enums import ContactMode, Market, OpeningKind, OpeningStatus
from stegvis.employers.models import ContactPerson, Workplace
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment, Outcome
from tests.conftest import TODAY
from tests.factories.casework import PlacementFactory, PlacementVisitFactory
from tests.factories.employers import (
    ContactPersonFactory,
    EmployerContactFactory,
    EmployerFactory,
    OpeningFactory,
    WorkplaceFactory,
)
from tests.factories.organisations import AssignmentFactory, UserFactory
from tests.factories.participants import CodeFactory, EnrolmentFactory, OccupationWishFactory

Events = Callable[[], list[str]]
TRAINING, HOURLY = PlacementKind.WORK_TRAINING, PlacementKind.HOURLY
DAY = date(2025, 2, 10)
ENDED = {"ended_by": EndedBy.PARTICIPANT, "end_reason": EndReason.RELAPSE}


@pytest.fixture
def working(caseworker: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(caseworker)


@pytest.fixture
def enrolment(kc: Unit, caseworker: User) -> Enrolment:
    return EnrolmentFactory(programme__unit=kc, caseworker=caseworker)


@pytest.fixture
def workplace(db: None) -> Workplace:
    return WorkplaceFactory(employer__name="Kvarnen", name="Köket")


@pytest.fixture
def placement(enrolment: Enrolment, workplace: Workplace) -> Placement:
    """Work training since 7 January."""
    return PlacementFactory(enrolment=enrolment, workplace=workplace, kind=TRAINING)


@pytest.fixture
def events(db: None) -> Events:
    def all_of_them() -> list[str]:
        return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))

    return all_of_them


def start(enrolment: Enrolment, workplace: Workplace, by: User, **values: object) -> Placement:
    values = {"kind": TRAINING, "starts_on": DAY, **values}
    return actions.start(enrolment=enrolment, workplace=workplace, by=by, **values)


# --- actions ---


def test_start(
    enrolment: Enrolment, workplace: Workplace, caseworker: User, events: Events
) -> None:
    supervisor = ContactPersonFactory(employer=workplace.employer)
    made = start(
        enrolment, workplace, caseworker, supervisor=supervisor, tasks="Diska", hours_per_week=12
    )
    made.refresh_from_db()
    assert (made.by, made.supervisor, made.hours_per_week) == (caseworker, supervisor, Decimal(12))
    assert made.may_end_same_day and not made.is_planned
    assert events() == ["placement.started"]


def test_the_market_is_that_of_the_workplace_then(enrolment: Enrolment, caseworker: User) -> None:
    workplace = WorkplaceFactory(own=True)
    made = start(enrolment, workplace, caseworker)
    Workplace.objects.update(market=Market.REGULAR)
    made.refresh_from_db()
    assert made.market == Market.OWN


def test_the_change_log_tells_nothing_about_the_person(
    enrolment: Enrolment, workplace: Workplace, caseworker: User
) -> None:
    made = start(enrolment, workplace, caseworker, tasks="Diska")
    actions.change(placement=made, by=caseworker, tasks="Diska sittande", schedule="Måndag")
    event = AuditEvent.objects.latest("pk")
    assert event.changes == {"tasks": ["•••", "•••"], "schedule": ["", "Måndag"]}
    assert event.object_label == f"plats {made.pk}"


def test_a_supervisor_of_another_employer_is_refused(
    enrolment: Enrolment, workplace: Workplace, caseworker: User
) -> None:
    with pytest.raises(ValidationError, match="annan arbetsgivare"):
        start(enrolment, workplace, caseworker, supervisor=ContactPersonFactory())


def test_nothing_starts_after_the_end_but_in_history(
    kc: Unit, workplace: Workplace, caseworker: User
) -> None:
    ended = EnrolmentFactory(programme__unit=kc, ends_on=date(2025, 2, 28))
    with pytest.raises(StepRefused, match="avslutades"):
        start(ended, workplace, caseworker)
    assert start(ended, workplace, caseworker, unchecked=True).pk


def test_an_opening_is_filled_by_as_many_as_it_has_places(
    kc: Unit, caseworker: User, events: Events
) -> None:
    opening = OpeningFactory(places=2)
    never = {"is_planned": True, "ends_on": DAY, "ended_by": "employer", "end_reason": "other"}
    PlacementFactory(opening=opening, workplace=opening.workplace, starts_on=DAY, **never)
    statuses = []
    for _number in range(3):
        enrolment = EnrolmentFactory(programme__unit=kc)
        start(enrolment, opening.workplace, caseworker, opening=opening)
        opening.refresh_from_db()
        statuses.append(opening.status)
    assert statuses == [OpeningStatus.OPEN, OpeningStatus.FILLED, OpeningStatus.FILLED]
    assert events().count("opening.fill") == 1


def test_change(placement: Placement, caseworker: User, events: Events) -> None:
    changed = actions.change(placement=placement, by=caseworker, version=1, schedule="Måndag")
    same = actions.change(placement=placement, by=caseworker, version=2, schedule="Måndag")
    assert (changed.version, same.version) == (2, 2)
    assert events() == ["placement.changed"]
    with pytest.raises(VersionConflict):
        actions.change(placement=placement, by=caseworker, version=1, schedule="Tisdag")


def test_begin_what_was_planned_once(
    enrolment: Enrolment, workplace: Workplace, caseworker: User, events: Events
) -> None:
    planned = start(enrolment, workplace, caseworker, is_planned=True)
    begun = actions.begin(placement=planned, by=caseworker, starts_on=date(2025, 2, 12))
    assert (begun.is_planned, begun.starts_on) == (False, date(2025, 2, 12))
    with pytest.raises(StepRefused):
        actions.begin(placement=planned, by=caseworker, starts_on=DAY)
    assert events() == ["placement.started", "placement.begun"]


def test_begin_is_refused_after_it_came_to_nothing_or_the_enrolment_ended(
    enrolment: Enrolment, workplace: Workplace, caseworker: User
) -> None:
    planned = start(enrolment, workplace, caseworker, is_planned=True)
    actions.end(placement=planned, by=caseworker, ends_on=TODAY, **ENDED)
    with pytest.raises(StepRefused):
        actions.begin(placement=planned, by=caseworker, starts_on=DAY)
    other = start(enrolment, workplace, caseworker, is_planned=True)
    Enrolment.objects.update(ends_on=TODAY)
    with pytest.raises(StepRefused, match="avslutades"):
        actions.begin(placement=other, by=caseworker, starts_on=DAY)


def test_end_and_correct_the_end(placement: Placement, caseworker: User, events: Events) -> None:
    ended = actions.end(
        placement=placement, by=caseworker, ends_on=DAY, followed_by="Vilade", version=1, **ENDED
    )
    assert (ended.ends_on, ended.ended_by, ended.end_reason) == (DAY, "participant", "relapse")
    values = ENDED | {"end_reason": EndReason.ILL_HEALTH, "followed_by": "Vilade"}
    actions.end(placement=placement, by=caseworker, ends_on=DAY, version=2, **values)
    actions.end(placement=placement, by=caseworker, ends_on=DAY, version=3, **values)
    assert events() == ["placement.ended"] * 2
    with pytest.raises(VersionConflict):
        actions.end(placement=placement, by=caseworker, ends_on=DAY, version=1, **ENDED)


def test_an_end_before_the_start_is_refused(placement: Placement, caseworker: User) -> None:
    with pytest.raises(ValidationError, match="före startdatum"):
        actions.end(placement=placement, by=caseworker, ends_on=date(2025, 1, 6), **ENDED)


def test_what_never_began_ends_when_it_should_have_begun(
    enrolment: Enrolment, workplace: Workplace, caseworker: User
) -> None:
    planned = start(enrolment, workplace, caseworker, is_planned=True, starts_on=date(2025, 4, 1))
    never = actions.end(placement=planned, by=caseworker, ends_on=TODAY, **ENDED)
    assert (never.ends_on, never.is_planned) == (date(2025, 4, 1), True)


def test_reopen_an_end_by_mistake(placement: Placement, caseworker: User, events: Events) -> None:
    with pytest.raises(StepRefused):
        actions.reopen(placement=placement, by=caseworker)
    values = ENDED | {"followed_by": "Vilade"}
    actions.end(placement=placement, by=caseworker, ends_on=DAY, **values)
    opened = actions.reopen(placement=placement, by=caseworker)
    assert (opened.ends_on, opened.ended_by, opened.end_reason) == (None, "", "")
    assert opened.followed_by == "Vilade"
    assert events() == ["placement.ended", "placement.reopened"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (PlacementKind.HOURLY, EndReason.HIRED),
        (PlacementKind.EMPLOYMENT, EndReason.HIRED),
        (PlacementKind.INTERNSHIP, EndReason.PERIOD_OVER),
    ],
)
def test_change_kind(
    placement: Placement, caseworker: User, kind: PlacementKind, reason: EndReason
) -> None:
    supervisor = ContactPersonFactory(employer=placement.workplace.employer)
    actions.change(placement=placement, by=caseworker, supervisor=supervisor, tasks="Diska")
    new = actions.change_kind(
        placement=placement, by=caseworker, kind=kind, starts_on=DAY, hours_per_week=20
    )
    placement.refresh_from_db()
    assert (placement.ends_on, placement.ended_by) == (date(2025, 2, 9), EndedBy.AS_PLANNED)
    assert (placement.end_reason, placement.followed_by) == (reason, str(kind.label))
    assert (new.kind, new.starts_on, new.workplace) == (kind, DAY, placement.workplace)
    assert (new.supervisor, new.tasks, new.hours_per_week) == (supervisor, "Diska", 20)


@pytest.mark.parametrize("how", ["planned", "ended"])
def test_only_what_goes_on_changes_kind(placement: Placement, caseworker: User, how: str) -> None:
    if how == "ended":
        actions.end(placement=placement, by=caseworker, ends_on=DAY, **ENDED)
    else:
        Placement.objects.update(is_planned=True)
    with pytest.raises(StepRefused):
        actions.change_kind(placement=placement, by=caseworker, kind=HOURLY, starts_on=TODAY)


def test_nothing_is_kept_of_a_change_that_begins_too_early(
    placement: Placement, caseworker: User
) -> None:
    with pytest.raises(ValidationError, match="måste börja efter 2025-01-07"):
        actions.change_kind(
            placement=placement, by=caseworker, kind=HOURLY, starts_on=placement.starts_on
        )
    assert Placement.objects.get().ended_by == ""


def test_visit_and_correct_it(placement: Placement, caseworker: User, events: Events) -> None:
    visit = actions.visit(placement=placement, by=caseworker, on=DAY, note="Går bra")
    assert visit.mode == ContactMode.VISIT
    for _number in range(2):
        actions.change_visit(visit=visit, by=caseworker, note="Går mycket bra")
    assert events() == ["placement.visited", "placement.visit_changed"]


def test_a_job_is_entered_as_work_once(
    placement: Placement, caseworker: User, events: Events
) -> None:
    values = {"kind": "work", "starts_on": DAY}
    done = actions.enter_outcome(placement=placement, by=caseworker, **values)
    assert done.outcome == Outcome.objects.get()
    assert events() == ["outcome.added", "placement.outcome_entered"]
    with pytest.raises(StepRefused):
        actions.enter_outcome(placement=placement, by=caseworker, **values)
    assert Outcome.objects.count() == 1


# --- where it stands ---


@pytest.mark.parametrize(
    ("values", "status", "asks"),
    [
        ({}, PlacementStatus.ONGOING, ""),
        ({"ends_on": TODAY}, PlacementStatus.ONGOING, ""),  # the last day counts
        ({"ends_on": date(2025, 3, 2)}, PlacementStatus.ENDED, "end"),
        ({"ends_on": TODAY, "ended_by": "employer"}, PlacementStatus.ENDED, ""),
        ({"is_planned": True}, PlacementStatus.PLANNED, "begin"),
        ({"is_planned": True, "starts_on": date(2025, 3, 4)}, PlacementStatus.PLANNED, ""),
        ({"is_planned": True, "ended_by": "employer"}, PlacementStatus.NEVER_BEGUN, ""),
    ],
)
def test_status(values: dict[str, object], status: PlacementStatus, asks: str) -> None:
    line = Line(Placement(**{"starts_on": date(2025, 1, 7), "kind": TRAINING, **values}), TODAY)
    assert (line.status, line.should_have_begun, line.lacks_end) == (
        status,
        asks == "begin",
        asks == "end",
    )


# --- who ---


PAGES = ("placement_detail",)
EDITS = (
    "placement_edit",
    "placement_begin",
    "placement_end",
    "placement_next",
    "placement_outcome",
    "visit_create",
)


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("caseworker", 200, 200),
        ("elsewhere", 404, 404),
        ("manager", 200, 403),
        ("planner", 403, 403),
        ("provider_user", 403, 403),
        ("administrator", 403, 403),
        ("outsider", 403, 403),
        ("evaluator", 403, 403),
        ("referrer", 403, 403),
    ],
)
def test_who_sees_and_edits(
    who: str,
    sees: int,
    edits: int,
    placement: Placement,
    cfa: Unit,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
) -> None:
    roles = {
        "elsewhere": Role.CASEWORKER,
        "evaluator": Role.EVALUATOR,
        "referrer": Role.REFERRER,
    }
    if who in roles:
        user = UserFactory()
        AssignmentFactory(user=user, role=roles[who], unit=cfa, provider=None)
    else:
        user = request.getfixturevalue(who)
    client, enrolment = sign_in(user), placement.enrolment
    for name in PAGES:
        answer = client.get(reverse(f"casework:{name}", args=[placement.pk]))
        assert answer.status_code == sees, name
    for name in EDITS:
        answer = client.get(reverse(f"casework:{name}", args=[placement.pk]))
        assert answer.status_code == edits, name
    new = reverse("casework:placement_create", args=[enrolment.pk])
    assert client.get(new).status_code == edits
    reopen = reverse("casework:placement_reopen", args=[placement.pk])
    assert client.post(reopen).status_code == (302 if edits == 200 else edits)
    if sees != 200:
        assert not ReadEvent.objects.exists()


def test_a_visit_is_corrected_by_who_was_there(
    working: Client, placement: Placement, caseworker: User
) -> None:
    own = PlacementVisitFactory(placement=placement, by=caseworker, note="Fel")
    theirs = PlacementVisitFactory(placement=placement)
    hidden = PlacementVisitFactory()
    for visit, status in ((own, 200), (theirs, 403), (hidden, 404)):
        url = reverse("casework:visit_edit", args=[visit.pk])
        assert working.get(url).status_code == status
    values = {"on": "2025-02-21", "mode": "phone", "note": "Rätt"}
    working.post(reverse("casework:visit_edit", args=[own.pk]), values)
    own.refresh_from_db()
    assert (own.note, own.mode) == ("Rätt", "phone")


def test_the_manager_sees_the_place_but_not_what_is_sensitive(
    manager: User, placement: Placement, sign_in: Callable[[User], Client]
) -> None:
    secret = {"adaptations": "Sitter ner", "tasks": "Diska", "followed_by": "Avgiftning"}
    Placement.objects.update(ends_on=DAY, **ENDED, **secret)
    PlacementVisitFactory(placement=placement, note="Luktade alkohol")
    page = sign_in(manager).get(reverse("casework:placement_detail", args=[placement.pk]))
    text = page.content.decode()
    for word in (*secret.values(), "Återfall", "Luktade alkohol"):
        assert word not in text, word
    assert "Uppgiften är skyddad" in text and "Köket" in text and "Deltagaren" in text


# --- start from a participant, an opening, an employer ---


def new(enrolment: Enrolment, query: str = "") -> str:
    return reverse("casework:placement_create", args=[enrolment.pk]) + query


SAID = {"kind": "work_training", "starts_on": "2025-03-03"}


def test_from_the_participant_one_chooses_where(
    working: Client, enrolment: Enrolment, workplace: Workplace
) -> None:
    WorkplaceFactory(archived_at="2024-01-01T12:00Z")
    WorkplaceFactory(employer__archived_at="2024-01-01T12:00Z")
    opening = OpeningFactory(title="Diskare", workplace=workplace, occupation=CodeFactory())
    OccupationWishFactory(enrolment=enrolment, occupation=opening.occupation)
    page = working.get(new(enrolment))
    assert page.context["workplaces"] == [workplace]
    text = page.content.decode()
    assert f"?ledig={opening.pk}" in text and "Önskar just det här yrket" in text
    assert f"?arbetsplats={workplace.pk}" in text


@pytest.mark.parametrize(
    ("words", "found"), [("kök", 1), ("kvarn kök", 1), ("hisingen", 1), ("kvarn disk", 0)]
)
def test_search_where(
    working: Client, enrolment: Enrolment, workplace: Workplace, words: str, found: int
) -> None:
    WorkplaceFactory(employer__name="Bageriet", name="Butiken", place="Centrum")
    part = working.get(new(enrolment), {"q": words}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert text.strip().startswith('<div id="found">')
    assert text.count("?arbetsplats=") == found


def test_the_latest_used_stand_first(working: Client, enrolment: Enrolment) -> None:
    unused, old, late = WorkplaceFactory.create_batch(3)
    PlacementFactory(workplace=old, starts_on=date(2024, 10, 1))
    PlacementFactory(workplace=late)
    assert working.get(new(enrolment)).context["workplaces"] == [late, old, unused]


def test_start_with_a_new_supervisor(
    working: Client, enrolment: Enrolment, workplace: Workplace, caseworker: User
) -> None:
    CodeFactory(code="9412", label="Köksbiträden")
    values = SAID | {
        "hours_per_week": "7,5",
        "schedule": "Måndag 9–12",
        "occupation": "9412",
        "supervisor_name": "Kim Kock",
        "supervisor_phone": "031-000 00",
        "may_end_same_day": "on",
    }
    answer = working.post(new(enrolment, f"?arbetsplats={workplace.pk}"), values)
    made = Placement.objects.get()
    assert answer.url == reverse("casework:placement_detail", args=[made.pk])
    assert (made.hours_per_week, made.occupation.code) == (Decimal("7.5"), "9412")
    assert made.may_end_same_day and not made.is_planned and made.by == caseworker
    assert made.supervisor == ContactPerson.objects.get()
    assert (made.supervisor.employer, made.supervisor.workplace) == (workplace.employer, workplace)


def test_a_day_to_come_is_a_planned_place(
    working: Client, enrolment: Enrolment, workplace: Workplace
) -> None:
    values = SAID | {"starts_on": "2025-03-04"}
    working.post(new(enrolment, f"?arbetsplats={workplace.pk}"), values)
    assert Placement.objects.get().is_planned


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"kind": ""}, "kind", "Fyll i"),
        ({"starts_on": "2024-09-30"}, "starts_on", "före inskrivningen, 2024-10-01"),
        ({"ends_on": "2025-03-02"}, "ends_on", "före den börjar"),
        ({"hours_per_week": "61"}, "hours_per_week", "60"),
        ({"supervisor_phone": "031"}, "supervisor_name", "Skriv handledarens namn"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    working: Client,
    enrolment: Enrolment,
    workplace: Workplace,
    values: dict[str, str],
    field: str,
    message: str,
) -> None:
    page = working.post(new(enrolment, f"?arbetsplats={workplace.pk}"), SAID | values)
    errors = page.context["form"].errors
    assert message in errors[field][0] and len(errors) == 1
    assert not Placement.objects.exists()


def test_one_supervisor_and_not_two(
    working: Client, enrolment: Enrolment, workplace: Workplace
) -> None:
    known = ContactPersonFactory(employer=workplace.employer)
    url = new(enrolment, f"?arbetsplats={workplace.pk}")
    values = SAID | {"supervisor": known.pk}
    page = working.post(url, values | {"supervisor_name": "Kim"})
    assert "inte båda" in page.context["form"].errors["supervisor_name"][0]
    working.post(url, values)
    assert Placement.objects.get().supervisor == known


def test_nothing_is_kept_of_a_refused_start(
    working: Client, enrolment: Enrolment, workplace: Workplace
) -> None:
    Enrolment.objects.update(ends_on=TODAY)
    url = new(enrolment, f"?arbetsplats={workplace.pk}")
    page = working.post(url, SAID | {"supervisor_name": "Kim"})
    assert "avslutades" in page.content.decode()
    assert not ContactPerson.objects.exists()


@pytest.mark.parametrize(
    ("kind", "proposed"), [(OpeningKind.HOURLY, "hourly"), (OpeningKind.STUDY_VISIT, None)]
)
def test_from_an_opening(
    working: Client, enrolment: Enrolment, kind: OpeningKind, proposed: str | None
) -> None:
    opening = OpeningFactory(kind=kind, occupation=CodeFactory(), hours_per_week=20)
    url = new(enrolment, f"?ledig={opening.pk}")
    form = working.get(url).context["form"]
    assert (form["kind"].value(), form.initial["hours_per_week"]) == (proposed, 20)
    working.post(url, SAID)
    opening.refresh_from_db()
    assert (opening.placements.count(), opening.status) == (1, OpeningStatus.FILLED)


def test_from_the_employer(
    working: Client, enrolment: Enrolment, workplace: Workplace, kc: Unit
) -> None:
    EnrolmentFactory(programme__unit=kc)  # a colleague's
    url = reverse("casework:placement_from_employer", args=[workplace.employer_id])
    page = working.get(url)
    assert list(page.context["enrolments"]) == [enrolment]
    assert ReadEvent.objects.get().subject_id == enrolment.participant_id
    only = new(enrolment, f"?arbetsgivare={workplace.employer_id}")
    assert only in page.content.decode()
    assert "hos Köket" in working.get(only).content.decode()
    WorkplaceFactory(employer=workplace.employer)
    WorkplaceFactory()
    assert len(working.get(only).context["workplaces"]) == 2


@pytest.mark.parametrize("query", ["?arbetsplats=9", "?ledig=9"])
def test_what_does_not_exist_is_not_found(
    working: Client, enrolment: Enrolment, query: str
) -> None:
    assert working.get(new(enrolment, query)).status_code == 404


@pytest.mark.parametrize("query", ["?arbetsplats=²", "?ledig=x", "?arbetsgivare=x"])
def test_nonsense_is_passed_over(working: Client, enrolment: Enrolment, query: str) -> None:
    assert "Ny plats: var?" in working.get(new(enrolment, query)).content.decode()


# --- the way of one placement ---


def url(name: str, placement: Placement) -> str:
    return reverse(f"casework:{name}", args=[placement.pk])


def test_planned_begun_visited_turned_into_a_job_and_entered(
    working: Client, enrolment: Enrolment, workplace: Workplace
) -> None:
    workplace.employer.organisation_number = "992345-6785"
    workplace.employer.save()
    one = PlacementFactory(
        enrolment=enrolment, workplace=workplace, kind=TRAINING, is_planned=True, starts_on=DAY
    )
    assert "Platsen skulle ha börjat 10 februari 2025" in _text(working, one)
    assert "starts_on" in _errors(working, "placement_begin", one, starts_on="2025-03-04")
    working.post(url("placement_begin", one), {"starts_on": "2025-02-11"})
    visit = {"mode": "visit", "note": "Går bra"}
    assert "on" in _errors(working, "visit_create", one, on="2025-02-10", **visit)
    assert "on" in _errors(working, "visit_create", one, on="2025-03-04", **visit)
    working.post(url("visit_create", one), {"on": "2025-02-20", **visit})
    assert "Går bra" in _text(working, one)
    new = {"kind": "hourly", "hours_per_week": "16"}
    assert "starts_on" in _errors(working, "placement_next", one, starts_on="2025-03-04", **new)
    assert "starts_on" in _errors(working, "placement_next", one, starts_on="2025-02-11", **new)
    assert "kind" in _errors(working, "placement_next", one, kind=TRAINING, starts_on="2025-03-01")
    working.post(url("placement_next", one), {"starts_on": "2025-03-01", **new})
    job = Placement.objects.exclude(pk=one.pk).get()
    text = _text(working, job)
    assert "Mer hos samma arbetsgivare" in text and "För in som arbete" in text
    form = working.get(url("placement_outcome", job)).context["form"]
    values = {name: value for name, value in form.initial.items() if value is not None}
    rest = {"open_to_anyone": "yes", "normal_pay": "yes", "subsidy": "none"}
    working.post(url("placement_outcome", job), values | rest)
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.employer_name) == ("work", "Kvarnen")
    assert (outcome.organisation_number, outcome.contract) == ("992345-6785", "hourly")
    assert (outcome.starts_on, outcome.hours_per_week) == (date(2025, 3, 1), 16)
    assert "För in som arbete" not in _text(working, job)


def _text(client: Client, placement: Placement) -> str:
    return client.get(url("placement_detail", placement)).content.decode()


def _errors(client: Client, name: str, placement: Placement, **values: object) -> dict:
    return client.post(url(name, placement), values).context["form"].errors


def test_end_reopen_and_end_again(working: Client, placement: Placement) -> None:
    why = {"ended_by": "participant", "end_reason": "relapse", "followed_by": "Paus"}
    end = url("placement_end", placement)
    for day in ("2025-01-06", "2025-03-04"):
        assert "ends_on" in _errors(working, "placement_end", placement, ends_on=day, **why)
    working.post(end, {"ends_on": "2025-02-28", "version": "1", **why})
    text = _text(working, placement)
    assert "Återfall" in text and "Paus" in text and "Avslutad" in text
    stale = working.post(end, {"ends_on": "2025-02-27", "version": "1", **why})
    assert stale.context["form"].conflict == {"ends_on": "2025-02-28"}
    working.post(url("placement_reopen", placement))
    placement.refresh_from_db()
    assert (placement.ends_on, placement.followed_by) == (None, "Paus")


def test_reopen_needs_a_press_and_an_end(working: Client, placement: Placement) -> None:
    assert working.get(url("placement_reopen", placement)).status_code == 302
    page = working.post(url("placement_reopen", placement), follow=True).content.decode()
    assert "Platsen är inte avslutad." in page


def test_what_came_to_nothing_needs_no_day(working: Client, placement: Placement) -> None:
    Placement.objects.update(is_planned=True, starts_on=date(2025, 4, 1))
    why = {"ended_by": "employer", "end_reason": "employer_changed"}
    working.post(url("placement_end", placement), why)
    assert "Blev inte av" in _text(working, placement)


def test_edit(working: Client, placement: Placement) -> None:
    known = ContactPersonFactory(employer=placement.workplace.employer, name="Kim Kock")
    values = {"kind": "internship", "starts_on": "2025-01-08", "supervisor": known.pk}
    edit = url("placement_edit", placement)
    working.post(edit, values | {"version": "1", "ends_on": "2025-06-30"})
    placement.refresh_from_db()
    assert (placement.kind, placement.ends_on) == ("internship", date(2025, 6, 30))
    assert (placement.supervisor, placement.may_end_same_day) == (known, False)
    ContactPerson.objects.update(archived_at="2025-01-01T12:00Z")
    assert "Kim Kock" in working.get(edit).content.decode()
    assert "hann före" in working.post(edit, values | {"version": "1"}).content.decode()


def test_the_end_is_written_with_its_reason_only(working: Client, placement: Placement) -> None:
    Placement.objects.update(ends_on=DAY, **ENDED)
    edit = url("placement_edit", placement)
    assert "ends_on" not in working.get(edit).context["form"].fields
    working.post(edit, SAID | {"starts_on": "2025-01-07", "version": "1"})
    placement.refresh_from_db()
    assert (placement.ends_on, placement.version) == (DAY, 2)


# --- on other pages ---


def test_on_the_participants_page(working: Client, placement: Placement, caseworker: User) -> None:
    PlacementVisitFactory(placement=placement, on=date(2025, 2, 20))
    EmployerContactFactory(enrolment=placement.enrolment, employer__name="Bageriet")
    EmployerContactFactory(employer__name="Någon annans")
    text = working.get(placement.enrolment.get_absolute_url()).content.decode()
    section = text.split('id="platser"')[1].split("</section>")[0]
    for word in ("Arbetsträning, Köket", "Pågår", "besök 2025-02-20", "Bageriet"):
        assert word in section, word
    assert "Någon annans" not in section
    assert new(placement.enrolment) in section


def test_placement_page_makes_the_same_queries_for_more_rows(
    working: Client, placement: Placement, caseworker: User, count_queries: Callable[..., int]
) -> None:
    def more() -> None:
        for _number in range(3):
            PlacementVisitFactory(placement=placement)
            PlacementFactory(enrolment=placement.enrolment, workplace=placement.workplace)

    more()
    few = count_queries(lambda: working.get(url("placement_detail", placement)))
    more()
    assert count_queries(lambda: working.get(url("placement_detail", placement))) == few


def test_choosing_where_makes_the_same_queries_for_more_rows(
    working: Client, enrolment: Enrolment, count_queries: Callable[..., int]
) -> None:
    wish = OccupationWishFactory(enrolment=enrolment)

    def more() -> None:
        for _number in range(3):
            OpeningFactory(occupation=wish.occupation)
            WorkplaceFactory(employer=EmployerFactory())

    more()
    few = count_queries(lambda: working.get(new(enrolment)))
    more()
    assert count_queries(lambda: working.get(new(enrolment))) == few


def test_visits_are_visible_with_the_participant(caseworker: User, placement: Placement) -> None:
    seen = PlacementVisitFactory(placement=placement)
    PlacementVisitFactory()
    assert list(PlacementVisit.objects.visible_to(caseworker)) == [seen]


def test_an_employers_page_names_few_of_those_who_have_left(
    working: Client, kc: Unit, workplace: Workplace
) -> None:
    """Each name is a look at the person: those there now and the latest five are enough."""

    def place(**values: object) -> Placement:
        enrolment = EnrolmentFactory(programme__unit=kc)
        return PlacementFactory(enrolment=enrolment, workplace=workplace, **values)

    there = place(starts_on=date(2024, 10, 1))
    gone = [place(starts_on=date(2024, 10, day), ends_on=DAY) for day in range(2, 9)]
    text = working.get(workplace.employer.get_absolute_url()).content.decode()
    assert "Och 2 platser tidigare." in text
    named = {one.enrolment.participant_id for one in (there, *gone[2:])}
    assert set(ReadEvent.objects.values_list("subject_id", flat=True)) == named
