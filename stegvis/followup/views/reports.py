from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.core.steps import Step, find, open_steps
from stegvis.followup import access, queries
from stegvis.followup.actions import reports as actions
from stegvis.followup.enums import REPORT_STEPS, ReportStatus
from stegvis.followup.forms.reports import MOVE_FORMS, ReportForm
from stegvis.followup.models import ProviderReport
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import Intervention
from stegvis.interventions.views.frame import frame

STEP = InterventionStep.REPORT


def _moves(user: User, intervention: Intervention, report: ProviderReport) -> list[Step]:
    """The buttons. A report that is not begun has nothing to hand in."""
    return [
        move
        for move in open_steps(REPORT_STEPS, report.status)
        if report.pk and access.allowed(user, move.needs, intervention)
    ]


@page(needs=Permission.INTERVENTION_VIEW)
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    report, lines = access.report(intervention), queries.result_lines(intervention)
    may_write = access.allowed(request.user, Permission.REPORT_WRITE, intervention)
    context = frame(request, intervention, STEP)
    context |= {
        "report": report,
        "status": ReportStatus(report.status),
        "years": intervention.years.all(),
        "lines": lines,
        "progress": queries.progress(lines),
        "history": queries.report_history(report),
        "moves": _moves(request.user, intervention, report),
        "can_write": may_write and report.status in ReportStatus.writable(),
    }
    return render(request, "followup/report_detail.html", context)


@page(needs=Permission.REPORT_WRITE, writes=["POST"])
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.REPORT_WRITE)
    report, draft = access.report(intervention), f"rapport-{pk}"
    initial = {name: getattr(report, name) for name in ReportForm.base_fields}
    form = ReportForm(request.POST or None, initial=initial)
    if saving.attempt(
        form,
        lambda: actions.change(intervention=intervention, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Rapporten är sparad."), draft=draft)
        return redirect("followup:report_detail", pk)
    context = frame(request, intervention, STEP) | {"form": form, "draft": draft}
    return render(request, "followup/report_edit.html", context)


@page(needs=Permission.INTERVENTION_VIEW, writes=["POST"])
def report_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the moves in REPORT_STEPS: hand in, hand back with a comment, accept with a day."""
    if name not in MOVE_FORMS:
        raise Http404
    move, today = find(REPORT_STEPS, name), timezone.localdate()
    intervention = access.intervention(request.user, pk, Permission(move.needs))
    report = access.report(intervention)
    if report.pk is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    initial = {"presented_on": report.presented_on or today}
    form = MOVE_FORMS[name](data, intervention=intervention, today=today, initial=initial)
    if saving.attempt(
        form, lambda: actions.move(report=report, name=name, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Rapporten är uppdaterad."))
        return redirect("followup:report_detail", pk)
    context = frame(request, intervention, STEP) | {"form": form, "move": move}
    return render(request, "followup/report_move.html", context)
