"""What the timeline tells: everything that hangs on an enrolment, and nothing to those who may not
know."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.models import prefetch_related_objects

from stegvis.casework import events
from stegvis.casework.enums import ActivityStatus, EndReason, Principal, SupportKind
from stegvis.casework.timeline import Entry, Track
from stegvis.participants.enums import OutcomeKind, PauseReason, SituationThen
from stegvis.participants.models import Enrolment
from tests.factories import casework as work
from tests.factories import participants as persons
from tests.factories.employers import EmployerContactFactory
from tests.factories.interventions import GroupFactory, InterventionFactory, RegistrationFactory

TODAY = date(2025, 3, 3)

# What hangs on an enrolment and is not on the timeline, and why.
NOT_TOLD = {
    "background": "how it was at the start: a part of the page of its own",
    "wishes": "what the person wants has no day",
    "snoozes": "about our list, not about the person: a flag at the top",
    "survey_invitations": "answered in confidence: counted in the report and read nowhere else",
}


def told(enrolment: Enrolment, *, sensitive: bool = True) -> list[Entry]:
    enrolment = Enrolment.objects.select_related("referral__by", "exit__by").get(pk=enrolment.pk)
    prefetch_related_objects([enrolment], *events.PARTS)
    sees = [enrolment.pk] if sensitive else []
    return list(events.timeline([enrolment], today=TODAY, sensitive_for=sees).entries)


def of(track: Track, entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.track == track]


@pytest.fixture
def enrolment(db: None) -> Enrolment:
    return persons.EnrolmentFactory()


def test_everything_that_hangs_on_an_enrolment_is_told_or_says_why_not() -> None:
    hanging = {relation.get_accessor_name() for relation in Enrolment._meta.related_objects}
    assert hanging == (events.SOURCES.keys() - {""}) | NOT_TOLD.keys()
    assert not events.SOURCES.keys() & NOT_TOLD.keys()


def test_nothing_hangs_on_an_enrolment_without_a_name() -> None:
    """A relation named "+" would be hidden from the test above."""
    fields = Enrolment._meta.get_fields(include_hidden=True)
    hidden = [field for field in fields if field.auto_created and getattr(field, "hidden", False)]
    assert hidden == []


MAKERS: dict[str, Callable[[Enrolment], Any]] = {
    "responsibilities": lambda e: persons.ResponsibilityFactory(enrolment=e),
    "pauses": lambda e: persons.PauseFactory(enrolment=e),
    "outcomes": lambda e: persons.OutcomeFactory(enrolment=e),
    "exit": lambda e: persons.ExitFactory(enrolment=e, ended_on=date(2025, 2, 1)),
    "follow_ups": lambda e: persons.PostExitFollowUpFactory(enrolment=e),
    "activities": lambda e: work.ActivityFactory(enrolment=e),
    "placements": lambda e: work.PlacementFactory(enrolment=e),
    "parallel_supports": lambda e: work.ParallelSupportFactory(enrolment=e),
    "registrations": lambda e: RegistrationFactory(enrolment=e),
    "plans": lambda e: work.CasePlanFactory(enrolment=e),
    "duty_talks": lambda e: work.DutyTalkFactory(enrolment=e),
    "notes": lambda e: work.NoteFactory(enrolment=e),
    "collaboration_contacts": lambda e: work.CollaborationContactFactory(enrolment=e),
    "meetings": lambda e: work.MeetingFactory(enrolment=e),
    "reviews": lambda e: work.ReviewFactory(enrolment=e),
    "employer_contacts": lambda e: EmployerContactFactory(enrolment=e),
}


@pytest.mark.parametrize("name", events.SOURCES.keys() - {""})
def test_each_thing_is_one_entry(name: str, enrolment: Enrolment) -> None:
    before = len(told(enrolment))
    MAKERS[name](enrolment)
    entries = told(enrolment)
    assert len(entries) == before + 1
    assert all(
        entry.what and entry.kind and entry.enrolment_id == enrolment.pk for entry in entries
    )


def test_an_enrolment_begins_with_its_referral(enrolment: Enrolment) -> None:
    referral = persons.ReferralFactory(
        programme=enrolment.programme, received_on=date(2024, 8, 20), referrer_name="Remittent R"
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(referral=referral)
    first, second = told(enrolment)
    assert (first.what, first.by, first.when) == (
        "Intresseanmälan inkom",
        "Remittent R",
        "2024-08-20",
    )
    assert (second.track, second.when) == (Track.ENROLMENT, "2024-10-01 – pågår")


def test_entries_come_oldest_first_and_the_table_newest_first(enrolment: Enrolment) -> None:
    for month in (12, 11):
        work.NoteFactory(enrolment=enrolment, on=date(2024, month, 5))
    prefetch_related_objects([enrolment], *events.PARTS)
    timeline = events.timeline([enrolment], today=TODAY, sensitive_for=[])
    assert [one.starts_on.month for one in timeline.entries] == [10, 11, 12]
    assert [one.starts_on.month for one in timeline.newest_first] == [12, 11, 10]


# --- until when ---


def test_without_a_last_day_it_goes_on_until_today(enrolment: Enrolment) -> None:
    work.ActivityFactory(enrolment=enrolment, starts_on=date(2024, 11, 1))
    [entry] = of(Track.INDIRECT, told(enrolment))
    assert (entry.ends_on, entry.goes_on, entry.when) == (TODAY, True, "2024-11-01 – pågår")


def test_what_nobody_closed_ends_with_the_enrolment(enrolment: Enrolment) -> None:
    work.ActivityFactory(enrolment=enrolment, starts_on=date(2024, 11, 1))
    Enrolment.objects.filter(pk=enrolment.pk).update(ends_on=date(2025, 1, 31))
    [entry] = of(Track.INDIRECT, told(enrolment))
    assert (entry.ends_on, entry.goes_on) == (date(2025, 1, 31), False)


def test_work_goes_on_after_the_enrolment(enrolment: Enrolment) -> None:
    persons.OutcomeFactory(enrolment=enrolment, starts_on=date(2025, 1, 31))
    Enrolment.objects.filter(pk=enrolment.pk).update(ends_on=date(2025, 1, 31))
    [entry] = of(Track.OUTCOME, told(enrolment))
    assert (entry.ends_on, entry.goes_on) == (TODAY, True)


def test_work_that_ended_has_its_last_day(enrolment: Enrolment) -> None:
    persons.OutcomeFactory(
        enrolment=enrolment, starts_on=date(2025, 1, 7), ends_on=date(2025, 2, 7), hours_per_week=20
    )
    [entry] = of(Track.OUTCOME, told(enrolment))
    assert (entry.when, entry.remark) == ("2025-01-07 – 2025-02-07", "Vet inte, 20 tim/vecka")


def test_studies_have_no_contract(enrolment: Enrolment) -> None:
    persons.OutcomeFactory(enrolment=enrolment, kind=OutcomeKind.STUDIES, employer_name="Komvux")
    [entry] = of(Track.OUTCOME, told(enrolment))
    assert (entry.what, entry.remark) == ("Studier, Komvux", "")


def test_what_is_done_without_a_last_day_is_shown_on_its_first(enrolment: Enrolment) -> None:
    work.ActivityFactory(
        enrolment=enrolment, starts_on=date(2024, 11, 1), status=ActivityStatus.DONE
    )
    [entry] = of(Track.INDIRECT, told(enrolment))
    assert (entry.ends_on, entry.goes_on, entry.when) == (date(2024, 11, 1), False, "2024-11-01")


def test_what_is_ahead_is_planned(enrolment: Enrolment) -> None:
    work.ActivityFactory(
        enrolment=enrolment, starts_on=date(2025, 5, 5), status=ActivityStatus.PLANNED
    )
    [entry] = of(Track.INDIRECT, told(enrolment))
    assert entry.is_planned and entry.starts_on == entry.ends_on == date(2025, 5, 5)


def test_cancelled_says_why(enrolment: Enrolment) -> None:
    work.ActivityFactory(
        enrolment=enrolment, status=ActivityStatus.CANCELLED, cancel_reason="Lokalen stängd"
    )
    [entry] = of(Track.INDIRECT, told(enrolment))
    assert entry.is_cancelled and entry.remark == "Inställd, Lokalen stängd"


def test_activities_stand_on_the_line_of_their_focus(enrolment: Enrolment) -> None:
    tracks = [Track.DIRECT, Track.INDIRECT, Track.COMPETENCE, Track.HEALTH, Track.SOCIAL]
    for track in tracks:
        work.ActivityFactory(enrolment=enrolment, focus=track.value)
    assert {entry.track for entry in told(enrolment)} == {Track.ENROLMENT, *tracks}


def test_a_registration_waits_for_the_group_to_begin(enrolment: Enrolment) -> None:
    group = GroupFactory(
        intervention=InterventionFactory(starts_on=date(2025, 3, 10), ends_on=date(2025, 6, 5)),
        starts_on=date(2025, 3, 17),
        ends_on=date(2025, 4, 30),
    )
    RegistrationFactory(enrolment=enrolment, intervention=group.intervention, group=group)
    [entry] = of(Track.INTERVENTION, told(enrolment))
    assert entry.is_planned and entry.when == "2025-03-17 – 2025-04-30"


def test_a_registration_that_came_after_the_start_begins_then(enrolment: Enrolment) -> None:
    RegistrationFactory(enrolment=enrolment, registered_on=date(2025, 2, 1))
    RegistrationFactory(
        enrolment=enrolment,
        registered_on=date(2025, 2, 1),
        intervention__starts_on=None,
        intervention__ends_on=None,
    )
    assert [one.when for one in of(Track.INTERVENTION, told(enrolment))] == [
        "2025-02-01",
        "2025-02-01 – 2025-06-05",
    ]


@pytest.mark.parametrize(
    ("trait", "when", "remark"),
    [
        ("started", "2025-01-20 – pågår", "Pågår"),
        ("completed", "2025-01-20 – 2025-02-14", "Fullföljde"),
        ("dropped_out", "2025-01-20 – 2025-02-03", "Avbröt, Fick jobb"),
        ("no_show", "2025-01-07 – 2025-01-20", "Uteblev"),
    ],
)
def test_a_registration_tells_how_it_went(
    trait: str, when: str, remark: str, enrolment: Enrolment
) -> None:
    RegistrationFactory(enrolment=enrolment, **{trait: True})
    [entry] = of(Track.INTERVENTION, told(enrolment))
    assert (entry.when, entry.remark) == (when, remark)
    assert entry.is_cancelled == (trait == "no_show")


def test_the_meeting_is_on_its_swedish_day(enrolment: Enrolment) -> None:
    work.MeetingFactory(enrolment=enrolment, at=datetime(2025, 2, 3, 23, 30, tzinfo=UTC))
    [entry] = of(Track.MEETING, told(enrolment))
    assert entry.starts_on == date(2025, 2, 4)


def test_a_follow_up_stands_where_it_was_done(enrolment: Enrolment) -> None:
    persons.PostExitFollowUpFactory(enrolment=enrolment, months=6, due_on=date(2025, 8, 1))
    persons.PostExitFollowUpFactory(
        enrolment=enrolment,
        months=1,
        due_on=date(2025, 3, 1),
        answered_on=date(2025, 3, 2),
        status="reached",
        situation=SituationThen.WORK,
    )
    one, six = of(Track.END, told(enrolment))
    assert (one.what, one.when, one.remark, one.is_planned) == (
        "1 månad efter",
        "2025-03-02",
        "Nådd, Arbetar",
        False,
    )
    assert (six.what, six.when, six.is_planned) == ("6 månader efter", "2025-08-01", True)


def test_a_visit_to_the_workplace_is_told(enrolment: Enrolment) -> None:
    placement = work.PlacementFactory(enrolment=enrolment, hours_per_week=12.5)
    work.PlacementVisitFactory(placement=placement, note="Går bra")
    [stay] = of(Track.PLACEMENT, told(enrolment))
    [visit] = of(Track.EMPLOYER, told(enrolment))
    assert visit.kind == "Besök på plats" and visit.remark == "Går bra"
    assert "12,5 tim/vecka" in stay.remark and str(placement.workplace.employer) in stay.remark


def test_long_texts_are_cut(enrolment: Enrolment) -> None:
    work.NoteFactory(enrolment=enrolment, text="ord " * 100)
    [entry] = of(Track.NOTE, told(enrolment))
    assert len(entry.remark) == 120 and entry.remark.endswith("…")


def test_a_sentence_says_a_thing_once(enrolment: Enrolment) -> None:
    persons.PauseFactory(enrolment=enrolment, ends_on=date(2025, 2, 20))
    [entry] = of(Track.PAUSE, told(enrolment, sensitive=False))
    assert entry.sentence == "Paus, 2025-02-01 – 2025-02-20, Skälet är skyddat"


# --- who may know ---


def test_sensitive_details_are_told_to_those_who_may_see_them(enrolment: Enrolment) -> None:
    _something_sensitive(enrolment)
    assert {word for word in SECRETS if word in _text(told(enrolment))} == SECRETS


def test_and_to_nobody_else(enrolment: Enrolment) -> None:
    _something_sensitive(enrolment)
    entries = told(enrolment, sensitive=False)
    assert {word for word in SECRETS if word in _text(entries)} == set()
    assert len(entries) == len(told(enrolment))  # that something happened is no secret
    assert "Skälet är skyddat" in _text(entries) and "Uppgiften är skyddad" in _text(entries)


def test_an_ordinary_note_is_for_all_who_see_the_page(enrolment: Enrolment) -> None:
    work.NoteFactory(enrolment=enrolment, text="Vi ses på måndag")
    [entry] = of(Track.NOTE, told(enrolment, sensitive=False))
    assert entry.remark == "Vi ses på måndag"


SECRETS = {
    *("Återfall", "pausord", "Beroendevård", "Regionen", "kontaktnamn", "notord"),
    *("samverkansord", "motesord", "besoksord", "avstamningsord", "Ohälsa", "Sjukskriven"),
    *("anmalningsord", "talord", "bytesord", "Försämrad hälsa", "installtord"),
}


def _something_sensitive(enrolment: Enrolment) -> None:
    persons.PauseFactory(enrolment=enrolment, reason=PauseReason.RELAPSE, note="pausord")
    work.ParallelSupportFactory(
        enrolment=enrolment,
        kind=SupportKind.ADDICTION_CARE,
        principal=Principal.REGION,
        contact="kontaktnamn",
    )
    work.NoteFactory(enrolment=enrolment, text="notord", is_sensitive=True)
    work.CollaborationContactFactory(enrolment=enrolment, about="samverkansord")
    work.MeetingFactory(enrolment=enrolment, about="motesord")
    work.ReviewFactory(enrolment=enrolment, text="avstamningsord")
    work.DutyTalkFactory(enrolment=enrolment, note="talord")
    work.ActivityFactory(
        enrolment=enrolment, status=ActivityStatus.CANCELLED, cancel_reason="installtord"
    )
    placement = work.PlacementFactory(
        enrolment=enrolment,
        ends_on=date(2025, 2, 1),
        ended_by="participant",
        end_reason=EndReason.ILL_HEALTH,
    )
    work.PlacementVisitFactory(placement=placement, note="besoksord")
    RegistrationFactory(
        enrolment=enrolment,
        status="dropped_out",
        started_on=date(2025, 1, 20),
        ended_on=date(2025, 2, 3),
        reason="anmalningsord",
    )
    persons.ResponsibilityFactory(enrolment=enrolment, reason="bytesord")
    persons.ExitFactory(enrolment=enrolment, ended_on=date(2025, 2, 1), reason="worse_health")
    persons.PostExitFollowUpFactory(
        enrolment=enrolment,
        status="reached",
        answered_on=date(2025, 3, 1),
        situation=SituationThen.SICK,
    )


def _text(entries: list[Entry]) -> str:
    return " ".join(
        f"{one.what} {one.kind} {one.by} {one.remark} {one.sentence}" for one in entries
    )
