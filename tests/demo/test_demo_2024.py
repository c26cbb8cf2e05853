"""The 25 interventions of 2024, taken in through the import: what the rows give, where they
contradict each other, and that printed figures are explained and never tuned."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from stegvis.accounts.models import User
from stegvis.analysis.reconcile import Status, reconcile
from stegvis.core.models import AuditEvent
from stegvis.demo import build
from stegvis.interventions.actions import delivery
from stegvis.interventions.models import Intervention, InterventionYear
from stegvis.interventions.queries import discrepancies_of
from stegvis.reports import producing
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport

TODAY = date(2025, 3, 3)
REPORTED_ON = date(2025, 2, 21)


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Built once, and taken back after the last test."""
    folder = tmp_path_factory.mktemp("snapshots")
    with (
        django_db_blocker.unblock(),
        override_settings(SNAPSHOT_DIR=folder),
        mock.patch.object(timezone, "localdate", lambda *args, **kwargs: TODAY),
        transaction.atomic(),
    ):
        build.build(today=TODAY, say=lambda text: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def planner(demo: None, db: None) -> User:
    return User.objects.get(email="planerare@stegvis.example")


@pytest.fixture
def report(demo: None, db: None) -> AnnualReport:
    return AnnualReport.objects.get(year=2024)


@pytest.fixture
def source(report: AnnualReport) -> Iterator[Any]:
    with producing.source(producing.recipe(report, dated_on=REPORTED_ON)) as opened:
        yield opened


def test_the_table_of_units_is_computed_from_rows(source: Any) -> None:
    def figures(**group: str) -> list[Any]:
        names = ("interventions", "started", "completed", "outcome_cost")
        return [(source.one(n, **group) if group else source.total(n)).value for n in names]

    assert figures(unit_group="KC") == [10, 344, 303, Decimal(3_531_000)]
    assert figures(unit_group="CFA") == [15, 559, 464, Decimal(4_131_000)]
    assert figures() == [25, 903, 767, Decimal(7_662_000)]


def test_categories_and_contract_forms_are_counted(source: Any) -> None:
    categories = {f.key(): f.value for f in source.by("interventions", "category")}
    assert list(categories.values()) == [7, 5, 5, 4, 3, 1]
    assert next(iter(categories)) == "Språk"
    forms = {f.key(): f.value for f in source.by("interventions", "contract_form")}
    assert forms == {"framework": 13, "internal": 7, "direct_award": 3, "other": 2}


def test_list_report_and_document_show_the_same_figures(source: Any) -> None:
    of_year = InterventionYear.objects.filter(year=2024)
    started = {str(row.intervention_id): row.started for row in of_year}
    shown = {f.key(): f.value for f in source.by("started", "intervention")}
    assert {key: started[key] for key in shown} == shown
    document = producing.document(
        producing.recipe(AnnualReport.objects.get(year=2024), dated_on=REPORTED_ON)
    )
    chapter = next(one for one in document.chapters if one.key == "resultat")
    overall = next(b for b in chapter.blocks if getattr(b, "key", "") == "oversikt")
    row = next(r for r in overall.rows if r[0].value == "Påbörjat (starter)")
    assert [cell.value for cell in row[1:]] == [344, 559, 903]


KNOWN = {
    ("0771/22", "completions_repeat_persons"),
    ("0771/22", "more_than_planned"),
    ("1886/24", "completed_while_running"),
    ("1899/24", "completed_while_running"),
    ("1375/24", "completed_while_running"),
    ("0011/23", "completed_while_running"),
    ("0143/24", "registered_unaccounted"),
    ("0904/23", "registered_unaccounted"),
    ("0758/24", "started_from_persons"),
    ("1241/23", "completed_are_persons"),
    ("1710/24", "more_started_than_came"),
    ("1710/24", "started_derived"),
    ("0872/23", "started_unaccounted"),
    ("0872/23", "whole_cost_in_one_year"),
    ("1861/21", "cost_over_plan"),
    ("0011/23", "cost_over_plan"),
    ("1757/24", "cost_over_plan"),
}


def test_every_known_contradiction_is_listed_with_its_rows(demo: None, db: None) -> None:
    found = discrepancies_of(Intervention.objects.of_year(2024))
    told = {(one.intervention.reference_number, one.found.code) for one in found}
    assert told >= KNOWN
    summer = next(one for one in found if one.found.code == "started_from_persons")
    assert (summer.found.figure, summer.found.alternative) == (85, 223)
    assert len(summer.found.rows) == 5


def test_figures_that_agree_are_not_accused(demo: None, db: None) -> None:
    found = discrepancies_of(Intervention.objects.filter(reference_number="1514/24"))
    assert found == []


def test_printed_figures_are_explained(source: Any) -> None:
    found = {
        (one.published.measure, one.published.unit_group, one.published.as_written): one
        for one in reconcile(source.tables, year=2024)
    }
    assert found["startade", None, "903"].status == Status.AGREES
    assert found["fullföljda", "KC", "303"].status == Status.AGREES
    printed = found["fullföljda", "CFA", "519"]
    assert (printed.status, printed.computed) == (Status.DIFFERS, 464)
    numbers = {str(i.pk): i.reference_number for i in Intervention.objects.all()}
    sets = [{numbers[a.key] for a in one} for one in printed.explanation.sets]
    assert sets == [{"1241/23", "0872/23"}]
    cost = found["kostnad", "CFA", "ca 4,2 miljoner"]
    assert (cost.status, cost.rounded) == (Status.DIFFERS, Decimal(4_100_000))


def test_the_files_taken_in_again_change_nothing(planner: User) -> None:
    before = AuditEvent.objects.count()
    build.take_in(build.DATA / "2024", by=planner)
    assert AuditEvent.objects.count() == before


def test_no_intervention_is_open_that_has_ended_and_been_reported(demo: None, db: None) -> None:
    running = Intervention.objects.active().filter(reference_number__regex=r"/2[1-4]$")
    assert set(running.values_list("reference_number", flat=True)) == {
        "1886/24",
        "1899/24",
        "1375/24",
        "0011/23",
        "0872/23",
    }


def test_a_frozen_version_is_made_again_byte_for_byte_and_never_changes(
    report: AnnualReport, planner: User
) -> None:
    version = annual.freeze(report=report, by=planner, on=REPORTED_ON)
    assert set(producing.same_again(version).values()) == {True}
    one = Intervention.objects.get(reference_number="0643/24")
    row = one.reported_counts.get()
    delivery.save_count(intervention=one, by=planner, reported_count=row, completed=15)
    annual.recount(report=report, by=planner)
    report.refresh_from_db()
    with producing.source(producing.recipe(report, dated_on=REPORTED_ON)) as draft:
        assert draft.total("completed").value == 766
    assert set(producing.same_again(version).values()) == {True}
    with producing.source(producing.recipe_of(version)) as kept:
        assert kept.total("completed").value == 767


def test_the_content_names_no_person() -> None:
    """The data files tell roles; the printed report's managers and teachers are not in them."""
    for path in Path(build.DATA).rglob("insatser.csv"):
        with path.open(encoding="utf-8") as file:
            roles = {row["ansvarig roll"] for row in csv.DictReader(file, delimiter=";")}
        assert all(role.startswith("Enhetschef") for role in roles)
