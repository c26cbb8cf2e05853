from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.followup import access, queries
from stegvis.followup.actions import analysis as actions
from stegvis.followup.actions import decisions, findings
from stegvis.followup.enums import FindingKind, FindingSource
from stegvis.followup.forms.analysis import AnalysisForm, DecisionForm, FindingForm
from stegvis.followup.forms.rows import RowForm
from stegvis.followup.models import Decision, Finding
from stegvis.interventions.enums import InterventionStep
from stegvis.interventions.models import Intervention
from stegvis.interventions.views.frame import frame

STEP, EDIT = InterventionStep.JOINT_ANALYSIS, Permission.ANALYSIS_EDIT


@page(needs=Permission.INTERVENTION_VIEW)
def analysis_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Orderer and provider hold it together, so the provider may read what they came to."""
    intervention = access.intervention(request.user, pk)
    found = queries.lessons(intervention)
    context = frame(request, intervention, STEP)
    context |= {
        "analysis": access.analysis(intervention),
        "success": found[FindingKind.SUCCESS],
        "development": found[FindingKind.DEVELOPMENT],
        "today": timezone.localdate(),
        "can_edit": access.allowed(request.user, EDIT, intervention),
        "can_see_themes": request.user.may(access.LESSONS),
    }
    return render(request, "followup/analysis_detail.html", context)


@page(needs=EDIT, writes=["POST"])
def analysis_edit(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, EDIT)
    analysis, draft, today = access.analysis(intervention), f"analys-{pk}", timezone.localdate()
    initial = {name: getattr(analysis, name) for name in AnalysisForm.base_fields}
    form = AnalysisForm(
        request.POST or None, initial=initial, intervention=intervention, today=today
    )
    if saving.attempt(
        form, lambda: actions.save(intervention=intervention, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Analysen är sparad."), draft=draft)
        return redirect("followup:analysis_detail", pk)
    context = frame(request, intervention, STEP) | {"form": form, "draft": draft}
    return render(request, "followup/analysis_edit.html", context)


@page(needs=EDIT, writes=["POST"])
def finding_create(request: HttpRequest, pk: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, EDIT)
    initial = {
        "kind": request.GET.get("slag", ""),
        "source": FindingSource.JOINT,
        "year": queries.year_of_new_finding(intervention, today=timezone.localdate()),
    }
    return _finding(request, intervention, None, initial, f"lardom-ny-{pk}")


@page(needs=EDIT, writes=["POST"])
def finding_edit(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, EDIT)
    if _is_gone(request, intervention, position):
        return _finding(request, intervention, None, {}, f"lardom-ny-{pk}", is_gone=True)
    finding = access.finding(intervention, position)
    names = FindingForm.base_fields.keys() - {"row", "themes"}
    initial = {name: getattr(finding, name) for name in names}
    initial |= {"themes": finding.themes.all(), "row": finding.pk}
    return _finding(request, intervention, finding, initial, f"lardom-{pk}-{position}")


def _is_gone(request: HttpRequest, intervention: Intervention, position: int) -> bool:
    """The finding that the form was opened on is removed, perhaps with another in its place."""
    found = intervention.findings.filter(position=position).first()
    return request.method == "POST" and not RowForm(request.POST).is_about(found)


def _finding(
    request: HttpRequest,
    intervention: Intervention,
    finding: Finding | None,
    initial: dict[str, object],
    draft: str,
    *,
    is_gone: bool = False,
) -> HttpResponse:
    form = FindingForm(request.POST or None, initial=initial, finding=finding)
    if is_gone:
        form.show_gone()
    saved = saving.attempt(
        form,
        lambda: findings.save(
            intervention=intervention, by=request.user, finding=finding, **form.cleaned_data
        ),
    )
    if saved:
        saving.saved(request, _("Lärdomen är sparad."), draft=draft)
        if "again" in request.POST:
            return redirect("followup:finding_create", intervention.pk)
        return _back(saved)
    context = frame(request, intervention, STEP)
    context |= {"form": form, "finding": finding, "draft": draft}
    return render(request, "followup/finding_edit.html", context)


def _back(finding: Finding) -> HttpResponse:
    url = reverse("followup:analysis_detail", args=[finding.intervention_id])
    return redirect(f"{url}#lardom-{finding.position}")


@page(needs=EDIT, writes=["POST"])
def finding_remove(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    intervention = access.intervention(request.user, pk, EDIT)
    finding = access.finding(intervention, position)
    if request.method == "POST":
        form = RowForm(request.POST)
        form.is_valid()
        version = form.cleaned_data.get("version") if form.is_about(finding) else 0
        saving.press(
            request,
            lambda: findings.remove(finding=finding, by=request.user, version=version),
            _("Lärdomen är borttagen. Ändringsloggen minns den."),
        )
    return redirect("followup:analysis_detail", pk)


@page(needs=EDIT, writes=["POST"])
def decision_edit(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """What is to be done about a development area."""
    intervention = access.intervention(request.user, pk, EDIT)
    if _is_gone(request, intervention, position):
        return _nothing_to_decide(request, intervention)
    lesson = queries.lesson(access.finding(intervention, position))
    decision, draft = lesson.decision or Decision(version=0), f"beslut-{pk}-{position}"
    initial = {name: getattr(decision, name) for name in DecisionForm.base_fields.keys() - {"row"}}
    held_on = access.analysis(intervention).held_on
    form = DecisionForm(
        request.POST or None, initial={"row": lesson.finding.pk, **initial}, held_on=held_on
    )
    if saving.attempt(
        form,
        lambda: decisions.save(finding=lesson.finding, by=request.user, **form.cleaned_data),
    ):
        saving.saved(request, _("Beslutet är sparat."), draft=draft)
        return _back(lesson.finding)
    context = frame(request, intervention, STEP)
    context |= {"form": form, "lesson": lesson, "draft": draft}
    return render(request, "followup/decision_edit.html", context)


def _nothing_to_decide(request: HttpRequest, intervention: Intervention) -> HttpResponse:
    """The development area is removed: the text that was written is shown, and cannot be saved."""
    form = DecisionForm(request.POST)
    form.show_gone(_("Någon annan har tagit bort utvecklingsområdet. Din text finns kvar här."))
    context = frame(request, intervention, STEP) | {"form": form, "lesson": None, "draft": ""}
    return render(request, "followup/decision_edit.html", context)
