from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.agreements.enums import AgreementKind, LimitClass
from stegvis.agreements.models import Agreement
from stegvis.agreements.views.paths import PATH_BY_KIND
from stegvis.core import drafts
from stegvis.organisations.models import Provider
from tests.factories.agreements import (
    AgreementAreaFactory,
    AgreementFactory,
    DirectAwardLimitFactory,
    ServiceKindFactory,
)
from tests.factories.organisations import ProviderFactory

PURCHASE = "/avtal/nytt/direktupphandling/"


@pytest.fixture
def client(planner: User, client: Client) -> Client:
    client.force_login(planner)
    return client


@pytest.fixture
def purchase(provider: Provider) -> Callable[..., dict[str, object]]:
    DirectAwardLimitFactory()
    kind = ServiceKindFactory(name="Tolkning", limit_class=LimitClass.GENERAL)

    def fill(**values: object) -> dict[str, object]:
        return {
            "reference_number": "0800/22",
            "title": "Stärkande insats",
            "provider": provider.pk,
            "service_kind": kind.pk,
            "starts_on": "2024-02-01",
            "ends_on": "2024-12-31",
            "value": "450 000",
            "price_model": "fixed",
        } | values

    return fill


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return answer.context["form"].errors


# --- choose and create ---


def test_every_kind_has_a_form(client: Client) -> None:
    page = client.get("/avtal/nytt/").content.decode()
    for kind in AgreementKind:
        path = reverse("agreements:agreement_create", args=[PATH_BY_KIND[kind]])
        assert path in page
        assert client.get(path).status_code == 200


def test_create_a_purchase(client: Client, purchase: Callable[..., dict[str, object]]) -> None:
    answer = client.post(PURCHASE, purchase())
    agreement = Agreement.objects.get()
    assert answer["Location"] == agreement.get_absolute_url()
    assert (agreement.kind, agreement.value) == (AgreementKind.DIRECT_AWARD, 450_000)


def test_create_a_framework_with_its_providers(client: Client, provider: Provider) -> None:
    other = ProviderFactory()
    values = {
        "reference_number": "0653/19",
        "title": "Kompetens",
        "providers": [provider.pk, other.pk],
        "ceiling": "12,5 mkr",
        "price_model": "per_participant",
        "unit_price": "1 250,50",
    }
    client.post("/avtal/nytt/ramavtal/", values)
    agreement = Agreement.objects.get()
    assert set(agreement.panel.all()) == {provider, other}
    assert (agreement.ceiling, agreement.unit_price) == (12_500_000, Decimal("1250.50"))


def test_create_a_call_off_from_the_frameworks_page(client: Client, provider: Provider) -> None:
    area = AgreementAreaFactory()
    path = f"/avtal/nytt/avrop/?fran={area.agreement.pk}"
    page = client.get(path).content.decode()
    assert f'<option value="{area.agreement.pk}" selected>' in page
    values = {
        "reference_number": "0771/22",
        "title": "Språkcirkel",
        "parent": area.agreement.pk,
        "area": area.pk,
        "provider": provider.pk,
        "price_model": "fixed",
    }
    client.post(path, values)
    called = Agreement.objects.get(kind=AgreementKind.CALL_OFF)
    assert (called.parent, called.area) == (area.agreement, area)


def test_internal_agreement_needs_no_provider(client: Client) -> None:
    values = {"reference_number": "0431/19", "title": "Skolan", "price_model": "fixed"}
    client.post("/avtal/nytt/overenskommelse/", values)
    assert Agreement.objects.get().provider is None


def test_call_offs_and_archived_agreements_are_no_choices(client: Client) -> None:
    framework = AgreementFactory(framework=True)
    AgreementFactory(kind=AgreementKind.CALL_OFF, parent=framework)
    AgreementFactory(framework=True, archived_at="2024-01-01T12:00Z")
    form = client.get("/avtal/nytt/avrop/").context["form"]
    assert list(form.fields["parent"].queryset) == [framework]


# --- bad input ---


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"reference_number": ""}, "reference_number", "Fyll i det här fältet."),
        ({"reference_number": "800-22"}, "reference_number", "Skriv som 0123/25."),
        (
            {"ends_on": "2024-01-31"},
            "ends_on",
            "Avtalet kan inte sluta före det börjar. Ändra ett av datumen.",
        ),
        ({"starts_on": "31/1"}, "starts_on", "Skriv datumet som år-månad-dag"),
        ({"value": "ca 450 000"}, "value", "är inte ett exakt tal"),
        ({"value": "450.000"}, "value", "kan läsas på två sätt"),
        ({"value": "-5"}, "value", "Talet kan inte vara mindre än 0."),
        ({"service_kind": ""}, "service_kind", "Fyll i det här fältet."),
        ({"provider": "999"}, "provider", "Välj något i listan."),
    ],
)
def test_bad_input_is_told_beside_the_field(
    values: dict[str, str],
    field: str,
    message: str,
    client: Client,
    purchase: Callable[..., dict[str, object]],
) -> None:
    answer = client.post(PURCHASE, purchase(**values))
    assert any(message in text for text in errors(answer)[field])
    assert not Agreement.objects.exists()


def test_duplicate_reference_number_names_the_other_agreement(
    client: Client, purchase: Callable[..., dict[str, object]]
) -> None:
    AgreementFactory(reference_number="0800/22", title="Det gamla köpet")
    answer = client.post(PURCHASE, purchase())
    assert errors(answer)["reference_number"] == [
        "Diarienumret används redan av avtalet ”Det gamla köpet”. Kontrollera numret."
    ]


