"""What stands in the report, beyond the figures that analysis answers for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from stegvis.accounts.models import User
from stegvis.interventions.models import Category, Intervention
from stegvis.organisations.models import Municipality, Unit
from stegvis.reports import producing
from stegvis.reports.annual import closing, learning, opening, results, sheets
from stegvis.reports.annual.build import build
from stegvis.reports.annual.source import Source
from stegvis.reports.documents.model import Callout, Chapter, Document, Facts, Figure, Prose, Table
from stegvis.reports.models import AnnualReport
from tests.factories.agreements import AgreementFactory, OptionFactory
from tests.factories.followup import (
    DecisionFactory,
    FindingFactory,
    ProviderReportFactory,
    ReportedResultFactory,
    ThemeFactory,
)
from tests.factories.interventions import (
    InterventionFactory,
    InterventionYearFactory,
    ReportedCountFactory,
    RulingFactory,
)
from tests.factories.reports import AnnualReportFactory, PublishedFigureFactory

TODAY = date(2025, 3, 3)


@contextmanager
def opened(*units: Unit, year: int = 2024) -> Iterator[Source]:
    """A report on the database as it is now."""
    report = AnnualReportFactory(units=units, year=year)
    with producing.source(producing.recipe(report, dated_on=TODAY)) as source:
        yield source


def tables(chapter: Chapter) -> dict[str, Table]:
    found = [block for block in chapter.blocks if isinstance(block, Table)]
    found += [b.table for b in chapter.blocks if isinstance(b, Figure) and b.table is not None]
    return {table.key: table for table in found}


def values(table: Table) -> list[list]:
    return [[cell.value for cell in row] for row in table.rows]


def test_a_year_without_anything_is_a_document_all_the_same(
    municipality: Municipality, department: Unit, planner: User
) -> None:
    with opened(department, year=1999) as source:
        document = build(source)
    assert len(document.chapters) == 10
    assert producing.produce(
        producing.recipe(AnnualReportFactory(year=1999, units=[department]), dated_on=TODAY)
    ).keys() == {"docx", "pdf", "xlsx"}


def test_a_draft_says_what_to_write_and_a_frozen_version_does_not(report: AnnualReport) -> None:
    for number, start in ((None, "*Här skrivs:"), (1, "")):
        recipe = producing.recipe(report, dated_on=TODAY, number=number)
        with producing.source(recipe) as source:
            (prose,) = [b for b in opening.summary(source).blocks if isinstance(b, Prose)]
        assert prose.markdown.startswith(start) and bool(prose.markdown) is bool(start)


def test_the_cover_says_which_version_it_is(report: AnnualReport) -> None:
    def document(number: int | None) -> Document:
        return producing.document(producing.recipe(report, dated_on=TODAY, number=number))

    draft, frozen = document(None), document(2)
    assert (draft.version_label, draft.is_draft) == ("Utkast", True)
    assert (frozen.version_label, frozen.is_draft, frozen.organisation) == (
        "Version 2",
        False,
        "Provköping",
    )


def test_units_stand_in_the_order_of_the_tree_with_the_total_last(
    department: Unit, listed: list[Intervention]
) -> None:
    with opened(department) as source:
        table = results.overall(source)
    assert [column.title for column in table.columns] == ["Tal", "KC", "CFA", "Totalt"]
    started = next(row for row in table.rows if row[0].value == "Påbörjat (starter)")
    assert [cell.value for cell in started] == ["Påbörjat (starter)", 90, 135, 225]


def test_a_cancelled_intervention_has_a_sheet_and_counts_nothing(
    department: Unit, kc: Unit, listed: list[Intervention]
) -> None:
    InterventionFactory(unit=kc, status="cancelled", cancel_reason="För få anmälda.")
    with opened(department) as source:
        chapter = sheets.sheets(source)
        assert source.total("interventions").value == 6
    assert Callout("note", "Inställd", "För få anmälda.") in chapter.blocks


def test_the_sheet_tells_results_findings_decisions_and_what_does_not_agree(
    department: Unit, kc: Unit, listed: list[Intervention]
) -> None:
    one = InterventionFactory(
        unit=kc, ends_on=date(2025, 3, 31), follow_up_on=date(2025, 4, 30), comment="Bra stämning."
    )
    ReportedCountFactory(intervention=one, registered=20, started=12, completed=9)
    InterventionYearFactory(
        intervention=one, started=12, completed=9, unique_completed=7, started_basis="ruled"
    )
    ReportedResultFactory(intervention=one, position=1, expected_result__text="Söker jobb")
    ReportedResultFactory(intervention=one, position=2, other=True, text="Fler vänner.")
    DecisionFactory(finding=FindingFactory(intervention=one, statement="Kort tid"))
    FindingFactory(intervention=one, year=2025, statement="Nästa års lärdom")
    ProviderReportFactory(intervention=one, status="accepted", participants_view="Nöjda.")
    one.steps.filter(step="report").update(status="skipped", reason="Liten insats.")
    with opened(kc) as source:
        told = str(sheets.sheets(source).blocks)
    for words in (
        "9 varav 7 unika",
        "Startade är avgjort av planeraren.",
        "Söker jobb",
        "Fler vänner.",
        "Beslut: ",
        "Nöjda.",
        "Bra stämning.",
        "Liten insats.",
        "Slutuppföljningen väntas senast 30 april 2025.",
        "varken startade eller redovisade uteblivna",
    ):
        assert words in told, words
    assert "Nästa års lärdom" not in told


def test_themes_are_told_with_their_interventions_and_over_the_years(
    kc: Unit, cfa: Unit, department: Unit, listed: list[Intervention]
) -> None:
    theme, other = ThemeFactory(name="Tid"), ThemeFactory(name="Rum")
    for one in listed[:3]:
        FindingFactory(intervention=one, statement=f"Kort {one.pk}", themes=[theme])
    DecisionFactory(finding=FindingFactory(intervention=listed[3], themes=[other]))
    FindingFactory(intervention=listed[0], year=2023, themes=[theme])
    FindingFactory(intervention=listed[0], year=2025, themes=[ThemeFactory(name="Senare")])
    with opened(department) as source:
        chapter = learning.learning(source)
    found = tables(chapter)
    numbers = ", ".join(one.reference_number for one in listed[:3])
    assert values(found["teman-development"])[0] == ["Tid", 3, numbers]
    assert values(found["teman-ar"]) == [["Tid", "2023, 2024", 0], ["Rum", "2024", 1]]
    (facts,) = [block for block in chapter.blocks if isinstance(block, Facts)]
    assert facts.rows[0][0] == "Tid" and len(facts.rows[0][1]) == 3
    with opened(kc) as source:
        assert values(tables(learning.learning(source))["teman-ar"]) == [["Tid", "2023, 2024", 0]]


def test_an_exercised_option_moves_the_day_when_an_agreement_ends(
    department: Unit, listed: list[Intervention]
) -> None:
    """The day that the table shows is the one that the indicator counts by."""
    extended = AgreementFactory(reference_number="A001/24", ends_on=date(2024, 12, 31))
    OptionFactory(agreement=extended, status="exercised", extends_to=date(2025, 12, 31))
    OptionFactory(agreement=extended, extends_to=date(2026, 12, 31), last_day=None)
    early = AgreementFactory(reference_number="A002/24", ends_on=date(2025, 6, 30))
    OptionFactory(agreement=early, extends_to=date(2026, 6, 30), last_day=date(2025, 2, 28))
    AgreementFactory(reference_number="A003/24", ends_on=date(2024, 12, 31))
    OptionFactory(
        agreement=AgreementFactory(ends_on=None), extends_to=date(2026, 1, 1), last_day=None
    )
    with opened(department) as source:
        found = tables(closing.ahead(source))
        counted = [source.total(n).value for n in ("agreements_ending", "options_to_decide")]
    ending = [(row[0], row[3]) for row in values(found["avtal_slut"])]
    assert ending == [("A002/24", date(2025, 6, 30)), ("A001/24", date(2025, 12, 31))]
    options = [(row[0], row[2]) for row in values(found["optioner"])]
    assert options == [("A002/24", date(2025, 2, 28)), ("A001/24", date(2025, 12, 31))]
    assert counted == [2, 2]


def test_contradictions_and_rulings_stand_in_the_appendix(
    department: Unit, kc: Unit, listed: list[Intervention]
) -> None:
    one = InterventionFactory(unit=kc)
    ReportedCountFactory(
        intervention=one, registered=20, started=12, completed=9, note="Räknat på listan."
    )
    RulingFactory(
        intervention=one, code="started_unaccounted", measure="completed", value=12, note="Alla."
    )
    RulingFactory(intervention=one, code="registered_unaccounted", measure="", note="Vet ej.")
    with opened(department) as source:
        rows = values(tables(closing.appendix(source))["avvikelser_tabell"])
    said = {row[1]: row[2] for row in rows if row[0] == str(one)}
    assert said == {
        "8 av 20 anmälda är varken startade eller redovisade uteblivna.": "Vet ej.",
        "De redovisade antalen gick inte ihop.": "Fullföljda: 12. Alla.",
        "Anmärkning: Räknat på listan.": "",
    }


@pytest.mark.parametrize(("chosen", "seen"), [("AMA", {"KC", "CFA", None}), ("KC", {"KC"})])
def test_printed_figures_of_other_units_are_not_in_the_report(
    chosen: str, seen: set, kc: Unit, cfa: Unit, listed: list[Intervention]
) -> None:
    for unit, value in ((kc, 90), (cfa, 100), (None, 225)):
        PublishedFigureFactory(
            unit=unit, value=value, as_written=str(value), precision=1, explanation="Så är det."
        )
    with opened(Unit.objects.get(short_name=chosen)) as source:
        rows = values(tables(closing.appendix(source))["publicerat_tabell"])
    assert {row[0] for row in rows} == {f"startade, {unit or 'totalt'}" for unit in seen}
    if "CFA" in seen:
        differs = next(row for row in rows if row[0] == "startade, CFA")
        assert "tryckt 100" in differs[2] and differs[3] == "Så är det."


def test_agreements_that_call_offs_come_from_are_counted_together(
    department: Unit, kc: Unit, language: Category, counted: Callable
) -> None:
    framework = AgreementFactory(framework=True, reference_number="0653/19")
    for number in ("1/24", "2/24"):
        call_off = AgreementFactory(kind="call_off", parent=framework, reference_number=number)
        counted(kc, language, 20, agreement=call_off)
    counted(kc, language, 20, agreement=AgreementFactory(reference_number="9/24"))
    with opened(department) as source:
        found = tables(opening.agreements(source))
    assert [(row[0], row[3]) for row in values(found["avtal_tabell"])] == [
        ("0653/19", 2),
        ("9/24", 1),
    ]
    forms = {row[0]: row[1] for row in values(found["avtalsformer_tabell"])}
    assert forms == {"Ramavtal": 2, "Direktupphandling": 1}
