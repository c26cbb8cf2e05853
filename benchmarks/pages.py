"""Pages, signed in as a planner who sees every intervention, against a bare list."""

from datetime import date

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.data import World
from benchmarks.measure import Call, Line, ratio
from stegvis.interventions.models import Intervention
from stegvis.reports import producing
from stegvis.reports.models import AnnualReport

LIST, FILE = 3.0, 5.0


def lines() -> dict[str, Line]:
    return {
        "list": Line("the list of interventions", LIST),
        "search": Line("the list, searched", LIST),
        "detail": Line("an intervention's page", FILE),
        "start": Line("the planner's start page", FILE),
        "report": Line("the annual report's page, opened again"),
        "first": Line("the annual report's page, counted and opened first"),
        "picture": Line("a picture of it, all of them drawn first"),
    }


def measure(world: World, report: AnnualReport, found: dict[str, Line]) -> None:
    client = Client()
    client.force_login(world.planner)
    one = Intervention.objects.filter(starts_on__gte=date(2024, 1, 1)).order_by("pk")[0]
    addresses = {
        "list": "/insatser/",
        "search": "/insatser/?q=insats+2&year=2024",
        "detail": one.get_absolute_url(),
        "start": "/",
        "report": report.get_absolute_url(),
        "first": report.get_absolute_url(),
        "picture": picture(report),
    }
    for name, address in addresses.items():
        before = {"first": cache.clear, "picture": lambda: _only_counted(report)}.get(name)
        _measure(client, address, found[name], before)


def picture(report: AnnualReport) -> str:
    snapshot = report.snapshot_id
    return reverse("reports:annual_report_picture", args=[report.pk, snapshot, "kategorier"])


def _only_counted(report: AnnualReport) -> None:
    """As when the page has just been opened first."""
    cache.clear()
    producing.document(producing.recipe(report, dated_on=date(2025, 3, 3)))


def _measure(client: Client, address: str, line: Line, before: Call | None) -> None:
    def ours() -> None:
        assert client.get(address).status_code == 200

    def bare() -> None:
        assert client.get("/bare/").status_code == 200

    line.ratios.append(ratio(ours, bare, runs=3 if before else 15, before=before))
    with CaptureQueriesContext(connection) as captured:
        ours()
    line.queries.append(len(captured))
