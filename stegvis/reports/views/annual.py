from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.analysis import charts
from stegvis.core import drafts, saving
from stegvis.core.page import page
from stegvis.reports import access, producing, queries
from stegvis.reports.actions import annual as actions
from stegvis.reports.annual.prose import BY_KEY
from stegvis.reports.annual.results import with_interval
from stegvis.reports.documents import html
from stegvis.reports.documents.model import Chapter, Document, Figure
from stegvis.reports.forms import NewReportForm, ProseForm, ReportForm
from stegvis.reports.models import AnnualReport

P = Permission


@page(needs=P.ANNUAL_REPORT_VIEW)
def annual_report_list(request: HttpRequest) -> HttpResponse:
    context = {
        "reports": queries.annual_reports(request.user),
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
def annual_report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.annual_report(request.user, pk)
    document = producing.document(producing.recipe(report, dated_on=timezone.localdate()))
    can_edit = access.allowed(request.user, P.ANNUAL_REPORT_EDIT, report)
    context = {
        "report": report,
        "opening": html.render_opening(document),
        "contents": html.render_contents(document),
        "content": _screen(document, report, can_edit),
        "versions": report.versions.select_related("frozen_by").defer("docx", "pdf", "xlsx"),
        "formats": producing.FORMATS,
        "can_edit": can_edit,
        "can_freeze": access.allowed(request.user, P.ANNUAL_REPORT_FREEZE, report),
        "unwritten": producing.empty_prose(report),
    }
    return render(request, "reports/annual_report_detail.html", context)


def _screen(document: Document, report: AnnualReport, can_edit: bool) -> str:
    def figure_url(key: str) -> str:
        return reverse("reports:annual_report_picture", args=[report.pk, key])

    def prose_url(key: str) -> str:
        return reverse("reports:prose_edit", args=[report.pk, key])

    home = report.get_absolute_url()
    return html.render(
        document,
        figure_url=figure_url,
        drill_url=lambda href: home + href,
        prose_url=prose_url if can_edit else None,
    )


@page(needs=P.ANNUAL_REPORT_VIEW)
def annual_report_picture(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    report = access.annual_report(request.user, pk)
    made_of = producing.recipe(report, dated_on=timezone.localdate())
    width = charts.NARROW if "smal" in request.GET else charts.WIDE
    document = producing.document(made_of, width=width)
    for picture in _pictures(document.chapters):
        if picture.key == key:
            answer = HttpResponse(picture.svg, content_type="image/svg+xml")
            answer["Cache-Control"] = "private, max-age=60"
            return answer
    raise Http404


def _pictures(chapters: tuple[Chapter, ...]) -> list[Figure]:
    return [block for one in chapters for block in one.blocks if isinstance(block, Figure)]


@page(needs=P.ANNUAL_REPORT_VIEW)
def figure_detail(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What a figure in the report counts."""
    report = access.annual_report(request.user, pk)
    made_of = producing.recipe(report, dated_on=timezone.localdate())
    with producing.source(made_of) as source:
        try:
            found = queries.behind(source, name, request.GET.dict())
        except queries.NoSuchFigure:
            raise Http404 from None
    addresses = queries.addresses(found, request.user)
    rows = [
        row | {"url": addresses.get(row["id"], ""), "value": _value(row["figure"])}
        for row in found.rows
    ]
    context = {"report": report, "found": found, "rows": rows, "value": _value(found.figure)}
    return render(request, "reports/figure_detail.html", context)


def _value(figure: Any) -> str:
    return with_interval(figure) if figure else "–"


@page(needs=P.ANNUAL_REPORT_EDIT, writes=["POST"])
def prose_edit(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Writes one text of the report; a small box that swaps itself, or a page of its own."""
    block = access.prose_block(request.user, pk, key)
    draft = f"rapport-{pk}-{key}"
    initial = {"text": block.text, "version": block.version}
    form = ProseForm(request.POST or None, initial=initial)
    written = saving.attempt(
        form, lambda: actions.write(block=block, by=request.user, **form.cleaned_data)
    )
    if written and request.htmx:
        drafts.discard(by=request.user, key=draft)
        context = {"key": key, "text": html.render_markdown(written.text), "edit_url": request.path}
        return render(request, "reports/document/prose.html", context)
    if written:
        saving.saved(request, _("Texten är sparad."), draft=draft)
        return redirect(f"{block.report.get_absolute_url()}#{key}")
    context = {
        "prose": block,
        "place": BY_KEY[key],
        "form": form,
        "draft": draft,
        "revisions": block.revisions.select_related("by")[:10],
    }
    template = "reports/prose_edit.html" + ("#box" if request.htmx else "")
    return render(request, template, context)


@page(needs=P.ANNUAL_REPORT_EDIT, writes=["POST"])
def annual_report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.annual_report(request.user, pk, P.ANNUAL_REPORT_EDIT)
    initial = {name: getattr(report, name) for name in ReportForm.base_fields}
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
def annual_report_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.annual_report(request.user, pk, P.ANNUAL_REPORT_FREEZE)
    if request.method == "POST":
        saving.press(
            request,
            lambda: actions.freeze(report=report, by=request.user, on=timezone.localdate()),
            _("Rapporten är fastställd. Den versionen ändras aldrig."),
        )
        return redirect(report)
    context = {"report": report, "unwritten": producing.empty_prose(report)}
    return render(request, "reports/annual_report_freeze.html", context)
