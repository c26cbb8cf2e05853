"""The snapshot's tables as documented data, and whether an Arrow table follows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 1

TEXT = pa.string()
COUNT = pa.int64()
MONEY = pa.decimal128(14, 2)
PRINTED = pa.decimal128(16, 4)
DATE = pa.date32()
BOOL = pa.bool_()


class SnapshotError(ValueError):
    """A snapshot does not follow the schema; ``problems`` has one sentence for each fault."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: pa.DataType
    description_sv: str
    values: tuple[str, ...] = ()
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class TableSchema:
    name: str
    description_sv: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def arrow(self) -> pa.Schema:
        return pa.schema(
            [pa.field(column.name, column.type, column.nullable) for column in self.columns]
        )


def _must(
    name: str, type: pa.DataType, description_sv: str, values: tuple[str, ...] = ()
) -> Column:
    return Column(name, type, description_sv, values, nullable=False)


_COUNTS = (
    Column("registered", COUNT, "anmälda"),
    Column("no_show", COUNT, "anmälda som uteblev"),
    Column("withdrawn", COUNT, "anmälningar som återtogs före start"),
    Column("started", COUNT, "startade"),
    Column("dropped_out", COUNT, "avbrott efter start"),
    Column("completed", COUNT, "fullföljda"),
    Column("ongoing", COUNT, "startade som ännu pågår"),
    Column("unique_completed", COUNT, "unika personer som fullföljt, där leverantören uppgett det"),
)
_BASES = ("reported", "summed", "derived", "persons", "ruled")
_AGREEMENT_KINDS = ("framework", "call_off", "direct_award", "internal", "other")
_CONTRACT_FORMS = ("framework", "internal", "direct_award", "other")

