"""What the participant does. It is 3 March 2025."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.actions import activities
from stegvis.casework.enums import ActivityFocus, ActivityKind, ActivityStatus
from stegvis.casework.models import Activity
from stegvis.core.models import AuditEvent
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.participants.models import Enrolment
from tests.factories.casework import ActivityFactory

SignIn = Callable[[User], Client]
Events = Callable[[], list[str]]
TODAY = date(2025, 3, 3)
SENT = {"kind": "cv", "status": "ongoing", "starts_on": "2025-03-03"}


def save(enrolment: Enrolment, by: User, **values: Any) -> Activity:
    return activities.save(
        enrolment=enrolment, by=by, **({"kind": "cv", "starts_on": TODAY} | values)
    )


def test_an_activity_is_added_with_one_event(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    made = save(enrolment, caseworker, hours_per_week=Decimal("2.5"), title="Om Anna och hälsan")
    assert (made.focus, made.status, made.by) == ("indirect", "planned", caseworker)
    assert events() == ["activity.added"]
    logged = AuditEvent.objects.get()
    assert "Anna" not in f"{logged.object_label}{logged.changes}"


@pytest.mark.parametrize(
    ("kind", "focus"),
    [
        (ActivityKind.HEALTH, ActivityFocus.HEALTH),
        (ActivityKind.SOCIAL, ActivityFocus.SOCIAL),
        (ActivityKind.LANGUAGE, ActivityFocus.COMPETENCE),
        (ActivityKind.COURSE, ActivityFocus.COMPETENCE),
        (ActivityKind.STUDY_VISIT, ActivityFocus.INDIRECT),
    ],
)
def test_the_kind_proposes_the_focus(
    kind: str, focus: str, enrolment: Enrolment, caseworker: User
) -> None:
    assert save(enrolment, caseworker, kind=kind, focus="").focus == focus


def test_the_focus_that_is_chosen_stands(enrolment: Enrolment, caseworker: User) -> None:
    made = save(enrolment, caseworker, focus="direct")
    made = activities.save(enrolment=enrolment, by=caseworker, activity=made, kind="health")
    assert made.focus == ActivityFocus.DIRECT
    made = activities.save(enrolment=enrolment, by=caseworker, activity=made, focus="")
    assert made.focus == ActivityFocus.HEALTH


def test_a_change_is_a_version_and_the_same_again_is_nothing(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    made = save(enrolment, caseworker)
    for _again in range(2):
        made = activities.save(enrolment=enrolment, by=None, activity=made, place="Biblioteket")
    assert (made.version, made.by) == (2, caseworker)
    assert events() == ["activity.added", "activity.changed"]


def test_an_older_form_does_not_write_over(enrolment: Enrolment, caseworker: User) -> None:
    made = ActivityFactory(enrolment=enrolment, version=3)
    with pytest.raises(VersionConflict):
        activities.save(enrolment=enrolment, by=caseworker, activity=made, version=2, place="X")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": "cancelled"}, "cancel_reason"),
        ({"ends_on": date(2025, 3, 2)}, "ends_on"),
        ({"hours_per_week": Decimal("0.4")}, "hours_per_week"),
        ({"hours_per_week": Decimal("60.5")}, "hours_per_week"),
        ({"title": "x" * 121}, "title"),
    ],
)
def test_what_cannot_be_is_refused(
    values: dict[str, Any], field: str, enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    with pytest.raises(ValidationError) as refused:
        save(enrolment, caseworker, **values)
    assert list(refused.value.message_dict) == [field]
    assert (Activity.objects.count(), events()) == (0, [])


def test_cancelled_stays_cancelled_with_its_reason(enrolment: Enrolment, caseworker: User) -> None:
    made = save(enrolment, caseworker, status="cancelled", cancel_reason="Sjuk")
    made = activities.save(enrolment=enrolment, by=caseworker, activity=made, place="Hemma")
    assert made.cancel_reason == "Sjuk"


def test_nothing_is_written_to_what_has_ended(ended: Enrolment, caseworker: User) -> None:
    with pytest.raises(StepRefused, match="avslutades 2025-02-01"):
        save(ended, caseworker)
    assert save(ended, caseworker, unchecked=True).pk


# --- done ---


def test_done_with_one_press(enrolment: Enrolment, caseworker: User, events: Events) -> None:
    done = activities.finish(activity=ActivityFactory(enrolment=enrolment), by=caseworker, on=TODAY)
    assert (done.status, done.ends_on, done.version) == (ActivityStatus.DONE, TODAY, 2)
    assert events() == ["activity.done"]


@pytest.mark.parametrize(
    ("planned", "last"), [(date(2025, 2, 1), date(2025, 2, 1)), (date(2025, 5, 1), TODAY)]
)
def test_done_keeps_an_earlier_end_and_moves_a_later_one(
    planned: date, last: date, enrolment: Enrolment, caseworker: User
) -> None:
    activity = ActivityFactory(enrolment=enrolment, ends_on=planned)
    assert activities.finish(activity=activity, by=caseworker, on=TODAY).ends_on == last


@pytest.mark.parametrize(
    "values",
    [
        {"status": "done"},
        {"status": "cancelled", "cancel_reason": "Sjuk"},
        {"status": "planned", "starts_on": date(2025, 3, 4)},
    ],
)
def test_not_done_again_nor_before_it_begins(
    values: dict[str, Any], enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    activity = ActivityFactory(enrolment=enrolment, **values)
    with pytest.raises(StepRefused):
        activities.finish(activity=activity, by=caseworker, on=TODAY)
    assert events() == []


def test_what_has_ended_is_not_done(ended: Enrolment, caseworker: User) -> None:
    with pytest.raises(StepRefused):
        activities.finish(activity=ActivityFactory(enrolment=ended), by=caseworker, on=TODAY)


# --- pages ---


def test_an_activity_is_written_in_the_form(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), reverse("casework:activity_create", args=[enrolment.pk])
    form = client.get(where).context["form"]
    assert (form["starts_on"].value(), form["status"].value()) == (TODAY, "ongoing")
    answer = client.post(where, SENT | {"hours_per_week": "7,5", "kind": "health"})
    assert answer.url == f"{enrolment.get_absolute_url()}#aktiviteter"
    made = Activity.objects.get()
    assert (made.hours_per_week, made.focus) == (Decimal("7.5"), "health")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": "cancelled"}, "cancel_reason"),
        ({"cancel_reason": "Sjuk"}, "status"),
        ({"ends_on": "2025-03-01"}, "ends_on"),
        ({"hours_per_week": "61"}, "hours_per_week"),
        ({"kind": ""}, "kind"),
    ],
)
def test_the_form_says_what_is_wrong_beside_the_field(
    values: dict[str, str],
    field: str,
    enrolment: Enrolment,
    caseworker: User,
    sign_in: SignIn,
) -> None:
    activity = ActivityFactory(enrolment=enrolment)
    where = reverse("casework:activity_edit", args=[activity.pk])
    page = sign_in(caseworker).post(where, SENT | values)
    assert list(page.context["form"].errors) == [field]
    activity.refresh_from_db()
    assert activity.version == 1


def test_an_activity_is_cancelled_in_the_form(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    activity = ActivityFactory(enrolment=enrolment)
    where = reverse("casework:activity_edit", args=[activity.pk])
    sign_in(caseworker).post(where, SENT | {"status": "cancelled", "cancel_reason": "Sjuk"})
    activity.refresh_from_db()
    assert (activity.status, activity.cancel_reason) == ("cancelled", "Sjuk")


def test_a_new_activity_is_not_cancelled(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:activity_create", args=[enrolment.pk])
    page = sign_in(caseworker).post(where, SENT | {"status": "cancelled"})
    assert list(page.context["form"].errors) == ["status"]
    assert Activity.objects.count() == 0


def test_htmx_asks_for_the_focus_and_gets_that_field_only(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), reverse("casework:activity_create", args=[enrolment.pk])
    page = client.get(where).content.decode()
    assert f'hx-get="{where}"' in page and 'hx-target="#id_focus"' in page
    for kind, chosen in (("health", "health"), ("course", "competence"), ("nonsense", "")):
        part = client.get(where, {"kind": kind}, headers={"HX-Request": "true"}).content.decode()
        assert part.count("<select") == 1 and 'id="id_focus"' in part and "<form" not in part
        assert f'<option value="{chosen}" selected>' in part


def test_the_second_writer_sees_what_the_first_wrote(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    activity = ActivityFactory(enrolment=enrolment, place="Biblioteket")
    client, where = sign_in(caseworker), reverse("casework:activity_edit", args=[activity.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    client.post(where, sent | {"place": "Verkstan"})
    page = client.post(where, sent | {"place": "Köket"})
    assert page.context["form"].conflict == {"place": "Verkstan"}
    assert 'value="Köket"' in page.content.decode()
    client.post(where, sent | {"place": "Köket", "version": 2})
    activity.refresh_from_db()
    assert (activity.place, activity.version) == ("Köket", 3)


def test_the_button_done(enrolment: Enrolment, caseworker: User, sign_in: SignIn) -> None:
    activity = ActivityFactory(enrolment=enrolment)
    client, where = sign_in(caseworker), reverse("casework:activity_finish", args=[activity.pk])
    for method in (client.get, client.post, client.post):
        assert method(where).url == f"{enrolment.get_absolute_url()}#aktiviteter"
    activity.refresh_from_db()
    assert (activity.status, activity.version) == ("done", 2)


def test_the_form_of_what_has_ended_says_why_there_is_none(
    ended: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), reverse("casework:activity_create", args=[ended.pk])
    page = client.get(where).content.decode()
    assert "Inskrivningen avslutades 2025-02-01" in page and "<textarea" not in page
    page = client.post(where, SENT | {"note": "Det jag skrev"}).content.decode()
    assert "Inskrivningen avslutades" in page and "Det jag skrev" in page
    assert Activity.objects.count() == 0
