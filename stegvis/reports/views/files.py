from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import stegvis
from stegvis.accounts.roles import Permission
from stegvis.core import saving
from stegvis.core.page import page
from stegvis.reports import access, producing
from stegvis.reports.actions import annual as actions
from stegvis.reports.forms import TemplateForm
from stegvis.reports.models import WordTemplate
from stegvis.reports.views.damage import tells_of_damage

P = Permission


def _file(content: bytes, name: str, extension: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=producing.MEDIA_TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
def annual_report_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The draft as a file, with today's date."""
    report = access.annual_report(request.user, pk)
    if extension not in producing.FORMATS:
        raise Http404
    made_of = producing.recipe(report, dated_on=timezone.localdate())
    content = producing.produce(made_of, (extension,))[extension]
    return _file(content, producing.file_name(report.year, extension), extension)


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
def frozen_file(request: HttpRequest, pk: int, number: int, extension: str) -> HttpResponse:
    """A frozen version's file, byte for byte as it was frozen."""
    version = access.frozen_version(request.user, pk, number)
    if extension not in producing.FORMATS:
        raise Http404
    name = producing.file_name(version.report.year, extension, number)
    return _file(producing.frozen(version, extension), name, extension)


@page(needs=P.ANNUAL_REPORT_VIEW)
@tells_of_damage
def frozen_check(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Makes the frozen version's files again and tells whether they are the same."""
    version = access.frozen_version(request.user, pk, number)
    found = producing.same_again(version)
    context = {"report": version.report, "version": version, "found": found}
    context["running"] = stegvis.__version__
    return render(request, "reports/frozen_check.html", context)


@page(needs=P.TEMPLATE_EDIT)
def template_list(request: HttpRequest) -> HttpResponse:
    from stegvis.reports.documents import docx  # large, and seldom needed

    context = {
        "templates": WordTemplate.objects.select_related("uploaded_by").defer("content"),
        "tags": docx.TAGS,
    }
    return render(request, "reports/template_list.html", context)


@page(needs=P.TEMPLATE_EDIT, writes=["POST"])
def template_create(request: HttpRequest) -> HttpResponse:
    form = TemplateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"]
        actions.upload_template(name=form.cleaned_data["name"], content=content, by=request.user)
        saving.saved(request, _("Mallen är kontrollerad och sparad. Välj den i en rapport."))
        return redirect("reports:template_list")
    context = {
        "title": _("Ny Wordmall"),
        "form": form,
        "submit": _("Kontrollera och spara"),
        "multipart": True,
        "draft": "",
        "cancel": reverse("reports:template_list"),
        "crumbs": [(reverse("reports:template_list"), _("Wordmallar"))],
    }
    return render(request, "core/form_page.html", context)


@page(needs=P.TEMPLATE_EDIT)
def template_file(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """An uploaded template, or the one that Stegvis ships to start from."""
    if pk is None:
        from stegvis.reports.documents import docx_template

        return _file(docx_template.make(), "stegvis-mall.docx", "docx")
    template = access.word_template(request.user, pk)
    return _file(bytes(template.content), f"mall-{pk}.docx", "docx")
