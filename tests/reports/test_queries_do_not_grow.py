"""The number of queries is the same for three and for six."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.interventions.models import Category, Intervention
from stegvis.organisations.models import Municipality, Unit
from stegvis.reports import producing
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport
from tests.factories.followup import DecisionFactory, FindingFactory, ReportedResultFactory
from tests.factories.reports import (
    AnnualReportFactory,
    FrozenVersionFactory,
    PublishedFigureFactory,
)

SignIn = Callable[[User], Client]


@pytest.fixture
def more(
    municipality: Municipality, kc: Unit, cfa: Unit, language: Category, counted: Callable
) -> Callable[[], None]:
    """Three interventions more, with what can be told about them."""

    def make() -> None:
        for unit in (kc, cfa, kc):
            one: Intervention = counted(unit, language, 40, completed=30)
            ReportedResultFactory(intervention=one)
            DecisionFactory(finding=FindingFactory(intervention=one, success=True))
            PublishedFigureFactory(as_written=str(one.pk))

    return make


def queries_of(client: Client, path: str, count_queries: Callable) -> int:
    """Of a page that is not kept: the document is built again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(producing.cache, "get", lambda key, default=None, **_: default)
        return count_queries(lambda: client.get(path))


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("annual_report_detail", []),
        ("figure_detail", ["started"]),
        ("figure_detail", ["findings"]),
        ("annual_report_file", ["csv"]),
        ("annual_report_picture", [1, "kategorier"]),
    ],
)
def test_of_interventions(
    name: str,
    rest: list[Any],
    more: Callable,
    department: Unit,
    planner: User,
    sign_in: SignIn,
    count_queries: Callable,
) -> None:
    client = sign_in(planner)
    more()
    report = AnnualReportFactory(units=[department])
    path = reverse(f"reports:{name}", args=[report.pk, *rest])
    three = queries_of(client, path, count_queries)
    more()
    annual.recount(report=report, by=planner)
    assert queries_of(client, path, count_queries) == three


def test_of_reports_and_their_versions(
    report: AnnualReport, department: Unit, planner: User, sign_in: SignIn, count_queries: Callable
) -> None:
    client = sign_in(planner)
    paths = [reverse("reports:annual_report_list"), report.get_absolute_url()]
    paths.append(reverse("reports:annual_report_compare", args=[report.pk]))

    def grow() -> list[int]:
        for _ in range(3):
            one = AnnualReportFactory(units=[department], snapshot=report.snapshot)
            FrozenVersionFactory(report=one)
            FrozenVersionFactory(report=report)
        client.get(report.get_absolute_url())
        return [count_queries(lambda path=path: client.get(path)) for path in paths]

    assert grow() == grow()


def test_the_list_and_the_page_do_not_read_frozen_files(
    report: AnnualReport, planner: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    FrozenVersionFactory(report=report)
    client = sign_in(planner)
    with django_assert_max_num_queries(40) as captured:
        client.get(reverse("reports:annual_report_list"))
        client.get(report.get_absolute_url())
    assert not [one["sql"] for one in captured if '"docx"' in one["sql"]]
