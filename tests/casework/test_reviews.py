"""Is the person coming nearer? It is 3 March 2025."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.actions import reviews
from stegvis.casework.enums import Direction
from stegvis.casework.models import Review
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.participants.models import Enrolment
from tests.factories.casework import ReviewFactory

SignIn = Callable[[User], Client]
TODAY = date(2025, 3, 3)
SENT: dict[str, Any] = {"direction": "closer", "on": TODAY, "text": "Provar timmar på lagret."}


def test_a_review_is_written_and_changed(
    enrolment: Enrolment, caseworker: User, events: Callable[[], list[str]]
) -> None:
    review = reviews.save(enrolment=enrolment, by=caseworker, **SENT)
    for _again in range(2):
        review = reviews.save(
            enrolment=enrolment, by=caseworker, review=review, direction=Direction.SAME
        )
    assert (review.direction, review.by) == ("same", caseworker)
    assert events() == ["review.added", "review.changed"]
    logged = str(list(AuditEvent.objects.values("object_label", "changes")))
    assert "Närmare" not in logged and "lagret" not in logged and "closer" not in logged


def test_what_has_ended_is_read_only(ended: Enrolment, caseworker: User) -> None:
    with pytest.raises(StepRefused):
        reviews.save(enrolment=ended, by=caseworker, **SENT)
    assert reviews.save(enrolment=ended, by=None, unchecked=True, **SENT).pk


def test_the_form_proposes_the_next_one_in_three_months(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), reverse("casework:review_create", args=[enrolment.pk])
    form = client.get(where).context["form"]
    assert (form["on"].value(), form["next_on"].value()) == (TODAY, date(2025, 6, 1))
    client.post(where, SENT | {"next_on": "2025-06-01"})
    made = Review.objects.get()
    assert (made.direction, made.next_on, made.by) == ("closer", date(2025, 6, 1), caseworker)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"direction": ""}, "direction"),
        ({"on": "2025-03-04"}, "on"),
        ({"next_on": "2025-03-02"}, "next_on"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(
    values: dict[str, str], field: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:review_create", args=[enrolment.pk])
    page = sign_in(caseworker).post(where, SENT | values)
    assert list(page.context["form"].errors) == [field]


def test_two_change_the_same_review(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    review = ReviewFactory(enrolment=enrolment, on=TODAY)
    client, where = sign_in(caseworker), reverse("casework:review_edit", args=[review.pk])
    version = client.get(where).context["form"]["version"].value()
    client.post(where, SENT | {"text": "Den förstas ord", "version": version})
    page = client.post(where, SENT | {"text": "Den andras ord", "version": version})
    assert page.context["form"].conflict == {"text": "Den förstas ord"}
    review.refresh_from_db()
    assert review.text == "Den förstas ord"


def test_the_words_are_for_those_who_may_see_what_is_sensitive(
    enrolment: Enrolment, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    ReviewFactory(enrolment=enrolment, text="Mår bättre efter behandlingen")
    where = reverse("casework:review_list", args=[enrolment.pk])
    assert "behandlingen" in sign_in(caseworker).get(where).content.decode()
    page = sign_in(manager).get(where).content.decode()
    assert "behandlingen" not in page and "Närmare arbete" in page
