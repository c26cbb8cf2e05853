"""The decorator that every view wears."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core import reading
from stegvis.core.models import AuditEvent, Draft, ReadEvent
from stegvis.core.page import PUBLIC, SIGNED_IN, page
from tests.factories.organisations import ProviderStaffFactory, UserFactory

pytestmark = pytest.mark.django_db


def request(user: User, method: str = "get") -> HttpRequest:
    made = getattr(RequestFactory(), method)("/sida/")
    made.user = user
    return made


def test_a_get_cannot_write(planner: User) -> None:
    @page(needs=SIGNED_IN)
    def view(request: HttpRequest) -> HttpResponse:
        Draft.objects.create(by=request.user, key="x")
        return HttpResponse()

    with pytest.raises(RuntimeError, match="write in a GET"):
        view(request(planner))


def test_a_post_writes_all_or_nothing(planner: User) -> None:
    @page(needs=SIGNED_IN, writes=["POST"])
    def view(request: HttpRequest) -> HttpResponse:
        Draft.objects.create(by=request.user, key="x")
        raise ValueError

    with pytest.raises(ValueError):
        view(request(planner, "post"))
    assert not Draft.objects.exists()


def test_only_declared_methods_are_answered(planner: User) -> None:
    @page(needs=SIGNED_IN)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert view(request(planner, "post")).status_code == 405
    assert view(request(planner, "head")).status_code == 200


def test_a_permission_that_is_lacking_is_refused(caseworker: User) -> None:
    @page(needs="user_edit")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(PermissionDenied):
        view(request(caseworker))


def test_the_view_says_what_it_needs() -> None:
    @page(needs=PUBLIC, writes=["POST"])
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert (view.needs, view.writes) == (PUBLIC, ("POST",))


def test_looking_at_a_person_is_logged_once_also_when_the_view_fails(planner: User) -> None:
    person = ProviderStaffFactory()

    @page(needs=SIGNED_IN)
    def view(request: HttpRequest) -> HttpResponse:
        reading.note(person)
        reading.note(person)
        raise ValueError

    with pytest.raises(ValueError):
        view(request(planner))
    event = ReadEvent.objects.get()
    assert (event.by, event.subject_id, event.path) == (planner, person.pk, "/sida/")


@pytest.mark.parametrize("model", [AuditEvent, ReadEvent])
def test_the_logs_are_append_only(model: type, planner: User) -> None:
    values = {
        AuditEvent: {"action": "x", "object_kind": "x", "object_id": 1, "object_label": "x"},
        ReadEvent: {"subject_kind": "x", "subject_id": 1, "path": "/"},
    }
    event = model.objects.create(by=planner, **values[model])
    for forbidden in (
        event.save,
        event.delete,
        model.objects.all().delete,
        lambda: model.objects.update(by=planner),
    ):
        with pytest.raises(TypeError):
            forbidden()


def test_the_log_is_seen_by_its_reviewer_only(
    administrator: User, planner: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(administrator).get(reverse("core:audit_list"), {"q": "x"}).status_code == 200
    assert sign_in(planner).get(reverse("core:audit_list")).status_code == 403
    assert not AuditEvent.objects.visible_to(planner).exists()


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/insatser/?q=x")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:sign_in"))
    assert "next=" in answer.url


def test_a_page_is_swedish_until_the_reader_switches(client: Client) -> None:
    home = reverse("core:accessibility")
    swedish = client.get(home, headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="sv"' in swedish
    client.post(reverse("core:language_set"), {"language": "en", "next": home})
    assert 'lang="en"' in client.get(home).content.decode()


@pytest.mark.parametrize("back", ["https://elak.example/", "//elak.example", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(back: str, client: Client) -> None:
    answer = client.post(reverse("core:language_set"), {"language": "en", "next": back})
    assert answer.url == "/"


def test_a_missing_page_says_what_to_do(planner: User, sign_in: Callable[[User], Client]) -> None:
    answer = sign_in(planner).get("/finns-inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


def test_the_health_page_answers_anybody(client: Client) -> None:
    assert client.get(reverse("core:health")).json() == {"status": "ok"}


def test_drafts_are_kept_given_back_and_thrown_away_for_their_writer_alone(
    planner: User, sign_in: Callable[[User], Client]
) -> None:
    address = reverse("core:draft", args=["plan-1"])
    client = sign_in(planner)
    client.post(address, {"purpose": "Tala mer", "version": "1", "csrfmiddlewaretoken": "x"})
    assert client.get(address).json()["fields"] == {"purpose": "Tala mer"}
    client.force_login(UserFactory())
    assert client.get(address).json() == {"saved_at": None}
    client.force_login(planner)
    client.post(address, {"discard": "1"})
    assert client.get(address).json() == {"saved_at": None}


def test_the_guard_leaves_the_connection_as_it_was(planner: User) -> None:
    before = list(connection.execute_wrappers)

    @page(needs=SIGNED_IN)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    view(request(planner))
    assert list(connection.execute_wrappers) == before