SCHEMA: Mapping[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema(
            "interventions",
            "En rad för varje insats.",
            ("intervention_id",),
            (
                _must("intervention_id", TEXT, "insatsens nyckel i uttaget"),
                _must("reference_number", TEXT, "diarienummer"),
                _must("title", TEXT, "titel"),
                Column("number", TEXT, "nummer i ordningen av samma insats"),
                _must("unit_code", TEXT, "beställande enhet"),
                _must("unit_group", TEXT, "den enhet som rapporten redovisar under"),
                _must("category", TEXT, "kategori"),
                _must("category_order", COUNT, "kategorins plats i ordningen"),
                _must("provider", TEXT, "leverantör"),
                _must(
                    "provider_kind", TEXT, "extern leverantör eller egen", ("external", "internal")
                ),
                Column("agreement_reference", TEXT, "avtalets diarienummer"),
                Column("agreement_kind", TEXT, "avtalets slag", _AGREEMENT_KINDS),
                Column("contract_form", TEXT, "avtalsform", _CONTRACT_FORMS),
                _must("starts_on", DATE, "första dagen"),
                _must("ends_on", DATE, "sista dagen, medräknad"),
                _must("is_cancelled", BOOL, "insatsen är inställd"),
                Column("follow_up_on", DATE, "då insatsen senast ska följas upp"),
                Column("predecessor_id", TEXT, "insatsen som den här fortsätter"),
            ),
        ),
        TableSchema(
            "intervention_years",
            "De tal som gäller för en insats ett år, räknade i starter och kronor.",
            ("intervention_id", "year"),
            (
                _must("intervention_id", TEXT, "insatsens nyckel"),
                _must("year", COUNT, "år"),
                *_COUNTS,
                Column("started_basis", TEXT, "hur antalet startade kommit fram", _BASES),
                Column("completed_basis", TEXT, "hur antalet fullföljda kommit fram", _BASES),
                Column("planned_total", MONEY, "planerad kostnad för hela insatsen, kronor"),
                Column("planned_year", MONEY, "planerad kostnad som faller på året, kronor"),
                Column("outcome_total", MONEY, "utfall för hela insatsen, kronor"),
                Column("outcome_year", MONEY, "utfall som faller på året, kronor"),
            ),
        ),
        TableSchema(
            "reported_counts",
            "Antal så som de redovisades, med sin enhet.",
            ("intervention_id", "year", "part", "unit"),
            (
                _must("intervention_id", TEXT, "insatsens nyckel"),
                _must("year", COUNT, "år"),
                Column("part", TEXT, "del av insatsen; tomt för hela"),
                Column("part_kind", TEXT, "delens slag"),
                _must("unit", TEXT, "vad som räknas", ("starts", "persons", "person_weeks")),
                Column("planned_text", TEXT, "planerat antal så som det skrevs"),
                Column("planned_low", COUNT, "planerat antal, lägst"),
                Column("planned_high", COUNT, "planerat antal, högst"),
                *_COUNTS,
            ),
        ),
        TableSchema(
            "discrepancies",
            "Tal som inte går ihop, med det tal som gäller och det andra möjliga.",
            (),
            (
                Column("intervention_id", TEXT, "insatsens nyckel; tomt för en summa"),
                _must("year", COUNT, "år"),
                _must("code", TEXT, "avvikelsens slag"),
                Column("measure", TEXT, "vilket tal det gäller"),
                _must("sentence", TEXT, "avvikelsen i ord"),
                Column("figure", MONEY, "talet som gäller"),
                Column("alternative", MONEY, "det andra möjliga talet"),
                _must("is_ruled", BOOL, "någon har beslutat vilket tal som gäller"),
            ),
        ),
        TableSchema(
            "expected_results",
            "Förväntade resultat med svar.",
            ("intervention_id", "position"),
            (
                _must("intervention_id", TEXT, "insatsens nyckel"),
                _must("position", COUNT, "radens nummer i planen"),
                _must(
                    "change_kind",
                    TEXT,
                    "slag av förändring",
                    (
                        "awareness",
                        "insight",
                        "knowledge",
                        "skill",
                        "certificate",
                        "work_or_studies",
                        "other",
                    ),
                ),
                Column(
                    "answer",
                    TEXT,
                    "svar; tomt när ingen har svarat",
                    ("reached", "partly", "not_reached", "not_reported", "too_early"),
                ),
            ),
        ),
        TableSchema(
            "findings",
            "Framgångsfaktorer och utvecklingsområden.",
            ("finding_id",),
            (
                _must("finding_id", TEXT, "lärdomens nyckel"),
                _must("intervention_id", TEXT, "insatsens nyckel"),
                _must("year", COUNT, "år"),
                _must("kind", TEXT, "slag", ("success", "development")),
                _must(
                    "source",
                    TEXT,
                    "vem lärdomen kommer från",
                    ("provider", "orderer", "participants", "joint"),
                ),
                _must("statement", TEXT, "lärdomen i korthet"),
            ),
        ),
        TableSchema(
            "finding_themes",
            "En rad för varje tema en lärdom har.",
            ("finding_id", "theme"),
            (
                _must("finding_id", TEXT, "lärdomens nyckel"),
                _must("theme", TEXT, "tema"),
            ),
        ),
        TableSchema(
            "decisions",
            "Beslut ur den gemensamma analysen.",
            ("decision_id",),
            (
                _must("decision_id", TEXT, "beslutets nyckel"),
                Column("finding_id", TEXT, "lärdomen som beslutet gäller"),
                _must("intervention_id", TEXT, "insatsens nyckel"),
                _must("kind", TEXT, "slag", ("act_next_plan", "act_elsewhere", "leave")),
                Column("due_on", DATE, "senast"),
                Column("done_on", DATE, "gjort"),
            ),
        ),
        TableSchema(
            "agreements",
            "Ramavtal, avrop och andra avtal.",
            ("agreement_id",),
            (
                _must("agreement_id", TEXT, "avtalets nyckel"),
                _must("reference_number", TEXT, "diarienummer"),
                _must("title", TEXT, "titel"),
                _must("kind", TEXT, "slag", _AGREEMENT_KINDS),
                _must("contract_form", TEXT, "avtalsform", _CONTRACT_FORMS),
                Column("provider", TEXT, "leverantör"),
                Column("starts_on", DATE, "första dagen"),
                Column("ends_on", DATE, "sista dagen, medräknad"),
                Column("ceiling", MONEY, "takbelopp, kronor"),
                Column("value", MONEY, "avtalets värde, kronor"),
                Column("parent_id", TEXT, "ramavtalet som avropet hör till"),
            ),
        ),
        TableSchema(
            "options",
            "Optioner att förlänga avtal.",
            (),
            (
                _must("agreement_id", TEXT, "avtalets nyckel"),
                Column("extends_to", DATE, "dagen som optionen förlänger till, medräknad"),
                Column("last_day", DATE, "sista dagen att utlösa optionen"),
                _must("status", TEXT, "läge", ("available", "exercised", "lapsed")),
            ),
        ),
        TableSchema(
            "published_figures",
            "Tal som redan är publicerade, så som de trycktes.",
            (),
            (
                _must("year", COUNT, "år"),
                Column("unit_group", TEXT, "enhet; tomt för alla"),
                _must("measure", TEXT, "vilket tal"),
                _must("as_written", TEXT, "talet så som det skrevs"),
                _must("value", PRINTED, "talet"),
                _must("precision", PRINTED, "vad talet är avrundat till"),
                _must("source", TEXT, "var talet står"),
            ),
        ),
    )
}


