"""What hangs on an agreement: options, areas, reminders."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.agreements import access, queries
from stegvis.agreements.actions import areas, options
from stegvis.agreements.actions import reminders as reminder_actions
from stegvis.agreements.forms.parts import AreaForm, DecisionForm, OptionForm, ReminderForm
from stegvis.agreements.models import Agreement
from stegvis.agreements.steps import OPTION_STEPS, STEP_BY_PATH
from stegvis.core.page import page
from stegvis.core.saving import attempt, press, saved
from stegvis.core.steps import find


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def option_create(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = access.agreement(request.user, pk, Permission.AGREEMENT_EDIT)
    form = OptionForm(request.POST or None)
    if attempt(
        form, lambda: options.add(agreement=agreement, by=request.user, **form.cleaned_data)
    ):
        saved(request, _("Optionen är tillagd."))
        return redirect(agreement)
    return _form_page(request, agreement, form, _("Ny option"), _("Lägg till optionen"))


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def option_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the dates; the button `remove` takes away an option entered by mistake."""
    option = access.option(request.user, pk, Permission.AGREEMENT_EDIT)
    if "remove" in request.POST:
        options.remove(option=option, by=request.user)
        saved(request, _("Optionen är borttagen."))
        return redirect(option.agreement)
    form = OptionForm(request.POST or None, initial=OptionForm.initial_of(option))
    if attempt(form, lambda: options.change(option=option, by=request.user, **form.cleaned_data)):
        saved(request, _("Optionen är sparad."))
        return redirect(option.agreement)
    remove = _("Ta bort optionen")
    return _form_page(
        request, option.agreement, form, _("Ändra option"), _("Spara optionen"), remove
    )


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def option_move(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    """Exercise, let lapse or reopen."""
    if path not in STEP_BY_PATH:
        raise Http404
    step, today = find(OPTION_STEPS, STEP_BY_PATH[path]), timezone.localdate()
    option = access.option(request.user, pk, Permission(step.needs))
    form = DecisionForm(request.POST or None, today=today, initial={"decided_on": today})
    if attempt(
        form,
        lambda: options.move(option=option, name=step.name, by=request.user, **form.cleaned_data),
    ):
        saved(request, _("Optionen är uppdaterad."))
        return redirect(option.agreement)
    return _form_page(request, option.agreement, form, str(step.label), str(step.label))


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def area_create(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = access.agreement(request.user, pk, Permission.AGREEMENT_EDIT)
    form = AreaForm(request.POST or None, agreement=agreement)
    if attempt(
        form,
        lambda: areas.add(agreement=agreement, names=[form.cleaned_data["name"]], by=request.user),
    ):
        saved(request, _("Området är tillagt."))
        return redirect(agreement)
    return _form_page(request, agreement, form, _("Nytt område"), _("Lägg till området"))


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the name; the button `remove` takes away an area that is not used."""
    area = access.area(request.user, pk, Permission.AGREEMENT_EDIT)
    agreement, own = area.agreement, {"name": area.name}
    if "remove" in request.POST:
        form = AreaForm(own, agreement=agreement, area=area)
        done = attempt(form, lambda: areas.remove(area=area, by=request.user))
    else:
        form = AreaForm(request.POST or None, agreement=agreement, area=area, initial=own)
        done = attempt(form, lambda: areas.rename(area=area, by=request.user, **form.cleaned_data))
    if done:
        saved(request, _("Områdena är uppdaterade."))
        return redirect(agreement)
    remove = _("Ta bort området")
    return _form_page(request, agreement, form, _("Ändra område"), _("Spara området"), remove)


def _form_page(
    request: HttpRequest,
    agreement: Agreement,
    form: object,
    title: str,
    submit: str,
    remove: str = "",
) -> HttpResponse:
    context = {
        "agreement": agreement,
        "title": title,
        "form": form,
        "submit": submit,
        "remove": remove,
        "draft": "",
        "cancel": agreement.get_absolute_url(),
    }
    return render(request, "agreements/part_edit.html", context)


@page(needs=Permission.AGREEMENT_VIEW)
def reminder_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = queries.reminders(request.user, today=today, handled=True)
    context = {
        "waiting": [one for one in found if one.note is None],
        "handled": [one for one in found if one.note],
        "risks": queries.agreements_at_risk(request.user, today=today),
        "can_edit": request.user.may(Permission.AGREEMENT_EDIT),
    }
    return render(request, "agreements/reminder_list.html", context)


@page(needs=Permission.AGREEMENT_EDIT, writes=["POST"])
def reminder_handle(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    agreement = access.agreement(request.user, pk, Permission.AGREEMENT_EDIT)
    falls_on = _day(day)
    if falls_on not in queries.reminder_days(agreement):
        raise Http404
    note = access.reminder_note(request.user, agreement, falls_on)
    if note and "remove" in request.POST:
        press(
            request,
            lambda: reminder_actions.reopen(note=note, by=request.user),
            _("Påminnelsen kommer tillbaka."),
        )
        return redirect(agreement)
    form = ReminderForm(request.POST or None, initial={"note": note.note if note else ""})
    if attempt(
        form,
        lambda: reminder_actions.handle(
            agreement=agreement, falls_on=falls_on, by=request.user, **form.cleaned_data
        ),
    ):
        saved(request, _("Påminnelsen är hanterad."))
        return redirect(agreement)
    title = _("Hantera påminnelse om %(day)s") % {"day": day}
    remove = _("Påminn igen") if note else ""
    return _form_page(request, agreement, form, title, _("Markera som hanterad"), remove)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
