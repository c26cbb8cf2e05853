"""Two years side by side."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.interventions.models import Category, Intervention
from stegvis.organisations.models import Unit
from stegvis.reports import comparing
from stegvis.reports.models import AnnualReport
from tests.factories.interventions import InterventionFactory, InterventionYearFactory
from tests.factories.reports import AnnualReportFactory

SignIn = Callable[[User], Client]


def earlier(kc: Unit, category: Category) -> Intervention:
    one = InterventionFactory(
        unit=kc, category=category, starts_on="2023-02-01", ends_on="2023-06-30"
    )
    InterventionYearFactory(intervention=one, year=2023, started=50, completed=25)
    return one


def sides(compared: comparing.Compared) -> dict[str, tuple[str, str]]:
    return {line.title: (line.before.text, line.after.text) for line in compared.lines}


def test_the_earlier_year_stands_first(
    department: Unit, kc: Unit, language: Category, report: AnnualReport
) -> None:
    earlier(kc, language)
    before = AnnualReportFactory(year=2023, units=[department])
    for compared in (comparing.compare(report, before), comparing.compare(before, report)):
        assert (compared.before, compared.after) == (before, report)
        assert sides(compared)["Startade"] == ("50", "225")
        assert compared.left_out == ()


def test_each_figure_opens_in_its_own_report_and_doubts_are_told(
    department: Unit,
    kc: Unit,
    language: Category,
    report: AnnualReport,
    planner: User,
    sign_in: SignIn,
) -> None:
    earlier(kc, language)
    before = AnnualReportFactory(year=2023, title="Rapport 2023", units=[department])
    address = reverse("reports:annual_report_compare", args=[report.pk])
    page = sign_in(planner).get(f"{address}?other={before.pk}").content.decode()
    for one in (before, report):
        assert f'href="{one.get_absolute_url()}siffra/started/"' in page
    assert "Insatserna fördelar sig olika på kategorier" in page


def test_only_units_of_both_are_compared(
    kc: Unit, cfa: Unit, report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    part = AnnualReportFactory(year=2023, units=[kc], snapshot=report.snapshot)
    compared = comparing.compare(report, part)
    assert (compared.units, compared.left_out) == (("KC",), ("AMA", "CFA"))
    assert sides(compared)["Startade"][1] == "90"
    started = next(line for line in compared.lines if line.title == "Startade")
    assert started.after.url == "" and "siffra/started" in started.before.url
    address = reverse("reports:annual_report_compare", args=[report.pk])
    page = " ".join(sign_in(planner).get(f"{address}?other={part.pk}").content.decode().split())
    assert "de enheter som finns i båda rapporterna: KC." in page


def test_reports_without_a_unit_in_common_have_nothing_to_compare(
    kc: Unit, cfa: Unit, listed: list, planner: User, sign_in: SignIn
) -> None:
    one, other = AnnualReportFactory(units=[kc]), AnnualReportFactory(units=[cfa])
    address = reverse("reports:annual_report_compare", args=[one.pk])
    page = sign_in(planner).get(f"{address}?other={other.pk}").content.decode()
    assert "Rapporterna har inga enheter gemensamt" in page


def test_without_another_report_the_page_says_how_to_get_one(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    page = sign_in(planner).get(reverse("reports:annual_report_compare", args=[report.pk]))
    assert "Det finns ingen annan årsrapport att jämföra med." in page.content.decode()


def test_a_report_that_one_may_not_see_is_no_choice(
    report: AnnualReport, kc: Unit, person: Callable, sign_in: SignIn
) -> None:
    own = AnnualReportFactory(units=[kc], snapshot=report.snapshot)
    address = reverse("reports:annual_report_compare", args=[own.pk])
    page = sign_in(person("manager", kc)).get(f"{address}?other={report.pk}")
    assert page.context["compared"] is None
    assert sign_in(person("manager", kc)).get(f"{address}?other=x").status_code == 200
