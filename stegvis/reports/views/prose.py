"""Writing the report's texts, in place or on a page of their own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core import drafts, saving
from stegvis.core.fragments import render_part, wants_fragment
from stegvis.core.page import page
from stegvis.reports import access, queries
from stegvis.reports.actions import annual as actions
from stegvis.reports.annual.prose import BY_KEY
from stegvis.reports.annual.words import shown
from stegvis.reports.documents import html
from stegvis.reports.forms import ProseForm
from stegvis.reports.models import ProseBlock
from stegvis.reports.views.screen import prose_address


@page(needs=Permission.ANNUAL_REPORT_EDIT, writes=["POST"])
def prose_edit(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A small box that swaps itself, or a page of its own. `?las` gives the text back unwritten."""
    block = access.prose_block(request.user, pk, key)
    if wants_fragment(request) and "las" in request.GET:
        return _read(request, block)
    draft = f"rapport-{pk}-{key}"
    initial = {"text": block.text, "version": block.version}
    # Several boxes may stand open on one page, so each has its own ids.
    form = ProseForm(request.POST or None, initial=initial, auto_id=f"id_{key}_%s")
    written = saving.attempt(
        form, lambda: actions.write(block=block, by=request.user, **form.cleaned_data)
    )
    if written and wants_fragment(request):
        drafts.discard(by=request.user, key=draft)
        return _read(request, written, is_saved=True)
    if written:
        saving.saved(request, _("Texten är sparad."), draft=draft)
        return redirect(f"{block.report.get_absolute_url()}#{key}")
    form.fields["text"].label = BY_KEY[key].title
    form.fields["text"].widget.attrs |= {"autofocus": True} if wants_fragment(request) else {}
    return render_part(request, "reports/prose_edit.html", "box", _context(block, form, draft))


def _context(block: ProseBlock, form: ProseForm, draft: str) -> dict[str, Any]:
    return {
        "prose": block,
        "place": BY_KEY[block.key],
        "form": form,
        "draft": draft,
        "revisions": block.revisions.select_related("by")[:10],
    }


def _read(request: HttpRequest, block: ProseBlock, *, is_saved: bool = False) -> HttpResponse:
    """The text as it stands in the report."""
    newest = block.revisions.select_related("by").first()
    written = queries.written(newest.by.name, newest.at) if newest else ""
    context = {
        "key": block.key,
        "text": html.render_markdown(shown(block.key, block.text), heading_level=3),
        "edit_url": prose_address(request.path, written),
        "is_saved": is_saved,
    }
    return render(request, "reports/document/prose.html", context)
