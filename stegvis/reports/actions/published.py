"""Figures as they were printed."""

from typing import Any

from django.db import transaction

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.reports.models import PublishedFigure


@transaction.atomic
def save(*, figure: PublishedFigure | None, by: User | None, **values: Any) -> PublishedFigure:
    figure = figure or PublishedFigure()
    created = figure.pk is None
    changed = audit.assign(figure, values)
    if changed or created:
        figure.save()
        action = "published_figure.added" if created else "published_figure.changed"
        audit.record(action, figure, by=by, changed=changed)
    return figure
