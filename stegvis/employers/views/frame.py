"""What the form pages of this room share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.employers.models import Employer


def crumbs(employer: Employer | None = None) -> list[tuple[str, str]]:
    found = [(reverse("employers:employer_list"), _("Arbetsgivare"))]
    return [*found, (employer.get_absolute_url(), employer.name)] if employer else found


def form_page(
    request: HttpRequest,
    form: object,
    *,
    title: str,
    submit: str,
    employer: Employer | None = None,
    **more: Any,
) -> HttpResponse:
    path = crumbs(employer)
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "cancel": path[-1][0],
        "crumbs": path,
        **more,
    }
    return render(request, "core/form_page.html", context)
