"""What the report pages read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from stegvis.accounts.models import User
from stegvis.agreements.models import Agreement
from stegvis.analysis.indicators import CATALOGUE, DIMENSIONS, Figure, Indicator, compute, members
from stegvis.interventions.models import Intervention
from stegvis.reports.annual.source import Source
from stegvis.reports.models import AnnualReport


def annual_reports(user: User) -> QuerySet[AnnualReport]:
    return (
        AnnualReport.objects.visible_to(user)
        .select_related("snapshot", "created_by")
        .prefetch_related("units", "versions")
        .annotate(version_count=Count("versions", distinct=True))
    )


@dataclass(frozen=True)
class Behind:
    """A figure and the rows that it counts."""

    indicator: Indicator
    figure: Figure | None
    group: str
    rows: list[dict[str, Any]]
    of_agreements: bool


class NoSuchFigure(LookupError):
    """The indicator or its grouping does not exist."""


def behind(source: Source, name: str, group: Mapping[str, str]) -> Behind:
    """What a figure counts, with each row's own figure. Raises NoSuchFigure."""
    indicator = CATALOGUE.get(name)
    if indicator is None or not set(group) <= set(indicator.group_by):
        raise NoSuchFigure
    chosen = [(key, value or None) for key, value in group.items()]
    units = source.settings.units if indicator.frame.has_units else None
    of_agreements = indicator.frame.identity == "agreement_id"
    figures = compute(indicator, source.tables, year=source.year, units=units, by=tuple(group))
    figure = next((f for f in figures if f.group == tuple(chosen)), None)
    ids = members(indicator, source.tables, year=source.year, group=chosen, units=units)
    own = "agreement" if of_agreements else "intervention"
    each = compute(indicator, source.tables, year=source.year, units=units, by=(own,))
    values = {str(one.key()): one for one in each}
    words = ", ".join(DIMENSIONS[key].label(value, source.titles()) for key, value in chosen)
    rows = _rows(source, ids, of_agreements)
    for row in rows:
        row["figure"] = values.get(row["id"])
    return Behind(indicator, figure, words, rows, of_agreements)


def _rows(source: Source, ids: tuple[str, ...], of_agreements: bool) -> list[dict[str, Any]]:
    if of_agreements:
        known = {row["agreement_id"]: row for row in source.rows("agreements")}
        return [{"id": pk, "title": _title(known[pk]), "row": known[pk]} for pk in ids]
    rows = {row["intervention_id"]: row for row in source.rows("interventions")}
    titles = source.titles()
    return [{"id": pk, "title": titles[pk], "row": rows[pk]} for pk in ids]


def _title(row: Mapping[str, Any]) -> str:
    return f"{row['reference_number']} {row['title']}"


def addresses(found: Behind, user: User) -> dict[str, str]:
    """Id → page, for the rows that still exist and that the user may see."""
    ids = [row["id"] for row in found.rows]
    model = Agreement if found.of_agreements else Intervention
    visible = model.objects.visible_to(user).filter(pk__in=ids)
    return {str(one.pk): one.get_absolute_url() for one in visible}
