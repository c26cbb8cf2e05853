"""The sheets of this room: categories, interventions, counts, costs, expected results.

Headings are the file format and stay Swedish."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.agreements.models import Agreement, AgreementArea
from stegvis.core.imports.spec import (
    BadRow,
    Column,
    ImportSheet,
    RequiredIf,
    RowCheck,
    by_key,
    in_order,
    register,
)
from stegvis.core.imports.values import (
    AsWritten,
    Choice,
    Day,
    DecimalNumber,
    Key,
    Money,
    Reference,
    Text,
    WholeNumber,
)
from stegvis.interventions.actions import delivery, plans, takeover
from stegvis.interventions.enums import ChangeKind, CountingUnit, GroupKind, Measure
from stegvis.interventions.models import (
    CatalogueEntry,
    Category,
    Cost,
    ExpectedResult,
    Group,
    Intervention,
    ReportedCount,
    TargetGroup,
)
from stegvis.organisations.imports import with_pattern
from stegvis.organisations.models import Provider, Unit

Values = dict[str, Any]

INTERVENTION = Reference(
    to="insatser",
    find=by_key(
        lambda: Intervention.objects.select_related("plan", "order", "unit"), "reference_number"
    ),
    label=lambda one: one.reference_number,
)


def _apply_category(*, values: Values, existing: Category | None, by: User) -> Category:
    category = existing or Category()
    category.name, category.position = values["name"], values["position"] or 0
    category.save()
    return category


register(
    ImportSheet(
        key="kategorier",
        title="Kategorier",
        order=5,
        key_columns=("name",),
        load_existing=by_key(Category.objects.all, "name"),
        apply=_apply_category,
        needs=Permission.CATALOGUE_EDIT,
        columns=(
            Column("name", "kategori", Text(max_length=80), required=True, example="Språk"),
            Column("position", "ordning", WholeNumber(), example="1"),
        ),
    )
)


# --- interventions ---

STATUSES = Choice({"pågår": "running", "inställd": "cancelled"})
PLAN = (
    "target_group",
    "entry_requirements",
    "set_up",
    "weeks",
    "hours_per_week",
    "group_count",
    "minimum_to_start",
    "purpose",
    "planned_text",
)
FACTS = (
    "title",
    "number",
    "reference_number",
    "unit",
    "category",
    "provider",
    "agreement",
    "starts_on",
    "ends_on",
    "responsible_role",
    "predecessor",
    "follow_up_on",
    "comment",
)


def _area(agreement: Agreement | None, name: str) -> AgreementArea | None:
    """The area by name, in the agreement itself or in the framework it is called off from."""
    if not name or agreement is None:
        return None
    frameworks = [pk for pk in (agreement.pk, agreement.parent_id) if pk]
    return AgreementArea.objects.filter(agreement__in=frameworks, name=name).first()


def _apply_intervention(*, values: Values, existing: Intervention | None, by: User) -> Intervention:
    facts = {name: values[name] for name in FACTS}
    facts["area"] = _area(values["agreement"], values["area"])
    if values["area"] and facts["area"] is None:
        raise BadRow(_("Området finns inte i avtalet eller dess ramavtal."), "area")
    if values["target_group_name"]:
        name = values["target_group_name"]
        facts["target_group"], _made = TargetGroup.objects.get_or_create(name=name)
    if values["catalogue_name"]:
        facts["catalogue_entry"], _made = CatalogueEntry.objects.get_or_create(
            name=values["catalogue_name"],
            defaults={
                "category": values["category"],
                "target_group": facts.get("target_group"),
                "description": values["purpose"],
            },
        )
    plan = {name: values[name] for name in PLAN}
    return takeover.take_over(
        existing=existing,
        by=by,
        facts=facts,
        plan=plan,
        cancel_reason=values["reason"] if values["status"] == "cancelled" else "",
        is_running=values["status"] == "running",
        no_report_reason=values["no_report_reason"],
    )


def _running_but_ended(values: Values, existing: Intervention | None) -> str | None:
    ended = values["ends_on"] and values["ends_on"] < timezone.localdate()
    last = values["follow_up_on"]
    if values["status"] == "running" and ended and not last:
        return _("Insatsen är slut enligt datumet. Skriv när den följs upp, eller ta bort ”pågår”.")
    return None


COMPARED = (
    "plan",
    "order",
    "unit",
    "category",
    "provider",
    "agreement",
    "area",
    "predecessor",
    "target_group",
    "catalogue_entry",
)
LOAD, PATTERN = with_pattern(
    by_key(lambda: Intervention.objects.select_related(*COMPARED), "reference_number")
)

register(
    ImportSheet(
        key="insatser",
        title="Insatser",
        order=30,
        key_columns=("reference_number",),
        load_existing=LOAD,
        apply=_apply_intervention,
        needs=Permission.PLAN_EDIT,
        checks=(
            in_order("starts_on", "ends_on", "Insatsen kan inte sluta före den börjar."),
            PATTERN,
            RowCheck(("status", "ends_on", "follow_up_on"), _running_but_ended, beside="status"),
        ),
        columns=(
            Column(
                "reference_number", "diarienummer", Text(max_length=40), True, example="0123/25"
            ),
            Column("title", "titel", Text(max_length=200), True, example="Språka 1"),
            Column("number", "nummer", WholeNumber(least=1, most=999), example="3"),
            Column(
                "unit",
                "enhet",
                Reference("enheter", by_key(Unit.objects.all, "short_name")),
                True,
                example="KC",
                help="Enhetens korta namn.",
            ),
            Column(
                "category",
                "kategori",
                Reference("kategorier", by_key(Category.objects.all, "name")),
                True,
                example="Språk",
            ),
            Column(
                "provider",
                "leverantör",
                Reference("leverantorer", by_key(Provider.objects.all, "name")),
                True,
                example="Språkverkstan",
            ),
            Column(
                "agreement",
                "avtal",
                Reference(
                    "avtal",
                    by_key(lambda: Agreement.objects.select_related("parent"), "reference_number"),
                    label=lambda one: one.reference_number,
                ),
                help="Avtalets diarienummer.",
                example="0123/25",
            ),
            Column(
                "area",
                "område",
                Text(max_length=120),
                current=lambda one: one.area.name if one.area else "",
            ),
            Column("target_group", "målgrupp", Text(multiline=True), current="plan.target_group"),
            Column(
                "target_group_name",
                "målgrupp kort",
                Text(max_length=120),
                current=lambda one: one.target_group.name if one.target_group else "",
                help="Samma ord för samma målgrupp: då möts planer och lärdomar.",
                example="Deltagare med svag svenska",
            ),
            Column(
                "catalogue_name",
                "insatskatalog",
                Text(max_length=200),
                current=lambda one: one.catalogue_entry.name if one.catalogue_entry else "",
                help="Vilken sorts insats det är, om den kan beställas igen.",
                example="Språka 1",
            ),
            Column(
                "entry_requirements",
                "förkunskaper",
                Text(multiline=True),
                current="plan.entry_requirements",
            ),
            Column("starts_on", "från", Day(), True, example="2025-02-03"),
            Column("ends_on", "till", Day(), True, example="2025-06-13"),
            Column("set_up", "upplägg", Text(multiline=True), current="plan.set_up"),
            Column("weeks", "veckor", DecimalNumber(places=1), current="plan.weeks", example="15"),
            Column(
                "hours_per_week",
                "timmar per vecka",
                DecimalNumber(places=1),
                current="plan.hours_per_week",
                example="30",
            ),
            Column("group_count", "antal grupper", WholeNumber(), current="plan.group_count"),
            Column(
                "minimum_to_start", "minsta antal", WholeNumber(), current="plan.minimum_to_start"
            ),
            Column("purpose", "syfte", Text(multiline=True), current="plan.purpose"),
            Column("responsible_role", "ansvarig roll", Text(max_length=120), example="enhetschef"),
            Column(
                "planned_text",
                "planerat antal",
                AsWritten(max_length=200),
                current="plan.planned_text",
                example="ca 15",
                help="Som ni brukar skriva: 15, ca 15, 30–35, 10/grupp, flexibelt.",
            ),
            Column("predecessor", "föregående", INTERVENTION, help="Diarienummer för den förra."),
            Column("follow_up_on", "uppföljning senast", Day()),
            Column(
                "status",
                "läge",
                STATUSES,
                is_compared=False,
                help="Tomt, pågår eller inställd.",
            ),
            Column(
                "reason",
                "orsak",
                Text(max_length=300),
                required_if=RequiredIf(
                    ("status",), lambda v: v["status"] == "cancelled", "när läget är inställd."
                ),
                current="cancel_reason",
            ),
            Column(
                "no_report_reason",
                "utan skriftlig rapport",
                Text(max_length=300),
                current=lambda intervention: "",  # said once, when the history is taken over
                is_compared=False,
                help="Varför ingen skriftlig rapport krävs. Tomt om den krävs.",
            ),
            Column("comment", "övrigt", Text(multiline=True)),
        ),
    )
)


# --- counts ---


def _load_counts(keys: Collection[Key]) -> dict[Key, ReportedCount]:
    numbers = {key[0] for key in keys if isinstance(key, tuple)}
    rows = ReportedCount.objects.filter(intervention__reference_number__in=numbers).select_related(
        "group", "intervention"
    )
    return {
        (
            row.intervention.reference_number,
            row.year,
            row.group.name if row.group else "",
            row.unit,
        ): row
        for row in rows
    }


def _apply_count(*, values: Values, existing: ReportedCount | None, by: User) -> ReportedCount:
    intervention = values["intervention"]
    group = None
    if values["part"]:
        group = Group.objects.filter(intervention=intervention, name=values["part"]).first()
        group = delivery.save_group(
            intervention=intervention,
            by=by,
            group=group,
            name=values["part"],
            kind=values["part_kind"] or GroupKind.GROUP,
            cancel_reason=_why_cancelled(values, group),
        )
    counts = {measure: values[measure] for measure in Measure.values}
    return delivery.save_count(
        intervention=intervention,
        by=by,
        reported_count=existing,
        group=group,
        year=values["year"],
        unit=values["unit"],
        planned_text=values["planned_text"],
        note=values["note"],
        **counts,
    )


def _why_cancelled(values: Values, group: Group | None) -> str:
    if values["part_status"] != "cancelled":
        return ""
    return values["note"] or (group.cancel_reason if group else "") or "Inställd"


def _not_more(smaller: str, larger: str, message: str) -> RowCheck:
    def test(values: Values, existing: Any) -> str | None:
        few, many = values[smaller], values[larger]
        return message if few is not None and many is not None and few > many else None

    return RowCheck((smaller, larger), test, beside=smaller)


register(
    ImportSheet(
        key="antal",
        title="Antal",
        order=40,
        key_columns=("intervention", "year", "part", "unit"),
        load_existing=_load_counts,
        apply=_apply_count,
        needs=Permission.DELIVERY_EDIT,
        help="En rad för hela insatsen, och en för varje grupp, vecka eller modul som redovisas.",
        checks=(
            _not_more("completed", "started", "Fullföljda kan inte vara fler än startade."),
            _not_more("dropped_out", "started", "Avbrott kan inte vara fler än startade."),
            _not_more("no_show", "registered", "Uteblivna kan inte vara fler än anmälda."),
            _not_more(
                "unique_completed",
                "completed",
                "Unika fullföljda kan inte vara fler än fullföljda.",
            ),
        ),
        columns=(
            Column("intervention", "diarienummer", INTERVENTION, True, example="0123/25"),
            Column("year", "år", WholeNumber(least=1990, most=2100), True, example="2025"),
            Column(
                "part",
                "del",
                Text(max_length=80),
                current=lambda row: row.group.name if row.group else "",
                help="Tomt för hela insatsen, annars till exempel Grupp 1 eller Vecka 28.",
            ),
            Column(
                "part_kind",
                "delens slag",
                Choice(GroupKind),
                current=lambda row: row.group.kind if row.group else None,
                required_if=RequiredIf(
                    ("part",), lambda v: bool(v["part"]), "när raden gäller en del."
                ),
            ),
            Column("unit", "enhet", Choice(CountingUnit), True, example="starter"),
            Column("planned_text", "planerat", AsWritten(max_length=200), example="ca 15"),
            *(
                Column(measure.value, heading, WholeNumber())
                for measure, heading in (
                    (Measure.REGISTERED, "anmälda"),
                    (Measure.NO_SHOW, "uteblev"),
                    (Measure.WITHDRAWN, "återtog"),
                    (Measure.STARTED, "startade"),
                    (Measure.DROPPED_OUT, "avbrott"),
                    (Measure.COMPLETED, "fullföljda"),
                    (Measure.ONGOING, "pågående"),
                    (Measure.UNIQUE_COMPLETED, "unika fullföljda"),
                )
            ),
            Column(
                "part_status",
                "status",
                Choice({"inställd": "cancelled"}),
                is_compared=False,
            ),
            Column("note", "anmärkning", Text(max_length=300)),
        ),
    )
)


# --- costs ---


def _apply_cost(*, values: Values, existing: Cost | None, by: User) -> Cost:
    values = dict(values)
    intervention = values.pop("intervention")
    cost = delivery.save_cost(intervention=intervention, by=by, cost=existing, **values)
    if intervention.plan.planned_cost is None and cost.planned_total is not None:
        plans.note_planned_cost(plan=intervention.plan, amount=cost.planned_total)
    return cost


register(
    ImportSheet(
        key="kostnader",
        title="Kostnader",
        order=41,
        key_columns=("intervention", "year"),
        load_existing=by_key(
            lambda: Cost.objects.select_related("intervention"),
            "intervention__reference_number",
            "year",
        ),
        apply=_apply_cost,
        needs=Permission.DELIVERY_EDIT,
        checks=(
            _not_more(
                "outcome_year",
                "outcome_total",
                "Årets utfall kan inte vara större än hela utfallet.",
            ),
        ),
        columns=(
            Column("intervention", "diarienummer", INTERVENTION, True, example="0123/25"),
            Column("year", "år", WholeNumber(least=1990, most=2100), True, example="2025"),
            Column("planned_total", "planerat totalt", Money(), example="915 000"),
            Column("planned_year", "planerat året", Money()),
            Column("outcome_total", "utfall totalt", Money()),
            Column("outcome_year", "utfall året", Money(), example="488 000"),
            Column("note", "anmärkning", Text(max_length=300)),
        ),
    )
)


# --- expected results ---


def _apply_expected(*, values: Values, existing: ExpectedResult | None, by: User) -> ExpectedResult:
    values = dict(values)
    intervention = values.pop("intervention")
    return plans.take_over_expected_result(
        intervention=intervention, existing=existing, by=by, **values
    )


register(
    ImportSheet(
        key="forvantade_resultat",
        title="Förväntade resultat",
        order=42,
        key_columns=("intervention", "position"),
        load_existing=by_key(
            lambda: ExpectedResult.objects.select_related("intervention"),
            "intervention__reference_number",
            "position",
        ),
        apply=_apply_expected,
        needs=Permission.PLAN_EDIT,
        columns=(
            Column("intervention", "diarienummer", INTERVENTION, True, example="0123/25"),
            Column("position", "nr", WholeNumber(least=1, most=999), True, example="1"),
            Column(
                "text", "text", Text(max_length=300), True, example="Kan söka jobb på egen hand"
            ),
            Column("change_kind", "förändring", Choice(ChangeKind), True, example="färdighet"),
            Column("how", "hur", Text(max_length=300), example="självskattning"),
            Column("by_whom", "av vem", Text(max_length=120), example="läraren"),
            Column(
                "when",
                "när",
                Text(max_length=120, takes_dates=True),
                example="första och sista veckan",
            ),
        ),
    )
)
