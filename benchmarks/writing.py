"""Writing: one action, and an import of 2 000 rows, against bare inserts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from itertools import count

from django.db import transaction

from benchmarks.data import World
from benchmarks.measure import Line, ratio, seconds
from stegvis.core.imports import actions as imports
from stegvis.core.imports.workbook import read
from stegvis.interventions.actions import orders
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider

ROWS = 2_000
ACTION = 5.0


def lines() -> dict[str, Line]:
    return {
        "action": Line("one change: lock, version check, change log", ACTION),
        "providers": Line("a row of an import of 2 000 providers"),
        "interventions": Line("a row of an import of 2 000 interventions"),
    }


def measure(world: World, found: dict[str, Line]) -> None:
    """Each change is committed, as in life; the imports are rolled back."""
    found["action"].ratios.append(_action(world))
    for name, make in FILES.items():
        found[name].ratios.append(_import(world, make))


def _action(world: World) -> float:
    order = Intervention.objects.order_by("pk")[0].order
    numbers = count()

    def ours() -> None:
        nonlocal order
        values = {"need": f"Behov {next(numbers)}"}
        order = orders.change(order=order, by=world.planner, version=order.version, **values)

    def bare() -> None:
        with transaction.atomic():
            Provider.objects.create(name=f"Leverantör A{next(numbers)}")

    found = ratio(ours, bare, runs=101)
    Provider.objects.filter(name__startswith="Leverantör A").delete()
    return found


def _import(world: World, make: Callable[[], str]) -> float:
    """Seconds for a row, previewed and written, over those of a bare insert."""
    content = make().encode()

    def ours() -> None:
        with _taken_back():
            book = read("rader.csv", BytesIO(content), len(content))
            batch = imports.preview(books=[book], by=world.planner)
            outcome = imports.accept(batch=batch, by=world.planner)
            if outcome.written != ROWS:
                raise AssertionError(outcome.message)

    def bare() -> None:
        with _taken_back():
            for number in range(ROWS):
                Provider.objects.create(name=f"Leverantör B{number}")

    bare_seconds = min(seconds(bare) for _run in range(3))
    return seconds(ours) / bare_seconds


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _providers() -> str:
    return "leverantör;slag\n" + "".join(f"Utbildarna {n};extern\n" for n in range(ROWS))


def _interventions() -> str:
    heading = "diarienummer;titel;enhet;kategori;leverantör;från;till;syfte;planerat antal\n"
    start, end = date(2024, 2, 1), date(2024, 6, 14)
    rows = (
        f"9{n:05}/24;Kurs {n};KC;Språk;Leverantör {n % 40 + 1};{start};{end};Att lära sig;ca 15\n"
        for n in range(ROWS)
    )
    return heading + "".join(rows)


FILES = {"providers": _providers, "interventions": _interventions}
