from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core.page import page
from stegvis.core.saving import attempt, saved
from stegvis.participants import access
from stegvis.participants.actions import backgrounds as actions
from stegvis.participants.forms.backgrounds import BackgroundForm


@page(needs=Permission.CASE_EDIT, writes=["POST"])
def background_edit(request: HttpRequest, pk: int) -> HttpResponse:
    enrolment = access.enrolment(request.user, pk, Permission.CASE_EDIT)
    form = BackgroundForm(
        request.POST or None,
        enrolment=enrolment,
        background=access.background(enrolment),
        sensitive=access.may_see_sensitive(request.user, enrolment.unit),
        today=timezone.localdate(),
    )
    draft = f"bakgrund-{pk}"
    if attempt(form, lambda: actions.save(enrolment=enrolment, by=request.user, **form.values())):
        saved(request, _("Bakgrunden är sparad."), draft=draft)
        return redirect(f"{enrolment.get_absolute_url()}#bakgrund")
    context = {"enrolment": enrolment, "form": form, "draft": draft}
    return render(request, "participants/background_edit.html", context)
