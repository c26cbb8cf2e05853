"""The caseworker's day: what is due, who comes today, what waits. Queries do not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.casework.checkpoints import Due, due
from stegvis.casework.enums import MeetingStatus
from stegvis.casework.models import Meeting
from stegvis.casework.queries_work import UnfinishedNote, unfinished_notes
from stegvis.organisations.models import Unit
from stegvis.participants.enums import FollowUpStatus, ReferralStatus
from stegvis.participants.models import Enrolment, Participant, Pause, PostExitFollowUp, Referral


@dataclass(frozen=True)
class Day:
    """What waits for one caseworker."""

    meetings: Sequence[Meeting]
    due: Sequence[Due]
    follow_ups: Sequence[PostExitFollowUp]
    referrals: Sequence[Referral]
    pauses: Sequence[Pause]
    notes: Sequence[UnfinishedNote]

    @property
    def is_empty(self) -> bool:
        parts = (self.meetings, self.due, self.follow_ups, self.referrals, self.pauses, self.notes)
        return not any(parts)

    def persons(self) -> list[Participant]:
        """Everybody who is named on the page, for the read log."""
        rows = (*self.meetings, *self.due, *self.follow_ups, *self.pauses, *self.notes)
        seen = {row.enrolment.participant_id: row.enrolment.participant for row in rows}
        seen |= {one.participant_id: one.participant for one in self.referrals if one.participant}
        return list(seen.values())


def of(user: User, *, today: date) -> Day:
    mine = enrolments(user, today=today).filter(caseworker=user)
    found = due(mine, today=today)
    listed = sorted(
        (one for many in found.values() for one in many),
        key=lambda one: (one.rule.days - one.days, one.enrolment.pk),
    )
    return Day(
        meetings=meetings(user, today=today),
        due=listed,
        follow_ups=follow_ups(user, today=today),
        referrals=referrals(user),
        pauses=pauses(user, today=today),
        notes=unfinished_notes(user),
    )


def enrolments(user: User, *, today: date) -> QuerySet[Enrolment]:
    visible = Enrolment.objects.visible_to(user).active(today)
    return visible.select_related("participant", "programme", "caseworker")


def meetings(user: User, *, today: date) -> list[Meeting]:
    """Today's, in their order; cancelled ones are left out."""
    first = timezone.make_aware(datetime.combine(today, time.min))
    last = timezone.make_aware(datetime.combine(today, time.max))
    rows = Meeting.objects.visible_to(user).filter(by=user, at__range=(first, last))
    rows = rows.exclude(status=MeetingStatus.CANCELLED)
    return list(rows.select_related("enrolment__participant").order_by("at", "pk"))


def follow_ups(user: User, *, today: date) -> list[PostExitFollowUp]:
    """Due by today, of those whose last caseworker was this one."""
    rows = PostExitFollowUp.objects.visible_to(user).filter(
        status=FollowUpStatus.DUE, due_on__lte=today, enrolment__caseworker=user
    )
    related = rows.select_related("enrolment__participant", "enrolment__programme")
    return list(related.order_by("due_on", "pk"))


def referrals(user: User) -> list[Referral]:
    """Unanswered ones to the user's units, longest waiting first; queued ones that are mine."""
    units = Unit.objects.allowing(user, Permission.REFERRAL_DECIDE)
    visible = Referral.objects.visible_to(user).filter(programme__unit__in=units)
    unanswered = visible.filter(status=ReferralStatus.RECEIVED)
    related = unanswered.select_related("programme", "participant")
    return list(related.order_by("received_on", "pk"))


def pauses(user: User, *, today: date) -> list[Pause]:
    """Pauses of mine to look at again."""
    rows = Pause.objects.visible_to(user).filter(
        ends_on=None, look_again_on__lte=today, enrolment__caseworker=user
    )
    return list(rows.select_related("enrolment__participant").order_by("look_again_on", "pk"))


@dataclass(frozen=True)
class Stuck:
    """One participant that rules point at, for the manager's list."""

    enrolment: Enrolment
    due: Sequence[Due]


def stuck(user: User, *, today: date) -> list[Stuck]:
    """All active participants of the user's units that a rule points at, longest overdue first."""
    units = Unit.objects.allowing(user, Permission.STUCK_VIEW)
    found = due(enrolments(user, today=today).filter(unit__in=units), today=today)
    rows = [Stuck(many[0].enrolment, many) for many in found.values()]
    return sorted(rows, key=lambda row: (row.due[0].rule.days - row.due[0].days, row.enrolment.pk))
