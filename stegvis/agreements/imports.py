"""The sheet of agreements: one row each, with areas and an option beside."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements.actions import agreements, areas, options
from stegvis.agreements.enums import AgreementKind, OptionStatus
from stegvis.agreements.models import Agreement, AgreementArea, Option, ServiceKind
from stegvis.core.imports.spec import (
    Column,
    ImportSheet,
    RequiredIf,
    RowCheck,
    by_key,
    in_order,
    register,
)
from stegvis.core.imports.values import Choice, Day, Money, Reference, Several, Text
from stegvis.organisations.models import Provider
from stegvis.organisations.queries import reference_number_problem

FACTS = (
    "kind",
    "reference_number",
    "title",
    "parent",
    "service_kind",
    "starts_on",
    "ends_on",
    "ceiling",
    "value",
    "note",
)
OPTION = {"status": "option", "extends_to": "option_to", "last_day": "option_last_day"}


def _existing() -> QuerySet[Agreement]:
    related = ("parent", "provider", "area", "service_kind")
    return Agreement.objects.select_related(*related).prefetch_related("panel", "areas", "options")


def _providers(agreement: Agreement) -> list[Provider]:
    return [agreement.provider] if agreement.provider else list(agreement.panel.all())


def _areas(agreement: Agreement) -> list[str]:
    if agreement.kind == AgreementKind.FRAMEWORK:
        return [area.name for area in agreement.areas.all()]
    return [agreement.area.name] if agreement.area else []


def _option(agreement: Agreement) -> Option | None:
    return next(iter(agreement.options.all()), None)


def _apply(*, values: dict[str, Any], existing: Agreement | None, by: User) -> Agreement:
    facts = {name: values[name] for name in FACTS}
    is_framework = facts["kind"] == AgreementKind.FRAMEWORK
    panel = values["providers"] if is_framework else ()
    facts["provider"] = None if is_framework else next(iter(values["providers"]), None)
    if not is_framework:
        facts["area"] = _called_off_area(values)
    if existing is None:
        agreement = agreements.create(by=by, panel=panel, **facts)
    else:
        agreement = agreements.change(agreement=existing, by=by, panel=panel, **facts)
    if is_framework:
        areas.add(agreement=agreement, names=values["areas"], by=by)
    if values["option"]:
        _save_option(agreement, values, by)
    return agreement


def _called_off_area(values: dict[str, Any]) -> AgreementArea | None:
    if not values["areas"] or values["parent"] is None:
        return None
    return AgreementArea.objects.filter(agreement=values["parent"], name=values["areas"][0]).first()


def _save_option(agreement: Agreement, values: dict[str, Any], by: User) -> None:
    wanted = {name: values[column] for name, column in OPTION.items()}
    option = agreement.options.first()
    if option is None:
        options.add(agreement=agreement, by=by, **wanted)
    else:
        options.change(option=option, by=by, **wanted)


def _pattern(values: dict[str, Any], existing: Agreement | None) -> str | None:
    return reference_number_problem(values["reference_number"])


def _parent_fits(values: dict[str, Any], existing: Agreement | None) -> str | None:
    is_call_off = values["kind"] == AgreementKind.CALL_OFF
    if values["parent"] is not None and not is_call_off:
        return _("Bara ett avrop hör till ett annat avtal. Töm cellen eller skriv slaget avrop.")
    return None


register(
    ImportSheet(
        key="avtal",
        title="Avtal",
        order=20,
        key_columns=("reference_number",),
        load_existing=by_key(_existing, "reference_number"),
        apply=_apply,
        needs=Permission.AGREEMENT_EDIT,
        checks=(
            RowCheck(("reference_number",), _pattern),
            RowCheck(("kind", "parent"), _parent_fits),
            in_order("starts_on", "ends_on", "Avtalets slut kan inte vara före dess början."),
        ),
        columns=(
            Column(
                "reference_number", "diarienummer", Text(max_length=40), True, example="0123/25"
            ),
            Column("title", "titel", Text(max_length=200), True, example="Språkcirkel"),
            Column("kind", "slag", Choice(AgreementKind), True, example="avrop"),
            Column(
                "parent",
                "ramavtal",
                Reference(
                    "avtal",
                    by_key(Agreement.objects.all, "reference_number"),
                    label=lambda one: one.reference_number,
                ),
                required_if=RequiredIf(
                    ("kind",), lambda v: v["kind"] == AgreementKind.CALL_OFF, "när slaget är avrop."
                ),
                help="Diarienumret på avtalet som avropet görs från.",
            ),
            Column(
                "providers",
                "leverantör",
                Reference("leverantorer", by_key(Provider.objects.all, "name"), separator="|"),
                required_if=RequiredIf(
                    ("kind",),
                    lambda v: v["kind"] not in (AgreementKind.FRAMEWORK, AgreementKind.INTERNAL),
                    "för alla avtal utom ramavtal och överenskommelser.",
                ),
                current=_providers,
                help="Flera skiljs åt med |.",
                example="Språkverkstan",
            ),
            Column(
                "areas",
                "område",
                Several(Text(max_length=120)),
                current=_areas,
                help="Ramavtalets områden, eller det område som avropet gäller.",
            ),
            Column(
                "service_kind",
                "tjänsteslag",
                Reference("tjansteslag", by_key(ServiceKind.objects.all, "name")),
                example="Utbildning och språk",
            ),
            Column("starts_on", "från", Day(), example="2025-02-03"),
            Column("ends_on", "till", Day(), example="2025-06-13"),
            Column("ceiling", "takbelopp", Money()),
            Column("value", "värde", Money(), help="Med alla optioner."),
            Column(
                "option",
                "option",
                Choice(OptionStatus),
                current=lambda one: option.status if (option := _option(one)) else None,
            ),
            Column(
                "option_to",
                "option till",
                Day(),
                current=lambda one: option.extends_to if (option := _option(one)) else None,
            ),
            Column(
                "option_last_day",
                "option senast",
                Day(),
                current=lambda one: option.last_day if (option := _option(one)) else None,
            ),
            Column("note", "anmärkning", Text(multiline=True)),
        ),
    )
)
