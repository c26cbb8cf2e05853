"""Open data: no small group is shown, and none can be worked out."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from io import StringIO
from itertools import product

import pytest

from stegvis.reports import public
from stegvis.reports.annual.source import Settings, Source
from tests.spec.support import snapshot

Table = dict[tuple[str, str], tuple[int | None, int | None]]
LEAST = 5


@contextmanager
def opened(table: Table, version: str = "Utkast") -> Iterator[Source]:
    """One intervention for each unit and category, with (started, completed)."""
    interventions = ["intervention_id | unit_code | unit_group | category | category_order"]
    years = ["intervention_id | started | completed | outcome_year"]
    order = {name: at for at, name in enumerate(dict.fromkeys(c for _, c in table), start=1)}
    for at, ((unit, category), (started, completed)) in enumerate(table.items()):
        interventions.append(f"I{at} | {unit} | {unit} | {category} | {order[category]}")
        numbers = ["" if n is None else str(n) for n in (started, completed)]
        years.append(f"I{at} | {numbers[0]} | {numbers[1]} | 100 000")
    units = tuple(dict.fromkeys(unit for unit, _ in table))
    settings = Settings(2024, "Rapport", "Provköping", units, date(2025, 3, 3), version)
    texts = {
        "interventions": "\n".join(interventions),
        "intervention_years": "\n".join(years),
    }
    with snapshot(**texts) as tables:
        yield Source(settings, tables, {"interventions": {}, "explanations": []}, {})


def written(*versions: Table) -> dict[tuple[str, str], dict[str, str]]:
    """(division, group) → the row of the last version's file."""
    labels = [f"Version {number}" for number in range(1, len(versions) + 1)]
    text = public.csv_file(
        [_Version(table, label) for table, label in zip(versions, labels, strict=True)],
        lambda version: opened(version.table, version.settings.version_label),
    ).decode("utf-8-sig")
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=";")
    return {(row["indelning"], row["grupp"]): row for row in rows}


class _Version:
    def __init__(self, table: Table, label: str) -> None:
        self.table = table
        units = tuple(unit for unit, _ in table)
        self.settings = Settings(2024, "Rapport", "", units, date(2025, 3, 3), label)


def hidden(*versions: Table) -> set[str]:
    rows = written(*versions)
    return {group for (_, group), row in rows.items() if row["startade"] == public.HIDDEN}


LARGE: Table = {
    ("KC", "Språk"): (60, 40),
    ("KC", "Hälsa"): (50, 30),
    ("CFA", "Språk"): (80, 60),
    ("CFA", "Hälsa"): (70, 40),
    ("CFA", "Yrke"): (40, 20),
    ("KC", "Yrke"): (30, 20),
}


def test_large_groups_are_shown_with_total_share_and_cost() -> None:
    rows = written(LARGE)
    assert hidden(LARGE) == set()
    assert list(rows) == [
        ("totalt", ""),
        *(("enhet", unit) for unit in ("KC", "CFA")),
        *(("kategori", category) for category in ("Språk", "Hälsa", "Yrke")),
    ]
    assert list(rows["kategori", "Språk"].values())[:2] == ["2024", "Version 1"]
    assert list(rows["kategori", "Språk"].values())[4:9] == ["2", "140", "100", "71,4", "200000"]
    assert rows["totalt", ""]["startade"] == "330"


def test_the_file_opens_in_swedish_excel() -> None:
    content = public.csv_file([_Version(LARGE, "Utkast")], lambda v: opened(v.table))
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == 7
    assert content.splitlines()[0].decode("utf-8-sig").split(";") == list(public.TITLES)


@pytest.mark.parametrize("few", range(LEAST))
def test_a_group_with_fewer_than_five_is_not_shown_nor_is_it_alone(few: int) -> None:
    table = LARGE | {("KC", "Yrke"): (few, few), ("CFA", "Yrke"): (0, 0)}
    rows = written(table)
    assert "Yrke" in hidden(table) and len(hidden(table) - {"KC", "CFA"}) >= 2
    assert rows["kategori", "Yrke"]["anmärkning"] == public.WHY_HIDDEN


def test_hidden_groups_show_no_count_nor_share_of_people_but_interventions_and_cost() -> None:
    rows = written(LARGE | {("KC", "Yrke"): (4, 2), ("CFA", "Yrke"): (0, 0)})
    row = rows["kategori", "Yrke"]
    about_people = ("startade", "fullföljda", "andel fullföljda (procent)")
    assert {row[name] for name in about_people} == {public.HIDDEN}
    assert (row["insatser"], row["kostnad under året (kronor)"]) == ("2", "200000")


def test_shares_are_of_the_shown_parts() -> None:
    for row in written(LARGE | {("KC", "Yrke"): (23, 20)}).values():
        share = row["andel fullföljda (procent)"]
        if share != public.HIDDEN:
            expected = 100 * int(row["fullföljda"]) / int(row["startade"])
            assert share == f"{expected:.1f}".replace(".", ",")


