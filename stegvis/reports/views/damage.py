"""What a report page answers when a part of the report can no longer be read."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stegvis.accounts.roles import Permission
from stegvis.reports import access
from stegvis.reports.documents.docx import UnusableTemplateError
from stegvis.reports.snapshot_files import SnapshotDamaged

View = Callable[..., HttpResponse]


def tells_of_damage(view: View) -> View:
    """Says which file is damaged and what to do about it, instead of failing."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, **kwargs)
        except (SnapshotDamaged, UnusableTemplateError) as damage:
            report = access.annual_report(request.user, pk)
            context = {
                "report": report,
                "damage": str(damage),
                "is_template": isinstance(damage, UnusableTemplateError),
                "can_edit": access.allowed(request.user, Permission.ANNUAL_REPORT_EDIT, report),
                "versions": access.listed_versions(report),
            }
            return render(request, "reports/damaged.html", context, status=409)

    return wrapper
