"""Pages, signed in as a planner who sees every intervention, against a bare list."""

from datetime import date

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.data import World
from benchmarks.measure import Line, ratio
from stegvis.interventions.models import Intervention
from stegvis.reports.models import AnnualReport

LIST, FILE = 3.0, 5.0


def lines() -> dict[str, Line]:
    return {
        "list": Line("the list of interventions", LIST),
        "search": Line("the list, searched", LIST),
        "detail": Line("an intervention's page", FILE),
        "start": Line("the planner's start page", FILE),
        "report": Line("the annual report's page, opened again"),
        "first": Line("the annual report's page, opened first"),
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
    }
    for name, address in addresses.items():
        _measure(client, address, found[name], is_first=name == "first")


def _measure(client: Client, address: str, line: Line, *, is_first: bool) -> None:
    def ours() -> None:
        assert client.get(address).status_code == 200

    def bare() -> None:
        assert client.get("/bare/").status_code == 200

    runs, before = (3, cache.clear) if is_first else (15, None)
    line.ratios.append(ratio(ours, bare, runs=runs, before=before))
    with CaptureQueriesContext(connection) as captured:
        ours()
    line.queries.append(len(captured))
