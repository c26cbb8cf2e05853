"""The start page: a part for each thing that the user's permissions make theirs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements import queries as agreements
from stegvis.followup.enums import ReportStatus
from stegvis.followup.models import Decision, ProviderReport, of_visible
from stegvis.interventions import queries as interventions
from stegvis.interventions.enums import OrderStatus
from stegvis.interventions.models import Intervention, Order

MOST = 8  # lines a part shows; the rest is a click away


@dataclass(frozen=True)
class Line:
    """Something to open: what, where it leads, and a word on why."""

    text: str
    url: str
    detail: str | Promise = ""
    tone: str = ""


@dataclass(frozen=True)
class Part:
    """A card on the start page."""

    title: str | Promise
    lines: list[Line] = field(default_factory=list)
    empty: str | Promise = ""
    more_url: str = ""
    more: str | Promise = ""


Source = Callable[[User, date], Part | None]


def parts(user: User, *, today: date) -> list[Part]:
    """Only parts that the user may see. One to three queries a part, for any number of rows."""
    made = [source(user, today) for needs, source in SOURCES if user.may(needs)]
    return [part for part in made if part is not None]


def _late(user: User, today: date) -> Part:
    records = list(interventions.overdue_steps(user, today=today)[:MOST])
    return Part(
        _("Försenade steg"),
        [
            Line(
                f"{record.intervention}: {record.get_step_display()}",
                interventions.step_url(record),
                _("skulle vara klart %(when)s") % {"when": record.due_on},
                "bad",
            )
            for record in records
        ],
        _("Inget är försenat."),
        reverse("interventions:intervention_list") + "?status=active",
        _("Alla pågående insatser"),
    )


def _next(user: User, today: date) -> Part:
    records = interventions.current_steps(user).filter(Q(due_on__gte=today) | Q(due_on=None))
    return Part(
        _("På tur"),
        [
            Line(
                f"{record.intervention}: {record.get_step_display()}",
                interventions.step_url(record),
                _("senast %(when)s") % {"when": record.due_on} if record.due_on else "",
            )
            for record in records[:MOST]
        ],
        _("Inga pågående insatser väntar på nästa steg."),
    )


def _orders(user: User, today: date) -> Part:
    orders = Order.objects.filter(of_visible(user, "intervention"), status=OrderStatus.SENT)
    return Part(
        _("Beställningar att besluta"),
        [
            Line(
                str(order.intervention),
                reverse("interventions:order_detail", args=[order.intervention_id]),
                _("%(unit)s, skickad %(when)s")
                % {"unit": order.intervention.unit, "when": f"{order.sent_at:%Y-%m-%d}"},
            )
            for order in orders.select_related("intervention__unit").order_by("sent_at")[:MOST]
        ],
        _("Inga beställningar väntar."),
    )


def _reports_to_review(user: User, today: date) -> Part:
    waiting = ProviderReport.objects.visible_to(user).filter(status=ReportStatus.SUBMITTED)
    return Part(
        _("Rapporter att läsa"),
        [
            Line(
                str(report.intervention),
                reverse("followup:report_detail", args=[report.intervention_id]),
                _("inlämnad %(when)s") % {"when": f"{report.submitted_at:%Y-%m-%d}"},
            )
            for report in waiting.select_related("intervention").order_by("submitted_at")[:MOST]
        ],
        _("Inga rapporter väntar på dig."),
    )


def _reports_to_write(user: User, today: date) -> Part | None:
    """For provider staff: their own interventions that have no handed-in report."""
    if any(assignment.unit_id for assignment in user.current_assignments):
        return None
    done = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
    own = Intervention.objects.visible_to(user).active().exclude(report__status__in=done)
    own = own.filter(starts_on__lte=today).select_related("report").order_by("ends_on", "pk")
    return Part(
        _("Att rapportera"),
        [
            Line(
                str(one),
                reverse("followup:result_list", args=[one.pk]),
                _("tillbakalämnad, se kommentaren")
                if getattr(getattr(one, "report", None), "status", "") == ReportStatus.HANDED_BACK
                else _("slutar %(when)s") % {"when": one.ends_on},
            )
            for one in own[:MOST]
        ],
        _("Inget att rapportera just nu."),
        reverse("interventions:intervention_list"),
        _("Alla våra insatser"),
    )


def _decisions(user: User, today: date) -> Part:
    decisions = (
        Decision.objects.visible_to(user)
        .open()
        .select_related("finding__intervention")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    return Part(
        _("Öppna beslut från gemensamma analyser"),
        [
            Line(
                str(decision),
                reverse("followup:analysis_detail", args=[decision.finding.intervention_id]),
                _("%(intervention)s, senast %(when)s")
                % {"intervention": decision.finding.intervention, "when": decision.due_on}
                if decision.due_on
                else str(decision.finding.intervention),
                "bad" if decision.due_on and decision.due_on < today else "",
            )
            for decision in decisions[:MOST]
        ],
        _("Inga öppna beslut."),
        reverse("followup:decision_list"),
        _("Alla öppna beslut"),
    )


def _agreements(user: User, today: date) -> Part:
    reminders = [r for r in agreements.reminders(user, today=today) if r.note is None]
    return Part(
        _("Avtal att ta ställning till"),
        [
            Line(
                str(one.agreement),
                one.agreement.get_absolute_url(),
                _("option senast %(when)s") % {"when": one.falls_on}
                if one.option
                else _("slutar %(when)s") % {"when": one.falls_on},
                "warn",
            )
            for one in reminders[:MOST]
        ],
        _("Inga avtal eller optioner närmar sig sitt slut."),
        reverse("agreements:agreement_list"),
        _("Alla avtal"),
    )


def _administration(user: User, today: date) -> Part:
    return Part(
        _("Förvaltning"),
        [
            Line(str(text), reverse(name))
            for text, name in (
                (_("Användare och uppdrag"), "organisations:user_list"),
                (_("Roller och behörigheter"), "accounts:role_list"),
                (_("Enheter"), "organisations:unit_list"),
                (_("Ändringslogg"), "core:audit_list"),
            )
        ],
    )


SOURCES: list[tuple[Permission, Source]] = [
    (Permission.INTERVENTION_VIEW, _late),
    (Permission.ORDER_DECIDE, _orders),
    (Permission.REPORT_REVIEW, _reports_to_review),
    (Permission.REPORT_WRITE, _reports_to_write),
    (Permission.INTERVENTION_VIEW, _next),
    (Permission.AGREEMENT_VIEW, _agreements),
    (Permission.ANALYSIS_EDIT, _decisions),
    (Permission.USER_EDIT, _administration),
]
