from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.access import require
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.steps import Step, find, open_steps
from stegvis.participants import access, duplicates, intake
from stegvis.participants.actions import referrals as actions
from stegvis.participants.enums import REFERRAL_STEPS, ReferralStatus
from stegvis.participants.forms.referrals import (
    AcceptForm,
    DeclineForm,
    PassOnForm,
    ReferralFilter,
    ReferralForm,
    StartForm,
    StepForm,
)
from stegvis.participants.models import Participant, Referral

DRAFT = "intresseanmalan"
PER_PAGE = 50
ACTIONS = {
    "accept": actions.accept,
    "decline": actions.decline,
    "pass_on": actions.pass_on,
    "withdraw": actions.withdraw,
}


def _crumbs(referral: Referral | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("participants:referral_list"), _("Intresseanmälningar"))]
    return [*crumbs, (referral.get_absolute_url(), str(referral))] if referral else crumbs


@page(needs=Permission.REFERRAL_WRITE)
def referral_list(request: HttpRequest) -> HttpResponse:
    """The unit's inbox and queue, or the referrer's own."""
    user, today = request.user, timezone.localdate()
    form = ReferralFilter(request.GET, user=user)
    found = form.filter(intake.written(user) if form.is_own else intake.received(user))
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    access.note_all(one.participant or one for one in listed)
    context = {
        "form": form,
        "page": listed,
        "groups": _groups(user, listed, today, is_own=form.is_own),
        "capacities": intake.capacities(user, today=today) if form.decides else [],
    }
    return render_part(request, "participants/referral_list.html", "found", context)


def _groups(user: User, listed: Any, today: Any, *, is_own: bool) -> list[tuple[str, list[Any]]]:
    """(heading, rows). New ones by themselves: they wait for somebody to look."""
    if is_own:
        mine = [intake.row(one, today=today) for one in listed]
        return [("", mine)] if mine else []
    rows = intake.rows(user, listed, today=today)
    new = [row for row in rows if row.status == ReferralStatus.RECEIVED]
    queued = [row for row in rows if row.status == ReferralStatus.QUEUED]
    settled = [row for row in rows if row.waited is None]
    groups = [(_("Nya"), new), (_("I kö"), queued), (_("Avgjorda"), settled)]
    return [(heading, group) for heading, group in groups if group]


