from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.accounts.roles import Permission
from stegvis.core.fragments import render_part
from stegvis.core.page import page
from stegvis.core.saving import attempt, press, saved
from stegvis.participants import access, queries
from stegvis.participants.actions import codes as actions
from stegvis.participants.enums import CodeScheme
from stegvis.participants.forms.codes import CodeChangeForm, CodeFilter, CodeForm
from stegvis.participants.models import Code

NEEDS = Permission.PROGRAMME_EDIT


@page(needs=NEEDS)
def scheme_list(request: HttpRequest) -> HttpResponse:
    context = {
        "schemes": queries.schemes(),
        "can_import": request.user.may(Permission.IMPORT_RUN),
    }
    return render(request, "participants/scheme_list.html", context)


@page(needs=NEEDS)
def code_list(request: HttpRequest, scheme: str) -> HttpResponse:
    kind = _scheme(scheme)
    form = CodeFilter(request.GET, editions=queries.editions(kind))
    codes = form.filter(Code.objects.filter(scheme=kind).order_by("edition", "position", "code"))
    context = {
        "scheme": kind,
        "form": form,
        "codes": Paginator(codes, 100).get_page(request.GET.get("sida")),
    }
    return render_part(request, "participants/code_list.html", "table", context)


@page(needs=NEEDS, writes=["POST"])
def code_create(request: HttpRequest, scheme: str) -> HttpResponse:
    kind = _scheme(scheme)
    newest = next(iter(queries.editions(kind)), "")
    form = CodeForm(request.POST or None, scheme=kind, initial={"edition": newest})
    if attempt(form, lambda: actions.add(by=request.user, scheme=kind, **form.cleaned_data)):
        saved(request, _("Koden är tillagd och går att välja."))
        return redirect("participants:code_list", kind.value)
    return _form_page(request, kind, form, _("Ny egen kod"), _("Lägg till koden"))


@page(needs=NEEDS, writes=["POST"])
def code_edit(request: HttpRequest, pk: int) -> HttpResponse:
    code = access.code(request.user, pk, is_own=True)
    initial = {"label": code.label, "position": code.position}
    form = CodeChangeForm(request.POST or None, initial=initial)
    if attempt(form, lambda: actions.change(code=code, by=request.user, **form.cleaned_data)):
        saved(request, _("Koden är sparad."))
        return redirect("participants:code_list", code.scheme)
    title = _("Ändra %(code)s") % {"code": code.code}
    return _form_page(request, CodeScheme(code.scheme), form, title, _("Spara koden"))


@page(needs=NEEDS, writes=["POST"])
def code_archive(request: HttpRequest, pk: int) -> HttpResponse:
    code = access.code(request.user, pk)
    if request.method == "POST":
        done = (
            _("Koden går att välja igen.")
            if code.archived_at
            else _("Koden är arkiverad. Där den är vald står den kvar.")
        )
        press(request, lambda: actions.archive(code=code, by=request.user), done)
    return redirect("participants:code_list", code.scheme)


def _scheme(value: str) -> CodeScheme:
    if value not in CodeScheme.values:
        raise Http404
    return CodeScheme(value)


def _form_page(
    request: HttpRequest, scheme: CodeScheme, form: object, title: str, submit: str
) -> HttpResponse:
    listing = reverse("participants:code_list", args=[scheme.value])
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel": listing,
        "crumbs": [
            (reverse("participants:scheme_list"), _("Kodlistor")),
            (listing, scheme.label),
        ],
    }
    return render(request, "core/form_page.html", context)
