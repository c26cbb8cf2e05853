"""The pages of the way in: what each reader sees, and what each form answers."""

from datetime import date

import pytest
from django.urls import reverse

from stegvis.accounts.roles import Role
from stegvis.core.models import Draft, ReadEvent
from stegvis.participants import intake
from stegvis.participants.actions import persons
from stegvis.participants.enums import DecisionReason, Protection, ReferralStatus, Sex
from stegvis.participants.models import Enrolment, Participant, Referral
from tests.factories.participants import (
    NUMBERS,
    EnrolmentFactory,
    ExitFactory,
    ParticipantFactory,
    ReferralFactory,
)
from tests.participants.conftest import works_as

NUMBER, OTHER = NUMBERS[Sex.WOMAN][:2]
LIST = "participants:referral_list"
STARTED = {"status": ReferralStatus.STARTED, "started_on": date(2025, 2, 10)}


def at(name: str, *args) -> str:
    return reverse(f"participants:referral_{name}", args=args)


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def referral(vamos, referrer) -> Referral:
    return ReferralFactory(
        programme=vamos, by=referrer, first_name="Ada", reason="Vill arbeta med djur"
    )


# --- who may ---

ALLOWED = {
    "caseworker": (200, 200, 200),
    "manager": (200, 200, 200),
    "referrer": (200, 200, 200),
    "colleague": (200, 404, 404),
    "planner": (403, 403, 403),
    "provider_user": (403, 403, 403),
    "administrator": (403, 403, 403),
    "evaluator": (403, 403, 403),
}


