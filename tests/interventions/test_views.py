"""Pages of the room: who gets what, forms that keep what was written, lists that do not grow."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent, ReadEvent
from stegvis.interventions.enums import CountingUnit, InterventionStep, OrderStatus, StepStatus
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.interventions import (
    CatalogueEntryFactory,
    CategoryFactory,
    CostFactory,
    DeliveryStaffFactory,
    DialogueMeetingFactory,
    ExpectedResultFactory,
    GroupFactory,
    InterventionFactory,
    InterventionYearFactory,
    ReportedCountFactory,
)
from tests.factories.organisations import ProviderStaffFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def intervention(kc: Unit, provider: Provider) -> Intervention:
    return InterventionFactory(unit=kc, provider=provider, title="Språka 1", number=3)


def url(name: str, *args: Any) -> str:
    return reverse(f"interventions:{name}", args=args)


def test_an_intervention_begins_with_a_need(planner: User, kc: Unit, sign_in: SignIn) -> None:
    answer = sign_in(planner).post(
        url("intervention_create"),
        {"title": "Ny", "unit": kc.pk, "category": CategoryFactory().pk, "need": "Mer svenska"},
    )
    made = Intervention.objects.get()
    assert answer.url == url("order_edit", made.pk)
    assert made.order.need == "Mer svenska"


def test_a_caseworker_orders_only_for_the_own_unit(
    caseworker: User, cfa: Unit, sign_in: SignIn
) -> None:
    answer = sign_in(caseworker).post(
        url("intervention_create"),
        {"title": "Ny", "unit": cfa.pk, "category": CategoryFactory().pk},
    )
    assert "unit" in answer.context["form"].errors
    assert not Intervention.objects.exists()


def test_the_catalogue_fills_in_a_new_order(planner: User, kc: Unit, sign_in: SignIn) -> None:
    entry = CatalogueEntryFactory(name="Språkcirkel")
    page = sign_in(planner).get(url("intervention_create"), {"katalog": entry.pk})
    assert page.context["form"].initial["title"] == "Språkcirkel"


@pytest.mark.parametrize("key", ["", "0", "999", "x"])
def test_an_unknown_catalogue_key_fills_in_nothing(
    key: str, planner: User, kc: Unit, sign_in: SignIn
) -> None:
    page = sign_in(planner).get(url("intervention_create"), {"katalog": key})
    assert page.context["form"].initial == {}


def _facts(intervention: Intervention, **changes: Any) -> dict[str, Any]:
    values = {
        "title": intervention.title,
        "category": intervention.category_id,
        "reference_number": intervention.reference_number,
        "provider": intervention.provider_id,
        "starts_on": "2024-02-01",
        "ends_on": "2024-06-30",
        "version": intervention.version,
    }
    return {**values, **changes}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2024-01-01"}, "ends_on"),
        ({"ends_on": "2024-02-31"}, "ends_on"),
        ({"follow_up_on": "2023-01-01"}, "follow_up_on"),
        ({"reference_number": "7777/24"}, "reference_number"),
        ({"reference_number": "dnr 12"}, "reference_number"),
    ],
)
def test_bad_facts_are_told_beside_the_field_and_nothing_is_saved(
    changes: dict[str, str],
    field: str,
    planner: User,
    intervention: Intervention,
    municipality: Any,
    sign_in: SignIn,
) -> None:
    InterventionFactory(reference_number="7777/24", title="Den andra")
    answer = sign_in(planner).post(
        url("intervention_edit", intervention.pk), _facts(intervention, title="Nytt", **changes)
    )
    assert field in answer.context["form"].errors
    assert 'value="Nytt"' in answer.content.decode()
    assert Intervention.objects.get(pk=intervention.pk).title == "Språka 1"


def test_a_taken_reference_number_names_the_other(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    InterventionFactory(reference_number="7777/24", title="Den andra")
    answer = sign_in(planner).post(
        url("intervention_edit", intervention.pk),
        _facts(intervention, reference_number="7777/24"),
    )
    assert "Den andra" in answer.content.decode()


def test_the_second_writer_sees_what_changed_and_loses_no_text(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    first = {"purpose": "Första", "version": "1", "price_model": "fixed"}
    second = {"purpose": "Andra", "version": "1", "price_model": "fixed"}
    client.post(url("plan_edit", intervention.pk), first)
    answer = client.post(url("plan_edit", intervention.pk), second)
    content = answer.content.decode()
    assert "Andra" in content and "Första" in content
    assert answer.context["form"].conflict["purpose"] == "Första"
    deliberate = {**second, "version": answer.context["form"]["version"].value()}
    client.post(url("plan_edit", intervention.pk), deliberate)
    assert Intervention.objects.get(pk=intervention.pk).plan.purpose == "Andra"


def test_a_plan_priced_per_unit_needs_price_and_quantity(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    answer = sign_in(planner).post(
        url("plan_edit", intervention.pk), {"price_model": "per_group", "version": "1"}
    )
    assert {"unit_price", "quantity"} <= answer.context["form"].errors.keys()


def test_a_swedish_decimal_comma_is_understood(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    sign_in(planner).post(
        url("plan_edit", intervention.pk),
        {"price_model": "fixed", "version": "1", "weeks": "7,5", "planned_cost": "1 450 000,50"},
    )
    plan = Intervention.objects.get(pk=intervention.pk).plan
    assert (str(plan.weeks), str(plan.planned_cost)) == ("7.5", "1450000.50")


def test_more_completed_than_started_is_refused_in_words(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    answer = sign_in(planner).post(
        url("count_create", intervention.pk),
        {"year": "2024", "unit": CountingUnit.STARTS, "started": "5", "completed": "7"},
    )
    assert answer.context["form"].errors["completed"] == [
        "Fullföljda kan inte vara fler än startade."
    ]
    assert not intervention.reported_counts.exists()


def test_ca_15_is_no_count_but_a_planned_number(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    row = {"year": "2024", "unit": CountingUnit.STARTS, "planned_text": "ca 15"}
    answer = client.post(url("count_create", intervention.pk), {**row, "started": "ca 15"})
    assert "started" in answer.context["form"].errors
    client.post(url("count_create", intervention.pk), {**row, "started": "15"})
    assert intervention.reported_counts.get().planned_high == 15


def test_counts_costs_and_parts_are_entered_and_changed(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client, pk = sign_in(planner), intervention.pk
    client.post(url("group_create", pk), {"name": "Grupp 1", "kind": "group"})
    group = intervention.groups.get()
    client.post(url("group_edit", pk, group.pk), {"name": "Grupp A", "kind": "group"})
    row = {"year": "2024", "unit": "starts", "group": group.pk, "started": "6"}
    client.post(url("count_create", pk), row)
    count = intervention.reported_counts.get()
    client.post(url("count_edit", pk, count.pk), {**row, "completed": "6"})
    client.post(url("cost_create", pk), {"year": "2024", "outcome_year": "12500"})
    client.post(url("cost_edit", pk, 2024), {"year": "2024", "outcome_year": "13000"})
    resolved = intervention.years.get()
    assert (resolved.started, resolved.completed, resolved.outcome_year) == (6, 6, 13000)


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("count_create", {"year": "2024", "unit": "starts", "started": "9"}, "unit"),
        ("cost_create", {"year": "2024", "outcome_year": "9"}, "year"),
        ("group_create", {"name": "Grupp 1", "kind": "group"}, "name"),
        (
            "cost_create",
            {"year": "2025", "outcome_year": "9", "outcome_total": "8"},
            "outcome_year",
        ),
    ],
)
def test_doubled_rows_are_refused_with_a_way_out(
    name: str,
    values: dict[str, str],
    field: str,
    planner: User,
    intervention: Intervention,
    sign_in: SignIn,
) -> None:
    ReportedCountFactory(intervention=intervention, started=5)
    CostFactory(intervention=intervention)
    GroupFactory(intervention=intervention, name="Grupp 1")
    answer = sign_in(planner).post(url(name, intervention.pk), values)
    assert field in answer.context["form"].errors


def test_the_planner_rules_on_a_contradiction(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    ReportedCountFactory(intervention=intervention, started=11, completed=10)
    client = sign_in(planner)
    address = url("discrepancy_rule", intervention.pk, 2024, "started_unaccounted")
    assert "Stegvis räknar med 10" in client.get(address).content.decode()
    client.post(address, {"value": "11", "note": "Närvarolistan"})
    assert intervention.years.get().completed == 11
    page = client.get(url("intervention_detail", intervention.pk))
    assert "Närvarolistan" not in page.content.decode()  # it adds up now
    unknown = url("discrepancy_rule", intervention.pk, 2024, "no-such")
    assert client.get(unknown).status_code == 404


def test_an_order_goes_its_way_through_the_pages(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client, pk = sign_in(planner), intervention.pk
    refused = client.post(url("order_move", pk, "send"), {"note": ""})
    assert "Fyll i behov" in refused.content.decode()
    client.post(
        url("order_edit", pk),
        {"need": "Mer", "target_group": "Sfi", "asked_by_role": "chef", "version": "1"},
    )
    for name in ("send", "accept"):
        assert client.get(url("order_move", pk, name)).status_code == 200
        client.post(url("order_move", pk, name), {"note": "Bra"})
    intervention.order.refresh_from_db()
    assert intervention.order.status == OrderStatus.ACCEPTED
    assert client.get(url("order_move", pk, "no-such")).status_code == 404
    assert client.get(url("plan_move", pk, "no-such")).status_code == 404


def test_a_caseworker_may_order_but_not_decide(
    caseworker: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client = sign_in(caseworker)
    assert client.get(url("order_edit", intervention.pk)).status_code == 200
    assert client.get(url("order_move", intervention.pk, "accept")).status_code == 403
    assert client.get(url("plan_edit", intervention.pk)).status_code == 403
    assert client.get(url("intervention_cancel", intervention.pk)).status_code == 403


def test_expected_results_are_added_changed_and_taken_out(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client, pk = sign_in(planner), intervention.pk
    line = {"text": "Kan fråga", "change_kind": "skill"}
    again = client.post(url("expected_result_create", pk), {**line, "again": "1"})
    assert again.url == url("expected_result_create", pk)
    made = intervention.expected_results.get()
    client.post(url("expected_result_edit", made.pk), {**line, "text": "Kan svara"})
    made.refresh_from_db()
    assert made.text == "Kan svara"
    client.post(url("expected_result_remove", made.pk))
    assert not intervention.expected_results.exists()


def test_a_meeting_is_held_and_changed_without_empty_lines(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    lines = {
        "held_on": "2025-02-01",
        "purpose": "Genomgång",
        "deltog-TOTAL_FORMS": "2",
        "deltog-INITIAL_FORMS": "0",
        "deltog-0-side": "provider",
        "deltog-0-role": "lärare",
        "deltog-1-side": "orderer",
        "deltog-1-role": "",
        "beslut-TOTAL_FORMS": "1",
        "beslut-INITIAL_FORMS": "0",
        "beslut-0-text": "Skicka listan",
        "beslut-0-owner": "",
    }
    refused = client.post(url("meeting_create", intervention.pk), lines)
    assert "Skriv vem som ansvarar" in refused.content.decode()
    client.post(url("meeting_create", intervention.pk), {**lines, "beslut-0-owner": "planerare"})
    meeting = intervention.meetings.get()
    assert [one.role for one in meeting.participants.all()] == ["lärare"]
    assert client.get(url("meeting_edit", meeting.pk)).status_code == 200
    changed = {**lines, "purpose": "Uppföljning", "version": "1", "beslut-0-text": ""}
    client.post(url("meeting_edit", meeting.pk), changed)
    meeting.refresh_from_db()
    assert (meeting.purpose, meeting.decisions.count()) == ("Uppföljning", 0)


def test_delivery_staff_are_ticked_and_looking_at_them_is_logged(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client, pk = sign_in(planner), intervention.pk
    person = ProviderStaffFactory(provider=intervention.provider)
    client.post(url("delivery_staff_add", pk), {"staff": person.pk})
    delivering = intervention.delivery_staff.get()
    client.post(url("delivery_staff_understood", pk, delivering.pk))
    client.get(url("dialogue_detail", pk))
    delivering.refresh_from_db()
    assert delivering.understood_on == date(2025, 3, 3)
    read = ReadEvent.objects.get()
    assert (read.by, read.subject_id) == (planner, person.pk)


def test_steps_are_finished_skipped_and_opened_again_by_buttons(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client, pk = sign_in(planner), intervention.pk
    refused = client.post(url("step_move", pk, "dialogue", "finish"), follow=True)
    assert "Inget möte är hållet" in refused.content.decode()
    DialogueMeetingFactory(intervention=intervention)
    DeliveryStaffFactory(intervention=intervention, understood_on=date(2025, 1, 1))
    client.post(url("step_move", pk, "dialogue", "finish"))
    client.post(url("step_move", pk, "report", "skip"), {"reason": "Liten insats"})
    client.post(url("step_move", pk, "dialogue", "reopen"))
    found = dict(intervention.steps.values_list("step", "status"))
    assert found[InterventionStep.DIALOGUE] == StepStatus.ONGOING
    assert found[InterventionStep.REPORT] == StepStatus.SKIPPED


def test_an_intervention_is_cancelled_resumed_and_continued(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client, pk = sign_in(planner), intervention.pk
    client.post(url("intervention_cancel", pk), {"reason": "För få anmälda"})
    assert "För få anmälda" in client.get(url("intervention_detail", pk)).content.decode()
    client.post(url("intervention_cancel", pk))
    client.post(url("intervention_continue", pk))
    assert Intervention.objects.get(predecessor=intervention).number == 4


def test_the_catalogue_is_read_written_and_kept_unique(planner: User, sign_in: SignIn) -> None:
    client = sign_in(planner)
    values = {"name": "Språkcirkel", "category": CategoryFactory().pk}
    made = client.post(url("catalogue_create"), values)
    assert client.get(made.url).status_code == 200
    assert client.get(url("catalogue_list")).status_code == 200
    doubled = client.post(url("catalogue_create"), values)
    assert "name" in doubled.context["form"].errors


LIST = "interventions:intervention_list"


def _many(count: int, unit: Unit) -> None:
    for _ in range(count):
        one = InterventionFactory(unit=unit)
        InterventionYearFactory(intervention=one, started=5)
        ExpectedResultFactory(intervention=one)
        ReportedCountFactory(intervention=one, started=5, completed=4)


def test_lists_and_pages_ask_the_same_number_of_questions_for_more_rows(
    planner: User, kc: Unit, sign_in: SignIn, count_queries: Callable[..., int]
) -> None:
    client = sign_in(planner)
    _many(3, kc)
    pages = [reverse(LIST), url("catalogue_list"), reverse("reports:start")]
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]
    _many(3, kc)
    more = [count_queries(lambda page=page: client.get(page)) for page in pages]
    assert few == more


def test_a_page_of_one_intervention_does_not_grow_with_its_rows(
    planner: User, intervention: Intervention, sign_in: SignIn, count_queries: Callable[..., int]
) -> None:
    client = sign_in(planner)

    def grow(first: int) -> None:
        for n in range(first, first + 3):
            group = GroupFactory(intervention=intervention)
            ReportedCountFactory(intervention=intervention, group=group, started=1)
            ExpectedResultFactory(intervention=intervention)
            DialogueMeetingFactory(intervention=intervention)
            CostFactory(intervention=intervention, year=2000 + n)

    names = ["intervention_detail", "plan_detail", "dialogue_detail", "delivery_detail"]
    grow(1)
    few = [count_queries(lambda n=n: client.get(url(n, intervention.pk))) for n in names]
    grow(10)
    more = [count_queries(lambda n=n: client.get(url(n, intervention.pk))) for n in names]
    assert few == more


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "språka"}, 1),
        ({"q": "4321"}, 1),
        ({"year": "2024"}, 2),
        ({"year": "2020"}, 0),
        ({"status": "cancelled"}, 0),
        ({"step": "order"}, 2),
        ({"year": "x"}, 2),
    ],
)
def test_filters_live_in_the_address(
    query: dict[str, str], found: int, planner: User, kc: Unit, sign_in: SignIn
) -> None:
    InterventionFactory(unit=kc, title="Språka 1")
    InterventionFactory(unit=kc, title="Hälsa", reference_number="4321/24")
    page = sign_in(planner).get(reverse(LIST), query)
    assert len(page.context["interventions"]) == found


def test_the_list_replies_to_htmx_with_the_table_alone(
    planner: User, kc: Unit, sign_in: SignIn
) -> None:
    InterventionFactory(unit=kc, title="Språka 1")
    client = sign_in(planner)
    whole = client.get(reverse(LIST)).content.decode()
    part = client.get(reverse(LIST), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole and "<html" not in part
    assert 'id="table"' in part and 'role="status"' in part and "Språka 1" in part


def test_every_write_leaves_exactly_one_event(
    planner: User, intervention: Intervention, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    client.post(url("cost_create", intervention.pk), {"year": "2024", "outcome_year": "1"})
    assert AuditEvent.objects.count() == 1
