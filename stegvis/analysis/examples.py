"""A small made-up municipality that the indicators' pages count on. Nothing in it is real."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from stegvis.analysis import texttable
from stegvis.analysis.indicators.model import Period
from stegvis.analysis.schema import SCHEMA, empty
from stegvis.analysis.tables import Tables, open_snapshot

YEAR = 2024
PERIOD = Period("stigen", date(2024, 1, 1), date(2024, 12, 31), counted_on=date(2025, 1, 31))

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
    "programmes": """
programme | title        | unit_code | starts_on  | ends_on
stigen    | Stigen       | Norr      | 2024-01-01 | 2024-12-31
annan     | En annan väg | Söder     | 2024-01-01 |
""",
    "enrolments": """
enrolment_id | person_id | programme | unit_code | sex     | age_at_start | addiction | mental_ill_health | education_group | months_without_work | starts_on  | ends_on    | destination      | exit_reason_group | waited_days
E1           | P1        | stigen    | Norr      | woman   | 27           | yes       | yes               | compulsory      | 30                  | 2024-01-01 | 2024-06-30 | work             | goal              | 10
E2           | P2        | stigen    | Norr      | man     | 35           | yes       |                   | upper_secondary | 8                   | 2024-02-01 | 2024-08-31 | studies          | goal              | 20
E3           | P3        | stigen    | Norr      | man     | 51           | no        |                   |                 |                     | 2024-03-01 |            |                  |                   |
E4           | P4        | stigen    | Norr      | woman   | 24           |           |                   | compulsory      | 3                   | 2024-04-01 | 2024-04-30 | back_to_referrer | health            | 5
E5           | P4        | stigen    | Norr      | woman   | 24           |           |                   | compulsory      | 3                   | 2024-09-01 | 2024-10-31 | other_measure    | next_step         |
E6           | P5        | stigen    | Norr      | unknown |              | no        |                   |                 | 24                  | 2023-11-01 | 2024-12-31 | work             | goal              | 40
E7           | P6        | stigen    | Norr      | man     | 44           | yes       |                   |                 |                     | 2025-01-10 |            |                  |                   | 3
E8           | P1        | annan     | Söder     | woman   | 28           | yes       |                   | compulsory      | 2                   | 2024-09-01 |            |                  |                   |
""",  # noqa: E501
    "outcomes": """
outcome_id | enrolment_id | kind    | starts_on  | ends_on    | open_to_anyone | normal_pay | subsidy | is_municipal_measure | contract   | planned_days | gives_student_aid | is_main
O1         | E1           | work    | 2024-07-01 |            | yes            | yes        | none    | no                   | permanent  |              |                   | yes
O2         | E2           | studies | 2024-08-19 |            |                |            |         | no                   |            |              | no                | yes
O3         | E3           | work    | 2024-06-01 | 2024-06-20 | yes            | yes        | none    | no                   | hourly     |              |                   | no
O4         | E6           | work    | 2024-12-31 |            | no             | yes        |         | yes                  | fixed_term | 180          |                   | yes
""",  # noqa: E501
    "activities": """
activity_id | enrolment_id | kind       | focus    | status    | starts_on  | ends_on
T1          | E2           | guidance   | indirect | done      | 2024-02-10 | 2024-02-20
T2          | E5           | other      | direct   | ongoing   | 2024-09-15 |
T3          | E6           | job_search | direct   | planned   | 2024-03-01 |
T4          | E6           | cv         | indirect | cancelled | 2024-03-01 |
""",
    "placements": """
placement_id | enrolment_id | kind          | market  | workplace_id | employer_id | starts_on  | ends_on    | is_planned
L1           | E1           | internship    | regular | W1           | A1          | 2024-03-01 | 2024-05-31 | no
L2           | E3           | work_training | own     | W2           | A2          | 2024-04-01 | 2024-05-31 | no
L3           | E3           | hourly        | own     | W2           | A2          | 2024-06-01 | 2024-06-20 | no
L4           | E3           | employment    | regular | W3           | A3          | 2024-07-01 |            | no
L5           | E4           | internship    | regular | W4           | A4          | 2024-05-01 |            | yes
""",  # noqa: E501
    "employer_contacts": """
contact_id | employer_id | unit_code | programme | on         | mode  | result
K1         | A1          | Norr      |           | 2024-02-10 | visit | interested
K2         | A5          | Norr      | stigen    | 2024-05-01 | phone | not_now
K3         | A6          | Norr      |           | 2024-05-02 | visit | nobody_there
K4         | A7          | Söder     |           | 2024-05-03 | visit | interested
K5         | A8          | Norr      | annan     | 2024-05-04 | visit | interested
K6         | A9          | Norr      |           | 2025-01-05 | visit | interested
""",
    "survey_answers": """
survey_id | survey        | enrolment_id | sent_on    | answered_on | answer
S1        | Höstens enkät | E1           | 2024-10-01 | 2024-10-05  | better
S1        | Höstens enkät | E2           | 2024-10-01 |             |
S1        | Höstens enkät | E3           | 2024-10-01 |             |
S1        | Höstens enkät | E5           | 2024-10-01 | 2024-10-20  | do_not_know
S1        | Höstens enkät | E6           | 2024-10-01 |             |
""",
    "follow_ups": """
enrolment_id | months | due_on     | status  | situation
E1           | 1      | 2024-07-30 | reached | work
E1           | 6      | 2024-12-30 | unknown |
E1           | 12     | 2025-06-30 | due     |
E2           | 1      | 2024-09-30 | reached | sick
E5           | 1      | 2024-11-30 | due     |
E6           | 1      | 2025-01-31 | refused |
""",
    "goals": """
goal_id | programme | position | title                     | indicator  | direction
G1      | stigen    | 1        | Till arbete eller studier | goal_share | at_least
""",
    "goal_values": """
goal_id | value | valid_from | kind    | reason                    | decided_by
G1      | 70    | 2024-01-01 | decided | Ansökan                   | styrgruppen
G1      | 50    | 2024-06-01 | decided | Färre platser än beräknat | styrgruppen
""",
}


def arrow() -> dict[str, pa.Table]:
    """Return the example as Arrow tables; those without a text are empty."""
    given = {name: texttable.read(name, text) for name, text in TEXTS.items()}
    return {name: given.get(name, empty(name)) for name in SCHEMA}


def opened() -> Tables:
    """Return the example as an opened snapshot, for the caller to close."""
    return open_snapshot(arrow())
