"""What goes on now in the demo: invented agreements and interventions, dated from today.

The content of 2024 stands still; this makes the reminders and the start page live."""

from datetime import date, timedelta
from decimal import Decimal

from stegvis.accounts.models import User
from stegvis.agreements.actions import agreements, areas, options
from stegvis.agreements.enums import AgreementKind
from stegvis.agreements.models import Agreement, ServiceKind
from stegvis.followup.actions import carried
from stegvis.followup.enums import CarryAnswer
from stegvis.followup.queries import carried_decisions
from stegvis.interventions.actions import interventions, orders, plans
from stegvis.interventions.enums import ChangeKind
from stegvis.interventions.models import CatalogueEntry, Category, Intervention
from stegvis.organisations.models import Provider, Unit

NOTE = "Påhittat för demon."


def add(*, by: User, today: date) -> None:
    framework = _framework(by, today)
    running = _call_off(by, today, framework)
    _intervention(by, today, running)
    _new_order(by, today)


def _framework(by: User, today: date) -> Agreement:
    framework = agreements.create(
        by=by,
        kind=AgreementKind.FRAMEWORK,
        reference_number=f"9001/{today:%y}",
        title="Stöd till arbete och studier",
        panel=[Provider.objects.get(name=name) for name in ("Cuben Utbildning", "ALR")],
        service_kind=ServiceKind.objects.filter(name__startswith="Arbetsmarknad").first(),
        starts_on=today - timedelta(days=700),
        ends_on=today + timedelta(days=80),
        ceiling=Decimal(6_000_000),
        note=NOTE,
    )
    areas.add(agreement=framework, names=["1. Språk och arbete", "2. Hälsa"], by=by)
    options.add(
        agreement=framework,
        by=by,
        extends_to=today + timedelta(days=445),
        last_day=today + timedelta(days=10),
    )
    return framework


def _call_off(by: User, today: date, framework: Agreement) -> Agreement:
    return agreements.create(
        by=by,
        kind=AgreementKind.CALL_OFF,
        reference_number=f"9002/{today:%y}",
        title="Språkcirkel, avrop",
        parent=framework,
        provider=Provider.objects.get(name="Cuben Utbildning"),
        service_kind=framework.service_kind,
        area=framework.areas.first(),
        starts_on=today - timedelta(days=40),
        ends_on=today + timedelta(days=80),
        value=Decimal(280_000),
        note=NOTE,
    )


def _intervention(by: User, today: date, agreement: Agreement) -> Intervention:
    """An ordered and approved intervention in the middle of its delivery."""
    entry = CatalogueEntry.objects.get(name="Språkcirkel")
    intervention = interventions.create(
        by=by,
        title="Språkcirkel med digitalt stöd",
        reference_number=f"9003/{today:%y}",
        category=entry.category,
        catalogue_entry=entry,
        unit=Unit.objects.get(short_name="KC"),
        provider=agreement.provider,
        agreement=agreement,
        area=agreement.area,
        responsible_role="Enhetschef KC",
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        order={
            "need": "Deltagare behöver tala svenska oftare innan de kan gå vidare.",
            "target_group": "Deltagare som läst sfi B eller C.",
            "asked_by_role": "Enhetschef KC",
            "number_text": "ca 20",
            "wanted_start_on": agreement.starts_on,
        },
    )
    for name in ("send", "accept"):
        orders.move(order=intervention.order, name=name, by=by)
    plan = plans.change(
        plan=intervention.plan,
        by=by,
        purpose="Mer svenska i tal och bättre digitala vanor på vägen till arbete.",
        set_up="Två grupper, tre förmiddagar i veckan.",
        weeks=Decimal(17),
        hours_per_week=Decimal(9),
        group_count=2,
        minimum_to_start=8,
        planned_text="ca 20",
        group_dynamics="Fasta grupper. Läraren följer upp klimatet var fjärde vecka.",
        participants_say="Deltagarna väljer teman vid start och utvärderar halvvägs.",
        planned_cost=Decimal(280_000),
    )
    for text, kind in (
        ("Talar svenska i vanliga situationer på en arbetsplats", ChangeKind.SKILL),
        ("Söker jobb digitalt på egen hand", ChangeKind.SKILL),
    ):
        plans.add_expected_result(
            intervention=intervention,
            by=by,
            text=text,
            change_kind=kind,
            how="självskattning och lärarens matris",
            by_whom="läraren",
            when="första och sista veckan",
        )
    for one in carried_decisions(intervention):
        if one.needs_answer:
            carried.answer(
                decision=one.decision,
                intervention=intervention,
                by=by,
                answer=CarryAnswer.TAKEN_UP,
                text="Med i upplägget.",
            )
    plans.move(plan=plan, name="approve", by=by)
    return intervention


def _new_order(by: User, today: date) -> None:
    """An order that waits for the planner's answer."""
    intervention = interventions.create(
        by=by,
        title="Svenska för köket",
        category=Category.objects.get(name="Yrkesinriktad"),
        unit=Unit.objects.get(short_name="KC"),
        order={
            "need": "Köken i kommunen söker måltidsbiträden. Deltagarna saknar yrkesorden.",
            "target_group": "KC-deltagare med sfi C som vill arbeta i kök.",
            "asked_by_role": "Enhetschef KC",
            "number_text": "8–10",
            "wanted_start_on": today + timedelta(days=70),
        },
    )
    orders.move(order=intervention.order, name="send", by=by)
