"""No page shows somebody a link that the same person may not follow."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.support import world as worlds
from tests.support.repository import addresses
from tests.support.world import World
from tests.test_roles_walk import PEOPLE, expected, url

LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
# Files take seconds to make; who gets them is tried in test_roles_walk.
FILE = re.compile(r"/fil/|/prova/|\.svg|csv")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.make()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "anonymous"])
def test_links_lead_somewhere(name: str, world: World, db: None) -> None:
    user, client = world.people[name], Client()
    client.force_login(user)
    found: dict[str, str] = {}
    for address in addresses():
        path = url(address, world)
        if 200 in expected(address, user, world) and not FILE.search(path):
            answer = client.get(path)
            if answer["Content-Type"].startswith("text/html"):
                links = LINK.findall(answer.content.decode())
                found |= {link.replace("&amp;", "&"): path for link in links}
    refused = [
        f"{link} on {page}: {answer.status_code}"
        for link, page in found.items()
        if not FILE.search(link) and (answer := client.get(link)).status_code >= 400
    ]
    assert not refused, "\n".join(refused)
