"""The sheet of agreements, through the import that users have."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from stegvis.accounts.models import User
from stegvis.agreements.actions import limits
from stegvis.agreements.enums import AgreementKind, OptionStatus
from stegvis.agreements.models import Agreement
from stegvis.core.imports import actions
from stegvis.core.imports.models import ImportBatch
from stegvis.core.imports.workbook import read_path
from tests.core.imports.books import read, xlsx
from tests.factories.agreements import AgreementAreaFactory, AgreementFactory, OptionFactory
from tests.factories.organisations import ProviderFactory

HEAD = [
    "diarienummer",
    "titel",
    "slag",
    "ramavtal",
    "leverantör",
    "område",
    "tjänsteslag",
    "från",
    "till",
    "takbelopp",
    "värde",
    "option",
    "option till",
    "option senast",
    "anmärkning",
]


def row(number: str, **cells: Any) -> list[Any]:
    """A row with a title and a kind; other cells by heading, with _ for the blank."""
    cells = {"titel": "Kurs", "slag": "överenskommelse"} | {
        heading.replace("_", " "): value for heading, value in cells.items()
    }
    return [number, *(cells.get(heading) for heading in HEAD[1:])]


def preview(by: User, *rows: list[Any]) -> ImportBatch:
    return actions.preview(books=[read(xlsx({"avtal": [HEAD, *rows]}))], by=by)


def take_in(by: User, *rows: list[Any]) -> None:
    batch = preview(by, *rows)
    outcome = actions.accept(batch=batch, by=by)
    assert outcome.is_accepted, said(batch)


def said(batch: ImportBatch) -> dict[str, str]:
    return {
        heading: text
        for line in batch.rows.order_by("position")
        for heading, messages in line.messages.items()
        for text, is_fatal in messages
    }


def test_framework_with_providers_and_areas(planner: User) -> None:
    ProviderFactory(name="ABF"), ProviderFactory(name="ALR")
    take_in(
        planner,
        row("0653/19", slag="ramavtal", leverantör="ABF|ALR", område="1. Kurs|3. Hälsa"),
    )
    agreement = Agreement.objects.get()
    assert [str(provider) for provider in agreement.panel.all()] == ["ABF", "ALR"]
    assert [str(area) for area in agreement.areas.all()] == ["1. Kurs", "3. Hälsa"]


def test_call_off_in_the_same_file_comes_after_its_framework(planner: User) -> None:
    ProviderFactory(name="ALR")
    take_in(
        planner,
        row("0771/22", slag="avrop", ramavtal="0653/19", leverantör="ALR", område="3. Hälsa"),
        row("0653/19", slag="ramavtal", leverantör="ALR", område="3. Hälsa"),
    )
    called = Agreement.objects.get(kind=AgreementKind.CALL_OFF)
    assert (called.parent.reference_number, called.area.name) == ("0653/19", "3. Hälsa")


def test_option(planner: User) -> None:
    cells = {"till": "2025-08-31", "option": "ej utlöst", "option_till": "2026-08-31"}
    take_in(planner, row("1375/24", **cells))
    option = Agreement.objects.get().options.get()
    assert (option.status, option.extends_to) == (OptionStatus.AVAILABLE, date(2026, 8, 31))


def test_option_is_decided_in_the_file(planner: User) -> None:
    agreement = AgreementFactory(kind=AgreementKind.INTERNAL, provider=None, ends_on=None)
    OptionFactory(agreement=agreement, extends_to=None)
    take_in(planner, row(agreement.reference_number, option="utlöst", option_till="2026-08-31"))
    option = agreement.options.get()
    assert (option.status, option.extends_to) == (OptionStatus.EXERCISED, date(2026, 8, 31))


def test_file_with_another_day_than_the_options_there_adds_one(planner: User) -> None:
    agreement = AgreementFactory(kind=AgreementKind.INTERNAL, provider=None)
    for year in (2025, 2026):
        OptionFactory(agreement=agreement, extends_to=date(year, 12, 31))
    cells = {"till": "2024-12-31", "option": "ej utlöst"}
    take_in(planner, row(agreement.reference_number, **cells, option_till="2026-12-31"))
    assert agreement.options.count() == 2
    take_in(planner, row(agreement.reference_number, **cells, option_till="2027-12-31"))
    assert agreement.options.count() == 3


def test_what_the_file_lacks_of_areas_and_options_stays(planner: User) -> None:
    area = AgreementAreaFactory(name="1. Kurs", agreement__ends_on=None)
    framework = area.agreement
    AgreementAreaFactory(agreement=framework, name="3. Hälsa")
    OptionFactory(agreement=framework)
    cells = {"titel": framework.title, "slag": "ramavtal", "från": "2024-01-01"}
    batch = preview(planner, row(framework.reference_number, **cells, område="1. Kurs"))
    assert batch.counts == {"avtal": {"unchanged": 1}}


@pytest.mark.parametrize(
    ("cells", "heading", "message"),
    [
        ({"titel": None}, "titel", "Saknas."),
        ({"slag": "hyra"}, "slag", "finns inte bland valen"),
        ({"slag": "avrop"}, "ramavtal", "Behövs när slaget är avrop."),
        ({"slag": "avrop"}, "leverantör", "Behövs för alla avtal utom"),
        ({"ramavtal": "0653/19"}, "ramavtal", "Bara ett avrop hör till ett annat avtal."),
        (
            {"slag": "avrop", "ramavtal": "0771/22", "leverantör": "ABF"},
            "ramavtal",
            "Ett avrop görs från ett avtal, inte från ett avrop.",
        ),
        ({"ramavtal": "9999/99"}, "ramavtal", "varken i systemet eller i filen"),
        ({"leverantör": "ABF|ALR"}, "leverantör", "Bara ett ramavtal kan ha flera"),
        ({"leverantör": "Okänd"}, "leverantör", "varken i systemet"),
        ({"tjänsteslag": "Okänt"}, "tjänsteslag", "varken i systemet"),
        ({"område": "1. Kurs"}, "område", "Andra avtal har inga."),
        (
            {
                "slag": "avrop",
                "ramavtal": "0653/19",
                "leverantör": "ABF",
                "område": "9. Fel",
            },
            "område",
            "Området finns inte i 0653/19. Där finns: 1. Kurs.",
        ),
        ({"från": "2024-02-01", "till": "2024-01-31"}, "till", "inte vara före dess början"),
        ({"option_till": "2026-01-01"}, "option", "Skriv om optionen är ej utlöst"),
        (
            {"till": "2025-12-31", "option": "utlöst", "option_till": "2025-12-31"},
            "option till",
            "Optionen förlänger inte avtalet",
        ),
        ({"värde": "ca 5"}, "värde", "är inte ett exakt tal"),
    ],
)
def test_wrong_cells(cells: dict[str, Any], heading: str, message: str, planner: User) -> None:
    area = AgreementAreaFactory(name="1. Kurs", agreement__reference_number="0653/19")
    AgreementFactory(kind=AgreementKind.CALL_OFF, parent=area.agreement, reference_number="0771/22")
    ProviderFactory(name="ABF"), ProviderFactory(name="ALR")
    assert message in said(preview(planner, row("0001/24", **cells)))[heading]


def test_area_and_kind_are_checked_against_new_rows_too(planner: User) -> None:
    ProviderFactory(name="ABF")
    framework = row("0653/19", slag="ramavtal", område="1. Kurs")
    called = {"slag": "avrop", "ramavtal": "0653/19", "leverantör": "ABF"}
    batch = preview(planner, framework, row("0001/24", **called, område="9. Fel"))
    assert "Där finns: 1. Kurs." in said(batch)["område"]
    batch = preview(
        planner,
        framework,
        row("0001/24", **called),
        row("0002/24", **called | {"ramavtal": "0001/24"}),
    )
    assert "inte från ett avrop" in said(batch)["ramavtal"]


def test_framework_without_areas_says_so(planner: User) -> None:
    AgreementFactory(framework=True, reference_number="0653/19")
    ProviderFactory(name="ABF")
    cells = {"slag": "avrop", "ramavtal": "0653/19", "leverantör": "ABF", "område": "1. Kurs"}
    assert "Där finns: inga områden." in said(preview(planner, row("0001/24", **cells)))["område"]


def test_reference_number_follows_the_pattern(planner: User) -> None:
    assert "Skriv som 0123/25." in said(preview(planner, row("653-19")))["diarienummer"]


def test_what_the_action_refuses_stands_beside_the_cell(planner: User) -> None:
    cells = {"till": "2024-12-31", "option": "ej utlöst", "option_till": "2025-12-31"}
    batch = preview(planner, row("0001/24", **cells, option_senast="2025-06-30"))
    assert not actions.accept(batch=batch, by=planner).is_accepted
    batch.refresh_from_db()
    assert "Optionen måste utlösas innan dess." in said(batch)["option senast"]
    assert not Agreement.objects.exists()


def test_checking_costs_the_same_for_more_rows(
    planner: User, count_queries: Callable[..., int]
) -> None:
    assert planner.current_assignments
    few = count_queries(lambda: preview(planner, *(row(f"000{n}/24") for n in range(3))))
    many = count_queries(lambda: preview(planner, *(row(f"000{n}/24") for n in range(9))))
    assert few == many


FILES = {
    "demo": settings.BASE_DIR / "stegvis" / "demo" / "data" / "2024",
    "own": settings.BASE_DIR / "tests" / "data" / "2023",
}


@pytest.mark.parametrize("place", FILES)
def test_real_files_are_taken_in_and_twice_is_once(place: str, planner: User) -> None:
    limits.load_standard()

    def batch() -> ImportBatch:
        names = ("leverantorer.csv", "avtal.csv")
        books = [read_path(Path(FILES[place]) / name, name) for name in names]
        return actions.preview(books=books, by=planner)

    first = batch()
    assert actions.accept(batch=first, by=planner).is_accepted, said(first)
    assert {status for counts in batch().counts.values() for status in counts} == {"unchanged"}


def test_the_agreements_of_2024(planner: User) -> None:
    """13 interventions are called off from frameworks: 11 from 0653/19 and 2 from 1515/20."""
    test_real_files_are_taken_in_and_twice_is_once("demo", planner)
    by_number = {one.reference_number: one for one in Agreement.objects.all()}
    assert by_number["0653/19"].call_offs.count() == 11
    assert by_number["1515/20"].call_offs.count() == 2
    assert by_number["0417/24"].parent == by_number["0431/19"]
    assert by_number["0431/19"].kind == AgreementKind.INTERNAL
    assert by_number["1375/24"].options.get().status == OptionStatus.AVAILABLE
    assert by_number["0653/19"].areas.count() == 2
