"""What a report page answers when a part of the report cannot be read or made."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stegvis.accounts.roles import Permission
from stegvis.reports import access
from stegvis.reports.apart import NotMade
from stegvis.reports.snapshot_files import SnapshotDamaged
from stegvis.reports.workshop import UnusableTemplate

View = Callable[..., HttpResponse]


def tells_of_damage(view: View) -> View:
    """Says what is damaged, or could not be made, and what to do about it, instead of failing."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, **kwargs)
        except (SnapshotDamaged, UnusableTemplate, NotMade) as damage:
            report = access.annual_report(request.user, pk)
            context = {
                "report": report,
                "damage": str(damage),
                "is_template": isinstance(damage, UnusableTemplate),
                "is_passing": isinstance(damage, NotMade),
                "can_edit": access.allowed(request.user, Permission.ANNUAL_REPORT_EDIT, report),
                "versions": access.listed_versions(report),
            }
            status = 503 if context["is_passing"] else 409
            return render(request, "reports/damaged.html", context, status=status)

    return wrapper
