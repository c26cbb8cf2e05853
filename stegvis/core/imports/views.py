from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.core import drafts, saving
from stegvis.core.imports import access, actions, queries, spec
from stegvis.core.imports.enums import IMPORT, BatchStatus, RowStatus
from stegvis.core.imports.forms import AcceptForm, RowFilter, UploadForm
from stegvis.core.imports.models import ImportBatch
from stegvis.core.imports.template_file import template
from stegvis.core.imports.workbook import UnreadableFile
from stegvis.core.page import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(needs=IMPORT)
def import_list(request: HttpRequest) -> HttpResponse:
    found = Paginator(queries.batches(request.user), 50).get_page(request.GET.get("sida"))
    return render(request, "core/imports/import_list.html", {"batches": found})


@page(needs=IMPORT, writes=["POST"])
def import_create(request: HttpRequest) -> HttpResponse:
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            batch = actions.preview(
                books=form.cleaned_data["books"], by=request.user, only=form.cleaned_data["sheet"]
            )
            return redirect(batch)
        except UnreadableFile as fault:
            form.add_error("books", str(fault))
    context = {"form": form, "sheets": spec.registered()}
    return render(request, "core/imports/import_create.html", context)


@page(needs=IMPORT)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = access.batch(request.user, pk)
    return render(request, "core/imports/import_detail.html", _detail(request, batch))


@page(needs=IMPORT, writes=["POST"])
def import_row_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """All cells of the page at once: whoever mends two rows loses neither."""
    batch = access.batch(request.user, pk)
    if request.method == "POST":
        cells = queries.typed_cells(batch, request.POST)
        _correct(request, batch, cells, _("Rättningarna är sparade och raderna kontrollerade."))
    return redirect(_address(batch, request.GET))


@page(needs=IMPORT, writes=["POST"])
def import_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The button stands in the form of the rows, so that what is typed there is not lost."""
    batch = access.batch(request.user, pk)
    if request.method == "POST" and (cells := queries.typed_cells(batch, request.POST)):
        _correct(request, batch, cells, _("Rättningarna är sparade. Granska och för in igen."))
        return redirect(_address(batch, request.GET))
    form = AcceptForm(request.POST if request.method == "POST" else None, batch=batch)
    outcome = saving.attempt(
        form, lambda: actions.accept(batch=batch, by=request.user, **form.cleaned_data)
    )
    if outcome:
        tell = messages.success if outcome.is_accepted else messages.error
        tell(request, outcome.message)
    for error in form.non_field_errors():
        messages.error(request, error)
    return redirect(batch)


@page(needs=IMPORT, writes=["POST"])
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    batch = access.batch(request.user, pk)
    if request.method != "POST":
        return redirect(batch)
    done = _("Filen är kastad. Inget är infört.")
    saving.press(request, lambda: actions.discard(batch=batch, by=request.user), done)
    return redirect("core:import_list")


@page(needs=IMPORT)
def import_template(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(template(spec.registered()), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="stegvis-importmall.xlsx"'
    return answer


def _correct(
    request: HttpRequest, batch: ImportBatch, cells: dict[int, dict[str, str]], done: str
) -> None:
    def correct() -> ImportBatch:
        return actions.correct(batch=batch, cells=cells, by=request.user)

    if saving.press(request, correct, done):
        drafts.discard(by=request.user, key=_draft(batch))


def _detail(request: HttpRequest, batch: ImportBatch) -> dict[str, object]:
    counts = queries.sheet_counts(batch)
    form = RowFilter(request.GET, sheets=[(found.key, found.title) for found in counts])
    listed = Paginator(form.filter(queries.rows(batch)), queries.ROWS_A_PAGE)
    rows = listed.get_page(request.GET.get("sida"))
    return {
        "batch": batch,
        "counts": counts,
        "statuses": list(RowStatus),
        "form": form,
        "page": rows,
        "rows": queries.row_views(rows),
        "is_open": batch.current_status == BatchStatus.PREVIEWED,
        "wrong": batch.count(RowStatus.WRONG),
        "to_write": batch.count(*RowStatus.written()),
        "accept_form": AcceptForm(batch=batch),
        "before": queries.accepted_before(request.user, batch),
        "draft": _draft(batch),
    }


def _draft(batch: ImportBatch) -> str:
    return f"import-{batch.pk}"


def _address(batch: ImportBatch, asked: QueryDict) -> str:
    """Back to the same filter and page."""
    kept = {name: asked[name] for name in ("status", "sheet", "sida") if asked.get(name)}
    return f"{reverse('core:import_detail', args=[batch.pk])}{'?' if kept else ''}{urlencode(kept)}"
