import pytest
from django.core.exceptions import ValidationError

from stegvis.accounts import actions
from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from tests.factories.organisations import UserFactory


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_create(administrator: User) -> None:
    user = actions.create(
        name="Ny Person", email="Ny@Exempel.se", password="fyra-ord-i-rad", by=administrator
    )
    assert (user.email, user.check_password("fyra-ord-i-rad")) == ("ny@exempel.se", True)
    assert events() == ["user.created"]


def test_create_refuses_a_taken_email(administrator: User) -> None:
    taken = UserFactory()
    with pytest.raises(ValidationError):
        actions.create(name="A", email=taken.email, password="fyra-ord-i-rad", by=administrator)
    assert events() == []


def test_change_hides_the_values_in_the_log(administrator: User) -> None:
    user = UserFactory(name="Före")
    actions.change(user=user, name="Efter", email=user.email, is_active=False, by=administrator)
    event = AuditEvent.objects.get()
    assert event.changes == {"name": ["•••", "•••"], "is_active": ["True", "False"]}


def test_change_of_nothing_is_no_event(administrator: User) -> None:
    user = UserFactory()
    actions.change(user=user, name=user.name, email=user.email, is_active=True, by=administrator)
    assert events() == []


def test_nobody_closes_their_own_account(administrator: User) -> None:
    with pytest.raises(ValidationError, match="eget konto"):
        actions.change(
            user=administrator,
            name=administrator.name,
            email=administrator.email,
            is_active=False,
            by=administrator,
        )


def test_set_password(planner: User) -> None:
    user = actions.set_password(user=planner, password="fyra-ord-i-rad", by=planner)
    assert user.check_password("fyra-ord-i-rad")
    assert events() == ["user.password_changed"]
    assert "fyra" not in str(AuditEvent.objects.get().changes)


def test_hand_out_password_counts_as_never_signed_in(planner: User, administrator: User) -> None:
    user = actions.hand_out_password(user=planner, password="fyra-ord-i-rad", by=administrator)
    assert (user.last_login, user.check_password("fyra-ord-i-rad")) == (None, True)
    assert events() == ["user.password_handed_out"]
