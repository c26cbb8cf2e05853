"""A follow-up file of 2 000 persons with deliberate faults imports to what its answer key says."""

from io import BytesIO

import pytest

from stegvis.accounts.models import User
from stegvis.casework.actions import files
from stegvis.casework.enums import FileStatus
from stegvis.casework.models import FollowUpFile
from stegvis.core.imports.workbook import read
from stegvis.organisations.models import Unit
from stegvis.participants.models import Enrolment, Exit, Participant, Programme
from tests.factories.participants import ProgrammeFactory
from tests.support import follow_up_file
from tests.support.follow_up_file import Key


@pytest.fixture
def programme(kc: Unit) -> Programme:
    return ProgrammeFactory(unit=kc)


def take_in(content: bytes, programme: Programme, by: User) -> FollowUpFile:
    book = read("uppfoljning.xlsx", BytesIO(content), len(content))
    file = files.upload(programme=programme, row_kind="person", book=book, by=by)
    return files.map_columns(file=file, by=by, mapping=file.mapping)


def write(file: FollowUpFile, by: User) -> FollowUpFile:
    file = files.write_some(file=file, by=by)
    while file.status == FileStatus.WRITING:
        file = files.write_some(file=file, by=by)
    return file


def check(file: FollowUpFile, key: Key) -> None:
    assert file.counts == key.statuses
    rows = {row.number: row for row in file.rows.filter(status="wrong")}
    assert rows.keys() == key.wrong.keys()
    for number, words in key.wrong.items():
        told = " ".join(text for texts in rows[number].messages.values() for text in texts)
        assert words in told, f"rad {number}: {told}"


@pytest.mark.parametrize("persons", [160, 2_000])
def test_the_answer_key_is_met_and_the_same_file_again_changes_nothing(persons, programme, manager):
    content, key = follow_up_file.make(persons)
    file = take_in(content, programme, manager)
    check(file, key)
    assert not Participant.objects.exists()  # nothing is written before somebody says so
    file = write(file, manager)
    found = (Participant.objects.count(), Enrolment.objects.count(), Exit.objects.count())
    assert found == (key.persons, key.enrolments, key.exits)
    again = take_in(content, programme, manager)
    new = again.rows.filter(status__in=["new", "changed"])
    assert not new.exists(), [(r.number, r.status, r.messages) for r in new[:3]]
    assert again.rows.filter(status="wrong").count() == len(key.wrong)
