from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.organisations.models import Provider, Unit
from tests.factories.interventions import ExpectedResultFactory, InterventionFactory

SIX = ["intervention_detail", "order_detail", "plan_detail", "dialogue_detail", "delivery_detail"]


@pytest.mark.parametrize("name", SIX)
def test_planner_opens_every_page_of_an_intervention(
    name: str, planner: User, kc: Unit, sign_in: Callable[[User], Client]
) -> None:
    intervention = InterventionFactory(unit=kc)
    ExpectedResultFactory(intervention=intervention)
    page = sign_in(planner).get(reverse(f"interventions:{name}", args=[intervention.pk]))
    assert page.status_code == 200


@pytest.mark.parametrize("name", SIX)
def test_others_get_nothing(
    name: str, outsider: User, kc: Unit, sign_in: Callable[[User], Client]
) -> None:
    intervention = InterventionFactory(unit=kc)
    page = sign_in(outsider).get(reverse(f"interventions:{name}", args=[intervention.pk]))
    assert page.status_code == 404


def test_provider_staff_see_their_own_provider_only(
    provider_user: User, provider: Provider, kc: Unit, sign_in: Callable[[User], Client]
) -> None:
    own = InterventionFactory(unit=kc, provider=provider)
    InterventionFactory(unit=kc)
    page = sign_in(provider_user).get(reverse("interventions:intervention_list"))
    assert [row.intervention for row in page.context["interventions"]] == [own]
