from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.followup import learning
from stegvis.followup.actions import themes
from stegvis.followup.enums import FindingKind, ReportStatus, ThemeKind
from stegvis.followup.models import Decision, Finding, Theme
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.factories.followup import (
    CarriedAnswerFactory,
    DecisionFactory,
    FindingFactory,
    ProviderReportFactory,
    ThemeFactory,
)
from tests.factories.interventions import InterventionFactory

SignIn = Callable[[User], Client]


# --- actions ---


def test_a_theme_is_added_and_changed(planner: User, events: Callable[[], list[str]]) -> None:
    theme = themes.save(by=planner, name="Fast grupp", kind=ThemeKind.BOTH)
    for _again in range(2):
        themes.save(by=planner, theme=theme, description="Samma deltagare hela vägen.")
    assert events() == ["theme.added", "theme.changed"]


def test_a_theme_is_archived_and_put_back(planner: User, events: Callable[[], list[str]]) -> None:
    theme = ThemeFactory()
    seen = [themes.archive(theme=theme, by=planner).archived_at is None for _twice in range(2)]
    assert (seen, events()) == ([False, True], ["theme.archived", "theme.restored"])


# --- queries ---


@pytest.fixture
def group(kc: Unit) -> Theme:
    """A theme in two interventions, three findings and two years."""
    group = ThemeFactory(name="Gruppdynamik")
    first, second = InterventionFactory.create_batch(2, unit=kc)
    FindingFactory(intervention=first, themes=[group], success=True, year=2023)
    FindingFactory(intervention=first, themes=[group], year=2024)
    DecisionFactory(finding=FindingFactory(intervention=second, themes=[group], year=2024))
    return group


def test_a_theme_is_counted_by_interventions_kinds_and_years(group: Theme, planner: User) -> None:
    rare = ThemeFactory(name="Aldrig nämnt")
    table = learning.theme_table(learning.findings(planner))
    row = table.rows[0]
    assert (row.theme, row.interventions, row.success, row.development) == (group, 2, 1, 2)
    assert (row.open_decisions, row.by_year) == (1, [(2023, 1), (2024, 2)])
    assert table.rows[-1].theme == rare
    assert learning.theme_row(table, rare).interventions == 0


def test_archived_themes_stay_where_they_are_used(group: Theme, planner: User) -> None:
    themes.archive(theme=group, by=planner)
    themes.archive(theme=ThemeFactory(), by=planner)
    table = learning.theme_table(learning.findings(planner))
    assert [row.theme for row in table.rows] == [group]


def test_themes_count_only_what_the_user_sees(group: Theme, outsider: User) -> None:
    table = learning.theme_table(learning.findings(outsider))
    assert [row.interventions for row in table.rows] == [0]
    assert learning.theme_row(learning.theme_table(Finding.objects.none()), group).success == 0


@pytest.mark.parametrize("words", ["ÅTERKOPPLING kort", "återkoppling", "Återkoppling skriftlig"])
def test_search_asks_for_every_word_in_any_case(words: str, intervention: Intervention) -> None:
    FindingFactory(intervention=intervention, text="Kort och Skriftlig.", statement="Återkoppling")
    FindingFactory(intervention=intervention, text="Kort", statement="Något annat")
    found = Finding.objects.filter(learning.containing(words, "statement", "text"))
    assert [finding.statement for finding in found] == ["Återkoppling"]


def test_decisions_by_day_with_what_is_overdue(
    intervention: Intervention, planner: User, today: date
) -> None:
    late, soon, never, done = (
        DecisionFactory(finding__intervention=intervention, due_on=due, done_on=on)
        for due, on in (
            (date(2025, 3, 2), None),
            (today, None),
            (None, None),
            (date(2024, 1, 1), date(2024, 1, 1)),
        )
    )
    found = learning.decisions(planner, today=today)
    assert list(found) == [done, late, soon, never]
    assert [one.is_overdue for one in learning.to_do(planner, found)] == [False, True, False, False]


