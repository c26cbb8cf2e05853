"""The project report on the screen and as files, and what its figures open to."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.core.models import ReadEvent
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment, Programme
from stegvis.reports.actions import snapshots
from stegvis.reports.documents.formatting import row_texts
from stegvis.reports.documents.model import Document, Figure, Table
from stegvis.reports.models import Snapshot
from stegvis.reports.project import producing
from tests.factories.organisations import AssignmentFactory
from tests.factories.participants import ProgrammeFactory
from tests.reports import project_world as worlds

SignIn = Callable[[User], Client]
TODAY = date(2025, 3, 3)


@pytest.fixture
def stigen(kc: Unit) -> Programme:
    return worlds.programme(kc)


@pytest.fixture
def counted(stigen: Programme) -> list[Enrolment]:
    """Twelve persons, goals and a snapshot of them."""
    made = worlds.twelve(stigen)
    worlds.goals(stigen)
    snapshots.take(by=None)
    return made


@pytest.fixture
def all_seeing(manager: User, department: Unit) -> User:
    """A manager who is also a caseworker: sees persons, and what is sensitive."""
    AssignmentFactory(user=manager, role=Role.CASEWORKER, unit=department)
    return manager


@pytest.fixture
def evaluator(person: Callable[..., User], department: Unit) -> User:
    return person(Role.EVALUATOR, department)


def document(programme: Programme, *, is_protected: bool = False) -> Document:
    snapshot = producing.newest_snapshot()
    assert snapshot is not None
    made_of = producing.recipe(programme, snapshot, dated_on=TODAY, is_protected=is_protected)
    return producing.document(made_of)


def tables(found: Document) -> dict[str, Table]:
    blocks = [block for chapter in found.chapters for block in chapter.blocks]
    every = [block.table if isinstance(block, Figure) else block for block in blocks]
    return {table.key: table for table in every if isinstance(table, Table)}


def texts(found: Document, key: str) -> dict[str, list[str]]:
    """A table's rows by their first cell, with thin spaces made plain."""
    rows = [[text.replace("\u202f", " ") for text in row] for row in row_texts(tables(found)[key])]
    return {row[0]: row[1:] for row in rows}


def address(name: str, *args: Any) -> str:
    return reverse(f"reports:project_{name}", args=["stigen", *args])


# --- what it tells ---


def test_the_summary_is_computed_from_the_rows(stigen: Programme, counted: list[Enrolment]) -> None:
    told = texts(document(stigen), "summary_figures")
    assert told["Deltagare"][0] == "12"
    assert told["Kvinnor bland deltagarna"][:3] == ["50 %", "6", "12"]
    assert told["Deltagare med beroendebakgrund"][:3] == ["92 %", "11", "12"]
    assert told["Till arbete eller studier"][:3] == ["50 %", "6", "12"]
    assert told["Kvinnor bland dem"][:3] == ["50 %", "3", "6"]
    assert told["På reguljära arbetsplatser"][0] == "6"
    assert told["På båda"][0] == "1"
    assert told["Ytterligare arbetsgivare som kontaktats"][0] == "1"
    assert told["Bättre livssituation, av dem som svarade"][:3] == ["100 %", "5", "5"]


def test_every_share_has_numerator_denominator_interval_and_coverage(
    stigen: Programme, counted: list[Enrolment]
) -> None:
    told = texts(document(stigen), "summary_figures")
    shares = [row for row in told.values() if row[0].endswith("%")]
    assert shares and all(row[1] and row[2] and "–" in row[3] for row in shares)
    assert told["Bättre livssituation, av dem som svarade"][4] == "Känt för 5 av 12 utskick."


def test_outcome_stands_against_every_goal_that_has_been_in_force(
    stigen: Programme, counted: list[Enrolment]
) -> None:
    rows = [[cell.text for cell in row] for row in tables(document(stigen))["mal_tabell"].rows]
    values = [[cell.value for cell in row] for row in tables(document(stigen))["mal_tabell"].rows]
    assert [(row[0], row[3], row[6]) for row in values] == [
        ("Till arbete eller studier", "minst 60\u202f%", "nej"),
        ("Till arbete eller studier", "minst 50\u202f%", "ja"),
        ("Jobb", "minst 2", "nej"),
        ("Jobb", "minst 1 (resonemang)", "ja"),
        ("Fler verktyg", "–", "går inte att säga"),
    ]
    assert values[0][1:3] == [date(2024, 1, 1), date(2024, 5, 31)]
    assert rows[4][4] == "mäts inte"


