"""What pages read. Each function says what it costs where that is not one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.accounts.models import User
from stegvis.agreements import direct_awards, spend
from stegvis.agreements.direct_awards import KindSum, RunningSum
from stegvis.agreements.enums import AgreementPhase, OptionStatus, SumLevel
from stegvis.agreements.models import Agreement, DirectAwardLimit, Option, ReminderNote, ServiceKind
from stegvis.agreements.reminders import MONTHS_AHEAD, Reminder, Risk, level
from stegvis.agreements.steps import OPTION_STEPS, PATH_BY_STEP
from stegvis.core.formats import kronor, percent
from stegvis.core.steps import open_steps
from stegvis.organisations.models import Provider
from stegvis.organisations.periods import add_months
from stegvis.organisations.queries import left_lately

# --- when an agreement ends ---


def with_effective_end(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Annotates effective_end: the end with exercised options, None where there is no end."""
    exercised = Option.objects.filter(
        agreement=OuterRef("pk"), status=OptionStatus.EXERCISED, extends_to__isnull=False
    )
    latest = exercised.order_by("-extends_to").values("extends_to")[:1]
    extended = Subquery(latest, output_field=DateField())
    return agreements.annotate(
        # SQLite's MAX of a NULL is NULL, so each side falls back on the other
        effective_end=Greatest(Coalesce("ends_on", extended), Coalesce(extended, "ends_on"))
    )


def effective_end(agreement: Agreement) -> date | None:
    """As with_effective_end, for one agreement. No query where the options are prefetched."""
    exercised = [
        option.extends_to
        for option in agreement.options.all()
        if option.status == OptionStatus.EXERCISED and option.extends_to
    ]
    ends = [day for day in (agreement.ends_on, *exercised) if day]
    return max(ends, default=None)


def phase(agreement: Agreement, *, today: date) -> AgreementPhase:
    """Where the agreement is in time. Needs effective_end."""
    end = agreement.effective_end
    if end and end < today:
        return AgreementPhase.ENDED
    if agreement.starts_on and agreement.starts_on > today:
        return AgreementPhase.COMING
    if end is None:
        return AgreementPhase.UNDATED
    soon = end <= add_months(today, MONTHS_AHEAD)
    return AgreementPhase.ENDING if soon else AgreementPhase.RUNNING


def agreements(user: User, *, today: date) -> QuerySet[Agreement]:
    """By end date: those that end next first, then those without an end, then the ended ones."""
    is_over = Q(effective_end__lt=today)
    upcoming = Case(When(is_over, then=None), default=F("effective_end"), output_field=DateField())
    group = Case(When(is_over, then=Value(2)), When(effective_end=None, then=Value(1)), default=0)
    return (
        with_effective_end(Agreement.objects.visible_to(user))
        .select_related("provider", "parent")
        .prefetch_related("panel")
        .order_by(group, upcoming, F("effective_end").desc(), "reference_number")
    )


def of_provider(user: User, provider: Provider, *, today: date) -> QuerySet[Agreement]:
    """As agreements, for one provider: its own and the frameworks where it is in the panel."""
    own = Q(provider=provider) | Q(pk__in=provider.frameworks.values("pk"))
    return agreements(user, today=today).current().filter(own)


@dataclass(frozen=True)
class Row:
    """An agreement as the list shows it."""

    agreement: Agreement
    phase: AgreementPhase
    spent: Decimal | None
    risk: Risk | None

    @property
    def providers(self) -> list[Provider]:
        return providers_of(self.agreement)


def rows(listed: Iterable[Agreement], *, today: date) -> list[Row]:
    """Two queries and those of the spend sources, for any number of agreements."""
    listed = list(listed)
    spent, risks = spend_of(listed), risks_of(listed, today=today)
    return [
        Row(one, phase(one, today=today), spent.get(one.pk), risks.get(one.pk)) for one in listed
    ]


def providers_of(agreement: Agreement) -> list[Provider]:
    """The provider, or the panel of a framework agreement. No query where prefetched."""
    return [agreement.provider] if agreement.provider else list(agreement.panel.all())


def outside_framework(agreement: Agreement) -> str:
    """Where a call-off runs outside its framework agreement's time, in words; else empty."""
    above = agreement.parent
    if above is None:
        return ""
    end, ends = effective_end(above), effective_end(agreement)
    late = bool(end and ends and ends > end)
    early = bool(above.starts_on and agreement.starts_on and agreement.starts_on < above.starts_on)
    if not late and not early:
        return ""
    period = f"{above.starts_on or '…'} – {end or '…'}"
    return _(
        "Avropet löper utanför tiden för %(number)s (%(period)s). Kontrollera datumen och att "
        "avropet gjordes medan avtalet gällde."
    ) % {"number": above.reference_number, "period": period}


@dataclass(frozen=True)
class OptionLine:
    """An option with what can be done with it now: (address, label)."""

    option: Option
    status: OptionStatus
    moves: list[tuple[str, str]]