def test_area_of_another_framework(client: Client, provider: Provider) -> None:
    area = AgreementAreaFactory(agreement__reference_number="1515/20")
    framework = AgreementFactory(framework=True, reference_number="0653/19")
    values = {
        "reference_number": "0771/22",
        "title": "Språkcirkel",
        "parent": framework.pk,
        "area": area.pk,
        "provider": provider.pk,
        "price_model": "fixed",
    }
    answer = client.post("/avtal/nytt/avrop/", values)
    assert errors(answer)["area"] == ["Området hör till 1515/20. Välj ett område i 0653/19."]


# --- the limit ---


def test_purchase_near_the_limit_is_asked_about_once(
    client: Client, purchase: Callable[..., dict[str, object]]
) -> None:
    answer = client.post(PURCHASE, purchase(value="650 000"))
    page = answer.content.decode().replace("\u202f", " ")
    assert "650 000 kr av 700 000 kr (93 %)" in page and "Spara ändå" in page
    assert not Agreement.objects.exists()
    seen = answer.context["form"]["seen"].value()
    client.post(PURCHASE, purchase(value="650 000", seen=seen))
    assert Agreement.objects.exists()


def test_another_amount_is_asked_about_again(
    client: Client, purchase: Callable[..., dict[str, object]]
) -> None:
    seen = client.post(PURCHASE, purchase(value="650 000")).context["form"]["seen"].value()
    page = client.post(PURCHASE, purchase(value="750 000", seen=seen)).content.decode()
    assert "Över gränsen." in page and not Agreement.objects.exists()


# --- edit ---


def edit(agreement: Agreement) -> str:
    return reverse("agreements:agreement_edit", args=[agreement.pk])


def test_edit_and_the_draft_is_gone(
    client: Client, planner: User, purchase: Callable[..., dict[str, object]]
) -> None:
    agreement = AgreementFactory(reference_number="0800/22")
    drafts.keep(by=planner, key=f"avtal-{agreement.pk}", fields={"title": "Halvskrivet"})
    client.post(edit(agreement), purchase(version=1, title="Nytt"))
    agreement.refresh_from_db()
    assert (agreement.title, agreement.version) == ("Nytt", 2)
    assert drafts.find(by=planner, key=f"avtal-{agreement.pk}") is None


def test_form_opens_with_what_is_saved(client: Client) -> None:
    agreement = AgreementFactory(value=Decimal(450_000), ends_on=date(2024, 12, 31))
    page = client.get(edit(agreement)).content.decode().replace("\u202f", " ")
    assert 'value="450 000"' in page and 'value="2024-12-31"' in page
    assert 'name="version" value="1"' in page


def test_two_writers_the_second_sees_the_first_and_loses_nothing(
    client: Client, provider: Provider, purchase: Callable[..., dict[str, object]]
) -> None:
    agreement = AgreementFactory(reference_number="0800/22", provider=provider)
    client.post(edit(agreement), purchase(version=1, title="Den förstas", value="300 000"))
    answer = client.post(edit(agreement), purchase(version=1, title="Den andras"))
    form = answer.context["form"]
    page = answer.content.decode().replace("\u202f", " ")
    assert "Någon annan hann före" in page
    assert form["title"].value() == "Den andras"
    assert "</b> Den förstas" in page and "</b> 300 000 kr" in page
    client.post(edit(agreement), purchase(version=form["version"].value(), title="Den andras"))
    agreement.refresh_from_db()
    assert (agreement.title, agreement.version) == ("Den andras", 3)


def test_conflict_shows_the_others_panel(client: Client, provider: Provider) -> None:
    framework = AgreementFactory(framework=True, version=2, reference_number="0653/19")
    framework.panel.add(ProviderFactory(name="Annan"))
    values = {
        "reference_number": "0653/19",
        "title": framework.title,
        "providers": [provider.pk],
        "starts_on": "2024-01-01",
        "ends_on": "2024-12-31",
        "price_model": "fixed",
        "version": 1,
    }
    answer = client.post(edit(framework), values)
    assert answer.context["form"].conflict == {"providers": "Annan"}


def test_change_of_kind(client: Client, purchase: Callable[..., dict[str, object]]) -> None:
    agreement = AgreementFactory(reference_number="0800/22")
    page = client.get(edit(agreement)).content.decode()
    assert "?slag=annat-avtal" in page
    client.post(edit(agreement) + "?slag=annat-avtal", purchase(version=1))
    agreement.refresh_from_db()
    assert agreement.kind == AgreementKind.OTHER


def test_change_of_kind_that_cannot_be(client: Client, provider: Provider) -> None:
    framework = AgreementFactory(framework=True, reference_number="0653/19")
    AgreementFactory(kind=AgreementKind.CALL_OFF, parent=framework)
    values = {
        "reference_number": "0653/19",
        "title": "Ram",
        "parent": AgreementFactory(framework=True).pk,
        "provider": provider.pk,
        "price_model": "fixed",
        "version": 1,
    }
    answer = client.post(edit(framework) + "?slag=avrop", values)
    assert "Avtalet har egna avrop" in answer.content.decode()


def test_archive_and_restore(client: Client) -> None:
    agreement = AgreementFactory()
    path = reverse("agreements:agreement_archive", args=[agreement.pk])
    assert "Arkivera avtalet" in client.get(path).content.decode()
    client.post(path)
    assert not Agreement.objects.current().exists()
    assert "Ta tillbaka avtalet" in client.get(path).content.decode()
    client.post(path)
    assert Agreement.objects.current().exists()