def test_reports_that_wait(intervention: Intervention, planner: User, outsider: User) -> None:
    report = ProviderReportFactory(intervention=intervention, status=ReportStatus.SUBMITTED)
    back = ProviderReportFactory(
        intervention=InterventionFactory(unit=intervention.unit), status=ReportStatus.HANDED_BACK
    )
    assert list(learning.reports_to_review(planner)) == [report]
    assert list(learning.reports_to_mend(planner)) == [back]
    assert list(learning.reports_to_review(outsider)) == []


def test_a_providers_findings_year_by_year(
    intervention: Intervention, provider: Provider, planner: User
) -> None:
    FindingFactory(intervention=intervention, success=True, year=2023)
    FindingFactory(intervention=intervention)
    DecisionFactory(finding__intervention=intervention)
    [newest, oldest] = learning.findings_over_time(planner, provider)
    assert (newest.year, newest.success, newest.development, newest.undecided) == (2024, 0, 2, 1)
    assert (oldest.year, oldest.success) == (2023, 1)


# --- pages ---


def test_the_list_shows_the_most_frequent_first(
    group: Theme, planner: User, sign_in: SignIn
) -> None:
    ThemeFactory(name="Aldrig nämnt")
    page = sign_in(planner).get(reverse("followup:theme_list"))
    assert [row.theme.name for row in page.context["table"].rows] == [
        "Gruppdynamik",
        "Aldrig nämnt",
    ]


@pytest.mark.parametrize(
    ("query", "interventions"),
    [
        ({"year": 2023}, 1),
        ({"kind": FindingKind.DEVELOPMENT}, 2),
        ({"year": "i fjol"}, 2),
        ({"q": "fast grupp"}, 1),
    ],
)
def test_the_filter_is_in_the_address(
    query: dict[str, object], interventions: int, group: Theme, planner: User, sign_in: SignIn
) -> None:
    page = sign_in(planner).get(reverse("followup:theme_list"), query)
    assert page.context["table"].rows[0].interventions == interventions


def test_the_filter_by_unit(
    group: Theme, kc: Unit, cfa: Unit, planner: User, sign_in: SignIn
) -> None:
    client, url = sign_in(planner), reverse("followup:theme_list")
    assert client.get(url, {"unit": kc.pk}).context["table"].rows[0].interventions == 2
    assert client.get(url, {"unit": cfa.pk}).context["table"].rows == []


def test_search_with_htmx_gives_the_same_findings(
    group: Theme, planner: User, sign_in: SignIn
) -> None:
    client, url = sign_in(planner), reverse("followup:theme_list")
    whole = client.get(url, {"q": "återkoppling"}).content.decode()
    htmx = {"HX-Request": "true"}
    part = client.get(url, {"q": "återkoppling"}, headers=htmx).content.decode()
    assert part.strip().startswith('<div id="found">')
    assert part.count("<article") == whole.count("<article") == 2


def test_a_search_without_hits_says_what_to_do(
    group: Theme, planner: User, sign_in: SignIn
) -> None:
    page = sign_in(planner).get(reverse("followup:theme_list"), {"q": "finns inte"})
    assert "Pröva ett annat ord" in page.content.decode()


def test_a_themes_page_tells_what_was_done(group: Theme, planner: User, sign_in: SignIn) -> None:
    answer = CarriedAnswerFactory(decision=Decision.objects.get())
    ThemeFactory(name="Syns ihop").findings.add(answer.decision.finding)
    page = sign_in(planner).get(group.get_absolute_url()).content.decode()
    for words in ("2023", "2024", answer.decision.text, answer.text, "Inte beslutat", "Syns ihop"):
        assert words in page


def test_a_theme_that_nothing_is_about(planner: User, sign_in: SignIn) -> None:
    page = sign_in(planner).get(ThemeFactory().get_absolute_url())
    assert "Ingen lärdom har det här temat än" in page.content.decode()


