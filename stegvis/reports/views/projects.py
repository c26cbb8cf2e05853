"""The project report: list, page, pictures, files, recount, and what a figure counts."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.participants.access import note_all
from stegvis.participants.models import Programme
from stegvis.reports import access, queries
from stegvis.reports.actions import snapshots
from stegvis.reports.apart import NotMade
from stegvis.reports.documents import html
from stegvis.reports.documents.model import Document
from stegvis.reports.producing import MEDIA_TYPES
from stegvis.reports.project import behind, producing
from stegvis.reports.project.producing import NotInSnapshot, Recipe
from stegvis.reports.project.words import cautions, coverage, interval, with_parts, with_unit
from stegvis.reports.snapshot_files import SnapshotDamaged

P = Permission
PROTECTED = "skyddad"  # in an address: the edition with small counts held back
View = Callable[..., HttpResponse]


class NothingCounted(Exception):
    """No snapshot has programmes in it yet."""


def tells_what_is_missing(view: View) -> View:
    """Says why there is no report, and the way out, instead of failing."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, slug, **kwargs)
        except (SnapshotDamaged, NotMade, NotInSnapshot, NothingCounted) as why:
            programme = access.project(request.user, slug)
            is_new = isinstance(why, NothingCounted | NotInSnapshot)
            context = {
                "programme": programme,
                "why": "" if isinstance(why, NothingCounted) else str(why),
                "can_recount": access.may_recount(request.user, programme),
            }
            status = 200 if is_new else 503 if isinstance(why, NotMade) else 409
            return render(request, "reports/project_missing.html", context, status=status)

    return wrapper


def _recipe(request: HttpRequest, programme: Programme, *, asks_protected: bool = False) -> Recipe:
    """As this reader may see it: whoever may not see persons gets small counts protected, and the
    others too when they ask for it."""
    snapshot = producing.newest_snapshot()
    if snapshot is None:
        raise NothingCounted
    asks_protected = asks_protected or PROTECTED in request.GET
    is_open = access.may_see_persons(request.user, programme) and not asks_protected
    return producing.recipe(
        programme, snapshot, dated_on=timezone.localdate(), is_protected=not is_open
    )


def _on_screen(document: Document, made_of: Recipe, *, asks_protected: bool) -> SafeString:
    """Figures open what they count, and pictures have addresses. Who reads the protected edition by
    choice stays in it: the mark goes along."""
    slug = made_of.settings.programme
    home = reverse("reports:project_detail", args=[slug])

    def picture(key: str) -> str:
        marked = f"{PROTECTED}-{key}" if asks_protected else key
        return reverse("reports:project_picture", args=[slug, made_of.snapshot.pk, marked])

    def drill(href: str) -> str:
        mark = ("&" if "?" in href else "?") + PROTECTED if asks_protected else ""
        return home + href + mark

    return html.render(document, figure_url=picture, drill_url=drill)


@page(needs=P.PROJECT_REPORT_VIEW)
def project_list(request: HttpRequest) -> HttpResponse:
    in_use_first = F("archived_at").asc(nulls_first=True)
    programmes = access.projects(request.user).order_by(in_use_first, "name", "pk")
    context = {
        "programmes": Paginator(programmes, 50).get_page(request.GET.get("sida")),
        "snapshot": producing.newest_snapshot(),
    }
    return render(request, "reports/project_list.html", context)


@page(needs=P.PROJECT_REPORT_VIEW)
@tells_what_is_missing
def project_detail(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.project(request.user, slug)
    made_of = _recipe(request, programme)
    document, taken_at = producing.document(made_of), made_of.snapshot.taken_at
    asks = PROTECTED in request.GET
    context = {
        "programme": programme,
        "opening": html.render_opening(document),
        "contents": html.render_contents(document),
        "content": _on_screen(document, made_of, asks_protected=asks),
        "snapshot": made_of.snapshot,
        "age": queries.age(taken_at, today=timezone.localdate()),
        "has_changed": queries.has_project_changed_since(taken_at),
        "formats": producing.FORMATS,
        "mark": f"?{PROTECTED}" if asks else "",
        "may_see_persons": access.may_see_persons(request.user, programme),
        "is_protected": made_of.settings.is_protected,
        "can_recount": access.may_recount(request.user, programme),
    }
    return render(request, "reports/project_detail.html", context)


@page(needs=P.PROJECT_REPORT_VIEW, writes=["POST"])
def project_recount(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.project(request.user, slug)
    access.require(access.may_recount(request.user, programme))
    if request.method == "POST":
        snapshots.take(by=request.user)
        saving.saved(request, _("Siffrorna är räknade på nytt."))
    return redirect("reports:project_detail", slug)


@page(needs=P.PROJECT_REPORT_VIEW)
@tells_what_is_missing
def project_picture(request: HttpRequest, slug: str, snapshot: int, key: str) -> HttpResponse:
    """The picture as it is now. The snapshot in its address makes a recount show at once."""
    plain = key.removeprefix(f"{PROTECTED}-")
    programme = access.project(request.user, slug)
    made_of = _recipe(request, programme, asks_protected=plain != key)
    picture = producing.picture(made_of, plain, is_narrow="smal" in request.GET)
    if picture is None:
        raise Http404
    answer = HttpResponse(picture, content_type="image/svg+xml")
    is_current = snapshot == made_of.snapshot.pk
    answer["Cache-Control"] = "private, max-age=3600" if is_current else "no-store"
    return answer


@page(needs=P.PROJECT_REPORT_VIEW)
@tells_what_is_missing
def project_file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    made_of = _recipe(request, access.project(request.user, slug))
    if extension not in producing.FORMATS:
        raise Http404
    content = producing.produce(made_of, [extension])[extension]
    is_protected = made_of.settings.is_protected
    name = producing.file_name(slug, extension, is_protected=is_protected)
    answer = HttpResponse(content, content_type=MEDIA_TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(needs=P.PROJECT_REPORT_VIEW)
@tells_what_is_missing
def project_figure(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What a figure counts: who, for those who may see persons; otherwise its definition."""
    programme = access.project(request.user, slug)
    made_of = _recipe(request, programme)
    group = {key: text for key, text in request.GET.items() if key not in ("sida", PROTECTED)}
    try:
        found = behind.open_figure(made_of, name, group)
    except behind.NoSuchFigure:
        raise Http404 from None
    figure = found.figure
    context = {
        "programme": programme,
        "found": found,
        "value": with_parts(figure) if figure.denominator is not None else with_unit(figure),
        "interval": interval(figure).value,
        "remarks": [coverage(figure), *(note.text for note in cautions([figure]))],
        **_rows(request, found, programme, made_of),
    }
    return render(request, "reports/project_figure.html", context)


def _rows(
    request: HttpRequest, found: behind.Opened, programme: Programme, made_of: Recipe
) -> dict[str, Any]:
    """The rows that this reader may see. Whoever is named is noted in the read log."""
    context: dict[str, Any] = {"shows_rows": False, "page": None, "unseen": 0, "places": []}
    if found.figure.is_suppressed or not behind.may_see_rows(request.user, found, programme):
        return context
    context["shows_rows"] = True
    if found.indicator.frame.identity in (behind.WORKPLACE, behind.EMPLOYER):
        return context | {"places": behind.employers(request.user, found, made_of=made_of)}
    rows = behind.enrolments(request.user, found, programme, made_of=made_of)
    listed = Paginator(rows.pks, 50).get_page(request.GET.get("sida"))
    enrolments = behind.listed(list(listed.object_list))
    note_all(one.participant for one in enrolments)
    return context | {"page": listed, "enrolments": enrolments, "unseen": rows.unseen}
