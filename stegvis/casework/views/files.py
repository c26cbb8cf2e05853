"""Taking over a follow-up file: upload, point out columns, preview, correct, write."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.casework import access as own
from stegvis.casework import takings
from stegvis.casework.actions import files as actions
from stegvis.casework.enums import FileStatus
from stegvis.casework.forms.files import MappingForm, RowFilter, RowForm, UploadForm
from stegvis.core import saving
from stegvis.core.imports.workbook import UnreadableFile
from stegvis.core.page import page

NEEDS = Permission.PARTICIPANT_IMPORT


@page(needs=NEEDS)
def file_list(request: HttpRequest) -> HttpResponse:
    context = {"files": takings.files(request.user)}
    return render(request, "casework/file_list.html", context)


@page(needs=NEEDS, writes=["POST"])
def file_create(request: HttpRequest) -> HttpResponse:
    programmes = takings.programmes(request.user, today=timezone.localdate())
    form = UploadForm(request.POST or None, request.FILES or None, programmes=programmes)
    try:
        file = saving.attempt(form, lambda: actions.upload(by=request.user, **form.cleaned_data))
    except UnreadableFile as unreadable:
        file = form.add_error("book", str(unreadable))
    if file:
        return redirect("casework:file_map", file.pk)
    context = {
        "title": _("Läs in en uppföljningsfil"),
        "intro": _("Inget skrivs in förrän du har sett varje rad och sagt ja."),
        "form": form,
        "submit": _("Ladda upp"),
        "multipart": True,
        "cancel": "/uppfoljningsfiler/",
        "crumbs": [("/uppfoljningsfiler/", _("Uppföljningsfiler"))],
    }
    return render(request, "core/form_page.html", context)


@page(needs=NEEDS, writes=["POST"])
def file_map(request: HttpRequest, pk: int) -> HttpResponse:
    file = own.follow_up_file(request.user, pk)
    form = MappingForm(request.POST or None, file=file, samples=takings.samples(file))
    if saving.attempt(
        form, lambda: actions.map_columns(file=file, by=request.user, mapping=form.chosen())
    ):
        return redirect(file)
    return render(request, "casework/file_map.html", {"file": file, "form": form})


@page(needs=NEEDS)
def file_detail(request: HttpRequest, pk: int) -> HttpResponse:
    file = own.follow_up_file(request.user, pk)
    if file.status == FileStatus.MAPPING:
        return redirect("casework:file_map", pk)
    form = RowFilter(request.GET)
    found = Paginator(form.filter(takings.rows(file)), 50).get_page(request.GET.get("sida"))
    context = {
        "file": file,
        "form": form,
        "page": found,
        "rows": takings.shown(found, file, request.user),
        "counts": takings.counts(file),
        "to_write": takings.to_write(file),
        "is_open": file.status in actions.OPEN,
        "is_writing": file.status == FileStatus.WRITING,
    }
    return render(request, "casework/file_detail.html", context)


@page(needs=NEEDS, writes=["POST"])
def file_row(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One row to mend, or to say who it is."""
    file = own.follow_up_file(request.user, pk)
    row = own.follow_up_row(file, position)
    candidates = takings.candidates(row, request.user)
    form = RowForm(request.POST or None, row=row, candidates=candidates)
    mended = saving.attempt(
        form,
        lambda: actions.correct(
            row=row,
            by=request.user,
            values=form.corrected(),
            participant=form.cleaned_data.get("participant"),
        ),
    )
    if mended:
        saving.saved(request, _("Raden är rättad och kontrollerad igen."))
        return redirect(f"{file.get_absolute_url()}#rad-{position}")
    return render(request, "casework/file_row.html", {"file": file, "row": row, "form": form})


@page(needs=NEEDS, writes=["POST"])
def file_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes the next rows. Long files go on by themselves, and show how far they have come."""
    file = own.follow_up_file(request.user, pk)
    if request.method == "POST":
        done = _("Inskrivet så långt. Se vad som återstår nedan.")
        saving.press(request, lambda: actions.write_some(file=file, by=request.user), done)
    return redirect(file)


@page(needs=NEEDS, writes=["POST"])
def file_discard(request: HttpRequest, pk: int) -> HttpResponse:
    file = own.follow_up_file(request.user, pk)
    if request.method == "POST":
        done = _("Filen är kastad. Det som redan var inskrivet finns kvar.")
        saving.press(request, lambda: actions.discard(file=file, by=request.user), done)
    return redirect("casework:file_list")
