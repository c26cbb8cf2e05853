"""What the report pages read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.accounts.models import User
from stegvis.agreements.models import Agreement
from stegvis.analysis.indicators import (
    CATALOGUE,
    DIMENSIONS,
    Figure,
    Group,
    Indicator,
    members,
)
from stegvis.analysis.words import swedish_order
from stegvis.core.models import AuditEvent
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from stegvis.reports.annual.source import Source
from stegvis.reports.models import AnnualReport, ProseRevision

# Whose changes a new count would show: these rooms' and these models'.
COUNTED_ROOMS = ("interventions.", "followup.", "agreements.")
PROJECT_ROOMS = ("participants.", "employers.", "casework.", "reports.goal")
COUNTED = ("organisations.unit", "organisations.provider", "reports.publishedfigure")


def annual_reports(user: User) -> QuerySet[AnnualReport]:
    return (
        AnnualReport.objects.visible_to(user)
        .select_related("snapshot")
        .prefetch_related("units")
        .annotate(version_count=Count("versions"))
        .order_by("-year", "-created_at", "-pk")
    )


def has_interventions(year: int, units: Iterable[Unit]) -> bool:
    """Whether the units, or those below them, have any intervention of the year. One query."""
    below = Q()
    for unit in units:
        below |= Q(unit__path__startswith=unit.path)
    return Intervention.objects.of_year(year).filter(below).exists()


def age(taken_at: datetime, *, today: date) -> str:
    """How old a snapshot's figures are, in words."""
    days = (today - timezone.localtime(taken_at).date()).days
    if days <= 0:
        return _("i dag")
    if days == 1:
        return _("i går")
    return ngettext("för %(days)d dag sedan", "för %(days)d dagar sedan", days) % {"days": days}


def has_changed_since(moment: datetime) -> bool:
    """Whether anything that reports are made of has been written since. One query."""
    counted = Q(object_kind__in=COUNTED)
    for room in COUNTED_ROOMS:
        counted |= Q(object_kind__startswith=room)
    return AuditEvent.objects.filter(counted, at__gt=moment).exists()


def has_project_changed_since(moment: datetime) -> bool:
    """Whether anything that project reports are made of has been written since. One query."""
    counted = Q()
    for start in PROJECT_ROOMS:
        counted |= Q(object_kind__startswith=start)
    return AuditEvent.objects.filter(counted, at__gt=moment).exists()


def last_written(report: AnnualReport) -> dict[str, str]:
    """Prose key → who wrote the text last and when; nothing for what nobody has written."""
    newest = ProseRevision.objects.filter(block=OuterRef("pk")).order_by("-at", "-pk")
    rows = report.prose.annotate(
        who=Subquery(newest.values("by__name")[:1]), at=Subquery(newest.values("at")[:1])
    )
    found = rows.exclude(at=None).values_list("key", "who", "at")
    return {key: written(who, at) for key, who, at in found}


def written(who: str, at: datetime) -> str:
    when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    return _("Senast skriven av %(who)s %(when)s.") % {"who": who, "when": when}


@dataclass(frozen=True)
class Behind:
    """A figure and the rows that it counts."""

    indicator: Indicator
    figure: Figure
    group: str
    rows: list[dict[str, Any]]
    of_agreements: bool


class NoSuchFigure(LookupError):
    """The indicator, its grouping or the group does not exist."""


def behind(source: Source, name: str, group: Mapping[str, str]) -> Behind:
    """What a figure counts, with each row's own part of it. Raises NoSuchFigure.

    A group is chosen by its keys as text, with "" for the key that is missing."""
    indicator = CATALOGUE.get(name)
    if indicator is None or not set(group) <= set(indicator.group_by):
        raise NoSuchFigure
    units = source.settings.units if indicator.frame.has_units else None
    of_agreements = indicator.frame.identity == "agreement_id"
    own = "agreement" if of_agreements else "intervention"
    chosen = tuple(name for name in group if name != own)
    figure = next((f for f in source.by(name, *group) if _is_group(f, group)), None)
    if figure is None:
        raise NoSuchFigure
    ids = members(indicator, source.tables, year=source.year, group=figure.group, units=units)
    each = {
        str(f.key(own)): f
        for f in source.by(name, *chosen, own)
        if _is_group(f, {name: group[name] for name in chosen})
    }
    rows = _rows(source, ids, of_agreements)
    for row in rows:
        row["figure"] = each[row["id"]]
    return Behind(indicator, figure, _words(source, figure.group), rows, of_agreements)


def _is_group(figure: Figure, group: Mapping[str, str]) -> bool:
    keys = dict(figure.group)
    return all(
        ("" if keys[name] is None else str(keys[name])) == key for name, key in group.items()
    )


def _words(source: Source, group: Group) -> str:
    """The group in words. Only interventions and agreements have titles in place of keys."""
    titles = {"intervention": source.titles(), "agreement": _agreement_titles(source)}
    return ", ".join(DIMENSIONS[name].label(key, titles.get(name)) for name, key in group)


def _rows(source: Source, ids: tuple[str, ...], of_agreements: bool) -> list[dict[str, Any]]:
    titles = _agreement_titles(source) if of_agreements else source.titles()
    rows = [{"id": pk, "title": titles[pk]} for pk in ids]
    return sorted(rows, key=lambda row: swedish_order(row["title"]))


def _agreement_titles(source: Source) -> dict[str, str]:
    return {
        row["agreement_id"]: f"{row['reference_number']} {row['title']}"
        for row in source.rows("agreements")
    }


def addresses(found: Behind, user: User) -> dict[str, str]:
    """Id → page, for the rows that still exist and that the user may see."""
    ids = [row["id"] for row in found.rows]
    model = Agreement if found.of_agreements else Intervention
    visible = model.objects.visible_to(user).filter(pk__in=ids)
    return {str(one.pk): one.get_absolute_url() for one in visible}
