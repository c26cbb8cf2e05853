"""What the participant's page reads: who it is, which enrolment, and all that hangs on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.accounts.models import User
from stegvis.casework import events
from stegvis.casework.timeline import Timeline
from stegvis.organisations.enums import SecrecyBasis
from stegvis.organisations.models import Unit
from stegvis.participants import access
from stegvis.participants.enums import IdentityKind
from stegvis.participants.models import Enrolment, Participant, Pause, Referral
from stegvis.participants.numbers import Number

SECRECY: dict[str, str | Promise] = {
    SecrecyBasis.SOCIAL_SERVICES: gettext_lazy(
        "Socialtjänstsekretess, 26 kap. offentlighets- och sekretesslagen: uppgifterna lämnas ut "
        "bara om det står klart att ingen lider men."
    ),
    SecrecyBasis.LABOUR_MARKET: gettext_lazy(
        "Sekretess i arbetsmarknadsverksamhet, 28 kap. offentlighets- och sekretesslagen. Pröva "
        "varje utlämnande."
    ),
    SecrecyBasis.OTHER: gettext_lazy(
        "Sekretessen följer enhetens egen grund. Fråga chefen innan något lämnas ut."
    ),
}


@dataclass(frozen=True)
class Flag:
    """Something to know before anything else: words, and a tone that has shape and colour."""

    tone: str
    text: str


@dataclass(frozen=True)
class Stay:
    """Days in the programme, the first and the last included, and those of them in pause."""

    days: int
    paused: int

    @property
    def active(self) -> int:
        return self.days - self.paused


def stay(enrolment: Enrolment, pauses: Iterable[Pause], *, today: date) -> Stay:
    """Until today or the last day. A day in two pauses is paused once."""
    last = min(enrolment.ends_on or today, today)
    days = max((last - enrolment.starts_on).days + 1, 0)
    paused: set[date] = set()
    for pause in pauses:
        first = max(pause.starts_on, enrolment.starts_on)
        end = min(pause.ends_on or last, last)
        paused |= {first + timedelta(days=n) for n in range((end - first).days + 1)}
    return Stay(days, len(paused))


@dataclass(frozen=True)
class File:
    """One person's enrolments that the reader may see, and the one that the page is about."""

    participant: Participant
    enrolments: list[Enrolment]  # newest first
    enrolment: Enrolment | None  # None for somebody who waits
    sensitive_for: frozenset[int]

    @property
    def others(self) -> list[Enrolment]:
        return [one for one in self.enrolments if one != self.enrolment]

    def timeline(self, *, today: date) -> Timeline:
        """No query: `read` has prefetched what it tells of."""
        return events.timeline(self.enrolments, today=today, sensitive_for=self.sensitive_for)


def read(user: User, participant: Participant, chosen: str | None, *, today: date) -> File:
    """The participant comes from participants.access. `chosen` is an enrolment's key as text; not
    visible is 404. Without it: the newest that is active, else the newest.

    One query for the enrolments, one for each of events.PARTS and one for the names of those who
    wrote, whatever there is."""
    visible = Enrolment.objects.visible_to(user).filter(participant=participant)
    related = ("programme", "unit", "caseworker", "referral__by", "exit__by")
    enrolments = list(visible.select_related(*related))
    for one in enrolments:
        one.participant = participant
    prefetch_related_objects(enrolments, *events.PARTS)
    events.name_actors(enrolments)
    sensitive = frozenset(one.pk for one in enrolments if access.may_see_sensitive(user, one.unit))
    return File(participant, enrolments, _chosen(enrolments, chosen, today), sensitive)


def _chosen(enrolments: list[Enrolment], key: str | None, today: date) -> Enrolment | None:
    if key:
        found = next((one for one in enrolments if str(one.pk) == key), None)
        if found is None:
            raise Http404
        return found
    active = (one for one in enrolments if _is_active(one, today))
    return next(active, enrolments[0] if enrolments else None)


def _is_active(enrolment: Enrolment, today: date) -> bool:
    ended = enrolment.ends_on is not None and enrolment.ends_on < today
    return enrolment.starts_on <= today and not ended


def identity_flags(participant: Participant) -> list[Flag]:
    found = []
    if participant.is_protected:
        words = f"{_('Skyddade personuppgifter')}: {participant.get_protection_display()}"
        found.append(Flag("protected", words))
    if participant.identity_kind == IdentityKind.UNIDENTIFIED:
        found.append(Flag("quiet", _("Oidentifierad: räknas, men har inget namn")))
    return found


def flags(enrolment: Enrolment, *, today: date) -> list[Flag]:
    """Pause, checkpoints at rest and the end. No query where `read` has prefetched them."""
    found = []
    for pause in enrolment.pauses.all():
        if pause.starts_on <= today and (pause.ends_on is None or pause.ends_on >= today):
            words = _("Pausad sedan %(since)s, ses över %(again)s") % {
                "since": pause.starts_on.isoformat(),
                "again": pause.look_again_on.isoformat(),
            }
            found.append(Flag("warn", words))
    for snooze in (one for one in enrolment.snoozes.all() if one.until >= today):
        words = _("Riktmärket ”%(rule)s” vilar till %(until)s") % {
            "rule": snooze.rule,
            "until": snooze.until.isoformat(),
        }
        found.append(Flag("quiet", words))
    if enrolment.ends_on and enrolment.ends_on < today:
        found.append(Flag("quiet", f"{_('Avslutad')} {enrolment.ends_on.isoformat()}"))
    return found


def number_shown(participant: Participant, *, whole: bool) -> str:
    if not participant.identity_number:
        return ""
    number = Number(participant.identity_number)
    return number.written if whole else number.masked


def age(participant: Participant, *, today: date) -> str:
    """Years by the birth date; only the birth year where that is all that is known."""
    born = participant.birth_date
    if born is None:
        year = participant.birth_year
        return _("född %(year)s") % {"year": year} if year else ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return _("%(n)s år") % {"n": years}


def waiting(user: User, participant: Participant) -> list[Referral]:
    """Referrals that nobody has started yet, for somebody who is not enrolled."""
    rows = Referral.objects.visible_to(user).waiting().filter(participant=participant)
    return list(rows.select_related("programme__unit"))


def unit_of(referrals: list[Referral]) -> Unit | None:
    return referrals[0].programme.unit if referrals else None
