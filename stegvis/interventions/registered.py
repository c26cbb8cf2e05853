"""Counts of registrations, and where they differ from what was reported (design 5, rule 4).

Counts only: nothing here names a person, so whoever sees the intervention may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import formats
from stegvis.interventions.enums import InterventionStatus, Measure, RegistrationStatus
from stegvis.interventions.models import Intervention, InterventionYear, Registration

COMPARED = (
    Measure.REGISTERED,
    Measure.NO_SHOW,
    Measure.WITHDRAWN,
    Measure.STARTED,
    Measure.DROPPED_OUT,
    Measure.COMPLETED,
)


@dataclass(frozen=True)
class Registered:
    """Starts, not persons: somebody who is in two groups is counted in each."""

    by_status: dict[str, int]

    def count(self, measure: str) -> int:
        if measure == Measure.REGISTERED:
            return sum(self.by_status.values())
        if measure == Measure.STARTED:
            return sum(self.by_status.get(status, 0) for status in RegistrationStatus.begun())
        if measure == Measure.ONGOING:
            return self.by_status.get(RegistrationStatus.STARTED, 0)
        return self.by_status.get(measure, 0)

    @property
    def waiting(self) -> int:
        return self.by_status.get(RegistrationStatus.REGISTERED, 0)

    @property
    def figures(self) -> list[tuple[str, int]]:
        """What the page shows, in the order of the way."""
        shown = [
            (str(Measure(name).label), self.count(name)) for name in (*COMPARED, Measure.ONGOING)
        ]
        return [shown[0], (_("Inte börjat än"), self.waiting), *shown[1:]]


def of_intervention(intervention: Intervention) -> Registered:
    """One query."""
    rows = (
        Registration.objects.filter(intervention=intervention)
        .order_by()
        .values("status")
        .annotate(n=Count("pk"))
    )
    return Registered({row["status"]: row["n"] for row in rows})


def differences(registered: Registered, years: Iterable[InterventionYear]) -> list[str]:
    """In words, where the reported figures of all years together say something else."""
    reported: dict[str, int] = {}
    for year in years:
        for measure in COMPARED:
            if (value := getattr(year, measure)) is not None:
                reported[measure] = reported.get(measure, 0) + value
    return [
        _("%(measure)s: %(reported)s enligt redovisningen, %(here)s i Stegvis.")
        % {
            "measure": measure.label,
            "reported": formats.number(reported[measure]),
            "here": formats.number(registered.count(measure)),
        }
        for measure in COMPARED
        if measure in reported and reported[measure] != registered.count(measure)
    ]


def open_to_registration(user: User, *, today: date) -> QuerySet[Intervention]:
    """Active interventions of the user's units that have not ended, with their groups."""
    return (
        Intervention.objects.visible_to(user)
        .filter(status=InterventionStatus.ACTIVE)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .select_related("unit")
        .prefetch_related("groups")
        .order_by("title", F("number").asc(nulls_first=True), "pk")
    )