def option_lines(agreement: Agreement) -> list[OptionLine]:
    """No query where the options are prefetched."""
    return [_option_line(option) for option in agreement.options.all()]


def _option_line(option: Option) -> OptionLine:
    status = OptionStatus(option.status)
    moves = [
        (reverse("agreements:option_move", args=[option.pk, PATH_BY_STEP[step.name]]), step.label)
        for step in open_steps(OPTION_STEPS, status)
    ]
    return OptionLine(option, status, moves)


# --- money ---


def spend_of(agreements: Sequence[Agreement]) -> dict[int, Decimal]:
    """Agreement → kronor spent; a call-off's counts on what it is called off from too.

    One query and those of the sources."""
    own = [agreement.pk for agreement in agreements]
    below = dict(Agreement.objects.filter(parent__in=own).values_list("pk", "parent"))
    booked = spend.booked([*own, *below])
    found = {pk: booked[pk] for pk in own if pk in booked}
    for pk, above in below.items():
        if pk in booked:
            found[above] = found.get(above, Decimal(0)) + booked[pk]
    return found


@dataclass(frozen=True)
class Money:
    """Spend against what the agreement may cost. Kronor."""

    most: Decimal | None
    spent: Decimal
    called_off: Decimal | None  # the call-offs' values; None where nothing is called off

    @property
    def left(self) -> Decimal | None:
        return None if self.most is None else self.most - self.spent

    @property
    def level(self) -> SumLevel:
        """What is spent may be as much as the ceiling, but not more."""
        if self.most is None:
            return SumLevel.UNLIMITED
        if self.spent > self.most:
            return SumLevel.OVER
        return SumLevel.NEAR if self.spent >= self.most * direct_awards.NEAR else SumLevel.WITHIN


def money(agreement: Agreement, call_offs: Sequence[Agreement]) -> Money:
    """One query and those of the sources."""
    values = [one.value for one in call_offs if one.value is not None]
    most = agreement.ceiling if agreement.ceiling is not None else agreement.value
    spent = spend_of([agreement]).get(agreement.pk, Decimal(0))
    return Money(most, spent, sum(values, Decimal(0)) if values else None)


def call_offs(agreement: Agreement, *, today: date) -> list[Row]:
    called = with_effective_end(agreement.call_offs.current())
    called = called.select_related("provider", "area").prefetch_related("panel")
    return rows(called.order_by("-starts_on", "reference_number"), today=today)


# --- reminders and risk ---


def reminders(user: User, *, today: date, handled: bool = False) -> list[Reminder]:
    """Due reminders of the agreements the user sees, nearest day first; with `handled`, also those
    that somebody has taken care of. Three queries."""
    visible = with_effective_end(Agreement.objects.visible_to(user).current())
    return _reminders(visible, today=today, handled=handled)


def reminders_of(agreement: Agreement, *, today: date) -> list[Reminder]:
    """Due and handled reminders of one agreement. Three queries."""
    found = with_effective_end(Agreement.objects.filter(pk=agreement.pk))
    return _reminders(found, today=today, handled=True)


def _reminders(agreements: QuerySet[Agreement], *, today: date, handled: bool) -> list[Reminder]:
    horizon = add_months(today, MONTHS_AHEAD)
    ends = agreements.filter(effective_end__range=(today, horizon)).select_related("provider")
    options = Option.objects.filter(
        agreement__in=agreements.values("pk"), status=OptionStatus.AVAILABLE, last_day__lte=horizon
    ).select_related("agreement__provider")
    dates: list[tuple[Agreement, Option | None, date]] = [
        *((agreement, None, agreement.effective_end) for agreement in ends),
        *((option.agreement, option, option.last_day) for option in options),
    ]
    about = {agreement.pk for agreement, _option, _day in dates}
    notes = {
        (note.agreement_id, note.falls_on): note
        for note in ReminderNote.objects.filter(agreement__in=about).select_related("handled_by")
    }
    found = [
        Reminder(agreement, option, day, reached, today, notes.get((agreement.pk, day)))
        for agreement, option, day in dates
        if (reached := level(day, today))
    ]
    found.sort(key=lambda one: (one.falls_on, one.agreement.reference_number))
    return [one for one in found if handled or one.note is None]


def reminder_days(agreement: Agreement) -> set[date]:
    """The days a reminder of the agreement can be about. One query."""
    options = agreement.options.all()
    return {day for day in (effective_end(agreement), *(o.last_day for o in options)) if day}


def risks_of(agreements: Sequence[Agreement], *, today: date) -> dict[int, Risk]:
    """Agreements near their end whose provider has lost staff. Needs effective_end. One query
    where providers and panels are prefetched."""
    near = add_months(today, MONTHS_AHEAD)
    ending = [one for one in agreements if one.effective_end and today <= one.effective_end <= near]
    providers = {provider.pk for one in ending for provider in providers_of(one)}
    left = left_lately(providers, today=today) if providers else {}
    return {one.pk: _risk(one, hit, left) for one in ending if (hit := _hit(one, left))}


