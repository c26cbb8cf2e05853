"""A file is seen row by row, mended in place, accepted; the second time nothing is new."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Provider, Unit
from tests.browser.accessibility import at_every_width
from tests.factories.interventions import CategoryFactory
from tests.factories.organisations import MunicipalityFactory

HEADINGS = "diarienummer;titel;enhet;kategori;leverantör;från;till"
RIGHT = "0001/24;Språka 1;KC;Språk;Språkverkstan;2024-02-05;2024-06-14"
WRONG = "0002/24;Hälsa på väg;KC;Hälsa;Språkverkstan;2024-08-19;31 september 2024"


@pytest.fixture
def file(tmp_path: Path, kc: Unit, provider: Provider) -> Path:
    MunicipalityFactory()
    for name in ("Språk", "Hälsa"):
        CategoryFactory(name=name)
    path = tmp_path / "insatser.csv"
    path.write_text("\n".join([HEADINGS, RIGHT, WRONG]), encoding="utf-8")
    return path


def test_a_wrong_cell_is_mended_in_place(file: Path, sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("planner")
    upload(page, file)
    expect(page.get_by_role("row", name="Insatser")).to_contain_text("1")
    wrong = page.get_by_role("region", name="0002/24")
    cell = wrong.get_by_label("till", exact=True)
    expect(cell).to_have_value("31 september 2024")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_have_accessible_description(
        "31 september finns inte: september 2024 har 30 dagar."
    )
    assert at_every_width(page) == []
    assert not Intervention.objects.exists()

    cell.fill("2024-12-13")
    wrong.get_by_role("button", name="Spara rättningar").first.click()
    expect(page.get_by_text("Rättningarna är sparade")).to_be_visible()
    page.get_by_role("button", name="För in 2 rader").click()
    expect(page.get_by_text("Införd", exact=True)).to_be_visible()
    assert set(Intervention.objects.values_list("reference_number", "ends_on__month")) == {
        ("0001/24", 6),
        ("0002/24", 12),
    }


def test_the_same_file_again_is_nothing_new(file: Path, sign_in_as: Callable[..., Page]) -> None:
    file.write_text("\n".join([HEADINGS, RIGHT]), encoding="utf-8")
    page = sign_in_as("planner")
    upload(page, file)
    page.get_by_role("button", name="För in 1 rad").click()
    expect(page.get_by_text("Införd", exact=True)).to_be_visible()
    upload(page, file)
    expect(page.get_by_text("Samma fil har förts in tidigare")).to_be_visible()
    expect(page.get_by_text("Allt i filen finns redan.")).to_be_visible()
    expect(page.get_by_role("button", name="För in")).to_have_count(0)
    assert Intervention.objects.count() == 1


def upload(page: Page, file: Path) -> None:
    page.goto("/importer/")
    page.get_by_role("link", name="Ladda upp filer").click()
    page.get_by_label("Filer").set_input_files(file)
    page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(file.name)
