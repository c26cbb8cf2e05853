from collections.abc import Callable

from django.test import Client

from stegvis.accounts.models import User
from tests.factories.organisations import UserFactory

NEW = "hasten-gar-over-an"


def post(client: Client, current: str, new: str, again: str) -> str:
    answer = client.post("/konto/", {"current": current, "new": new, "again": again}, follow=True)
    return answer.content.decode()


def test_assignments_are_told_in_words(planner: User, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(planner).get("/konto/").content.decode()
    assert "<b>Planerare</b>, Arbetsmarknadsavdelningen." in page
    assert "Från 2024-01-01 och tills vidare." in page


def test_without_assignment_the_page_says_what_to_do(
    db: None, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(UserFactory()).get("/konto/").content.decode()
    assert "Be systemförvaltaren lägga till ett." in page


def test_needs_sign_in(client: Client, db: None) -> None:
    assert client.get("/konto/")["Location"] == "/logga-in/?next=/konto/"


def test_new_password_keeps_this_session(planner: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(planner)
    assert "Lösenordet är bytt." in post(client, "stegvis-prov", NEW, NEW)
    planner.refresh_from_db()
    assert planner.check_password(NEW)
    assert client.get("/konto/").status_code == 200


def test_wrong_passwords_are_told_beside_the_field(
    planner: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(planner)
    assert "Det är inte ditt nuvarande lösenord." in post(client, "fel", NEW, NEW)
    assert "De två nya lösenorden är olika." in post(client, "stegvis-prov", NEW, NEW + "x")
    assert 'id="id_new_error"' in post(client, "stegvis-prov", "kort", "kort")