@page(needs=Permission.REFERRAL_WRITE, writes=["POST"])
def referral_create(request: HttpRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    programmes = access.programmes_to_refer_to(user, today=today)
    form = ReferralForm(
        request.POST or None, today=today, programmes=programmes, initial=_about_writer(user)
    )
    saved = saving.attempt(form, lambda: actions.receive(by=user, **form.told))
    if saved:
        saving.saved(request, _("Intresseanmälan är skickad."), draft=DRAFT)
        return redirect(saved)
    context = {"title": _("Ny intresseanmälan"), "form": form, "draft": DRAFT}
    context |= {"submit": _("Skicka"), "cancel": _crumbs()[0][0], "crumbs": _crumbs()}
    return render(request, "participants/referral_edit.html", context)


def _about_writer(user: User) -> dict[str, Any]:
    """A referrer is the one to call back; a caseworker writes what somebody else tells."""
    if user.may(Permission.REFERRAL_DECIDE):
        return {}
    return {"referrer_name": user.name, "referrer_email": user.email}


@page(needs=Permission.REFERRAL_WRITE)
def referral_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything to those who decide; to the referrer what is written, where it stands, and the
    feedback."""
    user, today = request.user, timezone.localdate()
    referral = access.referral(user, pk)
    decides = _decides(user, referral)
    rows = intake.rows(user, [referral], today=today) if decides else []
    context = {
        "referral": referral,
        "row": rows[0] if rows else intake.row(referral, today=today),
        "decides": decides,
        "steps": _steps(user, referral),
        "can_edit": _may_edit(user, referral),
        "ended": intake.end_told_to(user, referral),
        "came_from": getattr(referral, "passed_on_from", None),
        "person": _person(user, referral) if decides else None,
        "crumbs": _crumbs(),
    }
    return render(request, "participants/referral_detail.html", context)


def _decides(user: User, referral: Referral) -> bool:
    return access.allowed(user, Permission.REFERRAL_DECIDE, referral.programme.unit)


def _may(user: User, referral: Referral, step: Step) -> bool:
    """Whoever wrote it may take it back, also from another unit."""
    is_own = referral.by_id == user.pk and step.needs == Permission.REFERRAL_WRITE
    return is_own or access.allowed(user, Permission(step.needs), referral.programme.unit)


def _steps(user: User, referral: Referral) -> list[Step]:
    status = ReferralStatus(referral.status)
    return [step for step in open_steps(REFERRAL_STEPS, status) if _may(user, referral, step)]


def _may_edit(user: User, referral: Referral) -> bool:
    is_waiting = referral.status in ReferralStatus.waiting()
    return is_waiting and (referral.by_id == user.pk or _decides(user, referral))


def _person(user: User, referral: Referral) -> Participant | None:
    """The participant that the referral became, to those who may open the page."""
    return Participant.objects.visible_to(user).filter(pk=referral.participant_id).first()


@page(needs=Permission.REFERRAL_WRITE, writes=["POST"])
def referral_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    referral = access.referral(user, pk)
    require(_may_edit(user, referral))
    form = ReferralForm(
        request.POST or None,
        today=today,
        programmes=access.programmes_to_refer_to(user, today=today),
        referral=referral,
    )
    draft = f"{DRAFT}-{pk}"
    if saving.attempt(
        form, lambda: actions.change(referral=referral, by=user, **form.cleaned_data)
    ):
        saving.saved(request, _("Intresseanmälan är sparad."), draft=draft)
        return redirect(referral)
    context = {"title": _("Ändra intresseanmälan"), "form": form, "draft": draft}
    context |= {"submit": _("Spara"), "cancel": referral.get_absolute_url()}
    context |= {"crumbs": _crumbs(referral)}
    return render(request, "participants/referral_edit.html", context)


@page(needs=Permission.REFERRAL_WRITE, writes=["POST"])
def referral_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the steps in REFERRAL_STEPS; "start" has a page of its own."""
    if name not in ACTIONS:
        raise Http404
    step = find(REFERRAL_STEPS, name)
    referral = access.referral(request.user, pk)
    require(_may(request.user, referral, step))
    form = _step_form(request, referral, name)
    move = ACTIONS[name]
    if saving.attempt(form, lambda: move(referral=referral, by=request.user, **form.cleaned_data)):
        saving.saved(request, _("Intresseanmälan: %(step)s.") % {"step": _done(name)})
        return redirect(referral)
    context = {"title": step.label, "submit": step.label, "form": form}
    context |= {"intro": _("%(who)s, till %(programme)s.") % _named(referral)}
    context |= {"cancel": referral.get_absolute_url(), "crumbs": _crumbs(referral)}
    return render(request, "core/form_page.html", context)


def _named(referral: Referral) -> dict[str, Any]:
    return {"who": referral, "programme": referral.programme}


def _done(name: str) -> str:
    return ReferralStatus(find(REFERRAL_STEPS, name).target).label.lower()


def _step_form(request: HttpRequest, referral: Referral, name: str) -> StepForm:
    data = request.POST if request.method == "POST" else None  # a button may send nothing else
    today = timezone.localdate()
    if name == "accept":
        return AcceptForm(data, staff=intake.loads(referral.programme, today=today))
    if name == "pass_on":
        others = access.programmes_to_refer_to(request.user, today=today)
        return PassOnForm(data, programmes=others.exclude(pk=referral.programme_id))
    return DeclineForm(data) if name == "decline" else StepForm(data)


@page(needs=Permission.REFERRAL_DECIDE, writes=["POST"])
def referral_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Enrols the person; who may be the same is shown beside what the referral says."""
    user, today = request.user, timezone.localdate()
    referral = access.referral(user, pk, Permission.REFERRAL_DECIDE)
    found = [] if referral.participant else duplicates.of_referrals([referral])[referral.pk]
    matches = intake.matches(user, found, referral.programme.unit)
    form = StartForm(
        request.POST or None,
        matches=matches,
        staff=intake.loads(referral.programme, today=today),
        initial={"starts_on": today, "caseworker": _expected(user, referral)},
    )
    enrolment = saving.attempt(
        form, lambda: actions.start(referral=referral, by=user, **form.answer(referral))
    )
    if enrolment:
        saving.saved(request, _("%(person)s är inskriven.") % {"person": enrolment.participant})
        is_seen = Participant.objects.visible_to(user).filter(pk=enrolment.participant_id).exists()
        return redirect(enrolment if is_seen else referral)
    context = {"referral": referral, "matches": matches, "form": form}
    return render(
        request, "participants/referral_start.html", context | {"crumbs": _crumbs(referral)}
    )


def _expected(user: User, referral: Referral) -> int:
    """Whoever keeps the contact, otherwise the one who enrols."""
    return referral.handler_id or user.pk
