"""Who may see which report, and who may do what with it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.organisations.models import Unit
from stegvis.reports.models import AnnualReport, ProseBlock
from tests.factories.organisations import AssignmentFactory, UnitFactory
from tests.factories.reports import (
    AnnualReportFactory,
    FrozenVersionFactory,
    WordTemplateFactory,
)

SignIn = Callable[[User], Client]
Person = Callable[[str, Unit], User]

ROLES = ("planner", "manager", "caseworker", "provider_user", "administrator", "outsider")
READERS = (200, 200, 403, 403, 403, 404)
WRITERS = (200, 403, 403, 403, 403, 404)
DECIDERS = (403, 200, 403, 403, 403, 403)
OF_REPORT = {
    "annual_report_detail": ([], READERS),
    "annual_report_compare": ([], READERS),
    "annual_report_picture": ([1, "kategorier"], READERS),
    "figure_detail": (["started"], READERS),
    "annual_report_file": (["csv"], READERS),
    "frozen_file": ([1, "pdf"], READERS),
    "annual_report_edit": ([], WRITERS),
    "prose_edit": (["summary"], WRITERS),
    "annual_report_freeze": ([], DECIDERS),
}
OVER_ALL = {
    "annual_report_list": ([], (200, 200, 403, 403, 403, 200)),
    "annual_report_create": ([], (200, 403, 403, 403, 403, 200)),
    "template_list": ([], (200, 403, 403, 403, 403, 200)),
    "template_create": ([], (200, 403, 403, 403, 403, 200)),
    "template_shipped": ([], (200, 403, 403, 403, 403, 200)),
    "start": ([], (200, 200, 200, 200, 200, 200)),
}


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
def test_who_opens_what_of_a_report(
    who: int, report: AnnualReport, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    FrozenVersionFactory(report=report, number=1)
    client = sign_in(request.getfixturevalue(ROLES[who]))
    for name, (rest, answers) in OF_REPORT.items():
        answer = client.get(reverse(f"reports:{name}", args=[report.pk, *rest]))
        assert answer.status_code == answers[who], name


@pytest.mark.parametrize("who", range(len(ROLES)), ids=ROLES)
def test_who_opens_the_other_pages(
    who: int, department: Unit, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(ROLES[who]))
    for name, (rest, answers) in OVER_ALL.items():
        assert client.get(reverse(f"reports:{name}", args=rest)).status_code == answers[who], name


@pytest.mark.parametrize("role", ["planner", "manager"])
def test_a_part_of_the_department_does_not_open_the_report_on_all_of_it(
    role: str, report: AnnualReport, kc: Unit, person: Person, sign_in: SignIn
) -> None:
    """Its totals tell of the other part."""
    user = person(role, kc)
    assert sign_in(user).get(report.get_absolute_url()).status_code == 404
    assert not AnnualReport.objects.visible_to(user).exists()


def test_the_own_units_report_opens_and_one_on_two_units_needs_both(
    report: AnnualReport, kc: Unit, cfa: Unit, person: Person
) -> None:
    own = AnnualReportFactory(units=[kc], snapshot=report.snapshot)
    both = AnnualReportFactory(units=[kc, cfa], snapshot=report.snapshot)
    user = person("manager", kc)
    assert set(AnnualReport.objects.visible_to(user)) == {own}
    AssignmentFactory(user=user, role="manager", unit=cfa)
    user = User.objects.get(pk=user.pk)
    assert set(AnnualReport.objects.visible_to(user)) == {own, both}


def test_a_report_on_no_unit_is_nobodys(planner: User) -> None:
    AnnualReportFactory(units=[])
    assert not AnnualReport.objects.visible_to(planner).exists()


def test_who_may_read_all_but_write_only_a_part_may_not_write(
    report: AnnualReport, department: Unit, kc: Unit, person: Person, sign_in: SignIn
) -> None:
    user = person("manager", department)
    AssignmentFactory(user=user, role="planner", unit=kc)
    client = sign_in(user)
    page = client.get(report.get_absolute_url())
    assert page.status_code == 200
    assert reverse("reports:prose_edit", args=[report.pk, "summary"]) not in page.content.decode()
    for name in ("annual_report_recount", "annual_report_edit"):
        assert client.post(reverse(f"reports:{name}", args=[report.pk])).status_code == 403
    address = reverse("reports:prose_edit", args=[report.pk, "summary"])
    assert client.post(address, {"text": "Mitt."}).status_code == 403
    assert ProseBlock.objects.get(report=report, key="summary").text == ""


@pytest.mark.parametrize(
    "path",
    [
        "text/finns-inte/",
        "bild/1/finns-inte.svg",
        "fil/odt/",
        "version/1/fil/odt/",
        "version/7/fil/pdf/",
        "version/7/prova/",
    ],
)
def test_what_does_not_exist_is_not_found(
    path: str, report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    FrozenVersionFactory(report=report, number=1)
    assert sign_in(planner).get(report.get_absolute_url() + path).status_code == 404


def test_templates_are_fetched_by_those_who_may_change_them(
    planner: User, manager: User, sign_in: SignIn
) -> None:
    path = reverse("reports:template_file", args=[WordTemplateFactory(content=b"PK mall").pk])
    answer = sign_in(planner).get(path)
    assert (answer.status_code, answer.content) == (200, b"PK mall")
    assert sign_in(manager).get(path).status_code == 403
    assert sign_in(planner).get("/wordmallar/999/").status_code == 404


def test_a_planner_creates_reports_on_own_units_only(
    kc: Unit, cfa: Unit, listed: list, person: Person, sign_in: SignIn
) -> None:
    client = sign_in(person("planner", kc))
    values = {"year": 2024, "title": "Rapport"}
    address = reverse("reports:annual_report_create")
    page = client.post(address, values | {"units": [cfa.pk]})
    assert "units" in page.context["form"].errors
    assert client.post(address, values | {"units": [kc.pk]}).status_code == 302
    assert list(AnnualReport.objects.get().units.all()) == [kc]


def test_a_year_without_interventions_is_told(
    department: Unit, listed: list, planner: User, sign_in: SignIn
) -> None:
    values = {"year": 2031, "title": "Rapport", "units": [department.pk]}
    page = sign_in(planner).post(reverse("reports:annual_report_create"), values)
    assert page.context["form"].errors["year"] == [
        "Enheterna har inga insatser 2031. Se efter om året är rätt."
    ]
    assert not AnnualReport.objects.exists()


def test_units_below_the_chosen_count_as_the_chosen(
    kc: Unit, department: Unit, listed: list, planner: User, sign_in: SignIn
) -> None:
    UnitFactory(parent=kc)
    values = {"year": 2024, "title": "Rapport", "units": [department.pk]}
    page = sign_in(planner).post(reverse("reports:annual_report_create"), values)
    assert page.status_code == 302
