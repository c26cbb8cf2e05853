import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.accounts.roles import Role
from stegvis.organisations.models import Provider, Unit
from tests.factories.organisations import AssignmentFactory, UserFactory

LIST = "/forvaltning/anvandare/"
NEW = "/forvaltning/anvandare/ny/"


@pytest.fixture
def client(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def new_user(**values: object) -> dict[str, object]:
    return {
        "name": "Ny Person",
        "email": "ny@exempel.se",
        "role": Role.CASEWORKER.value,
        "starts_on": "2025-03-03",
    } | values


# --- list ---


def names(client: Client, **query: str) -> list[str]:
    return [user.name for user in client.get(LIST, query).context["people"]]


def test_search_and_filters(client: Client, administrator: User) -> None:
    AssignmentFactory(user__name="Anna", role=Role.PLANNER)
    AssignmentFactory(user__name="Bo", role=Role.MANAGER)
    AssignmentFactory(user__name="Gammal", role=Role.MANAGER, ends_on=date(2025, 3, 2))
    UserFactory(name="Stängd", is_active=False)
    assert names(client) == ["Anna", "Bo", "Gammal", administrator.name]
    assert names(client, q="ann") == ["Anna"]
    assert names(client, role="manager") == ["Bo"]
    assert names(client, closed="ja") == ["Stängd"]


def test_without_assignment_is_marked(client: Client) -> None:
    UserFactory()
    assert "Inget uppdrag" in client.get(LIST).content.decode()


def test_htmx_gets_the_table_only(client: Client) -> None:
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'hx-swap-oob="innerHTML:#count">1 användare' in part


def test_empty_list_says_what_to_do(client: Client) -> None:
    assert "Ingen användare stämmer" in client.get(LIST, {"q": "finns ej"}).content.decode()


def test_list_makes_the_same_queries_for_more_rows(
    client: Client, count_queries: Callable[..., int]
) -> None:
    AssignmentFactory.create_batch(3)
    few = count_queries(lambda: client.get(LIST))
    AssignmentFactory.create_batch(3)
    assert count_queries(lambda: client.get(LIST)) == few


# --- accounts ---


def test_create_shows_the_password_once(client: Client, kc: Unit) -> None:
    answer = client.post(NEW, new_user(unit=kc.pk))
    found = re.search(r"<b>([a-z2-9-]{19})</b>", answer.content.decode())
    person = User.objects.get(email="ny@exempel.se")
    assert found and person.check_password(found[1])
    assert "no-store" in answer["Cache-Control"]
    assert person.assignments.get().unit == kc


def test_create_provider_staff(client: Client, provider: Provider) -> None:
    client.post(NEW, new_user(role=Role.PROVIDER_STAFF.value, provider=provider.pk))
    assert User.objects.get(email="ny@exempel.se").assignments.get().provider == provider


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"email": "ny"}, "email", "Skriv hela e-postadressen"),
        ({"email": "TAGEN@exempel.se"}, "email", "Tagen Person har redan den e-postadressen."),
        ({"unit": ""}, "unit", "Välj enhet."),
        ({"role": "provider_staff", "unit": ""}, "provider", "Välj leverantör."),
        ({"role": "provider_staff"}, "unit", "alla andra till en enhet."),
        ({"ends_on": "2025-01-01"}, "ends_on", "Slutdatum kan inte vara före startdatum."),
        ({"starts_on": "3/3"}, "starts_on", "Skriv datumet som år-månad-dag"),
    ],
)
def test_bad_input_is_told_beside_the_field(
    values: dict[str, str], field: str, message: str, client: Client, kc: Unit
) -> None:
    UserFactory(name="Tagen Person", email="tagen@exempel.se")
    answer = client.post(NEW, new_user(unit=kc.pk) | values)
    assert any(message in text for text in answer.context["form"].errors[field])
    assert not User.objects.filter(name="Ny Person").exists()


def test_edit_closes_the_account_and_signs_out(client: Client, planner: User) -> None:
    other = Client()
    other.force_login(planner)
    address = reverse("organisations:user_edit", args=[planner.pk])
    client.post(address, {"name": "Nytt namn", "email": planner.email})
    planner.refresh_from_db()
    assert (planner.name, planner.is_active) == ("Nytt namn", False)
    assert other.get("/konto/").status_code == 302


def test_own_account_cannot_be_closed(client: Client, administrator: User) -> None:
    address = reverse("organisations:user_edit", args=[administrator.pk])
    page = client.get(address).content.decode()
    assert "Dina egna uppdrag ändras av en annan systemförvaltare." in page
    values = {"name": administrator.name, "email": administrator.email}
    answer = client.post(address, values)
    assert "Du kan inte stänga ditt eget konto." in str(answer.context["form"].errors["is_active"])


def test_new_password_signs_the_person_out(client: Client, planner: User) -> None:
    other = Client()
    other.force_login(planner)
    answer = client.post(reverse("organisations:user_password", args=[planner.pk]))
    found = re.search(r"<b>([a-z2-9-]{19})</b>", answer.content.decode())
    planner.refresh_from_db()
    assert found and planner.check_password(found[1])
    assert other.get("/konto/").status_code == 302


# --- assignments ---


def test_past_assignments_stay_on_the_page(client: Client, planner: User, kc: Unit) -> None:
    AssignmentFactory(user=planner, role=Role.MANAGER, unit=kc, ends_on=date(2024, 5, 1))
    page = client.get(reverse("organisations:user_edit", args=[planner.pk])).content.decode()
    assert "Avslutat" in page and "2024-05-01" in page


def test_user_without_assignment_says_what_to_do(client: Client) -> None:
    page = client.get(reverse("organisations:user_edit", args=[UserFactory().pk]))
    assert "Lägg till ett." in page.content.decode()


def test_add_assignment(client: Client, planner: User, kc: Unit) -> None:
    address = reverse("organisations:assignment_create", args=[planner.pk])
    client.post(address, {"role": "manager", "unit": kc.pk, "starts_on": "2025-04-01"})
    assert planner.assignments.filter(role=Role.MANAGER, unit=kc).exists()


def test_adding_to_oneself_is_refused(client: Client, administrator: User, kc: Unit) -> None:
    address = reverse("organisations:assignment_create", args=[administrator.pk])
    values = {"role": "planner", "unit": kc.pk, "starts_on": "2025-04-01"}
    assert "egna uppdrag" in client.post(address, values).content.decode()
    assert administrator.assignments.count() == 1


def test_end_by_date_and_at_once(client: Client, planner: User) -> None:
    assignment = planner.assignments.get()
    address = reverse("organisations:assignment_end", args=[assignment.pk])
    client.post(address, {"ends_on": "2025-03-31"})
    assignment.refresh_from_db()
    assert assignment.ends_on == date(2025, 3, 31)
    client.post(address, {"ends_on": "", "now": "1"})
    assignment.refresh_from_db()
    assert assignment.ends_on == date(2025, 3, 2)


@pytest.mark.parametrize(
    ("ends_on", "message"),
    [("2023-12-31", "Uppdraget började 2024-01-01."), ("", "Fyll i det här fältet.")],
)
def test_end_needs_a_day_after_the_beginning(
    ends_on: str, message: str, client: Client, planner: User
) -> None:
    address = reverse("organisations:assignment_end", args=[planner.assignments.get().pk])
    assert message in client.post(address, {"ends_on": ends_on}).content.decode()