def empty(name: str) -> pa.Table:
    """Return the named table without rows."""
    return SCHEMA[name].arrow().empty_table()


def problems(name: str, table: pa.Table) -> list[str]:
    """Return one English sentence for each way in which ``table`` breaks the schema.

    Looked at: columns and their types, missing values, values outside a closed list, and rows
    with the same key. Order of columns does not matter.
    """
    if name not in SCHEMA:
        return [f"{name}: no such table in the snapshot"]
    schema = SCHEMA[name]
    expected = {column.name for column in schema.columns}
    found = list(table.column_names)
    faults = [f"{name}.{column}: column is missing" for column in sorted(expected - set(found))]
    faults += [f"{name}.{column}: unknown column" for column in sorted(set(found) - expected)]
    faults += [
        f"{name}: column {column} comes twice" for column in found if found.count(column) > 1
    ]
    if faults:
        return faults
    for column in schema.columns:
        faults += _column_problems(name, column, table.column(column.name))
    if schema.key and not faults:
        faults += _key_problems(schema, table)
    return faults


def _column_problems(name: str, column: Column, values: pa.ChunkedArray) -> list[str]:
    where = f"{name}.{column.name}"
    if values.type != column.type:
        return [f"{where}: expected {column.type}, found {values.type}"]
    faults = []
    if not column.nullable and values.null_count:
        faults.append(f"{where}: {values.null_count} missing values, none is allowed")
    if column.values:
        strange = sorted(set(values.unique().to_pylist()) - {None, *column.values})
        faults += [
            f"{where}: unknown value {value!r}, allowed are {', '.join(column.values)}"
            for value in strange
        ]
    return faults


def _key_problems(schema: TableSchema, table: pa.Table) -> list[str]:
    groups = table.group_by(list(schema.key)).aggregate([([], "count_all")])
    return [
        f"{schema.name}: {row.pop('count_all')} rows with the key "
        + ", ".join(f"{column}={value}" for column, value in row.items())
        for row in groups.to_pylist()
        if row["count_all"] > 1
    ]


def validate(name: str, table: pa.Table) -> None:
    """Raise ``SnapshotError`` with every fault of ``table``, if it has any."""
    faults = problems(name, table)
    if faults:
        raise SnapshotError(faults)
