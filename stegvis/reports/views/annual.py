"""The annual report: list, create, read, recount, freeze."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.reports import access, producing, queries
from stegvis.reports.actions import annual as actions
from stegvis.reports.documents import html
from stegvis.reports.forms import NewReportForm, ReportForm
from stegvis.reports.views.damage import tells_of_damage
from stegvis.reports.views.screen import on_screen

P = Permission


@page(needs=P.ANNUAL_REPORT_VIEW)
def annual_report_list(request: HttpRequest) -> HttpResponse:
    reports = queries.annual_reports(request.user)
    context = {
        "reports": Paginator(reports, 50).get_page(request.GET.get("sida")),
        "can_edit": request.user.may(P.ANNUAL_REPORT_EDIT),
        "can_template": request.user.may(P.TEMPLATE_EDIT),
    }
    return render(request, "reports/annual_report_list.html", context)


@page(needs=P.ANNUAL_REPORT_EDIT, writes=["POST"])
def annual_report_create(request: HttpRequest) -> HttpResponse:
    year = timezone.localdate().year - 1
    initial = {"year": year, "title": _("Uppföljningsrapport %(year)s") % {"year": year}}
    form = NewReportForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        values = form.cleaned_data | {"units": list(form.cleaned_data["units"])}
        report = actions.create(by=request.user, **values)
        saving.saved(request, _("Utkastet är klart. Siffrorna är som de är nu."))
        return redirect(report)
    context = {
        "title": _("Ny årsrapport"),
        "intro": _("Siffrorna hämtas direkt. Texten skriver du sedan, och den finns kvar."),
        "form": form,
        "submit": _("Skapa utkast"),
        "draft": "",
        "cancel": reverse("reports:annual_report_list"),
        "crumbs": [(reverse("reports:annual_report_list"), _("Årsrapporter"))],
    }
    return render(request, "core/form_page.html", context)


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
def annual_report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    report = access.annual_report(request.user, pk)
    document = producing.document(producing.recipe(report, dated_on=today))
    can_edit = access.allowed(request.user, P.ANNUAL_REPORT_EDIT, report)
    context = {
        "report": report,
        "age": queries.age(report.snapshot.taken_at, today=today),
        "has_changed": queries.has_changed_since(report.snapshot.taken_at),
        "opening": html.render_opening(document),
        "contents": html.render_contents(document),
        "content": on_screen(document, report, can_edit=can_edit),
        "versions": access.listed_versions(report),
        "formats": producing.KEPT,
        "can_edit": can_edit,
        "can_freeze": access.allowed(request.user, P.ANNUAL_REPORT_FREEZE, report),
        "unwritten": producing.empty_prose(report),
    }
    return render(request, "reports/annual_report_detail.html", context)


@page(needs=P.ANNUAL_REPORT_EDIT, writes=["POST"])
def annual_report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.annual_report(request.user, pk, P.ANNUAL_REPORT_EDIT)
    initial = {"title": report.title, "template": report.template_id, "version": report.version}
    form = ReportForm(request.POST or None, initial=initial)
    if saving.attempt(
        form, lambda: actions.change(report=report, by=request.user, **form.cleaned_data)
    ):
        saving.saved(request, _("Rapportens uppgifter är sparade."))
        return redirect(report)
    context = {
        "title": _("Titel och Wordmall"),
        "form": form,
        "submit": _("Spara"),
        "draft": "",
        "cancel": report.get_absolute_url(),
        "crumbs": [
            (reverse("reports:annual_report_list"), _("Årsrapporter")),
            (report.get_absolute_url(), str(report)),
        ],
    }
    return render(request, "core/form_page.html", context)


@page(needs=P.ANNUAL_REPORT_EDIT, writes=["POST"])
def annual_report_recount(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.annual_report(request.user, pk, P.ANNUAL_REPORT_EDIT)
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.recount(report=report, by=request.user),
            _("Siffrorna är räknade på nytt. Texten är orörd."),
        )
    return redirect(report)


@page(needs=P.ANNUAL_REPORT_FREEZE, writes=["POST"])
@tells_of_damage
def annual_report_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    report = access.annual_report(request.user, pk, P.ANNUAL_REPORT_FREEZE)
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.freeze(report=report, by=request.user, on=today),
            _("Rapporten är fastställd. Den versionen ändras aldrig."),
        )
        return redirect(report)
    context = {
        "report": report,
        "age": queries.age(report.snapshot.taken_at, today=today),
        "has_changed": queries.has_changed_since(report.snapshot.taken_at),
        "unwritten": producing.empty_prose(report),
    }
    return render(request, "reports/annual_report_freeze.html", context)