def test_what_could_not_be_measured_says_why(stigen: Programme, counted: list[Enrolment]) -> None:
    chapter = next(one for one in document(stigen).chapters if one.key == "omatt")
    told = dict(chapter.blocks[0].rows)  # type: ignore[union-attr]
    assert told["Fler verktyg"] == "Inget tal i systemet mäter målet. Frågades aldrig."
    assert "5 av 12" in told["Förbättrad livssituation"]
    assert "Tiden efter avslut" in told


def test_a_programme_without_anything_is_a_whole_report(stigen: Programme) -> None:
    snapshots.take(by=None)
    found = document(stigen)
    assert texts(found, "summary_figures")["Deltagare"][0] == "0"
    assert "mal_tabell" not in tables(found) and "enkat_tabell" not in tables(found)


def test_a_programme_that_goes_on_is_counted_to_the_day_of_the_count(kc: Unit) -> None:
    running = ProgrammeFactory(slug="stigen", unit=kc, starts_on=date(2024, 1, 1))
    worlds.person(running)
    snapshots.take(by=None)
    assert "–" in document(running).subtitle
    assert texts(document(running), "summary_figures")["Deltagare"][0] == "1"


# --- the same everywhere ---


def test_list_page_export_and_rows_are_equal(
    counted: list[Enrolment], stigen: Programme, all_seeing: User, sign_in: SignIn
) -> None:
    """Rule 9: what the page says is what the file says and what opens."""
    client = sign_in(all_seeing)
    page = client.get(address("detail")).content.decode()
    book = load_workbook(BytesIO(client.get(address("file", "xlsx")).content))
    sheet = next(one for one in book.worksheets if "Projektet i siffror" in one.title)
    in_file = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    opened = client.get(address("figure", "goal_share"))
    listed = Enrolment.objects.filter(outcomes__is_main=True, programme=stigen).count()
    assert opened.context["page"].paginator.count == listed == 6
    assert in_file["Till arbete eller studier"] == 0.5 and in_file["Deltagare"] == 12
    assert ">50\u202f%</a>" in page


@pytest.mark.parametrize("extension", producing.FORMATS)
def test_files(
    extension: str, counted: list[Enrolment], planner: User, manager: User, sign_in: SignIn
) -> None:
    for user, name in ((manager, "stigen"), (planner, "stigen-skyddad")):
        answer = sign_in(user).get(address("file", extension))
        assert answer["Content-Disposition"].endswith(f'projektrapport-{name}.{extension}"')
        assert len(answer.content) > 3000


def test_the_same_recipe_gives_the_same_bytes(stigen: Programme, counted: list[Enrolment]) -> None:
    snapshot = producing.newest_snapshot()
    assert snapshot is not None
    made_of = producing.recipe(stigen, snapshot, dated_on=TODAY, is_protected=False)
    first = producing.produce(made_of)
    producing.cache.clear()
    assert producing.produce(made_of) == first


def test_pictures(counted: list[Enrolment], manager: User, sign_in: SignIn) -> None:
    client, snapshot = sign_in(manager), Snapshot.objects.get()
    for key in ("deltagare_bild", "andel_bild"):
        answer = client.get(address("picture", snapshot.pk, key))
        assert answer.content.startswith(b"<svg") and "max-age" in answer["Cache-Control"]
    assert client.get(address("picture", snapshot.pk + 1, "andel_bild"))["Cache-Control"] == (
        "no-store"
    )
    assert client.get(address("picture", snapshot.pk, "finns-inte")).status_code == 404


def test_another_format_is_not_found(
    counted: list[Enrolment], manager: User, sign_in: SignIn
) -> None:
    assert sign_in(manager).get(address("file", "csv")).status_code == 404


# --- who sees what ---


def test_a_figure_opens_to_names_and_the_looks_are_noted(
    counted: list[Enrolment], manager: User, sign_in: SignIn
) -> None:
    answer = sign_in(manager).get(address("figure", "goal_share") + "?sex=woman")
    names = {str(one.participant) for one in counted[:6:2]}
    assert {str(one.participant) for one in answer.context["enrolments"]} == names
    assert all(name in answer.content.decode() for name in names)
    assert ReadEvent.objects.filter(by=manager).count() == 3


@pytest.mark.parametrize("query", ["addiction_share", "goal_share?addiction=yes"])
def test_who_is_behind_a_sensitive_figure_needs_more_than_seeing_persons(
    query: str, counted: list[Enrolment], manager: User, sign_in: SignIn
) -> None:
    name, _, rest = query.partition("?")
    answer = sign_in(manager).get(address("figure", name) + (f"?{rest}" if rest else ""))
    assert not answer.context["shows_rows"]
    assert str(counted[0].participant) not in answer.content.decode()
    assert ReadEvent.objects.count() == 0


