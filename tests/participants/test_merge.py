"""Two rows that are one person: everything moves, and everything can be moved back."""

import importlib
import inspect
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from factory import Factory

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent, ReadEvent
from stegvis.participants import search
from stegvis.participants.actions import merges, persons
from stegvis.participants.enums import Protection, Sex
from stegvis.participants.models import Enrolment, Merge, Participant, Programme, SearchTerm
from stegvis.participants.numbers import check_digit
from tests.factories.participants import (
    NUMBERS,
    EnrolmentFactory,
    ParticipantFactory,
    ProtectedAccessFactory,
    ReferralFactory,
)

pytestmark = pytest.mark.django_db
FACTORIES = Path(__file__).parent.parent / "factories"
WOMEN = NUMBERS[Sex.WOMAN]


def coordination(number: str) -> str:
    """The test number as a coordination number: the day with 60 more."""
    nine = f"{number[2:6]}{int(number[6:8]) + 60}{number[8:11]}"
    return f"{number[:2]}{nine}{check_digit(nine)}"


def factory_of(model: type[Model]) -> Any:
    modules = (importlib.import_module(f"tests.factories.{p.stem}") for p in FACTORIES.glob("*.py"))
    named = (one for module in modules for one in vars(module).values() if inspect.isclass(one))
    return next(one for one in named if issubclass(one, Factory) and one._meta.model is model)


@pytest.fixture
def pair(vamos: Programme, elsewhere: Programme) -> tuple[Participant, Participant]:
    """The same woman twice: with number and work at one unit, without number at another."""
    kept = ParticipantFactory(first_name="Anna", last_name="Provsson", phone="")
    merged = ParticipantFactory(
        unnumbered=True, first_name="Ana", last_name="Provson", phone="070-111 11 11"
    )
    EnrolmentFactory(participant=kept, programme=vamos)
    EnrolmentFactory(participant=merged, programme=elsewhere, case_number="SN 2025-1")
    for one in (kept, merged):
        persons.search_terms(one)
    return kept, merged


def merge(pair: tuple[Participant, Participant], by: User, **values: Any) -> Merge:
    return merges.merge(kept=pair[0], merged=pair[1], by=by, reason="Samma nummer", **values)


def values_of(*persons: Participant) -> list[dict[str, Any]]:
    """All fields as the database has them, but for the counter of saves."""
    rows = Participant.objects.filter(pk__in=[one.pk for one in persons]).order_by("pk").values()
    return [{k: v for k, v in row.items() if k != "version"} for row in rows]


# --- every relation ---


