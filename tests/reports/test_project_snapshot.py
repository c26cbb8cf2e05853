"""The snapshot's tables about programmes: what they hold, and what they never hold."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stegvis.accounts.models import User
from stegvis.analysis.schema import SCHEMA
from stegvis.organisations.models import Unit
from stegvis.participants.enums import ExitReason, IdentityKind
from stegvis.participants.models import Enrolment, Participant, Programme
from stegvis.reports import producing, snapshot_files, snapshot_tables
from stegvis.reports.models import AnnualReport, Snapshot
from stegvis.reports.snapshot_programmes import Keys, opened
from tests.factories.participants import (
    BackgroundFactory,
    CodeFactory,
    EnrolmentFactory,
    ExitFactory,
    ParticipantFactory,
    ReferralFactory,
)
from tests.factories.reports import SnapshotFactory
from tests.reports import project_world as worlds

TODAY = date(2025, 3, 3)
NEW = [name for name, table in SCHEMA.items() if table.since > 1]


@pytest.fixture
def stigen(kc: Unit) -> Programme:
    return worlds.programme(kc)


def rows(name: str, salt: str = "") -> list[dict]:
    return snapshot_tables.tables(salt)[name].to_pylist()


def test_an_enrolment_tells_what_was_known_at_the_start(stigen: Programme) -> None:
    born = ParticipantFactory(birth_date=date(1990, 5, 17), identity_number=None)
    referral = ReferralFactory(programme=stigen, received_on=date(2023, 12, 12))
    one = EnrolmentFactory(
        participant=born, programme=stigen, referral=referral, starts_on=date(2024, 1, 1)
    )
    BackgroundFactory(
        enrolment=one,
        addiction="yes",
        education=CodeFactory(scheme="sun", code="31"),
        months_without_work=30,
    )
    (row,) = rows("enrolments")
    assert (row["age_at_start"], row["waited_days"]) == (33, 20)
    assert (row["addiction"], row["mental_ill_health"]) == ("yes", None)
    assert (row["education_group"], row["months_without_work"]) == ("upper_secondary", 30)
    assert (row["destination"], row["ends_on"], row["programme"]) == (None, None, "stigen")


def test_where_only_the_year_of_birth_is_known_age_is_from_it(stigen: Programme) -> None:
    for year in (1990, None):
        who = ParticipantFactory(unidentified=True, birth_year=year)
        EnrolmentFactory(participant=who, programme=stigen, starts_on=date(2024, 1, 1))
    assert {row["age_at_start"] for row in rows("enrolments")} == {34, None}


@pytest.mark.parametrize(
    ("reason", "group"),
    [("active_addiction", "health"), ("moved", "gone"), ("programme_ended", "other")],
)
def test_reasons_are_told_in_groups(reason: str, group: str, stigen: Programme) -> None:
    assert reason in ExitReason.values
    ExitFactory(enrolment__programme=stigen, reason=reason)
    assert [row["exit_reason_group"] for row in rows("enrolments")] == [group]


def test_no_table_names_anybody(stigen: Programme) -> None:
    """Neither name, number, contact nor free text about a person, in any column of any table."""
    worlds.twelve(stigen)
    worlds.goals(stigen)
    one = Enrolment.objects.first()
    assert one is not None
    one.exit.feedback = "Hemligt meddelande"
    one.exit.save()
    Participant.objects.update(first_name="Hemlig", last_name="Hemlig", phone="070-HEMLIG")
    told = str({name: table.to_pylist() for name, table in snapshot_tables.tables().items()})
    numbers = Participant.objects.values_list("identity_number", flat=True)
    assert "emlig" not in told and not [n for n in numbers if n and (n in told or n[2:] in told)]


def test_keys_and_their_order_are_new_in_every_snapshot(stigen: Programme) -> None:
    worlds.twelve(stigen)
    first, second = rows("enrolments", "one"), rows("enrolments", "two")
    for name in ("enrolment_id", "person_id"):
        assert not {row[name] for row in first} & {row[name] for row in second}
    assert first == sorted(first, key=lambda row: row["enrolment_id"])


def test_who_has_the_secret_gets_back_to_the_person(stigen: Programme) -> None:
    one, _other = worlds.person(stigen), worlds.person(stigen)
    keys = Keys("one")
    assert opened(keys, "enrolment", Enrolment.objects.all(), [keys("enrolment", one.pk)]) == [
        one.pk
    ]
    assert opened(Keys("two"), "enrolment", Enrolment.objects.all(), [keys("x", 1)]) == []


def test_every_kind_of_row_is_told(stigen: Programme) -> None:
    worlds.twelve(stigen)
    worlds.goals(stigen)
    empty = [name for name in NEW if not rows(name)]
    assert empty == []
    assert {row["answer"] for row in rows("survey_answers")} == {"better", None}
    assert {row["market"] for row in rows("placements")} == {"regular", "own"}
    assert [row["unit_code"] for row in rows("employer_contacts")] == ["KC"]


def test_the_number_of_queries_does_not_grow(
    stigen: Programme, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    counts = []
    for _ in range(2):
        worlds.twelve(stigen)
        counts.append(count_queries(snapshot_tables.tables))
    assert counts[0] == counts[1]


def test_the_parquet_files_are_keyed_by_the_folder(stigen: Programme, own_folder: Path) -> None:
    one = worlds.person(stigen)
    snapshot = SnapshotFactory()
    (row,) = pq.read_table(own_folder / snapshot.folder / "enrolments.parquet").to_pylist()
    assert row["enrolment_id"] == Keys(snapshot.folder)("enrolment", one.pk)
    assert snapshot.schema_version == "2"


def test_a_snapshot_from_before_programmes_still_opens_and_makes_the_same_report(
    report: AnnualReport, planner: User
) -> None:
    snapshot = Snapshot.objects.get(pk=report.snapshot_id)
    made_of = producing.recipe(report, dated_on=TODAY)
    before = producing.produce(made_of, ["xlsx"])
    for name in NEW:
        del snapshot.manifest["files"][f"{name}.parquet"]
        (snapshot_files.folder(snapshot) / f"{name}.parquet").unlink()
    snapshot.save()
    producing.cache.clear()
    report.refresh_from_db()
    with snapshot_files.tables(snapshot) as tables:
        assert tables.rows(tables.enrolments) == []
    assert producing.produce(producing.recipe(report, dated_on=TODAY), ["xlsx"]) == before


def test_unidentified_persons_are_counted(stigen: Programme) -> None:
    worlds.person(stigen, unidentified=True)
    assert Participant.objects.get().identity_kind == IdentityKind.UNIDENTIFIED
    assert len(rows("enrolments")) == 1