def test_who_may_see_what_is_sensitive_sees_who(
    counted: list[Enrolment], all_seeing: User, sign_in: SignIn
) -> None:
    answer = sign_in(all_seeing).get(address("figure", "addiction_share"))
    assert answer.context["page"].paginator.count == 11


@pytest.mark.parametrize("who", ["planner", "evaluator"])
def test_others_get_definition_numerator_and_denominator(
    who: str, counted: list[Enrolment], request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    answer = sign_in(request.getfixturevalue(who)).get(address("figure", "goal_share"))
    page = answer.content.decode()
    assert "deltagare som börjat arbeta eller studera: <b>6</b>" in page
    assert not any(one.participant.first_name in page for one in counted)
    assert ReadEvent.objects.count() == 0


def test_workplaces_and_employers_open_for_those_who_may_see_employers(
    counted: list[Enrolment], manager: User, planner: User, sign_in: SignIn
) -> None:
    for name, count in (("workplaces", 6), ("own_workplaces", 1), ("further_employers", 1)):
        answer = sign_in(manager).get(address("figure", name))
        assert len(answer.context["places"]) == count
        assert answer.status_code == 200
    assert not sign_in(planner).get(address("figure", "workplaces")).context["shows_rows"]


def test_a_protected_person_is_counted_and_not_named(
    stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    shown, hidden = worlds.person(stigen), worlds.person(stigen, protected=True)
    snapshots.take(by=None)
    answer = sign_in(manager).get(address("figure", "participants"))
    assert answer.context["found"].figure.value == 2
    assert [one.pk for one in answer.context["enrolments"]] == [shown.pk]
    assert answer.context["unseen"] == 1
    assert str(hidden.participant) not in answer.content.decode()


def test_an_unidentified_person_is_counted_and_has_no_name(
    stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    one = worlds.person(stigen, unidentified=True)
    snapshots.take(by=None)
    page = sign_in(manager).get(address("figure", "participants")).content.decode()
    assert f"Oidentifierad {one.participant_id}" in page


def test_a_person_enrolled_twice_is_one_participant_with_two_enrolments(
    stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    one = worlds.person(stigen)
    again = worlds.person(stigen, participant=one.participant)
    again.starts_on = date(2024, 9, 1)
    again.ends_on = date(2024, 10, 1)
    again.save()
    snapshots.take(by=None)
    answer = sign_in(manager).get(address("figure", "participants"))
    assert answer.context["found"].figure.value == 1
    assert len(answer.context["enrolments"]) == 2


@pytest.mark.parametrize("query", ["finns_inte", "participants?programme=x", "women_share?sex=x"])
def test_no_such_figure(
    query: str, counted: list[Enrolment], manager: User, sign_in: SignIn
) -> None:
    name, _, rest = query.partition("?")
    assert sign_in(manager).get(f"{address('figure', name)}?{rest}").status_code == 404


@pytest.mark.parametrize("name", ["detail", "recount"])
def test_a_programme_elsewhere_is_not_found(
    name: str, counted: list[Enrolment], outsider: User, sign_in: SignIn
) -> None:
    assert sign_in(outsider).get(address(name)).status_code == 404


@pytest.mark.parametrize("who", ["caseworker", "administrator", "provider_user"])
def test_others_have_no_project_reports(
    who: str, counted: list[Enrolment], request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(address("detail")).status_code == 403
    assert client.get(reverse("reports:project_list")).status_code == 403


# --- small counts ---


def test_small_counts_are_protected_from_those_who_may_not_see_persons(
    stigen: Programme, counted: list[Enrolment], planner: User, manager: User, sign_in: SignIn
) -> None:
    assert (
        texts(document(stigen, is_protected=True), "timmar_tabell")["Deltagare med timanställning"][
            0
        ]
        == "skyddat"
    )
    assert "skyddat" in sign_in(planner).get(address("detail")).content.decode()
    assert ">skyddat<" not in sign_in(manager).get(address("detail")).content.decode()
    asked = sign_in(manager).get(address("detail") + "?skyddad").content.decode()
    assert ">skyddat<" in asked and "/skyddad-andel_bild.svg" in asked
    assert "siffra/goal_share/?sex=woman&amp;skyddad" in asked


def test_who_reads_the_protected_edition_stays_in_it(
    counted: list[Enrolment], manager: User, sign_in: SignIn
) -> None:
    client, snapshot = sign_in(manager), Snapshot.objects.get()
    answer = client.get(address("figure", "hourly_persons") + "?skyddad")
    assert answer.context["found"].figure.is_suppressed
    picture = address("picture", snapshot.pk, "skyddad-andel_bild")
    assert client.get(picture).content.startswith(b"<svg")


def test_a_protected_figure_does_not_open_and_tells_nothing(
    counted: list[Enrolment], planner: User, sign_in: SignIn
) -> None:
    answer = sign_in(planner).get(address("figure", "hourly_persons"))
    assert answer.context["found"].ids == () and "Talet är skyddat" in answer.content.decode()


def test_figures_outside_the_report_do_not_open_for_those_who_see_protected_ones(
    counted: list[Enrolment], planner: User, manager: User, sign_in: SignIn
) -> None:
    """Else somebody could cut the groups finer until a figure is about one person."""
    fine = address("figure", "participants") + "?sex=woman&age_group=30-39&destination=work"
    assert sign_in(planner).get(fine).status_code == 404
    coarse = address("figure", "goal_share") + "?sex=woman"
    assert sign_in(planner).get(coarse).status_code == 200


# --- recount ---


def test_the_page_says_that_nothing_is_counted_and_counts(
    stigen: Programme, manager: User, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    page = client.get(address("detail")).content.decode()
    assert "Inga siffror är räknade än" in page and address("recount") in page
    answer = client.post(address("recount"), follow=True)
    assert answer.status_code == 200 and Snapshot.objects.count() == 1


def test_a_programme_younger_than_the_figures_says_so(
    stigen: Programme, kc: Unit, manager: User, sign_in: SignIn
) -> None:
    snapshots.take(by=None)
    young = ProgrammeFactory(unit=kc, slug="ung")
    for name, rest in (("detail", []), ("figure", ["participants"])):
        answer = sign_in(manager).get(reverse(f"reports:project_{name}", args=["ung", *rest]))
        assert "yngre än siffrorna" in answer.content.decode()
    assert str(young)


def test_an_evaluator_may_not_recount(
    counted: list[Enrolment], evaluator: User, sign_in: SignIn
) -> None:
    client = sign_in(evaluator)
    assert client.post(address("recount")).status_code == 403
    assert address("recount") not in client.get(address("detail")).content.decode()


def test_the_page_says_when_something_has_changed(
    counted: list[Enrolment], stigen: Programme, manager: User, sign_in: SignIn
) -> None:
    from stegvis.reports.actions import goals

    client = sign_in(manager)
    assert "Inget har ändrats" in client.get(address("detail")).content.decode()
    goals.save(programme=stigen, by=manager, title="Nytt")
    assert "Något har ändrats" in client.get(address("detail")).content.decode()


def test_a_damaged_snapshot_is_told(
    counted: list[Enrolment], manager: User, sign_in: SignIn, own_folder: Any
) -> None:
    (own_folder / Snapshot.objects.get().folder / "enrolments.parquet").write_bytes(b"x")
    answer = sign_in(manager).get(address("detail"))
    assert answer.status_code == 409 and "saknas eller är ändrad" in answer.content.decode()


def test_an_older_snapshot_has_no_programmes(stigen: Programme, counted: list[Enrolment]) -> None:
    Snapshot.objects.update(schema_version="1")
    assert producing.newest_snapshot() is None


# --- queries ---


def test_the_number_of_queries_does_not_grow(
    stigen: Programme,
    all_seeing: User,
    sign_in: SignIn,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    client = sign_in(all_seeing)
    paths = [
        reverse("reports:project_list"),
        address("detail"),
        address("figure", "participants"),
        address("figure", "workplaces"),
        reverse("reports:goal_list", args=["stigen"]),
    ]
    counts = []
    for number in range(2):
        worlds.twelve(stigen)
        ProgrammeFactory.create_batch(3, unit=stigen.unit)
        if number == 0:
            worlds.goals(stigen)
        snapshots.take(by=None)
        client.get(paths[1])
        counts.append([count_queries(lambda path=path: client.get(path)) for path in paths])
    assert counts[0] == counts[1]


def test_the_list_shows_programmes_of_the_units_and_no_figures(
    stigen: Programme, planner: User, outsider: User, sign_in: SignIn
) -> None:
    assert "Stigen" in sign_in(planner).get(reverse("reports:project_list")).content.decode()
    page = sign_in(outsider).get(reverse("reports:project_list")).content.decode()
    assert "Stigen" not in page and "Ingen verksamhet" in page