def _hit(agreement: Agreement, left: dict[int, int]) -> list[Provider]:
    return [provider for provider in providers_of(agreement) if provider.pk in left]


def _risk(agreement: Agreement, hit: list[Provider], left: dict[int, int]) -> Risk:
    lost = [
        ngettext("%(n)d person hos %(provider)s", "%(n)d personer hos %(provider)s", left[one.pk])
        % {"n": left[one.pk], "provider": one.name}
        for one in hit
    ]
    return Risk(agreement.effective_end, _(" och ").join(lost))


def agreements_at_risk(user: User, *, today: date) -> list[tuple[Agreement, Risk]]:
    """Agreements the user sees that end soon while the provider loses staff. Three queries."""
    near = add_months(today, MONTHS_AHEAD)
    ending = list(
        agreements(user, today=today).current().filter(effective_end__range=(today, near))
    )
    risks = risks_of(ending, today=today)
    return [(one, risks[one.pk]) for one in ending if one.pk in risks]


# --- direct awards ---


def direct_award_sums(user: User, year: int, *, instead: Agreement | None = None) -> list[KindSum]:
    """The year's purchases by kind of service. With `instead`, as it would be with that agreement,
    new or changed. Three queries and those of the spend sources."""
    bought = (
        Agreement.objects.visible_to(user)
        .current()
        .filter(kind__in=direct_awards.COUNTED, starts_on__year=year)
    )
    if instead is not None:
        bought = bought.exclude(pk=instead.pk)
    listed = list(bought.select_related("provider", "service_kind").order_by("starts_on", "pk"))
    if instead is not None:
        listed.append(instead)
    spent = spend_of([one for one in listed if one.pk])
    purchases = [direct_awards.purchase(one, spent.get(one.pk)) for one in listed]
    return direct_awards.add_up(purchases, list(DirectAwardLimit.objects.all()))


def is_counted(agreement: Agreement) -> bool:
    in_use = agreement.archived_at is None and agreement.starts_on is not None
    return in_use and agreement.kind in direct_awards.COUNTED


def sums_with(user: User, agreement: Agreement) -> list[RunningSum]:
    """The running sums that the agreement, saved or not, is part of: its provider's, and that of
    all providers where it is another. Costs as direct_award_sums."""
    if not is_counted(agreement):
        return []
    sums = direct_award_sums(user, agreement.starts_on.year, instead=agreement)
    same = next(one for one in sums if _pk(one.whole.service_kind) == agreement.service_kind_id)
    own = same.of(agreement.provider_id)
    return [own] if len(same.providers) == 1 else [own, same.whole]


def _pk(kind: ServiceKind | None) -> int | None:
    return kind.pk if kind else None


def sum_in_words(one: RunningSum) -> str:
    """ "Socialt stöd från KRIS: 712 000 kr av 700 000 kr (102 %)."""
    kind = str(one.service_kind) if one.service_kind else _("utan tjänsteslag")
    who = one.provider.name if one.provider else _("alla leverantörer")
    words = _("%(kind)s från %(who)s: %(total)s") % {
        "kind": kind,
        "who": who,
        "total": kronor(one.total),
    }
    if one.limit is None:
        return f"{words}."
    share = percent(one.share)
    return _("%(words)s av %(limit)s (%(share)s).") % {
        "words": words,
        "limit": kronor(one.limit.amount),
        "share": share,
    }


def limit_warnings(user: User, agreement: Agreement) -> list[str]:
    """Sums from 80 % of the limit, to think of before a purchase is saved. Costs as sums_with."""
    return [
        f"{one.level.label}. {sum_in_words(one)}"
        for one in sums_with(user, agreement)
        if one.is_warning
    ]


def must_be_documented(agreement: Agreement) -> bool:
    """Is it a purchase without competition above the amount from which it must be documented?"""
    if agreement.kind not in direct_awards.COUNTED:
        return False
    amount = direct_awards.purchase(agreement).amount
    return amount is not None and amount > direct_awards.DOCUMENTED_FROM


def undated_purchases(user: User) -> QuerySet[Agreement]:
    """Purchases that no year's sum holds, as they have no first day."""
    return (
        Agreement.objects.visible_to(user)
        .current()
        .filter(kind__in=direct_awards.COUNTED, starts_on=None)
    )


def purchase_years(user: User) -> list[int]:
    """Years with purchases without competition, newest first."""
    bought = (
        Agreement.objects.visible_to(user)
        .current()
        .filter(kind__in=direct_awards.COUNTED, starts_on__isnull=False)
    )
    return [day.year for day in bought.dates("starts_on", "year", order="DESC")]


def service_kinds() -> QuerySet[ServiceKind]:
    """Kinds of service with how many agreements are of each."""
    return ServiceKind.objects.annotate(used=Count("agreement")).order_by("name")
