"""A break without exit. It is 3 March 2025. The actions themselves are the participants' room's."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.participants.models import Enrolment, Pause
from tests.factories.participants import PauseFactory

SignIn = Callable[[User], Client]
TODAY = date(2025, 3, 3)
SENT = {
    "reason": "relapse",
    "starts_on": "2025-03-03",
    "look_again_on": "2025-03-20",
    "note": "Behandlingshem",
}


def test_a_pause_with_a_day_to_look_again(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn, events: Callable[[], list[str]]
) -> None:
    client, where = sign_in(caseworker), reverse("casework:pause_create", args=[enrolment.pk])
    form = client.get(where).context["form"]
    assert (form["starts_on"].value(), form["look_again_on"].value()) == (TODAY, date(2025, 4, 2))
    assert client.post(where, SENT).url == f"{enrolment.get_absolute_url()}#pauser"
    pause = Pause.objects.get()
    assert (pause.reason, pause.look_again_on, pause.by) == (
        "relapse",
        date(2025, 3, 20),
        caseworker,
    )
    assert len(events()) == 1
    enrolment.refresh_from_db()
    assert enrolment.ends_on is None


def test_no_second_pause_at_the_same_time(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    PauseFactory(enrolment=enrolment)
    where = reverse("casework:pause_create", args=[enrolment.pk])
    page = sign_in(caseworker).post(where, SENT).content.decode()
    assert "redan en paus" in page and "Behandlingshem" in page
    assert Pause.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"starts_on": "2024-09-30"}, "starts_on"),
        ({"look_again_on": "2025-03-02"}, "look_again_on"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    values: dict[str, str], field: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:pause_create", args=[enrolment.pk])
    page = sign_in(caseworker).post(where, SENT | values)
    assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize(
    ("began", "proposed"), [(date(2025, 2, 1), date(2025, 3, 2)), (TODAY, TODAY)]
)
def test_a_pause_ends(
    began: date, proposed: date, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    pause = PauseFactory(enrolment=enrolment, starts_on=began)
    client, where = sign_in(caseworker), reverse("casework:pause_end", args=[pause.pk])
    assert client.get(where).context["form"]["ends_on"].value() == proposed
    for wrong in ("2025-01-31", "2025-03-04"):
        errors = client.post(where, {"ends_on": wrong}).context["form"].errors
        assert list(errors) == ["ends_on"]
    assert client.post(where, {"ends_on": proposed}).url.endswith("#pauser")
    pause.refresh_from_db()
    assert pause.ends_on == proposed


def test_the_reason_is_for_those_who_may_see_it(
    enrolment: Enrolment, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    PauseFactory(enrolment=enrolment, reason="relapse", note="Behandlingshem")
    where = reverse("casework:pause_list", args=[enrolment.pk])
    page = sign_in(caseworker).get(where).content.decode()
    assert "Återfall" in page and "Behandlingshem" in page and "Avsluta pausen" in page
    page = sign_in(manager).get(where).content.decode()
    assert "2025-02-01" in page and "Uppgiften är skyddad" in page
    assert "Återfall" not in page and "Behandlingshem" not in page and "Avsluta" not in page


def test_no_pause_is_proposed_during_a_pause(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:pause_list", args=[enrolment.pk])
    new = reverse("casework:pause_create", args=[enrolment.pk])
    client = sign_in(caseworker)
    assert new in client.get(where).content.decode()
    PauseFactory(enrolment=enrolment)
    assert new not in client.get(where).content.decode()


def test_what_has_ended_is_not_paused(ended: Enrolment, caseworker: User, sign_in: SignIn) -> None:
    client, where = sign_in(caseworker), reverse("casework:pause_create", args=[ended.pk])
    assert "Inskrivningen avslutades" in client.get(where).content.decode()
    assert "avslutad" in client.post(where, SENT).content.decode()
    assert Pause.objects.count() == 0
