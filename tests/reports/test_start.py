"""The start page: parts follow from permissions, lines from what waits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from stegvis.accounts.models import User
from stegvis.followup.enums import ReportStatus
from stegvis.interventions.enums import OrderStatus
from stegvis.interventions.models import Order, StepRecord
from stegvis.organisations.models import Provider, Unit
from stegvis.reports import start_page
from tests.factories.agreements import AgreementFactory, OptionFactory
from tests.factories.followup import (
    DecisionFactory,
    ProviderReportFactory,
    ReportedResultFactory,
)
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory
from tests.factories.reports import AnnualReportFactory

SignIn = Callable[[User], Client]
MOMENT = datetime(2025, 2, 20, 9, tzinfo=UTC)

LATE, NEXT = "Försenade steg", "På tur"
ORDERS, TO_READ, TO_WRITE = "Beställningar att besluta", "Rapporter att läsa", "Att rapportera"
DECISIONS, AGREEMENTS = "Öppna beslut från gemensamma analyser", "Avtal att ta ställning till"
ADMIN = "Förvaltning"


def parts(user: User, today) -> dict[str, start_page.Part]:
    return {str(part.title): part for part in start_page.parts(user, today=today)}


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("planner", [LATE, ORDERS, TO_READ, NEXT, AGREEMENTS, DECISIONS]),
        ("manager", [LATE, ORDERS, NEXT, AGREEMENTS]),
        ("caseworker", [LATE, NEXT]),
        ("provider_user", [LATE, TO_WRITE, NEXT]),
        ("administrator", [ADMIN]),
    ],
)
def test_each_role_has_its_parts(
    role: str, titles: list[str], request: pytest.FixtureRequest, sign_in: SignIn, today
) -> None:
    user = request.getfixturevalue(role)
    assert list(parts(user, today)) == titles
    page = sign_in(user).get("/").content.decode()
    assert all(title in page for title in titles)
    assert ("Gör vi rätt saker?" in page) is (role in ("planner", "manager"))


@pytest.fixture
def waiting(department: Unit, kc: Unit, provider: Provider, today) -> Callable[[int], None]:
    """So many of everything that can wait for somebody."""

    def make(number: int) -> None:
        for _ in range(number):
            one = InterventionFactory(unit=kc, provider=provider, current_step="order")
            StepRecord.objects.filter(intervention=one, step="order").update(
                due_on=today - timedelta(days=9)
            )
            Order.objects.filter(intervention=one).update(status=OrderStatus.SENT, sent_at=MOMENT)
            other = InterventionFactory(unit=kc, provider=provider, current_step="plan")
            StepRecord.objects.filter(intervention=other, step="plan").update(due_on=today)
            ProviderReportFactory(
                intervention=other, status=ReportStatus.SUBMITTED, submitted_at=MOMENT
            )
            DecisionFactory(finding__intervention=one, due_on=today - timedelta(days=1))
            agreement = AgreementFactory(ends_on=today + timedelta(days=80))
            OptionFactory(agreement=agreement, last_day=today + timedelta(days=10))
            AnnualReportFactory(units=[department])
            ReportedResultFactory(intervention=one, answer="reached")
            ExpectedResultFactory(intervention=one)

    return make


def test_what_waits_for_a_planner(waiting: Callable, planner: User, today) -> None:
    waiting(1)
    found = parts(planner, today)
    counts = {title: len(part.lines) for title, part in found.items()}
    assert counts == {
        LATE: 1,
        ORDERS: 1,
        TO_READ: 1,
        NEXT: 1,
        AGREEMENTS: 2,
        DECISIONS: 1,
    }
    assert found[LATE].lines[0].detail == "skulle vara klart 2025-02-22"
    assert found[DECISIONS].lines[0].tone == "bad"
    assert {line.detail for line in found[AGREEMENTS].lines} == {
        "option senast 2025-03-13",
        "slutar 2025-05-22",
    }


def test_what_waits_for_provider_staff(
    kc: Unit, provider: Provider, provider_user: User, today
) -> None:
    begun = InterventionFactory(unit=kc, provider=provider, ends_on=today)
    back = InterventionFactory(unit=kc, provider=provider, ends_on=today + timedelta(days=1))
    ProviderReportFactory(intervention=back, status=ReportStatus.HANDED_BACK)
    ProviderReportFactory(
        intervention=InterventionFactory(unit=kc, provider=provider), status=ReportStatus.SUBMITTED
    )
    InterventionFactory(
        unit=kc, provider=provider, starts_on=today + timedelta(days=1), ends_on=None
    )
    InterventionFactory(unit=kc)
    lines = parts(provider_user, today)[TO_WRITE].lines
    assert [(line.text, line.detail) for line in lines] == [
        (str(begun), "slutar 2025-03-03"),
        (str(back), "tillbakalämnad, se kommentaren"),
    ]


def test_an_outsider_sees_nothing_of_it(waiting: Callable, outsider: User, today) -> None:
    waiting(1)
    found = parts(outsider, today)
    lines = {title: part.lines for title, part in found.items() if title != AGREEMENTS}
    assert not any(lines.values())


@pytest.mark.parametrize("role", ["planner", "manager", "caseworker", "provider_user"])
def test_the_number_of_queries_does_not_grow(
    role: str,
    waiting: Callable,
    request: pytest.FixtureRequest,
    sign_in: SignIn,
    count_queries: Callable,
) -> None:
    """Neither with rows nor with reports. The first look at a new snapshot costs some more."""
    client = sign_in(request.getfixturevalue(role))
    counts = []
    for _three_more in range(2):
        waiting(3)
        client.get("/")
        counts.append(count_queries(lambda: client.get("/")))
    assert counts[0] == counts[1]


def test_decisions_without_a_day_come_last(kc: Unit, planner: User, today) -> None:
    """On every database."""
    for day, text in ((None, "När det går"), (today, "I dag")):
        DecisionFactory(finding__intervention__unit=kc, due_on=day, text=text)
    soon, some_day = parts(planner, today)[DECISIONS].lines
    assert (soon.text, soon.detail[-19:]) == ("I dag", ", senast 2025-03-03")
    assert (some_day.text, "senast" in some_day.detail) == ("När det går", False)


def test_a_part_shows_the_first_and_where_the_rest_is(
    waiting: Callable, planner: User, today
) -> None:
    waiting(start_page.MOST + 1)
    found = parts(planner, today)
    assert len(found[LATE].lines) == start_page.MOST
    assert all(found[title].more_url for title in (LATE, AGREEMENTS, DECISIONS))
