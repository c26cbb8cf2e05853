from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client

from stegvis.accounts import throttle
from stegvis.accounts.models import User
from tests.factories.organisations import UserFactory

PASSWORD = "stegvis-prov"
WRONG = "E-post och lösenord stämmer inte ihop"
PAUSED = "För många försök. Vänta 15 minuter"


def attempt(client: Client, email: str, password: str = PASSWORD, **data: str) -> HttpResponse:
    return client.post("/logga-in/", {"email": email, "password": password, **data})


def test_the_page_is_open_to_all(client: Client, db: None) -> None:
    page = client.get("/logga-in/?next=/avtal/")
    assert page.status_code == 200
    assert 'name="next" value="/avtal/"' in page.content.decode()


def test_right_password_lets_in_and_goes_on(client: Client, planner: User) -> None:
    answer = attempt(client, planner.email, next="/avtal/")
    assert (answer.status_code, answer["Location"]) == (302, "/avtal/")
    assert client.session[SESSION_KEY] == str(planner.pk)


def test_email_in_other_letters_is_the_same(client: Client, planner: User) -> None:
    assert attempt(client, planner.email.upper()).status_code == 302


def test_next_never_leads_to_another_site(client: Client, planner: User) -> None:
    assert attempt(client, planner.email, next="https://ond.example/")["Location"] == "/konto/"


def test_who_is_signed_in_goes_on(client: Client, planner: User) -> None:
    client.force_login(planner)
    assert client.get("/logga-in/?next=/avtal/")["Location"] == "/avtal/"


def test_wrong_password_and_unknown_email_get_the_same_answer(
    client: Client, planner: User
) -> None:
    known = attempt(client, planner.email, "fel").content.decode()
    unknown = attempt(client, "ingen@exempel.se", "fel").content.decode()
    assert WRONG in known and WRONG in unknown


def test_closed_account_gets_the_same_answer(client: Client, db: None) -> None:
    closed = UserFactory(is_active=False)
    assert WRONG in attempt(client, closed.email).content.decode()


def test_empty_fields_are_no_attempt(client: Client, db: None) -> None:
    page = attempt(client, "", "").content.decode()
    assert "Fyll i det här fältet." in page and WRONG not in page


def test_pause_after_five_failures_even_with_the_right_password(
    client: Client, planner: User
) -> None:
    for _n in range(throttle.MOST_FAILURES):
        assert WRONG in attempt(client, planner.email, "fel").content.decode()
    assert PAUSED in attempt(client, planner.email).content.decode()


def test_pause_is_the_same_for_emails_without_account(client: Client, db: None) -> None:
    for _n in range(throttle.MOST_FAILURES):
        attempt(client, "ingen@exempel.se", "fel")
    assert PAUSED in attempt(client, "Ingen@exempel.se", "fel").content.decode()


def test_pause_locks_nobody_out_elsewhere(client: Client, planner: User) -> None:
    for _n in range(throttle.MOST_FAILURES):
        attempt(client, planner.email, "fel")
    elsewhere = client.post(
        "/logga-in/", {"email": planner.email, "password": PASSWORD}, REMOTE_ADDR="10.0.0.7"
    )
    assert elsewhere.status_code == 302


def test_success_forgets_earlier_failures(client: Client, planner: User) -> None:
    for _n in range(throttle.MOST_FAILURES - 1):
        attempt(client, planner.email, "fel")
    attempt(client, planner.email)
    client.logout()
    assert WRONG in attempt(client, planner.email, "fel").content.decode()


def test_first_sign_in_asks_for_a_password_of_ones_own(client: Client, planner: User) -> None:
    attempt(client, planner.email)
    assert "engångslösenord" in client.get("/konto/").content.decode()


def test_sign_out_is_a_post(client: Client, planner: User) -> None:
    client.force_login(planner)
    client.get("/logga-ut/")
    assert SESSION_KEY in client.session
    assert client.post("/logga-ut/")["Location"] == "/logga-in/"
    assert SESSION_KEY not in client.session
