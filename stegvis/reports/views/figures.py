"""Pictures, and what a figure counts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stegvis.accounts.roles import Permission
from stegvis.core.page import page
from stegvis.reports import access, comparing, producing, queries
from stegvis.reports.annual.results import in_words, parts_in_words, with_interval
from stegvis.reports.annual.words import cautions, coverage
from stegvis.reports.forms import CompareForm
from stegvis.reports.views.damage import tells_of_damage

P = Permission


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
def annual_report_picture(request: HttpRequest, pk: int, snapshot: int, key: str) -> HttpResponse:
    """The picture as it is now. The snapshot in its address makes a recount show at once."""
    report = access.annual_report(request.user, pk)
    made_of = producing.recipe(report, dated_on=timezone.localdate())
    picture = producing.picture(made_of, key, is_narrow="smal" in request.GET)
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/svg+xml")
    is_current = snapshot == report.snapshot_id
    answer["Cache-Control"] = "private, max-age=86400" if is_current else "no-store"
    return answer


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
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
    above, below = parts_in_words(found.figure)
    context = {
        "report": report,
        "found": found,
        "value": with_interval(found.figure),
        "above": above,
        "below": below,
        "remarks": [coverage(found.figure), *(note.text for note in cautions([found.figure]))],
        "rows": [
            row | {"url": addresses.get(row["id"], ""), "value": in_words(row["figure"])}
            for row in found.rows
        ],
    }
    return render(request, "reports/figure_detail.html", context)


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
def annual_report_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This report beside another year's."""
    report = access.annual_report(request.user, pk)
    form = CompareForm(request.GET or None, user=request.user, report=report)
    compared = None
    if form.is_valid():
        compared = comparing.compare(report, form.cleaned_data["other"])
    has_other = form.fields["other"].queryset.exists()
    context = {"report": report, "form": form, "has_other": has_other, "compared": compared}
    return render(request, "reports/annual_report_compare.html", context)