def test_few_who_did_not_complete_hide_a_large_group() -> None:
    """23 of 25 completed: two did not."""
    table = LARGE | {("KC", "Yrke"): (25, 23)}
    del table["CFA", "Yrke"]
    assert "Yrke" in hidden(table)


def test_what_units_hide_categories_do_not_give_away() -> None:
    """Only KC has the category: its row would be the unit's."""
    table = {
        ("KC", "Yrke"): (4, 2),
        ("CFA", "Språk"): (80, 60),
        ("CFA", "Hälsa"): (70, 40),
    }
    assert {"KC", "Yrke"} <= hidden(table)


def test_a_total_that_gives_a_single_small_group_away_is_hidden() -> None:
    table = {("KC", "Språk"): (4, 2)}
    rows = written(table)
    assert rows["totalt", ""]["startade"] == public.HIDDEN
    assert hidden(table) == {"", "KC", "Språk"}


def test_what_nobody_reported_is_said_so() -> None:
    table = LARGE | {("KC", "Yrke"): (None, None), ("CFA", "Yrke"): (None, None)}
    assert written(table)["kategori", "Yrke"]["startade"] == public.MISSING


def test_more_completed_than_started_is_shown_as_it_is() -> None:
    rows = written(LARGE | {("KC", "Yrke"): (30, 36)})
    assert "fullföljda" in rows["totalt", ""]


def test_a_group_that_changed_by_a_few_since_the_last_version_is_hidden() -> None:
    changed = LARGE | {("KC", "Yrke"): (32, 20)}
    assert hidden(changed) == set()
    assert "Yrke" in hidden(LARGE, changed)


def test_what_an_earlier_version_hid_stays_hidden() -> None:
    small = LARGE | {("KC", "Yrke"): (4, 2), ("CFA", "Yrke"): (0, 0)}
    assert "Yrke" in hidden(small) and "Yrke" in hidden(small, LARGE)
    assert "Yrke" in hidden(small, LARGE, LARGE | {("KC", "Språk"): (90, 60)})


def test_a_version_is_held_against_all_before_it() -> None:
    """Far from the last one, near the first."""
    far = LARGE | {("KC", "Yrke"): (60, 30), ("CFA", "Yrke"): (70, 30)}
    near = LARGE | {("KC", "Yrke"): (32, 20)}
    assert "Yrke" in hidden(LARGE, far, near)


def test_the_same_versions_give_the_same_bytes() -> None:
    versions = [_Version(LARGE, "Version 1"), _Version(LARGE, "Version 2")]
    made = {public.csv_file(versions, lambda v: opened(v.table)) for _ in range(2)}
    assert len(made) == 1


@pytest.mark.parametrize("text", ["=1+1", "+46", "-", "@A1"])
def test_a_group_is_never_a_formula(text: str) -> None:
    assert public._safe(text) == f"'{text}" and public._safe("Språk") == "Språk"


# --- an outsider with pencil and paper ---

SIZES = ((60, 40), (25, 23), (12, 11), (4, 2), (9, 0))


def worlds() -> Iterator[Table]:
    """Two units and three categories with large, small and lopsided cells, some left out."""
    cells = list(product(("KC", "CFA"), ("Språk", "Hälsa", "Yrke")))
    for start in range(len(SIZES)):
        for left_out in (None, cells[start % len(cells)]):
            table = {
                cell: SIZES[(at * (start + 1) + start) % len(SIZES)]
                for at, cell in enumerate(cells)
                if cell != left_out
            }
            yield table


@pytest.mark.parametrize("table", list(worlds()))
def test_no_hidden_count_follows_from_what_is_printed(table: Table) -> None:
    """Solves the equations of printed totals over the unknown cells, for three counts."""
    rows = written(table)
    counts = {
        "startade": lambda started, completed: started,
        "fullföljda": lambda started, completed: completed,
        "andra": lambda started, completed: started - completed,
    }
    cells = list(table)
    for count in counts.values():
        truth = {cell: count(*table[cell]) for cell in cells}
        groups = {key: [c for c in cells if key[1] in ("", *c)] for key in rows}
        printed = [
            [Fraction(cell in groups[key]) for cell in cells]
            for key, row in rows.items()
            if row["startade"] != public.HIDDEN
        ]
        for key, row in rows.items():
            if row["startade"] == public.HIDDEN:
                wanted = [Fraction(cell in groups[key]) for cell in cells]
                assert not _follows(printed, wanted), (key, truth)
            else:
                assert sum(truth[cell] for cell in groups[key]) >= LEAST, key


def _follows(equations: Sequence[list[Fraction]], wanted: list[Fraction]) -> bool:
    """Whether a row is a sum of multiples of the others."""
    return _rank([*equations, wanted]) == _rank(equations)


def _rank(equations: Sequence[list[Fraction]]) -> int:
    rows, rank = [list(row) for row in equations], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(rank, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for at in range(len(rows)):
            if at != rank and rows[at][column]:
                factor = rows[at][column] / rows[rank][column]
                rows[at] = [a - factor * b for a, b in zip(rows[at], rows[rank], strict=True)]
        rank += 1
    return rank
