"""A small made-up municipality that the indicators' pages count on. Nothing in it is real."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from stegvis.analysis import texttable
from stegvis.analysis.schema import SCHEMA, empty
from stegvis.analysis.tables import Tables, open_snapshot

YEAR = 2024

TEXTS: Mapping[str, str] = {
    "interventions": """
intervention_id | reference_number | title           | unit_code | unit_group | category      | category_order | provider | provider_kind | contract_form | starts_on  | ends_on    | is_cancelled | follow_up_on
A               | 0101/24          | Språkstart      | Norr      | Norr       | Språk         | 1              | Egen     | internal      | internal      | 2024-01-15 | 2024-06-14 | no           | 2024-07-01
B               | 0102/24          | Truckkort       | Norr      | Norr       | Yrkesinriktad | 2              | Extern   | external      | framework     | 2024-02-01 | 2024-11-29 | no           | 2024-12-20
C               | 0103/24          | Hälsa i vardag  | Söder     | Söder      | Hälsa         | 3              | Extern   | external      | framework     | 2024-09-02 | 2025-02-28 | no           | 2025-03-15
D               | 0104/24          | Sommarkurs      | Söder     | Söder      | Språk         | 1              | Extern   | external      | direct_award  | 2024-06-17 | 2024-08-16 | yes          |
""",  # noqa: E501
    "intervention_years": """
intervention_id | year | registered | no_show | withdrawn | started | dropped_out | completed | ongoing | started_basis | completed_basis | planned_total | planned_year | outcome_year
A               | 2024 | 50         | 8       | 2         | 40      | 4           | 36        | 0       | reported      | reported        | 200 000       | 200 000      | 190 000
B               | 2024 | 14         | 1       |           | 12      | 3           | 9         | 0       | reported      | reported        | 300 000       | 300 000      | 330 000
C               | 2024 |            |         |           | 28      | 2           | 15        | 11      | reported      | persons         | 120 000       | 80 000       | 80 000
D               | 2024 | 3          |         | 3         |         |             |           |         |               |                 | 60 000        |              |
""",  # noqa: E501
    "expected_results": """
intervention_id | position | change_kind     | answer
A               | 1        | skill           | reached
A               | 2        | knowledge       | partly
B               | 1        | certificate     | reached
B               | 2        | work_or_studies | not_reached
B               | 3        | knowledge       | not_reported
C               | 1        | insight         | too_early
C               | 2        | awareness       |
""",
    "findings": """
finding_id | intervention_id | year | kind        | source   | statement
F1         | A               | 2023 | development | joint    | Fler förberedda deltagare.
F2         | A               | 2024 | success     | joint    | Samma lärare hela tiden.
F3         | A               | 2024 | development | provider | Deltagarna kom oförberedda.
F4         | B               | 2024 | development | joint    | För få besök hos arbetsgivare.
""",
    "finding_themes": """
finding_id | theme
F1         | Förberedelse
F2         | Kontinuitet
F3         | Förberedelse
F3         | Kontinuitet
""",
    "agreements": """
agreement_id | reference_number | title               | kind         | contract_form | starts_on  | ends_on
R            | 0010/22          | Ramavtal utbildning | framework    | framework     | 2022-01-01 | 2024-12-31
V            | 0011/23          | Avrop truckkort     | call_off     | framework     | 2023-01-01 | 2025-06-30
S            | 0012/24          | Direktupphandling   | direct_award | direct_award  | 2024-06-01 | 2024-08-31
""",  # noqa: E501
    "options": """
agreement_id | extends_to | last_day   | status
R            | 2025-12-31 | 2024-09-30 | exercised
R            | 2026-12-31 | 2025-09-30 | available
V            | 2026-06-30 |            | available
""",
}


def arrow() -> dict[str, pa.Table]:
    """Return the example as Arrow tables; those without a text are empty."""
    given = {name: texttable.read(name, text) for name, text in TEXTS.items()}
    return {name: given.get(name, empty(name)) for name in SCHEMA}


def opened() -> Tables:
    """Return the example as an opened snapshot, for the caller to close."""
    return open_snapshot(arrow())