def test_the_planner_owns_the_list(planner: User, sign_in: SignIn) -> None:
    client = sign_in(planner)
    client.post(reverse("followup:theme_create"), {"name": "Åldersblandat", "kind": "both"})
    theme = Theme.objects.get(name="Åldersblandat")
    again = client.post(reverse("followup:theme_create"), {"name": "åldersblandat", "kind": "both"})
    assert "Temat finns redan." in again.content.decode()
    client.post(reverse("followup:theme_edit", args=[theme.pk]), {"name": "Ålder", "kind": "both"})
    client.post(reverse("followup:theme_archive", args=[theme.pk]))
    theme.refresh_from_db()
    assert (theme.name, theme.archived_at is None) == ("Ålder", False)
    client.post(reverse("followup:theme_archive", args=[theme.pk]))
    theme.refresh_from_db()
    assert theme.archived_at is None


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ({}, ["Sent", "Snart"]),
        ({"show": "overdue"}, ["Sent"]),
        ({"show": "done"}, ["Klart"]),
        ({"show": "all"}, ["Klart", "Sent", "Snart"]),
        ({"q": "snart"}, ["Snart"]),
        ({"kind": "leave"}, []),
        ({"show": "finns inte"}, ["Sent", "Snart"]),
    ],
)
def test_the_list_of_decisions(
    query: dict[str, str],
    texts: list[str],
    intervention: Intervention,
    planner: User,
    sign_in: SignIn,
) -> None:
    for text, due, on in (
        ("Sent", date(2025, 1, 1), None),
        ("Snart", date(2025, 6, 1), None),
        ("Klart", date(2024, 6, 1), date(2024, 5, 1)),
    ):
        DecisionFactory(finding__intervention=intervention, text=text, due_on=due, done_on=on)
    page = sign_in(planner).get(reverse("followup:decision_list"), query)
    assert [one.decision.text for one in page.context["decisions"]] == texts


def test_decisions_by_unit_and_with_htmx(
    intervention: Intervention, kc: Unit, cfa: Unit, planner: User, sign_in: SignIn
) -> None:
    DecisionFactory(finding__intervention=intervention, due_on=date(2025, 1, 1))
    client, url = sign_in(planner), reverse("followup:decision_list")
    assert len(client.get(url, {"unit": kc.pk}).context["decisions"]) == 1
    part = client.get(url, {"unit": cfa.pk}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="table">')
    assert "Inga beslut passar" in part
    assert "Försenat" in client.get(url).content.decode()


def test_a_decision_is_marked_as_done_and_opened_again(
    intervention: Intervention, planner: User, sign_in: SignIn
) -> None:
    decision = DecisionFactory(finding__intervention=intervention)
    client, url = sign_in(planner), reverse("followup:decision_done", args=[decision.pk])
    assert client.get(url).status_code == 200
    future = client.post(url, {"done_on": "2025-03-04"})
    assert "Dagen har inte varit än." in future.content.decode()
    client.post(url, {"done_on": "2025-03-03", "done_note": "Mallen är ny."})
    decision.refresh_from_db()
    assert (decision.done_on, decision.done_note) == (date(2025, 3, 3), "Mallen är ny.")
    client.post(url, {"done_on": ""})
    decision.refresh_from_db()
    assert decision.done_on is None


@pytest.mark.parametrize("name", ["theme_list", "theme_detail", "decision_list"])
def test_the_number_of_queries_does_not_grow(
    name: str,
    group: Theme,
    kc: Unit,
    planner: User,
    sign_in: SignIn,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    client = sign_in(planner)
    url = reverse(f"followup:{name}", args=[group.pk] if name == "theme_detail" else [])
    counts = []
    for _three_more in range(2):
        for one in InterventionFactory.create_batch(3, unit=kc):
            finding = FindingFactory(intervention=one, themes=[group, ThemeFactory()])
            CarriedAnswerFactory(decision__finding=finding)
        counts.append(count_queries(lambda: client.get(url, {"q": "återkoppling"})))
    assert counts[0] == counts[1]