@pytest.mark.parametrize(("who", "answers"), ALLOWED.items(), ids=list(ALLOWED))
def test_who_opens_what(who, answers, referral, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    pages = (at("list"), at("detail", referral.pk), at("edit", referral.pk))
    assert tuple(client.get(page).status_code for page in pages) == answers


@pytest.mark.parametrize("name", ["accept", "decline", "pass_on"])
@pytest.mark.parametrize(
    ("who", "status"), [("caseworker", 200), ("referrer", 403), ("colleague", 404)]
)
def test_who_decides(who, status, name, referral, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(at("move", referral.pk, name)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("caseworker", 200), ("referrer", 403)])
def test_who_enrols(who, status, referral, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(at("start", referral.pk)).status_code == status


def test_a_step_that_is_not_in_the_table_is_no_page(referral, caseworker, sign_in):
    client = sign_in(caseworker)
    assert client.get(at("move", referral.pk, "start-over")).status_code == 404


def test_a_referrer_sees_own_ones_only(referral, vamos, referrer, sign_in):
    theirs = ReferralFactory(programme=vamos, first_name="Beda")
    listed = text(sign_in(referrer).get(at("list")))
    assert "Ada Provsson" in listed
    assert "Beda" not in listed
    assert sign_in(referrer).get(at("detail", theirs.pk)).status_code == 404


def test_a_protected_referral_is_seen_by_writer_handler_and_manager(
    referral, caseworker, manager, referrer, sign_in
):
    referral.protection = Protection.MARKED
    referral.save()
    page = at("detail", referral.pk)
    assert sign_in(caseworker).get(page).status_code == 404
    assert "Ada" not in text(sign_in(caseworker).get(at("list")))
    for user in (manager, referrer):
        assert "Sekretessmarkering" in text(sign_in(user).get(page))
    Referral.objects.update(handler=caseworker)
    assert sign_in(caseworker).get(page).status_code == 200


# --- the list ---


def test_the_inbox_tells_waiting_days_and_possible_duplicates(referral, vamos, caseworker, sign_in):
    known = persons.create(by=None, first_name="Ada", last_name="Provsson")
    EnrolmentFactory(programme=vamos, participant=known)
    queued = ReferralFactory(
        programme=vamos,
        status=ReferralStatus.QUEUED,
        handler=caseworker,
        received_on=date(2025, 3, 2),
    )
    listed = text(sign_in(caseworker).get(at("list")))
    assert listed.index("Nya</h2>") < listed.index("Ada Provsson") < listed.index("I kö</h2>")
    assert "28 dagar" in listed
    assert "1 dag<" in listed
    assert listed.count("Möjlig dubblett") == 1
    assert queued.first_name in listed


def test_a_number_of_another_units_participant_is_told_without_a_name(
    referral, elsewhere, caseworker, sign_in
):
    theirs = ParticipantFactory(identity_number=NUMBER, first_name="Hemlig")
    EnrolmentFactory(programme=elsewhere, participant=theirs)
    Referral.objects.update(identity_number=NUMBER)
    client = sign_in(caseworker)
    listed, page = text(client.get(at("list"))), text(client.get(at("detail", referral.pk)))
    assert "Finns redan" in listed
    assert "Personnumret finns hos en annan enhet" in page
    assert "Hemlig" not in listed + page


def test_capacity_and_queue_time_are_counted(vamos, caseworker, sign_in):
    EnrolmentFactory(programme=vamos, caseworker=caseworker)
    EnrolmentFactory(programme=vamos, ends_on=date(2025, 3, 3))
    EnrolmentFactory(programme=vamos, ends_on=date(2025, 3, 2))
    for received in (date(2025, 2, 1), date(2025, 2, 4), date(2025, 2, 9)):
        ReferralFactory(
            programme=vamos, participant=ParticipantFactory(), received_on=received, **STARTED
        )
    last_year = {**STARTED, "started_on": date(2024, 12, 31)}
    ReferralFactory(
        programme=vamos,
        participant=ParticipantFactory(),
        received_on=date(2024, 1, 1),
        **last_year,
    )
    ReferralFactory(programme=vamos)
    [capacity] = sign_in(caseworker).get(at("list")).context["capacities"]
    assert (capacity.taken, capacity.waiting, capacity.queue_days) == (2, 1, 6)
    assert [load.label for load in capacity.loads] == [f"{caseworker.name} (1 av 20)"]


def test_a_programme_without_limits_says_only_how_many(vamos, caseworker, sign_in):
    vamos.capacity_per_caseworker = vamos.capacity = None
    vamos.save()
    page = text(sign_in(caseworker).get(at("list")))
    assert f"{caseworker.name} (0 deltagare)" in page


def test_settled_own_and_by_programme(referral, vamos, kc, caseworker, sign_in):
    settled = ReferralFactory(
        programme=vamos, status=ReferralStatus.DECLINED, decision_reason="other", first_name="Beda"
    )
    own = ReferralFactory(programme__unit=kc, by=caseworker, first_name="Cia")
    client = sign_in(caseworker)

    def names(**filters) -> set[str]:
        page = text(client.get(at("list"), filters))
        return {one.first_name for one in (referral, settled, own) if str(one) in page}

    assert names() == {"Ada", "Cia"}
    assert names(show="avgjorda") == {"Beda"}
    assert names(show="egna") == {"Cia"}
    assert names(programme=vamos.pk) == {"Ada"}
    assert names(show="fel", programme="x") == {"Ada", "Cia"}


def test_the_looks_are_noted(referral, caseworker, sign_in):
    sign_in(caseworker).get(at("list"))
    seen = ReadEvent.objects.values_list("subject_kind", "subject_id", "by")
    assert list(seen) == [("participants.referral", referral.pk, caseworker.pk)]


def test_htmx_gets_the_list_and_the_page_works_without(referral, caseworker, sign_in):
    client = sign_in(caseworker)
    whole = text(client.get(at("list"), {"show": ""}))
    part = text(client.get(at("list"), {"show": ""}, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert part.strip() in whole


@pytest.mark.parametrize("who", ["caseworker", "referrer"])
def test_as_many_queries_for_six_as_for_three(
    who, vamos, referrer, request, sign_in, count_queries
):
    client = sign_in(request.getfixturevalue(who))
    page = at("list")

    def three() -> None:
        for _ in range(3):
            one = persons.create(by=None, first_name="Ada", last_name="Provsson")
            EnrolmentFactory(programme=vamos, participant=one)
            ReferralFactory(programme=vamos, by=referrer, first_name="Ada")

    three()
    first = count_queries(lambda: client.get(page))
    three()
    assert count_queries(lambda: client.get(page)) == first


def test_an_empty_list_says_what_to_do(vamos, referrer, sign_in):
    assert "Skriv en intresseanmälan" in text(sign_in(referrer).get(at("list")))


# --- writing one ---

TOLD = {"initiator": "social_services", "protection": "none"}


def send(client, programme, **told):
    return client.post(at("create"), {"programme": programme.pk, **TOLD, **told})


def test_a_referrer_has_two_minutes(vamos, referrer, sign_in):
    client = sign_in(referrer)
    form = client.get(at("create")).context["form"]
    assert form["referrer_email"].value() == referrer.email
    assert 'data-draft="/utkast/intresseanmalan/"' in text(client.get(at("create")))
    Draft.objects.create(by=referrer, key="intresseanmalan", fields={"reason": "Vill"})
    answer = send(client, vamos, reason="Vill prova", referrer_email=referrer.email)
    made = Referral.objects.get()
    assert answer.url == at("detail", made.pk)
    assert (made.by, made.programme) == (referrer, vamos)
    assert not Draft.objects.exists()


def test_a_caseworker_on_the_phone_writes_for_somebody(vamos, caseworker, sign_in):
    client = sign_in(caseworker)
    assert client.get(at("create")).context["form"]["referrer_email"].value() is None
    send(
        client,
        vamos,
        initiator="person",
        first_name="Ada",
        referrer_name="Grannen",
        referrer_phone="031-1",
    )
    made = Referral.objects.get()
    assert (made.initiator, made.referrer_name) == ("person", "Grannen")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"first_name": "Ada"}, "phone"),
        ({"phone": "031-1"}, "first_name"),
        ({"first_name": "Ada", "email": "inte en adress"}, "email"),
        (
            {"first_name": "Ada", "phone": "1", "identity_number": "19760114-2389"},
            "identity_number",
        ),
        ({"first_name": "Ada", "phone": "1", "birth_date": "2025-03-04"}, "birth_date"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(told, field, vamos, caseworker, sign_in):
    form = send(sign_in(caseworker), vamos, **told).context["form"]
    assert list(form.errors) == [field]
    assert not Referral.objects.exists()


def test_a_closed_programme_takes_nobody(vamos, caseworker, sign_in):
    vamos.ends_on = date(2025, 3, 2)
    vamos.save()
    form = send(sign_in(caseworker), vamos, first_name="Ada", phone="1").context["form"]
    assert list(form.errors) == ["programme"]


def test_the_writer_corrects_it_while_it_waits(referral, referrer, sign_in):
    client, page = sign_in(referrer), at("edit", referral.pk)
    told = {"programme": referral.programme_id, **TOLD, "first_name": "Adda", "phone": "1"}
    assert client.post(page, {**told, "version": 1}).url == at("detail", referral.pk)
    late = client.post(page, {**told, "first_name": "Ida", "version": 1})
    assert "Någon annan hann före" in text(late)
    assert "Adda" in text(late)
    Referral.objects.update(status=ReferralStatus.WITHDRAWN)
    assert client.get(page).status_code == 403


# --- one of them ---


def test_the_referrer_sees_status_and_feedback_and_no_more(
    referral, vamos, caseworker, referrer, sign_in
):
    known = persons.create(by=None, first_name="Ada", last_name="Provsson")
    EnrolmentFactory(programme=vamos, participant=known)
    client = sign_in(referrer)
    waiting = text(client.get(at("detail", referral.pk)))
    assert "Ta tillbaka" in waiting
    assert "kan finnas redan" not in waiting
    assert "Skriv in" not in waiting
    enrolment = EnrolmentFactory(programme=vamos, caseworker=caseworker, case_number="Dnr 1")
    Referral.objects.update(
        participant=enrolment.participant,
        handler=caseworker,
        feedback="Vi ses på tisdag.",
        **STARTED,
    )
    settled = text(client.get(at("detail", referral.pk)))
    assert "Vi ses på tisdag." in settled
    assert "10 februari 2025" in settled
    for hidden in (caseworker.name, "Dnr 1", f"/deltagare/{enrolment.participant_id}/"):
        assert hidden not in settled


def test_the_referrer_reads_the_feedback_at_the_end_and_no_more(
    referral, vamos, caseworker, colleague, referrer, sign_in
):
    ended = {"ends_on": date(2025, 2, 28), "caseworker": caseworker, "referral": referral}
    enrolment = EnrolmentFactory(programme=vamos, **ended)
    ExitFactory(enrolment=enrolment, feedback="Ada har fått arbete.", note="Bara för oss")
    Referral.objects.update(
        participant=enrolment.participant, feedback="Vi ses på tisdag.", **STARTED
    )
    client = sign_in(referrer)
    page = text(client.get(at("detail", referral.pk)))
    for told in ("Ada har fått arbete.", "28 februari 2025", "Vi ses på tisdag."):
        assert told in page
    assert "Bara för oss" not in page
    assert "Ada har fått arbete." in text(client.get(reverse(LIST)))
    assert "Ada har fått arbete." in text(sign_in(caseworker).get(at("detail", referral.pk)))
    assert intake.end_told_to(colleague, referral) is None


def test_those_who_decide_have_the_steps_as_buttons(referral, caseworker, sign_in):
    page = text(sign_in(caseworker).get(at("detail", referral.pk)))
    for label in ("Ta emot i kön", "Skriv in", "Avböj", "Skicka vidare", "Ta tillbaka"):
        assert f">{label}</a>" in page


def test_those_who_decide_come_to_the_persons_page(referral, vamos, caseworker, sign_in):
    one = EnrolmentFactory(programme=vamos).participant
    Referral.objects.update(participant=one, **STARTED)
    page = text(sign_in(caseworker).get(at("detail", referral.pk)))
    assert f'href="{one.get_absolute_url()}"' in page


def test_possible_duplicates_are_named_with_their_reasons(referral, vamos, caseworker, sign_in):
    known = persons.create(by=None, first_name="Provsson", last_name="Ada")
    EnrolmentFactory(programme=vamos, participant=known)
    page = text(sign_in(caseworker).get(at("detail", referral.pk)))
    assert f'href="{known.get_absolute_url()}">Provsson Ada</a>: samma namn' in page
    kinds = set(ReadEvent.objects.values_list("subject_kind", flat=True))
    assert kinds == {"participants.referral", "participants.participant"}


# --- deciding ---


def test_into_the_queue_with_a_handler(referral, caseworker, sign_in):
    client = sign_in(caseworker)
    told = {"handler": caseworker.pk, "feedback": "Vi ringer."}
    assert client.post(at("move", referral.pk, "accept"), told).url == at("detail", referral.pk)
    referral.refresh_from_db()
    assert (referral.status, referral.handler) == (ReferralStatus.QUEUED, caseworker)


def test_somebody_of_another_unit_cannot_handle_it(referral, colleague, caseworker, sign_in):
    answer = sign_in(caseworker).post(at("move", referral.pk, "accept"), {"handler": colleague.pk})
    assert list(answer.context["form"].errors) == ["handler"]


def test_a_no_needs_a_reason_and_another_reason_needs_words(referral, caseworker, sign_in):
    client, page = sign_in(caseworker), at("move", referral.pk, "decline")
    assert list(client.post(page, {}).context["form"].errors) == ["decision_reason"]
    other = {"decision_reason": DecisionReason.OTHER}
    assert list(client.post(page, other).context["form"].errors) == ["feedback"]
    assert client.post(page, {**other, "feedback": "Börjar i skolan."}).status_code == 302
    again = client.post(page, {**other, "feedback": "Igen"})
    assert "Ladda om sidan" in text(again)


def test_passed_on_the_referrer_follows_the_new_one(
    referral, elsewhere, caseworker, colleague, referrer, sign_in
):
    told = {"programme": elsewhere.pk, "decision_reason": DecisionReason.OTHER_PROGRAMME_FITS}
    assert sign_in(caseworker).post(at("move", referral.pk, "pass_on"), told).status_code == 302
    new = Referral.objects.get(programme=elsewhere)
    page = text(sign_in(referrer).get(at("detail", new.pk)))
    assert "Skickad vidare från Vamos" in page
    assert "Väntat 28 dagar" in page
    assert sign_in(colleague).get(at("detail", new.pk)).status_code == 200
    assert sign_in(colleague).get(at("detail", referral.pk)).status_code == 404


def test_the_referrer_takes_it_back(referral, referrer, sign_in):
    assert sign_in(referrer).post(at("move", referral.pk, "withdraw")).status_code == 302
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.WITHDRAWN


def test_a_get_decides_nothing(referral, caseworker, sign_in):
    for name in ("accept", "decline", "pass_on", "withdraw"):
        sign_in(caseworker).get(at("move", referral.pk, name))
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.RECEIVED


# --- enrolling ---


def test_enrolled_as_somebody_new(referral, caseworker, sign_in):
    client, page = sign_in(caseworker), at("start", referral.pk)
    form = client.get(page).context["form"]
    assert "participant" not in form.fields
    assert form["caseworker"].value() == caseworker.pk
    told = {"starts_on": "2025-03-03", "caseworker": caseworker.pk, "case_number": "17/25"}
    answer = client.post(page, told)
    enrolment = Enrolment.objects.get()
    assert answer.url == enrolment.get_absolute_url()
    assert (enrolment.caseworker, enrolment.case_number) == (caseworker, "17/25")
    assert str(enrolment.participant) == "Ada Provsson"


def test_the_choice_is_the_caseworkers(referral, vamos, kc, caseworker, sign_in):
    known = persons.create(by=None, first_name="Ada", last_name="Provsson", phone="070-1")
    EnrolmentFactory(programme__unit=kc, participant=known)
    client, page = sign_in(caseworker), at("start", referral.pk)
    shown = text(client.get(page))
    assert "Samma namn" in shown
    assert "070-1" in shown
    told = {"starts_on": "2025-03-03", "caseworker": caseworker.pk}
    unanswered = client.post(page, told).context["form"]
    assert list(unanswered.errors) == ["participant"]
    made_up = client.post(page, {**told, "participant": ParticipantFactory().pk})
    assert list(made_up.context["form"].errors) == ["participant"]
    client.post(page, {**told, "participant": known.pk})
    assert Enrolment.objects.get(programme=vamos).participant == known


def test_or_it_is_somebody_new_with_the_same_name(referral, vamos, kc, caseworker, sign_in):
    known = persons.create(by=None, first_name="Ada", last_name="Provsson")
    EnrolmentFactory(programme__unit=kc, participant=known)
    told = {"starts_on": "2025-03-03", "caseworker": "", "participant": "new"}
    sign_in(caseworker).post(at("start", referral.pk), told)
    assert Enrolment.objects.get(programme=vamos).participant != known


def test_another_units_participant_with_the_number_is_enrolled_without_a_look_first(
    referral, vamos, elsewhere, caseworker, sign_in
):
    theirs = ParticipantFactory(identity_number=NUMBER, first_name="Hemlig")
    EnrolmentFactory(programme=elsewhere, participant=theirs)
    Referral.objects.update(identity_number=NUMBER)
    client, page = sign_in(caseworker), at("start", referral.pk)
    shown = text(client.get(page))
    assert "Samma person: finns hos en annan enhet" in shown
    assert "Hemlig" not in shown
    told = {"starts_on": "2025-03-03", "caseworker": caseworker.pk}
    as_new = client.post(page, {**told, "participant": "new"})
    assert "inte har åtkomst till" in text(as_new)
    client.post(page, {**told, "participant": theirs.pk})
    assert Enrolment.objects.get(programme=vamos).participant == theirs


@pytest.mark.parametrize(("who", "offered"), [("caseworker", False), ("manager", True)])
def test_a_protected_one_of_another_unit_only_by_who_may_grant_access(
    who, offered, referral, elsewhere, request, sign_in
):
    theirs = ParticipantFactory(identity_number=NUMBER, protected=True, first_name="Hemlig")
    EnrolmentFactory(programme=elsewhere, participant=theirs)
    Referral.objects.update(identity_number=NUMBER)
    page = text(sign_in(request.getfixturevalue(who)).get(at("start", referral.pk)))
    assert ("Samma person: finns hos en annan enhet" in page) is offered
    assert "Hemlig" not in page


def test_a_manager_who_enrols_a_protected_person_does_not_see_the_page(
    referral, caseworker, manager, sign_in
):
    Referral.objects.update(protection=Protection.MARKED)
    told = {"starts_on": "2025-03-03", "caseworker": caseworker.pk}
    answer = sign_in(manager).post(at("start", referral.pk), told)
    assert answer.url == at("detail", referral.pk)
    assert Participant.objects.get().is_protected
    assert sign_in(caseworker).get(Enrolment.objects.get().get_absolute_url()).status_code == 200


def test_whom_the_referral_is_joined_to_stays(referral, vamos, caseworker, sign_in):
    known = ParticipantFactory(first_name="Ada")
    Referral.objects.update(participant=known)
    told = {"starts_on": "2025-03-03", "caseworker": caseworker.pk}
    sign_in(caseworker).post(at("start", referral.pk), told)
    assert Enrolment.objects.get().participant == known


def test_the_caseworkers_are_those_of_the_unit_and_above(
    referral, vamos, kc, department, colleague, caseworker, sign_in
):
    above = works_as(Role.CASEWORKER, department)
    EnrolmentFactory(programme=vamos, caseworker=above)
    form = sign_in(caseworker).get(at("start", referral.pk)).context["form"]
    labels = {str(label) for _value, label in form.fields["caseworker"].choices}
    assert labels == {"Ingen än", f"{caseworker.name} (0 av 20)", f"{above.name} (1 av 20)"}
