"""Programmes and what they ask about at the start."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.organisations.models import Unit
from stegvis.participants.actions import programmes
from stegvis.participants.models import Factor, Programme
from tests.factories.participants import (
    EnrolmentFactory,
    FactorFactory,
    ParticipantFactory,
    ProgrammeFactory,
    ReferralFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(administrator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(administrator)


def fields(unit: Unit, **values: Any) -> dict[str, Any]:
    return {
        "name": "Jobbspåret",
        "slug": "jobbsparet",
        "unit": unit.pk,
        "starts_on": "2025-01-01",
        **values,
    }


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_programme_is_added_and_asked_to_be_finished(admin: Client, kc: Unit) -> None:
    answer = admin.post(reverse("participants:programme_create"), fields(kc, capacity=30))
    made = Programme.objects.get()
    assert answer["Location"] == reverse("participants:programme_edit", args=[made.pk])
    assert (made.unit, made.capacity, made.ends_on) == (kc, 30, None)
    assert events() == ["programme.created"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "VAMOS"}, "redan en verksamhet med det namnet"),
        ({"slug": "vamos"}, "redan det korta namnet"),
        ({"slug": "Jobb spåret"}, "små bokstäver"),
        ({"ends_on": "2024-12-31"}, "Slutdatum kan inte vara före"),
        ({"capacity": "0"}, "större än eller lika med 1"),
    ],
)
def test_what_is_wrong_is_told(
    admin: Client, vamos: Programme, kc: Unit, wrong: dict[str, str], told: str
) -> None:
    page = admin.post(reverse("participants:programme_create"), fields(kc, **wrong))
    assert told in page.content.decode()
    assert Programme.objects.count() == 1


def test_a_programme_is_changed_and_archived(admin: Client, vamos: Programme) -> None:
    changed = fields(vamos.unit, name="Vamos", slug="vamos", capacity=130, starts_on="2023-01-01")
    admin.post(reverse("participants:programme_edit", args=[vamos.pk]), changed)
    admin.post(reverse("participants:programme_archive", args=[vamos.pk]))
    vamos.refresh_from_db()
    assert vamos.capacity == 130 and vamos.archived_at
    assert "Arkiverad" in admin.get(reverse("participants:programme_list")).content.decode()
    admin.post(reverse("participants:programme_archive", args=[vamos.pk]))
    assert events() == ["programme.changed", "programme.archived", "programme.restored"]


def test_nothing_is_written_when_nothing_changed(administrator: User, vamos: Programme) -> None:
    programmes.change(programme=vamos, by=administrator, name="Vamos")
    assert events() == []


@pytest.mark.parametrize("somebody", [EnrolmentFactory, ReferralFactory])
def test_the_unit_stays_once_somebody_is_there(
    administrator: User, vamos: Programme, cfa: Unit, somebody: Callable[..., Any]
) -> None:
    somebody(programme=vamos)
    with pytest.raises(ValidationError, match="Byts enheten ser andra dem"):
        programmes.change(programme=vamos, by=administrator, unit=cfa)


def test_an_empty_programme_may_change_unit(
    administrator: User, vamos: Programme, cfa: Unit
) -> None:
    assert programmes.change(programme=vamos, by=administrator, unit=cfa).unit == cfa


def test_the_list_counts_those_enrolled_today_and_names_nobody(
    admin: Client, vamos: Programme
) -> None:
    EnrolmentFactory(programme=vamos, participant=ParticipantFactory(first_name="Hemlig"))
    EnrolmentFactory(programme=vamos, ends_on=date(2025, 3, 3))
    EnrolmentFactory(programme=vamos, ends_on=date(2025, 3, 2))
    page = admin.get(reverse("participants:programme_list"))
    assert [one.active for one in page.context["programmes"]] == [2]
    assert "Hemlig" not in page.content.decode()


def test_an_administrator_of_another_unit_changes_nothing(
    vamos: Programme, elsewhere: Programme, sign_in: Callable[[User], Client], cfa: Unit
) -> None:
    from stegvis.accounts.roles import Role
    from tests.participants.conftest import works_as

    client = sign_in(works_as(Role.ADMINISTRATOR, cfa))
    assert client.get(reverse("participants:programme_edit", args=[vamos.pk])).status_code == 403
    assert client.get(reverse("participants:programme_list")).context["programmes"].count() == 0


# --- questions ---


def test_questions_are_added_last_and_once(admin: Client, vamos: Programme) -> None:
    FactorFactory(programme=vamos, name="Har ett CV", position=4)
    url = reverse("participants:factor_create", args=[vamos.pk])
    admin.post(url, {"fraga-name": "Har körkort"})
    added = Factor.objects.get(name="Har körkort")
    assert (added.position, added.is_sensitive) == (5, False)
    page = admin.post(url, {"fraga-name": "har ett cv", "fraga-is_sensitive": "on"})
    assert "Frågan finns redan" in page.content.decode()
    assert 'value="Vamos"' in page.content.decode()
    assert Factor.objects.count() == 2


def test_a_question_is_not_asked_any_more_and_asked_again(admin: Client, vamos: Programme) -> None:
    factor = FactorFactory(programme=vamos)
    url = reverse("participants:factor_archive", args=[vamos.pk, factor.pk])
    admin.post(url)
    factor.refresh_from_db()
    assert factor.archived_at
    admin.post(url)
    factor.refresh_from_db()
    assert factor.archived_at is None
    assert events() == ["factor.archived", "factor.restored"]
    elsewhere = FactorFactory()
    wrong = reverse("participants:factor_archive", args=[vamos.pk, elsewhere.pk])
    assert admin.post(wrong).status_code == 404


def test_queries_do_not_grow_with_programmes(
    admin: Client, count_queries: Callable[[Callable[[], Any]], int], kc: Unit
) -> None:
    url = reverse("participants:programme_list")
    ProgrammeFactory.create_batch(3, unit=kc)
    admin.get(url)
    few = count_queries(lambda: admin.get(url))
    ProgrammeFactory.create_batch(3, unit=kc)
    assert count_queries(lambda: admin.get(url)) == few
