"""My day, who is stuck, and the rules behind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import access as own
from stegvis.casework import day
from stegvis.casework.actions import checkpoints as actions
from stegvis.casework.forms.checkpoints import RestForm, RuleForm
from stegvis.casework.models import CheckpointRule
from stegvis.casework.views.frame import frame
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.participants import access


@page(needs=Permission.CASE_EDIT)
def my_day(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    mine = day.of(request.user, today=today)
    access.note_all(mine.persons())
    return render(request, "casework/my_day.html", {"day": mine, "today": today})


@page(needs=Permission.STUCK_VIEW)
def stuck_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = day.stuck(request.user, today=today)
    access.note_all(row.enrolment.participant for row in rows)
    return render(request, "casework/stuck_list.html", {"rows": rows, "today": today})


@page(needs=Permission.CASE_EDIT, writes=["POST"])
def checkpoint_rest(request: HttpRequest, pk: int, rule: int) -> HttpResponse:
    """Looked at, and left until a day. The note says why."""
    enrolment = access.enrolment(request.user, pk, Permission.CASE_EDIT)
    looked_at, today = own.checkpoint_rule(enrolment, rule), timezone.localdate()
    form = RestForm(request.POST or None, today=today)
    rest = {"rule": looked_at, "enrolment": enrolment, "by": request.user, "today": today}
    if saving.attempt(form, lambda: actions.rest(**rest, **form.cleaned_data)):
        saving.saved(request, _("Riktmärket vilar. Din anteckning finns på personens sida."))
        return redirect("casework:my_day")
    context = frame(request, enrolment) | {
        "title": _("Låt riktmärket vila"),
        "intro": f"{looked_at}.",
        "form": form,
        "submit": _("Låt det vila"),
        "cancel": enrolment.get_absolute_url(),
    }
    return render(request, "casework/form_page.html", context)


@page(needs=Permission.PROGRAMME_EDIT)
def rule_list(request: HttpRequest) -> HttpResponse:
    programmes = own.programmes_to_edit(request.user)
    rules = CheckpointRule.objects.filter(programme__in=programmes).select_related("programme")
    return render(request, "casework/rule_list.html", {"rules": rules})


@page(needs=Permission.PROGRAMME_EDIT, writes=["POST"])
def rule_create(request: HttpRequest) -> HttpResponse:
    programmes = own.programmes_to_edit(request.user)
    return _rule(request, None, RuleForm(request.POST or None, programmes=programmes))


@page(needs=Permission.PROGRAMME_EDIT, writes=["POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rule = own.rule(request.user, pk)
    initial = {name: getattr(rule, name) for name in RuleForm.base_fields}
    programmes = own.programmes_to_edit(request.user)
    form = RuleForm(request.POST or None, initial=initial, programmes=programmes)
    return _rule(request, rule, form)


def _rule(request: HttpRequest, rule: CheckpointRule | None, form: RuleForm) -> HttpResponse:
    if saving.attempt(
        form, lambda: actions.save_rule(by=request.user, rule=rule, **form.cleaned_data)
    ):
        saving.saved(request, _("Riktmärket är sparat."))
        return redirect("casework:rule_list")
    context = {
        "title": _("Ändra riktmärket") if rule else _("Nytt riktmärke"),
        "intro": _("Riktmärket säger när någon behöver ses över. Inskrivningen fortsätter."),
        "form": form,
        "submit": _("Spara"),
        "cancel": "/riktmarken/regler/",
        "crumbs": [("/riktmarken/regler/", _("Riktmärken"))],
    }
    return render(request, "core/form_page.html", context)
