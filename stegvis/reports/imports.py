"""The sheet of printed figures, to hold the computed ones against."""

from collections.abc import Collection
from typing import Any

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.imports.spec import Column, ImportSheet, by_key, register
from stegvis.core.imports.values import DecimalNumber, Key, Reference, Text, WholeNumber
from stegvis.organisations.models import Unit
from stegvis.reports.actions import published
from stegvis.reports.models import PublishedFigure

KEY = ("year", "unit", "measure", "as_written", "source")


def _load(keys: Collection[Key]) -> dict[Key, PublishedFigure]:
    years = {key[0] for key in keys if isinstance(key, tuple)}
    found = PublishedFigure.objects.filter(year__in=years).select_related("unit")
    return {
        (
            one.year,
            one.unit.short_name if one.unit else None,
            one.measure,
            one.as_written,
            one.source,
        ): one
        for one in found
    }


def _apply(
    *, values: dict[str, Any], existing: PublishedFigure | None, by: User
) -> PublishedFigure:
    return published.save(figure=existing, by=by, **values)


register(
    ImportSheet(
        key="publicerade_tal",
        title="Publicerade tal",
        order=60,
        key_columns=KEY,
        load_existing=_load,
        apply=_apply,
        needs=Permission.ANNUAL_REPORT_EDIT,
        help="Tal som de stod i en tidigare rapport. Stegvis jämför dem med de beräknade.",
        columns=(
            Column("year", "år", WholeNumber(least=1990, most=2100), True, example="2024"),
            Column(
                "unit",
                "enhet",
                Reference("enheter", by_key(Unit.objects.all, "short_name")),
                help="Tomt för totalen.",
            ),
            Column("measure", "tal", Text(max_length=80), True, example="startade"),
            Column("as_written", "som skrivet", Text(max_length=120), True, example="drygt 800"),
            Column("value", "värde", DecimalNumber(places=4), True, example="800"),
            Column("precision", "avrundat till", DecimalNumber(places=4), True, example="100"),
            Column("source", "källa", Text(max_length=120), True, example="kapitel 6.1"),
            Column("explanation", "förklaring", Text(multiline=True)),
        ),
    )
)
