"""The sheet of agreements: one row each, with areas and an option beside.

Headings are the file format and stay Swedish. Two things never disappear because a file lacks them,
as the file holds only a part: areas of a framework agreement, and options.
"""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements.actions import agreements, areas, options
from stegvis.agreements.enums import AgreementKind, OptionStatus
from stegvis.agreements.models import Agreement, AgreementArea, Option, ServiceKind
from stegvis.agreements.queries import providers_of
from stegvis.core.imports.spec import (
    BadRow,
    Changes,
    Column,
    ImportSheet,
    RequiredIf,
    RowCheck,
    Values,
    by_key,
    in_order,
    register,
)
from stegvis.core.imports.values import Choice, Day, Money, Pending, Reference, Several, Text
from stegvis.organisations.imports import with_pattern
from stegvis.organisations.models import Provider

FRAMEWORK, CALL_OFF = AgreementKind.FRAMEWORK, AgreementKind.CALL_OFF
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


def _areas(agreement: Agreement) -> list[str]:
    if agreement.kind == FRAMEWORK:
        return [area.name for area in agreement.areas.all()]
    return [agreement.area.name] if agreement.area else []


# --- options: the file holds one, the system perhaps more ---


def _option(agreement: Agreement, values: Values) -> Option | None:
    """The option the row is about: that with the same day, or the only one there is."""
    there = list(agreement.options.all())
    same = [option for option in there if option.extends_to == values["option_to"]]
    return next(iter(same or there[:1]), None) if same or len(there) == 1 else None


def _of_first(name: str) -> Any:
    def read(agreement: Agreement) -> Any:
        first = next(iter(agreement.options.all()), None)
        return getattr(first, name) if first else None

    return read


def _save_option(agreement: Agreement, values: Values, by: User) -> None:
    wanted = {name: values[column] for name, column in OPTION.items()}
    option = _option(agreement, values)
    try:
        if option is None:
            options.add(agreement=agreement, by=by, **wanted)
        else:
            options.change(option=option, by=by, **wanted)
    except ValidationError as refused:
        name, texts = next(iter(refused.message_dict.items()))
        raise BadRow(" ".join(texts), OPTION.get(name, "option")) from None


# --- writing ---


def _apply(*, values: dict[str, Any], existing: Agreement | None, by: User) -> Agreement:
    facts = {name: values[name] for name in FACTS}
    is_framework = facts["kind"] == FRAMEWORK
    panel = values["providers"] if is_framework else ()
    if not is_framework:
        facts["provider"] = next(iter(values["providers"]), None)
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


def _called_off_area(values: Values) -> AgreementArea | None:
    if not values["areas"] or values["parent"] is None:
        return None
    return AgreementArea.objects.filter(agreement=values["parent"], name=values["areas"][0]).first()


# --- checks ---


def _parent_fits(values: Values, existing: Agreement | None) -> str | None:
    parent = values["parent"]
    if parent is None:
        return None
    if values["kind"] != CALL_OFF:
        return _("Bara ett avrop hör till ett annat avtal. Töm cellen eller skriv slaget avrop.")
    kind = parent.values["kind"] if isinstance(parent, Pending) else parent.kind
    if kind == CALL_OFF:
        return _("Ett avrop görs från ett avtal, inte från ett avrop.")
    return None


def _one_provider(values: Values, existing: Agreement | None) -> str | None:
    if values["kind"] != FRAMEWORK and len(values["providers"]) > 1:
        return _("Bara ett ramavtal kan ha flera leverantörer.")
    return None


def _areas_fit(values: Values, existing: Agreement | None) -> str | None:
    named, parent = values["areas"], values["parent"]
    if not named or values["kind"] == FRAMEWORK:
        return None
    if values["kind"] != CALL_OFF or len(named) > 1:
        return _("Ett ramavtal kan ha flera områden och ett avrop ett. Andra avtal har inga.")
    if parent is None:
        return None
    known = parent.values.get("areas", ()) if isinstance(parent, Pending) else _areas(parent)
    if named[0] in known:
        return None
    return _("Området finns inte i %(parent)s. Där finns: %(areas)s.") % {
        "parent": parent if isinstance(parent, Pending) else parent.reference_number,
        "areas": ", ".join(known) or _("inga områden"),
    }


