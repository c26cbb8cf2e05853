"""What pages read about placements. A function says what it costs where it is not one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.enums import PlacementKind, PlacementStatus
from stegvis.casework.models import Placement, PlacementVisit
from stegvis.employers import queries as employers
from stegvis.employers.models import Employer, EmployerContact, Workplace
from stegvis.participants.enums import ContractKind, OutcomeKind
from stegvis.participants.models import Enrolment

MOST = 30  # workplaces proposed
MOST_OVER = 5  # who are named on an employer's page though they are not there any more
OVER = (PlacementStatus.ENDED, PlacementStatus.NEVER_BEGUN)


@dataclass(frozen=True)
class Line:
    """A placement as lists show it on a day."""

    placement: Placement
    today: date

    @property
    def status(self) -> PlacementStatus:
        one = self.placement
        if one.is_planned:
            return PlacementStatus.NEVER_BEGUN if one.ended_by else PlacementStatus.PLANNED
        if one.ended_by or (one.ends_on and one.ends_on < self.today):
            return PlacementStatus.ENDED
        return PlacementStatus.ONGOING

    @property
    def should_have_begun(self) -> bool:
        return self.status == PlacementStatus.PLANNED and self.placement.starts_on <= self.today

    @property
    def lacks_end(self) -> bool:
        """The day has passed and nobody has written how it ended."""
        return self.status == PlacementStatus.ENDED and not self.placement.ended_by

    @property
    def is_job(self) -> bool:
        return PlacementKind(self.placement.kind) in PlacementKind.jobs()

    @property
    def last_visit_on(self) -> date | None:
        """Needs `with_visits`."""
        return self.placement.last_visit_on  # type: ignore[attr-defined]


def with_visits(user: User) -> QuerySet[Placement]:
    """Visible placements with workplace and last visit, the latest first."""
    return (
        Placement.objects.visible_to(user)
        .select_related("workplace__employer", "occupation", "supervisor", "enrolment__participant")
        .annotate(last_visit_on=Max("visits__on"))
        .order_by("-starts_on", "-pk")
    )


def of_enrolment(enrolment: Enrolment, *, today: date) -> list[Line]:
    """The latest first. Who sees the enrolment sees its placements. No query where the page has
    read them: events.PARTS."""
    found = sorted(enrolment.placements.all(), key=lambda one: (one.starts_on, one.pk))
    for one in found:
        days = [visit.on for visit in one.visits.all()]
        one.last_visit_on = max(days, default=None)  # type: ignore[attr-defined]
    return [Line(one, today) for one in reversed(found)]


@dataclass(frozen=True)
class AtEmployer:
    """Placements at an employer: `lines` of persons whom the reader sees, with the latest of those
    that are over; `earlier` more of them are not named; and how many the reader does not see."""

    lines: list[Line]
    earlier: int
    others_now: int
    others_before: int


def at_employer(user: User, employer: Employer, *, today: date) -> AtEmployer:
    """Those going on first. Two queries. The caller notes those shown in the read log."""
    lines = [Line(one, today) for one in with_visits(user).filter(workplace__employer=employer)]
    over = [line for line in lines if line.status in OVER]
    others = Placement.objects.filter(workplace__employer=employer, is_planned=False)
    ends = others.exclude(pk__in=[line.placement.pk for line in lines])
    now = [
        starts_on <= today and (ends_on is None or ends_on >= today)
        for starts_on, ends_on in ends.values_list("starts_on", "ends_on")
    ]
    return AtEmployer(
        lines=[line for line in lines if line not in over] + over[:MOST_OVER],
        earlier=len(over[MOST_OVER:]),
        others_now=sum(now),
        others_before=len(now) - sum(now),
    )


def chain(placement: Placement) -> QuerySet[Placement]:
    """What else the participant has had at the same employer in the enrolment, in order."""
    return (
        Placement.objects.filter(
            enrolment=placement.enrolment_id,
            workplace__employer=placement.workplace.employer_id,
        )
        .exclude(pk=placement.pk)
        .select_related("workplace")
        .order_by("starts_on", "pk")
    )


def visits(placement: Placement) -> QuerySet[PlacementVisit]:
    return placement.visits.select_related("by").order_by("-on", "-pk")


def contacts_for(user: User, enrolment: Enrolment, *, limit: int = 5) -> list[EmployerContact]:
    """The latest contacts with employers for the participant; the same of what the page reads."""
    can_see = user.may(Permission.EMPLOYER_VIEW)
    return list(enrolment.employer_contacts.all())[:limit] if can_see else []


def workplaces(user: User, text: str, employer: str = "") -> list[Workplace]:
    """Where somebody may be placed: those found by the words, or those of one employer. At first
    those that have had somebody lately."""
    found = Workplace.objects.visible_to(user).kept().filter(employer__archived_at=None)
    found = found.select_related("employer")
    if employer.isdecimal():
        found = found.filter(employer=int(employer))
    for word in text.split():
        named = employers.containing(word, "name", "place")
        by_employer = Employer.objects.filter(employers.search(word)).values("pk")
        found = found.filter(named | Q(employer__in=by_employer))
    if text or employer:
        return list(found.order_by("employer__name", "name", "pk")[:MOST])
    latest = found.annotate(latest=Max("placements__starts_on"))
    return list(latest.order_by(F("latest").desc(nulls_last=True), "name", "pk")[:MOST])


def as_outcome(placement: Placement) -> dict[str, Any]:
    """What the placement already tells about the job that it is."""
    employer = placement.workplace.employer
    is_hourly = placement.kind == PlacementKind.HOURLY
    return {
        "kind": OutcomeKind.WORK,
        "starts_on": placement.starts_on,
        "employer_name": employer.name,
        "organisation_number": employer.organisation_number or "",
        "occupation": placement.occupation,
        "hours_per_week": placement.hours_per_week,
        "contract": ContractKind.HOURLY if is_hourly else ContractKind.UNKNOWN,
    }
