from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import drafts, saving
from stegvis.core.fragments import wants_fragment
from stegvis.core.page import page
from stegvis.followup import access, queries
from stegvis.followup.actions import results as actions
from stegvis.followup.enums import ReportStatus
from stegvis.followup.forms.results import (
    FigureFormSet,
    OtherResultForm,
    ResultForm,
    figures_of,
    filled,
)
from stegvis.followup.forms.rows import RowForm
from stegvis.followup.models import ReportedResult, ResultFigure
from stegvis.followup.queries import ResultLine
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import ExpectedResult, Intervention
from stegvis.interventions.views.frame import frame

STEP = InterventionStep.PROVIDER_FOLLOW_UP


@page(needs=Permission.INTERVENTION_VIEW)
def result_list(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk)
    lines, report = queries.result_lines(intervention), access.report(intervention)
    context = frame(request, intervention, STEP)
    context |= {
        "lines": lines,
        "progress": queries.progress(lines),
        "status": ReportStatus(report.status),
        "report": report,
        "can_answer": access.allowed(request.user, Permission.REPORT_WRITE, intervention)
        and report.status in ReportStatus.writable(),
    }
    return render(request, "followup/result_list.html", context)


@page(needs=Permission.REPORT_WRITE, writes=["POST"])
def result_edit(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """The answer to one expected result."""
    intervention = access.intervention(request.user, pk, Permission.REPORT_WRITE)
    if _is_gone(request, intervention.expected_results.filter(position=line).first()):
        return _gone(request, intervention)
    expected = access.expected_result(intervention, line)
    answered = intervention.reported_results.filter(expected_result=expected).first()
    return _edit(request, intervention, ResultLine(expected, answered), f"resultat-{pk}-{line}")


@page(needs=Permission.REPORT_WRITE, writes=["POST"])
def other_result_create(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.REPORT_WRITE)
    return _edit(request, intervention, ResultLine(None, None), f"ovrigt-resultat-{pk}")


@page(needs=Permission.REPORT_WRITE, writes=["POST"])
def other_result_edit(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.REPORT_WRITE)
    others = intervention.reported_results.filter(expected_result=None)
    if _is_gone(request, others.filter(position=line).first()):
        return _gone(request, intervention)
    reported = access.other_result(intervention, line)
    return _edit(request, intervention, ResultLine(None, reported), f"ovrigt-resultat-{pk}-{line}")


def _is_gone(request: HttpRequest, found: ExpectedResult | ReportedResult | None) -> bool:
    """The line that the form was opened on is removed, perhaps with another in its place."""
    return request.method == "POST" and not RowForm(request.POST).is_about(found)


def _gone(request: HttpRequest, intervention: Intervention) -> HttpResponse:
    """What was written, to be saved as a result that no line of the plan expected."""
    form, figures = _forms(request, ResultLine(None, None))
    form.show_gone()
    draft = f"ovrigt-resultat-{intervention.pk}"
    return _box(request, intervention, ResultLine(None, None), form, figures, draft)


def _edit(
    request: HttpRequest, intervention: Intervention, line: ResultLine, draft: str
) -> HttpResponse:
    form, figures = _forms(request, line)
    are_figures_right = figures.is_bound and figures.is_valid()
    if form.is_valid() and are_figures_right:
        answered = saving.attempt(
            form,
            lambda: actions.answer(
                intervention=intervention,
                by=request.user,
                expected_result=line.expected,
                reported_result=line.reported,
                figures=filled(figures),
                **form.cleaned_data,
            ),
        )
        if answered:
            return _answered(request, intervention, ResultLine(line.expected, answered), draft)
    return _box(request, intervention, line, form, figures, draft)


def _box(
    request: HttpRequest,
    intervention: Intervention,
    line: ResultLine,
    form: ResultForm,
    figures: Any,
    draft: str,
) -> HttpResponse:
    context = {"line": line, "form": form, "figures": figures, "draft": draft}
    context |= {"theirs": _theirs(form, figures), "intervention": intervention}
    context["focus"] = wants_fragment(request)
    if wants_fragment(request):
        return render(request, "followup/result_form.html", context)
    context |= frame(request, intervention, STEP)
    return render(request, "followup/result_edit.html", context)


def _forms(request: HttpRequest, line: ResultLine) -> tuple[ResultForm, Any]:
    """The answer and its figures. Several lines may stand open on one page, so each has own ids."""
    data, ids = request.POST or None, f"id_{line.anchor}_%s"
    kind = ResultForm if line.expected else OtherResultForm
    answered, row = line.reported or ReportedResult(version=0), line.expected or line.reported
    initial = {name: getattr(answered, name) for name in kind.base_fields.keys() - {"row"}}
    initial["row"] = row.pk if row else None
    # a sent row that is as saved would count as an untouched empty one, had it an initial value
    saved = figures_of(line.reported) if data is None else None
    figures = FigureFormSet(data, initial=saved, prefix="tal", auto_id=ids)
    return kind(data, initial=initial, auto_id=ids), figures


def _theirs(form: ResultForm, figures: Any) -> list[str]:
    """The figures that somebody else saved, where they are not the writer's."""
    mine = [str(ResultFigure(**row)) for row in filled(figures)] if form.theirs else []
    return [] if list(form.theirs) == mine else list(form.theirs)


def _answered(
    request: HttpRequest, intervention: Intervention, line: ResultLine, draft: str
) -> HttpResponse:
    """The row as it is now, with the count of what is answered; or the whole list."""
    if wants_fragment(request):
        drafts.discard(by=request.user, key=draft)
        context = {
            "intervention": intervention,
            "line": line,
            "progress": queries.progress(queries.result_lines(intervention)),
        }
        return render(request, "followup/result_answered.html", context)
    saving.saved(request, _("Svaret är sparat."), draft=draft)
    return redirect(f"{reverse('followup:result_list', args=[intervention.pk])}#{line.anchor}")


@page(needs=Permission.REPORT_WRITE, writes=["POST"])
def other_result_remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, Permission.REPORT_WRITE)
    reported = access.other_result(intervention, line)
    if request.method == "POST":
        form = RowForm(request.POST)
        form.is_valid()
        version = form.cleaned_data.get("version") if form.is_about(reported) else 0
        saving.press(
            request,
            lambda: actions.remove(reported_result=reported, by=request.user, version=version),
            _("Resultatet är borttaget. Ändringsloggen minns det."),
        )
    return redirect("followup:result_list", pk)
