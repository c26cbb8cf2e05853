"""The snapshot's tables about programmes: one query a table, no names, no free text about persons.

A person is a key that is made anew for each snapshot with a secret that stays in the house, and the
rows stand in the order of the keys: two snapshots cannot be joined to follow somebody. Who may see
the person gets from key to person by making the keys again (`Keys`)."""

import hmac
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from stegvis.casework.models import Activity, Placement
from stegvis.employers.models import EmployerContact
from stegvis.participants.models import (
    Enrolment,
    Outcome,
    PostExitFollowUp,
    Programme,
    SurveyInvitation,
)
from stegvis.reports.models import Goal, GoalValue

Row = dict[str, Any]
Rows = Iterable[Row]
EDUCATION_GROUPS = {  # first digit of SUN's levels → group
    "0": "none",
    "1": "none",
    "2": "compulsory",
    "3": "upper_secondary",
    "4": "post_secondary",
    "5": "post_secondary",
    "6": "post_secondary",
}
EXIT_REASONS = {
    "goal_reached": "goal",
    "next_step": "next_step",
    "active_addiction": "health",
    "worse_health": "health",
    "does_not_want": "declined",
    "not_reached": "declined",
    "moved": "gone",
    "deceased": "gone",
}
UNKNOWN = ("", "unknown")


class Keys:
    """Pseudonyms of one snapshot. The salt is the snapshot's own; the secret is the house's."""

    def __init__(self, salt: str) -> None:
        self._secret = salted_hmac("stegvis.reports.snapshot", salt, algorithm="sha256").digest()
        self._made = lru_cache(maxsize=None)(self._make)

    def __call__(self, kind: str, pk: int) -> str:
        return self._made(kind, pk)

    def _make(self, kind: str, pk: int) -> str:
        return hmac.digest(self._secret, f"{kind} {pk}".encode(), "sha256").hex()[:16]


def programmes(keys: Keys) -> Rows:
    for one in Programme.objects.select_related("unit").order_by("slug"):
        yield {
            "programme": one.slug,
            "title": one.name,
            "unit_code": one.unit.short_name,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
        }


def enrolments(keys: Keys) -> Rows:
    found = Enrolment.objects.values(
        *("pk", "participant", "starts_on", "ends_on", "programme__slug", "unit__short_name"),
        *("participant__sex", "participant__birth_date", "participant__birth_year"),
        *("background__addiction", "background__mental_ill_health"),
        *("background__education__code", "background__months_without_work"),
        *("exit__destination", "exit__reason", "referral__received_on"),
    )
    for row in found:
        education = row["background__education__code"] or ""
        reason = row["exit__reason"]
        yield {
            "enrolment_id": keys("enrolment", row["pk"]),
            "person_id": keys("person", row["participant"]),
            "programme": row["programme__slug"],
            "unit_code": row["unit__short_name"],
            "sex": row["participant__sex"],
            "age_at_start": _age(row),
            "addiction": _known(row["background__addiction"]),
            "mental_ill_health": _known(row["background__mental_ill_health"]),
            "education_group": EDUCATION_GROUPS.get(education[:1]),
            "months_without_work": row["background__months_without_work"],
            "starts_on": row["starts_on"],
            "ends_on": row["ends_on"],
            "destination": row["exit__destination"],
            "exit_reason_group": EXIT_REASONS.get(reason, "other") if reason else None,
            "waited_days": _waited(row["referral__received_on"], row["starts_on"]),
        }


