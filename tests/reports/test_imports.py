"""The sheet of printed figures."""

from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.organisations.models import Unit
from stegvis.reports.models import PublishedFigure

HEADINGS = "år;enhet;tal;som skrivet;värde;avrundat till;källa;förklaring"
ROWS = (
    "2024;KC;startade;344;344;1;kapitel 6.1;",
    "2024;;kostnad;ca 7,7 mkr;7,7;0,1;kapitel 1;Rundat.",
)


@pytest.fixture
def take_in(planner: User, kc: Unit, tmp_path: Path):
    def run(*rows: str) -> str:
        path, said = tmp_path / "publicerade_tal.csv", StringIO()
        path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
        with suppress(SystemExit):
            call_command(
                "import", str(path), accept=True, user=planner.email, stdout=said, stderr=said
            )
        return said.getvalue()

    return run


def test_printed_figures_are_taken_in_with_unit_decimals_and_explanation(take_in) -> None:
    take_in(*ROWS)
    first, second = PublishedFigure.objects.order_by("pk")
    assert (first.unit.short_name, first.value, first.precision) == ("KC", 344, 1)
    assert (second.unit, str(second.value), second.explanation) == (None, "7.7000", "Rundat.")


def test_the_same_file_twice_changes_nothing_and_a_new_explanation_changes_one(take_in) -> None:
    take_in(*ROWS)
    events = AuditEvent.objects.filter(object_kind="reports.publishedfigure")
    assert events.count() == 2
    take_in(*ROWS)
    assert events.count() == 2
    take_in(ROWS[0] + "Räknat för hand.", ROWS[1])
    assert events.first().changes == {"explanation": ["", "Räknat för hand."]}
    assert PublishedFigure.objects.count() == 2


def test_a_unit_that_does_not_exist_is_told_and_nothing_is_taken_in(take_in) -> None:
    assert "rad 3, enhet" in take_in(ROWS[0], ROWS[0].replace("KC", "XX"))
    assert not PublishedFigure.objects.exists()
