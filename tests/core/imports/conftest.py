import pytest

from stegvis.accounts.models import User
from stegvis.core.imports import spec
from stegvis.core.imports.enums import IMPORT
from tests.core.imports import toy


@pytest.fixture(autouse=True)
def toy_sheets(monkeypatch):
    """Only the toy sheets are declared."""
    monkeypatch.setattr(spec, "_sheets", {})
    for sheet in (toy.NOTES, toy.COUNTS, toy.COURSES):
        spec.register(sheet)


@pytest.fixture
def allowed(monkeypatch):
    """What every user may do; a test may add to it."""
    permissions = {IMPORT}
    monkeypatch.setattr(User, "may", lambda user, permission: permission in permissions)
    return permissions


@pytest.fixture
def uploader(db, allowed):
    return User.objects.create(email="uppladdare@exempel.se", name="Uppladdare")


@pytest.fixture
def colleague(db, allowed):
    return User.objects.create(email="kollega@exempel.se", name="Kollega")