def _age(row: Row) -> int | None:
    """Whole years at the start; where only the year of birth is known, the most it can be."""
    born, on = row["participant__birth_date"], row["starts_on"]
    if born is None:
        year = row["participant__birth_year"]
        return None if year is None else on.year - year
    return int(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _known(answer: str | None) -> str | None:
    return None if answer is None or answer in UNKNOWN else answer


def _waited(received_on: date | None, starts_on: date) -> int | None:
    return None if received_on is None else max(0, (starts_on - received_on).days)


def outcomes(keys: Keys) -> Rows:
    kept = ("kind", "starts_on", "ends_on", "is_municipal_measure", "planned_days", "is_main")
    told = ("open_to_anyone", "normal_pay", "subsidy", "contract", "gives_student_aid")
    for row in Outcome.objects.values("pk", "enrolment", *kept, *told):
        yield {
            "outcome_id": keys("outcome", row["pk"]),
            "enrolment_id": keys("enrolment", row["enrolment"]),
            **{name: row[name] for name in kept},
            **{name: _known(row[name]) for name in told},
        }


def activities(keys: Keys) -> Rows:
    kept = ("kind", "focus", "status", "starts_on", "ends_on")
    for row in Activity.objects.values("pk", "enrolment", *kept):
        yield {
            "activity_id": keys("activity", row["pk"]),
            "enrolment_id": keys("enrolment", row["enrolment"]),
            **{name: row[name] for name in kept},
        }


def placements(keys: Keys) -> Rows:
    kept = ("kind", "market", "starts_on", "ends_on", "is_planned")
    found = Placement.objects.values("pk", "enrolment", "workplace", "workplace__employer", *kept)
    for row in found:
        yield {
            "placement_id": keys("placement", row["pk"]),
            "enrolment_id": keys("enrolment", row["enrolment"]),
            "workplace_id": keys("workplace", row["workplace"]),
            "employer_id": keys("employer", row["workplace__employer"]),
            **{name: row[name] for name in kept},
        }


def employer_contacts(keys: Keys) -> Rows:
    kept = ("on", "mode", "result")
    found = EmployerContact.objects.values(
        "pk", "employer", "unit__short_name", "enrolment__programme__slug", *kept
    )
    for row in found:
        yield {
            "contact_id": keys("contact", row["pk"]),
            "employer_id": keys("employer", row["employer"]),
            "unit_code": row["unit__short_name"],
            "programme": row["enrolment__programme__slug"],
            **{name: row[name] for name in kept},
        }


def survey_answers(keys: Keys) -> Rows:
    found = SurveyInvitation.objects.values(
        "survey", "survey__title", "survey__sent_on", "enrolment", "answered_on", "answer"
    )
    for row in found:
        yield {
            "survey_id": keys("survey", row["survey"]),
            "survey": row["survey__title"],
            "enrolment_id": keys("enrolment", row["enrolment"]),
            "sent_on": row["survey__sent_on"],
            "answered_on": row["answered_on"],
            "answer": row["answer"] or None,
        }


def follow_ups(keys: Keys) -> Rows:
    kept = ("months", "due_on", "status")
    for row in PostExitFollowUp.objects.values("enrolment", "situation", *kept):
        yield {
            "enrolment_id": keys("enrolment", row["enrolment"]),
            "situation": row["situation"] or None,
            **{name: row[name] for name in kept},
        }


def goals(keys: Keys) -> Rows:
    for one in Goal.objects.select_related("programme"):
        yield {
            "goal_id": keys("goal", one.pk),
            "programme": one.programme.slug,
            "position": one.position,
            "title": one.title,
            "indicator": one.indicator or None,
            "direction": one.direction,
            "difficulty": one.difficulty or None,
        }


def goal_values(keys: Keys) -> Rows:
    kept = ("value", "valid_from", "kind")
    for row in GoalValue.objects.values("goal", "reason", "decided_by", *kept):
        yield {
            "goal_id": keys("goal", row["goal"]),
            "reason": row["reason"] or None,
            "decided_by": row["decided_by"] or None,
            **{name: row[name] for name in kept},
        }


BUILDERS: dict[str, Callable[[Keys], Rows]] = {
    "programmes": programmes,
    "enrolments": enrolments,
    "outcomes": outcomes,
    "activities": activities,
    "placements": placements,
    "employer_contacts": employer_contacts,
    "survey_answers": survey_answers,
    "follow_ups": follow_ups,
    "goals": goals,
    "goal_values": goal_values,
}


def rows(name: str, keys: Keys) -> list[Row]:
    """A table's rows in the order of their keys: the order tells nothing of when or who."""
    return sorted(BUILDERS[name](keys), key=lambda row: str(list(row.values())))


def opened(keys: Keys, kind: str, things: QuerySet, ids: Iterable[str]) -> list[int]:
    """The primary keys among `things` whose pseudonym is in `ids`. One query."""
    wanted = set(ids)
    return [pk for pk in things.values_list("pk", flat=True) if keys(kind, pk) in wanted]