def test_every_relation_to_a_person_is_moved_and_moved_back(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    """Walks the models of all rooms: a new one that points at a person is in this test."""
    kept, merged = pair
    made: dict[tuple[type[Model], str], list[Any]] = {}
    for key in merges.relations():
        row = factory_of(key.model)(**{key.name: merged})
        made.setdefault((key.model, key.name), []).append(row.pk)
    assert {model.__name__ for model, _name in made} >= {
        *("Enrolment", "Referral", "ProtectedAccess", "Participant")
    }
    before = values_of(kept, merged)
    done = merge(pair, manager)
    for (model, name), pks in made.items():
        rows = model._base_manager.filter(pk__in=pks)
        assert {getattr(row, f"{name}_id") for row in rows} == {kept.pk}, model
        left = model._base_manager.filter(**{name: merged})
        assert not left.exists(), model
    merges.undo(merge=done, by=manager)
    for (model, name), pks in made.items():
        rows = model._base_manager.filter(pk__in=pks)
        assert {getattr(row, f"{name}_id") for row in rows} == {merged.pk}, model
    assert values_of(kept, merged) == before


def test_relations_are_those_that_the_models_have() -> None:
    """Nothing points at a person but what is moved, what is history, and what the name makes."""
    pointing = {
        (field.model, field.name)
        for relation in Participant._meta.get_fields(include_hidden=True)
        if relation.is_relation and relation.auto_created
        for field in [relation.remote_field]
    }
    moved = {(key.model, key.name) for key in merges.relations()}
    assert pointing == moved | merges.HISTORY | merges.DERIVED


# --- the person's own fields ---


def test_what_is_lacking_is_filled_in_and_taken_away_again(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, merged = pair
    done = merge(pair, manager, chosen={"last_name": "merged"})
    kept.refresh_from_db()
    assert (kept.first_name, kept.last_name, kept.phone) == ("Anna", "Provson", "070-111 11 11")
    assert done.filled == {"last_name": "Provsson", "phone": ""}
    merges.undo(merge=done, by=manager)
    kept.refresh_from_db()
    assert (kept.last_name, kept.phone) == ("Provsson", "")


def test_both_rows_stay_and_the_merged_one_is_found_as_the_other(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, merged = pair
    done = merge(pair, manager)
    merged.refresh_from_db()
    assert merged.merged_into == kept and merged.first_name == "Ana"
    for words in ("Anna", "Ana Provson", "SN2025-1"):
        assert search.find(manager, words, limit=9) == [kept]
    merges.undo(merge=done, by=manager)
    assert search.find(manager, "Ana Provson", limit=9) == [merged]
    assert SearchTerm.objects.filter(participant=kept, term="ana").count() == 0


def test_the_number_of_the_merged_one_moves_and_comes_back(manager: User, vamos: Programme) -> None:
    kept = ParticipantFactory(unnumbered=True, birth_date=date(1980, 1, 1), sex=Sex.UNKNOWN)
    merged = ParticipantFactory(identity_number=WOMEN[0])
    before = values_of(kept, merged)
    done = merges.merge(kept=kept, merged=merged, by=manager, reason="Samma")
    kept.refresh_from_db(), merged.refresh_from_db()
    assert (kept.identity_number, merged.identity_number) == (WOMEN[0], None)
    assert (kept.birth_date, kept.birth_year, kept.sex) == (
        merged.birth_date,
        merged.birth_year,
        Sex.WOMAN,
    )
    merges.undo(merge=done, by=manager)
    assert values_of(kept, merged) == before


def test_a_coordination_number_gives_way_to_a_personal_number(manager: User) -> None:
    old = ParticipantFactory(identity_number=coordination(WOMEN[1]), birth_date=date(1976, 1, 15))
    new = ParticipantFactory(identity_number=WOMEN[0], birth_date=date(1976, 1, 14))
    before = values_of(old, new)
    done = merges.merge(
        kept=old, merged=new, by=manager, reason="Nytt", chosen={"identity_number": "merged"}
    )
    old.refresh_from_db(), new.refresh_from_db()
    assert (old.identity_number, old.birth_date) == (WOMEN[0], date(1976, 1, 14))
    assert new.identity_number is None
    merges.undo(merge=done, by=manager)
    assert values_of(old, new) == before


def test_birth_date_follows_the_number_that_is_kept(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, _merged = pair
    born = kept.birth_date
    merge(pair, manager, chosen={"birth_date": "merged"})
    kept.refresh_from_db()
    assert kept.birth_date == born


def test_without_numbers_the_birth_date_is_chosen(manager: User) -> None:
    kept = ParticipantFactory(unnumbered=True, birth_date=date(1980, 1, 1))
    merged = ParticipantFactory(unnumbered=True, birth_date=date(1990, 1, 1))
    chosen = {"birth_date": "merged"}
    merges.merge(kept=kept, merged=merged, by=manager, reason="Samma", chosen=chosen)
    kept.refresh_from_db()
    assert (kept.birth_date, kept.birth_year) == (date(1990, 1, 1), 1990)


def test_what_was_changed_since_is_not_written_over(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, _merged = pair
    done = merge(pair, manager)
    persons.change(participant=kept, by=manager, phone="070-222 22 22")
    later = EnrolmentFactory(participant=kept)
    merges.undo(merge=done, by=manager)
    kept.refresh_from_db(), later.refresh_from_db()
    assert kept.phone == "070-222 22 22" and later.participant == kept


@pytest.mark.parametrize(
    ("kept_has", "merged_has", "after"),
    [
        (Protection.NONE, Protection.MARKED, Protection.MARKED),
        (Protection.FICTITIOUS, Protection.MARKED, Protection.FICTITIOUS),
    ],
)
def test_the_stricter_protection_holds_and_is_undone(
    manager: User, kept_has: str, merged_has: str, after: str
) -> None:
    kept = ParticipantFactory(protection=kept_has)
    merged = ParticipantFactory(unnumbered=True, protection=merged_has)
    done = merges.merge(kept=kept, merged=merged, by=manager, reason="Samma")
    kept.refresh_from_db()
    assert kept.protection == after
    merges.undo(merge=done, by=manager)
    kept.refresh_from_db()
    assert kept.protection == kept_has


# --- what is refused ---


def test_two_open_enrolments_in_one_programme_are_refused_with_a_way_out(
    pair: tuple[Participant, Participant], manager: User, vamos: Programme, caseworker: User
) -> None:
    EnrolmentFactory(participant=pair[1], programme=vamos)
    with pytest.raises(ValidationError, match="inskrivna i Vamos. Avsluta den ena"):
        merge(pair, manager)
    Enrolment.objects.filter(programme=vamos).update(programme=pair[1].enrolments.first().programme)
    assert Merge.objects.count() == 0


def test_a_programme_that_the_user_does_not_see_is_not_named(
    pair: tuple[Participant, Participant], colleague: User, vamos: Programme
) -> None:
    EnrolmentFactory(participant=pair[1], programme=vamos)
    with pytest.raises(ValidationError, match="en verksamhet som du inte ser"):
        merge(pair, colleague)


def test_ended_enrolments_in_one_programme_are_both_kept(
    pair: tuple[Participant, Participant], manager: User, vamos: Programme
) -> None:
    EnrolmentFactory(participant=pair[1], programme=vamos, ends_on=date(2024, 12, 1))
    merge(pair, manager)
    assert Enrolment.objects.filter(participant=pair[0], programme=vamos).count() == 2


def test_what_may_be_had_once_is_refused_and_nothing_is_moved(
    pair: tuple[Participant, Participant], manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any relation with a rule of its own, here that of open enrolments, is told in words."""
    monkeypatch.setattr(merges, "_refuse_both_enrolled", lambda *args: None)
    kept, merged = pair
    EnrolmentFactory(participant=merged, programme=kept.enrolments.get().programme)
    ReferralFactory(participant=merged)
    with pytest.raises(ValidationError, match="Båda har inskrivning"):
        merge(pair, manager)
    assert merged.referrals.count() == 1 and merged.enrolments.count() == 2


def test_two_personal_numbers_are_two_persons(manager: User) -> None:
    two = ParticipantFactory(identity_number=WOMEN[0]), ParticipantFactory(identity_number=WOMEN[1])
    with pytest.raises(ValidationError, match="var sitt personnummer"):
        merge(two, manager)


def test_nobody_is_merged_with_itself_or_twice(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    with pytest.raises(ValidationError, match="Det här är samma"):
        merge((pair[0], pair[0]), manager)
    merge(pair, manager)
    for again in (pair, (pair[1], ParticipantFactory())):
        with pytest.raises(ValidationError, match="redan sammanslagen"):
            merge(again, manager)


def test_the_one_with_a_name_is_kept(manager: User) -> None:
    nameless, named = ParticipantFactory(unidentified=True), ParticipantFactory()
    with pytest.raises(ValidationError, match="som har ett namn"):
        merge((nameless, named), manager)
    merge((named, nameless), manager)


def test_a_chain_is_undone_from_its_end(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, merged = pair
    third = ParticipantFactory(unnumbered=True)
    first = merge(pair, manager)
    second = merges.merge(kept=third, merged=kept, by=manager, reason="Samma")
    merged.refresh_from_db()
    assert merged.merged_into == third
    with pytest.raises(ValidationError, match="Ångra den sammanslagningen först"):
        merges.undo(merge=first, by=manager)
    merges.undo(merge=second, by=manager)
    merged.refresh_from_db()
    assert merged.merged_into == kept
    merges.undo(merge=first, by=manager)
    with pytest.raises(ValidationError, match="redan ångrad"):
        merges.undo(merge=first, by=manager)


def test_merge_and_undo_are_logged_without_names(
    pair: tuple[Participant, Participant], manager: User
) -> None:
    merges.undo(merge=merge(pair, manager), by=manager)
    found = AuditEvent.objects.order_by("pk")
    assert [event.action for event in found] == ["participant.merged", "participant.merge_undone"]
    assert not any("Prov" in f"{event.object_label}{event.changes}" for event in found)


# --- the pages ---


@pytest.fixture
def client_(manager: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(manager)


def url(person: Participant, **asked: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('participants:participant_merge', args=[person.pk])}?{query}"


def test_the_other_is_found_by_name_and_by_likeness(
    client_: Client, pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, merged = pair
    merged.first_name, merged.last_name, merged.birth_date = "Anna", "Provsson", kept.birth_date
    merged.save()
    persons.search_terms(merged)
    page = client_.get(url(kept)).content.decode()
    assert "Kan vara samma person" in page and f"?med={merged.pk}" in page
    page = client_.get(url(kept, q="provsson")).content.decode()
    assert page.count(f"?med={merged.pk}") == 2 and f"?med={kept.pk}" not in page
    seen = ReadEvent.objects.filter(by=manager).values_list("subject_id", flat=True)
    assert {*seen} == {kept.pk, merged.pk}
    assert "Ingen annan hittades" in client_.get(url(kept, q="Okänd")).content.decode()


def test_the_two_stand_side_by_side_with_numbers_masked(
    client_: Client, pair: tuple[Participant, Participant]
) -> None:
    kept, merged = pair
    page = client_.get(url(kept, med=merged.pk)).content.decode()
    assert "Vamos" in page and "Verkstan" in page and "Provson" in page
    assert kept.identity_number[8:] not in page and "••••" in page
    assert 'name="last_name"' in page and 'name="birth_date"' not in page


def test_contact_data_of_the_protected_is_not_shown(
    client_: Client, pair: tuple[Participant, Participant], manager: User
) -> None:
    kept, merged = pair
    Participant.objects.filter(pk=merged.pk).update(protection=Protection.MARKED)
    ProtectedAccessFactory(participant=merged, user=manager)
    page = client_.get(url(kept, med=merged.pk)).content.decode()
    assert "070-111 11 11" not in page


def test_they_are_merged_with_what_was_chosen_and_undone_on_the_page(
    client_: Client, pair: tuple[Participant, Participant]
) -> None:
    kept, merged = pair
    chosen = {"first_name": "kept", "last_name": "merged"}
    page = client_.post(url(kept, med=merged.pk), chosen)
    assert "Fyll i det här fältet" in page.content.decode()
    answer = client_.post(url(kept, med=merged.pk), {**chosen, "reason": "Ringde henne"})
    assert answer["Location"] == kept.get_absolute_url()
    kept.refresh_from_db()
    assert kept.last_name == "Provson"
    page = client_.get(url(kept)).content.decode()
    assert "Ringde henne" in page
    client_.post(reverse("participants:merge_undo", args=[Merge.objects.get().pk]))
    kept.refresh_from_db()
    assert kept.last_name == "Provsson"
    undone = reverse("participants:merge_undo", args=[Merge.objects.get().pk])
    page = client_.post(undone, follow=True).content.decode()
    assert "redan ångrad" in page


def test_refusals_are_told_on_the_page(client_: Client, vamos: Programme) -> None:
    two = ParticipantFactory(identity_number=WOMEN[0]), ParticipantFactory(identity_number=WOMEN[1])
    for one in two:
        EnrolmentFactory(participant=one, programme=vamos)
    fields = {"reason": "x", "identity_number": "kept", "first_name": "kept"}
    page = client_.post(url(two[0], med=two[1].pk), fields).content.decode()
    assert "var sitt personnummer" in page
    page = client_.get(url(two[0], med=two[1].pk)).content.decode()
    assert "var sitt personnummer" in page and 'name="reason"' not in page


def test_only_visible_persons_are_merged_by_those_who_may(
    pair: tuple[Participant, Participant],
    client_: Client,
    caseworker: User,
    colleague: User,
    sign_in: Callable[[User], Client],
) -> None:
    kept, merged = pair
    unseen = ParticipantFactory()
    assert client_.get(url(kept, med=unseen.pk)).status_code == 404
    assert client_.get(url(kept, med=kept.pk)).status_code == 404
    assert client_.get(url(kept, med="x")).status_code == 404
    done = merge(pair, caseworker)
    undo = reverse("participants:merge_undo", args=[done.pk])
    client = sign_in(caseworker)
    assert client.get(url(kept)).status_code == 403
    assert client.post(undo).status_code == 403
    assert sign_in(colleague).post(undo).status_code == 403


def test_queries_do_not_grow_with_hits(
    client_: Client,
    pair: tuple[Participant, Participant],
    vamos: Programme,
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    def add() -> None:
        for _each in range(3):
            alike = EnrolmentFactory(
                participant__first_name="Anna",
                participant__unnumbered=True,
                participant__birth_date=pair[0].birth_date,
                programme=vamos,
            )
            persons.search_terms(alike.participant)

    add()
    asked = url(pair[0], q="provsson")
    client_.get(asked)
    few = count_queries(lambda: client_.get(asked))
    add()
    assert count_queries(lambda: client_.get(asked)) == few