def _option_is_told(values: Values, existing: Agreement | None) -> str | None:
    if values["option"] is None and (values["option_to"] or values["option_last_day"]):
        return _("Skriv om optionen är ej utlöst, utlöst eller förfallen.")
    return None


def _option_extends(values: Values, existing: Agreement | None) -> str | None:
    end, extends_to = values["ends_on"], values["option_to"]
    if end and extends_to and extends_to <= end:
        return _("Optionen förlänger inte avtalet, som gäller till %(end)s.") % {
            "end": end.isoformat()
        }
    return None


# --- the sheet ---


def _compare(existing: Agreement, values: Values) -> Changes:
    found = PLAIN.changes(existing, values, [column.heading for column in PLAIN.columns])
    if values["kind"] == FRAMEWORK and set(values["areas"]) <= set(_areas(existing)):
        found.pop("område", None)
    option = _option(existing, values)
    for name, column_name in OPTION.items():
        column = PLAIN.column(column_name)
        found.pop(column.heading, None)
        before, after = getattr(option, name, None), values[column_name]
        if values["option"] and before != after:
            found[column.heading] = (column.parse.show(before), column.parse.show(after))
    return found


load_existing, follows_pattern = with_pattern(by_key(_existing, "reference_number"))

PLAIN = ImportSheet(
    key="avtal",
    title="Avtal",
    order=20,
    key_columns=("reference_number",),
    load_existing=load_existing,
    apply=_apply,
    needs=Permission.AGREEMENT_EDIT,
    checks=(
        follows_pattern,
        RowCheck(("kind", "parent"), _parent_fits),
        RowCheck(("kind", "providers"), _one_provider),
        RowCheck(("kind", "parent", "areas"), _areas_fit),
        in_order("starts_on", "ends_on", "Avtalets slut kan inte vara före dess början."),
        RowCheck(("option", "option_to", "option_last_day"), _option_is_told, beside="option"),
        RowCheck(("ends_on", "option_to"), _option_extends),
    ),
    columns=(
        Column("reference_number", "diarienummer", Text(max_length=40), True, example="0123/25"),
        Column("title", "titel", Text(max_length=200), True, example="Språkcirkel"),
        Column("kind", "slag", Choice(AgreementKind), True, example="avrop"),
        Column(
            "parent",
            "ramavtal",
            Reference(
                "avtal",
                by_key(lambda: Agreement.objects.prefetch_related("areas"), "reference_number"),
                label=lambda one: one.reference_number,
            ),
            required_if=RequiredIf(
                ("kind",), lambda v: v["kind"] == CALL_OFF, "när slaget är avrop."
            ),
            help="Diarienumret på avtalet som avropet görs från.",
        ),
        Column(
            "providers",
            "leverantör",
            Reference("leverantorer", by_key(Provider.objects.all, "name"), separator="|"),
            required_if=RequiredIf(
                ("kind",),
                lambda v: v["kind"] not in (FRAMEWORK, AgreementKind.INTERNAL),
                "för alla avtal utom ramavtal och överenskommelser.",
            ),
            current=providers_of,
            help="Flera skiljs åt med |.",
            example="Språkverkstan",
        ),
        Column(
            "areas",
            "område",
            Several(Text(max_length=120)),
            current=_areas,
            help="Ramavtalets områden, åtskilda med |, eller det område som avropet gäller.",
        ),
        Column(
            "service_kind",
            "tjänsteslag",
            Reference("tjansteslag", by_key(ServiceKind.objects.all, "name")),
            help="Så som det står under Gränser och tjänsteslag.",
            example="Utbildning och språk",
        ),
        Column("starts_on", "från", Day(), example="2025-02-03"),
        Column("ends_on", "till", Day(), help="Utan optioner.", example="2025-06-13"),
        Column("ceiling", "takbelopp", Money()),
        Column("value", "värde", Money(), help="Med alla optioner."),
        Column(
            "option",
            "option",
            Choice(OptionStatus),
            current=_of_first("status"),
            help="Tomt om avtalet saknar option.",
        ),
        Column("option_to", "option till", Day(), current=_of_first("extends_to")),
        Column("option_last_day", "option senast", Day(), current=_of_first("last_day")),
        Column("note", "anmärkning", Text(multiline=True)),
    ),
)

register(replace(PLAIN, compare=_compare))
