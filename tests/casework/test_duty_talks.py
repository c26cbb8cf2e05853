"""What must be told and asked at the start. It is 3 March 2025."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework import queries_work as queries
from stegvis.casework.actions import duty_talks
from stegvis.casework.enums import DutyKind
from stegvis.casework.models import DutyTalk
from stegvis.casework.panels_work import start
from stegvis.core.steps import StepRefused
from stegvis.participants.models import Enrolment
from tests.factories.casework import DutyTalkFactory

SignIn = Callable[[User], Client]
TODAY = date(2025, 3, 3)
ALL = {
    "on": "2025-03-03",
    "discrimination_informed": "yes",
    "discrimination_asked": "no",
    "privacy_informed": "yes",
    "consent": "yes",
}


def test_a_talk_is_written_and_corrected(
    enrolment: Enrolment, caseworker: User, events: Callable[[], list[str]]
) -> None:
    kind = DutyKind.CONSENT
    talk = duty_talks.save(enrolment=enrolment, by=caseworker, kind=kind, on=TODAY, answer="yes")
    for _again in range(2):
        talk = duty_talks.save(enrolment=enrolment, by=caseworker, talk=talk, answer="no")
    assert (talk.answer, talk.by) == ("no", caseworker)
    assert events() == ["duty_talk.added", "duty_talk.changed"]


def test_what_has_ended_is_read_only(ended: Enrolment, caseworker: User) -> None:
    told = {"kind": DutyKind.PRIVACY_INFORMED, "on": TODAY}
    with pytest.raises(StepRefused):
        duty_talks.save(enrolment=ended, by=caseworker, **told)
    assert duty_talks.save(enrolment=ended, by=None, unchecked=True, **told).pk


def test_the_latest_talk_counts_and_the_rest_is_missing(enrolment: Enrolment) -> None:
    new = DutyTalkFactory(enrolment=enrolment, kind="consent", on=TODAY, answer="no")
    DutyTalkFactory(enrolment=enrolment, kind="consent", on=date(2024, 10, 1), answer="yes")
    DutyTalkFactory(kind="privacy_informed")
    found = {duty.kind: duty.talk for duty in queries.duties(enrolment)}
    assert found == {
        DutyKind.DISCRIMINATION_INFORMED: None,
        DutyKind.DISCRIMINATION_ASKED: None,
        DutyKind.PRIVACY_INFORMED: None,
        DutyKind.CONSENT: new,
    }


# --- pages ---


def test_all_is_written_at_once(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn, events: Callable[[], list[str]]
) -> None:
    client, where = sign_in(caseworker), reverse("casework:start_talks", args=[enrolment.pk])
    assert client.get(where).context["form"]["on"].value() == TODAY
    back = f"{enrolment.get_absolute_url()}#start"
    assert client.post(where, ALL).url == back
    kept = DutyTalk.objects.order_by("kind").values_list("kind", "on", "answer", "by")
    assert list(kept) == [
        ("consent", TODAY, "yes", caseworker.pk),
        ("discrimination_asked", TODAY, "no", caseworker.pk),
        ("discrimination_informed", TODAY, "", caseworker.pk),
        ("privacy_informed", TODAY, "", caseworker.pk),
    ]
    assert events() == ["duty_talk.added"] * 4
    assert client.get(where).url == back


def test_the_rest_waits(enrolment: Enrolment, caseworker: User, sign_in: SignIn) -> None:
    DutyTalkFactory(enrolment=enrolment, kind="consent", answer="yes")
    client, where = sign_in(caseworker), reverse("casework:start_talks", args=[enrolment.pk])
    later = {"discrimination_informed": "later", "discrimination_asked": "later"}
    client.post(where, later | {"on": TODAY, "privacy_informed": "yes", "consent": "no"})
    assert set(DutyTalk.objects.values_list("kind", "answer")) == {
        ("consent", "yes"),
        ("privacy_informed", ""),
    }
    fields = client.get(where).context["form"].fields
    assert list(fields) == ["on", "discrimination_informed", "discrimination_asked"]


@pytest.mark.parametrize(
    "sent",
    [{kind.value: "later" for kind in DutyKind} | {"on": TODAY}, ALL | {"on": "2025-03-04"}],
)
def test_something_must_be_done_and_not_tomorrow(
    sent: dict[str, Any], enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:start_talks", args=[enrolment.pk])
    assert sign_in(caseworker).post(where, sent).context["form"].errors
    assert DutyTalk.objects.count() == 0


def test_a_consent_is_taken_back_with_a_new_talk(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    DutyTalkFactory(enrolment=enrolment, kind="consent", answer="yes")
    client, where = sign_in(caseworker), reverse("casework:duty_talk_create", args=[enrolment.pk])
    assert client.get(where, {"vad": "consent"}).context["form"]["kind"].value() == "consent"
    assert client.get(where, {"vad": "annat"}).context["form"]["kind"].value() == ""
    client.post(where, {"kind": "consent", "on": TODAY, "answer": "no"})
    assert DutyTalk.objects.count() == 2
    latest = {duty.kind: duty.talk for duty in queries.duties(enrolment)}[DutyKind.CONSENT]
    assert latest and latest.answer == "no"


@pytest.mark.parametrize(
    ("kind", "answer"), [("consent", ""), ("discrimination_asked", ""), ("privacy_informed", "yes")]
)
def test_questions_have_answers_and_information_has_none(
    kind: str, answer: str, enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    where = reverse("casework:duty_talk_create", args=[enrolment.pk])
    page = sign_in(caseworker).post(where, {"kind": kind, "on": TODAY, "answer": answer})
    assert list(page.context["form"].errors) == ["answer"]


def test_a_talk_is_corrected_in_the_form(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    talk = DutyTalkFactory(enrolment=enrolment, kind="consent", answer="yes", note="På mötet")
    client, where = sign_in(caseworker), reverse("casework:duty_talk_edit", args=[talk.pk])
    form = client.get(where).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    client.post(where, sent | {"answer": "no"})
    page = client.post(where, sent | {"note": "Per telefon"})
    assert page.context["form"].conflict == {"answer": "Nej", "note": "På mötet"}
    talk.refresh_from_db()
    assert (talk.answer, talk.note) == ("no", "På mötet")


def test_the_box_says_what_is_missing(enrolment: Enrolment, caseworker: User) -> None:
    panel = start(caseworker, enrolment)
    assert panel and panel.context["missing"] == 4
    for kind in DutyKind:
        DutyTalkFactory(enrolment=enrolment, kind=kind)
    panel = start(caseworker, enrolment)
    assert panel and panel.context["missing"] == 0
