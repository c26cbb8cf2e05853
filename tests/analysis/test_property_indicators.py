"""The figures that Ibis gives are those that a plain loop gives."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.analysis.indicators import CATALOGUE, compute_many, members
from stegvis.analysis.tables import SCHEMA, empty, open_snapshot

COLUMNS = {
    "registered": "registered",
    "no_show": "no_show",
    "withdrawn": "withdrawn",
    "started": "started",
    "dropped_out": "dropped_out",
    "completed": "completed",
    "ongoing": "ongoing",
    "planned_cost": "planned_total",
    "planned_cost_year": "planned_year",
    "outcome_cost": "outcome_year",
}
RATIOS = {
    "completion_share": ("completed", "started"),
    "dropout_share": ("dropped_out", "started"),
    "no_show_share": ("no_show", "registered"),
    "cost_per_start": ("outcome_year", "started"),
    "cost_per_completed": ("outcome_year", "completed"),
}

some_count = st.none() | st.integers(0, 200)
some_money = st.none() | st.integers(0, 10**7).map(lambda ore: Decimal(ore) / 100)
intervention = st.fixed_dictionaries(
    {
        "unit_group": st.sampled_from(["KC", "CFA"]),
        "category": st.sampled_from(["Språk", "Hälsa", "Yrke"]),
        "contract_form": st.sampled_from([None, "framework", "internal"]),
        "starts_on": st.dates(date(2023, 6, 1), date(2025, 2, 1)),
        "days": st.integers(0, 500),
        "is_cancelled": st.booleans(),
        "has_year": st.booleans(),
        **{column: some_count for name, column in COLUMNS.items() if "cost" not in name},
        **{column: some_money for name, column in COLUMNS.items() if "cost" in name},
    }
)


def arrow(drawn):
    order = {"Språk": 1, "Hälsa": 2, "Yrke": 3}
    interventions = [
        {
            **{column.name: None for column in SCHEMA["interventions"].columns},
            "intervention_id": f"I{at:02}",
            "reference_number": f"{at}/24",
            "title": "Insats",
            "unit_code": row["unit_group"],
            "unit_group": row["unit_group"],
            "category": row["category"],
            "category_order": order[row["category"]],
            "provider": "Leverantör",
            "provider_kind": "external",
            "contract_form": row["contract_form"],
            "starts_on": row["starts_on"],
            "ends_on": date.fromordinal(row["starts_on"].toordinal() + row["days"]),
            "is_cancelled": row["is_cancelled"],
        }
        for at, row in enumerate(drawn)
    ]
    years = [
        {
            **{column.name: None for column in SCHEMA["intervention_years"].columns},
            "intervention_id": f"I{at:02}",
            "year": 2024,
            **{column: row[column] for column in COLUMNS.values()},
        }
        for at, row in enumerate(drawn)
        if row["has_year"]
    ]
    tables = {name: empty(name) for name in SCHEMA}
    for name, rows in (("interventions", interventions), ("intervention_years", years)):
        tables[name] = pa.Table.from_pylist(rows, schema=SCHEMA[name].arrow())
    return tables, interventions, {row["intervention_id"]: row for row in years}


def of_the_year(interventions, years):
    for row in interventions:
        year = years.get(row["intervention_id"], dict.fromkeys(COLUMNS.values()))
        never_started = row["is_cancelled"] and not year["started"]
        in_year = row["starts_on"] <= date(2024, 12, 31) and row["ends_on"] >= date(2024, 1, 1)
        if in_year and not never_started:
            yield {**row, **{column: year[column] for column in COLUMNS.values()}}


def grouped(rows, key):
    found = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def total(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


@given(st.lists(intervention, max_size=9))
@settings(max_examples=12, derandomize=True, deadline=None)
def test_figures_are_those_of_a_plain_loop(drawn):
    tables, interventions, years = arrow(drawn)
    rows = list(of_the_year(interventions, years))
    chosen = [CATALOGUE[name] for name in ("interventions", *COLUMNS, *RATIOS)]
    with open_snapshot(tables) as opened:
        for dimension in ("unit_group", "category", "contract_form"):
            figures = compute_many(chosen, opened, year=2024, by=[dimension])
            groups = grouped(rows, dimension)
            assert {f.key(): f.value for f in figures["interventions"]} == {
                key: len(group) for key, group in groups.items()
            }
            for name, column in COLUMNS.items():
                assert {f.key(): f.value for f in figures[name]} == {
                    key: total(row[column] for row in group) for key, group in groups.items()
                }
            for name, (numerator, denominator) in RATIOS.items():
                for figure in figures[name]:
                    both = [
                        (row[numerator], row[denominator])
                        for row in groups[figure.key()]
                        if row[numerator] is not None and row[denominator] is not None
                    ]
                    assert figure.numerator == total(a for a, _ in both)
                    assert figure.denominator == total(b for _, b in both)
                    assert (figure.reported, figure.of) == (len(both), len(groups[figure.key()]))
        assert members(CATALOGUE["registered"], opened, year=2024) == tuple(
            sorted(row["intervention_id"] for row in rows if row["registered"] is not None)
        )
