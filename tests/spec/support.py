"""Reading a specification: text tables in, an opened snapshot out."""

from collections.abc import Iterator
from contextlib import contextmanager

from stegvis.analysis import texttable
from stegvis.analysis.tables import SCHEMA, Tables, empty, open_snapshot

DEFAULTS = {
    "interventions": {
        "reference_number": "{row}/24",
        "title": "Insats {row}",
        "unit_code": "KC",
        "unit_group": "KC",
        "category": "Språk",
        "category_order": "1",
        "provider": "Leverantören",
        "provider_kind": "external",
        "contract_form": "framework",
        "starts_on": "2024-02-01",
        "ends_on": "2024-06-30",
        "is_cancelled": "no",
    },
    "intervention_years": {"year": "2024"},
    "reported_counts": {"year": "2024", "unit": "starts"},
    "discrepancies": {
        "year": "2024",
        "code": "started_unaccounted",
        "measure": "completed",
        "sentence": "Talen går inte ihop.",
        "is_ruled": "no",
    },
    "expected_results": {"position": "{row}", "change_kind": "knowledge"},
    "findings": {
        "finding_id": "F{row}",
        "year": "2024",
        "kind": "success",
        "source": "joint",
        "statement": "Lärdom {row}",
    },
    "decisions": {"decision_id": "D{row}", "kind": "act_next_plan"},
    "agreements": {
        "reference_number": "{row}/24",
        "title": "Avtal {row}",
        "kind": "call_off",
        "contract_form": "framework",
    },
    "options": {"status": "available"},
    "programmes": {
        "programme": "vamos",
        "title": "Vamos",
        "unit_code": "Vamos",
        "starts_on": "2021-05-01",
        "ends_on": "2022-11-30",
    },
    "enrolments": {
        "enrolment_id": "E{row}",
        "person_id": "P{row}",
        "programme": "vamos",
        "unit_code": "Vamos",
        "sex": "woman",
        "starts_on": "2021-06-01",
        "ends_on": "2022-01-31",
    },
    "outcomes": {
        "outcome_id": "O{row}",
        "enrolment_id": "E{row}",
        "kind": "work",
        "is_municipal_measure": "no",
        "is_main": "no",
    },
    "published_figures": {
        "year": "2024",
        "as_written": "som skrivet",
        "precision": "1",
        "source": "kapitel 6.1",
    },
}


def arrow(texts: dict[str, str]) -> dict:
    """Arrow tables of a snapshot; what is left out has a default, tables left out are empty."""
    return {name: empty(name) for name in SCHEMA} | {
        name: texttable.read(name, text, **_unmentioned(name, text)) for name, text in texts.items()
    }


def _unmentioned(name: str, text: str) -> dict[str, str]:
    heading = [cell.strip() for cell in text.strip().splitlines()[0].split("|")]
    return {
        column: value for column, value in DEFAULTS.get(name, {}).items() if column not in heading
    }


@contextmanager
def snapshot(**texts: str) -> Iterator[Tables]:
    with open_snapshot(arrow(texts)) as tables:
        yield tables
