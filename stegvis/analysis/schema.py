"""The snapshot's tables as documented data, and whether an Arrow table follows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pyarrow as pa

from stegvis.analysis.columns import (
    BOOL,
    COUNT,
    DATE,
    MONEY,
    PRINTED,
    TEXT,
    Column,
    TableSchema,
    must,
)
from stegvis.analysis.programme_tables import PROGRAMME_TABLES

__all__ = [
    "BOOL",
    "COUNT",
    "DATE",
    "MONEY",
    "PRINTED",
    "SCHEMA",
    "SCHEMA_VERSION",
    "TEXT",
    "Column",
    "SnapshotError",
    "TableSchema",
    "empty",
    "problems",
    "validate",
]

SCHEMA_VERSION = 2


class SnapshotError(ValueError):
    """A snapshot does not follow the schema; ``problems`` has one sentence for each fault."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


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
                must("intervention_id", TEXT, "insatsens nyckel i uttaget"),
                must("reference_number", TEXT, "diarienummer"),
                must("title", TEXT, "titel"),
                Column("number", TEXT, "nummer i ordningen av samma insats"),
                must("unit_code", TEXT, "beställande enhet"),
                must("unit_group", TEXT, "den enhet som rapporten redovisar under"),
                must("category", TEXT, "kategori"),
                must("category_order", COUNT, "kategorins plats i ordningen"),
                must("provider", TEXT, "leverantör"),
                must(
                    "provider_kind", TEXT, "extern leverantör eller egen", ("external", "internal")
                ),
                Column("agreement_reference", TEXT, "avtalets diarienummer"),
                Column("agreement_kind", TEXT, "avtalets slag", _AGREEMENT_KINDS),
                Column("contract_form", TEXT, "avtalsform", _CONTRACT_FORMS),
                must("starts_on", DATE, "första dagen"),
                must("ends_on", DATE, "sista dagen, medräknad"),
                must("is_cancelled", BOOL, "insatsen är inställd"),
                Column("follow_up_on", DATE, "då insatsen senast ska följas upp"),
                Column("predecessor_id", TEXT, "insatsen som den här fortsätter"),
            ),
        ),
        TableSchema(
            "intervention_years",
            "De tal som gäller för en insats ett år, räknade i starter och kronor.",
            ("intervention_id", "year"),
            (
                must("intervention_id", TEXT, "insatsens nyckel"),
                must("year", COUNT, "år"),
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
                must("intervention_id", TEXT, "insatsens nyckel"),
                must("year", COUNT, "år"),
                Column("part", TEXT, "del av insatsen; tomt för hela"),
                Column("part_kind", TEXT, "delens slag"),
                must("unit", TEXT, "vad som räknas", ("starts", "persons", "person_weeks")),
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
                must("year", COUNT, "år"),
                must("code", TEXT, "avvikelsens slag"),
                Column("measure", TEXT, "vilket tal det gäller"),
                must("sentence", TEXT, "avvikelsen i ord"),
                Column("figure", MONEY, "talet som gäller"),
                Column("alternative", MONEY, "det andra möjliga talet"),
                must("is_ruled", BOOL, "någon har beslutat vilket tal som gäller"),
            ),
        ),
        TableSchema(
            "expected_results",
            "Förväntade resultat med svar.",
            ("intervention_id", "position"),
            (
                must("intervention_id", TEXT, "insatsens nyckel"),
                must("position", COUNT, "radens nummer i planen"),
                must(
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
                must("finding_id", TEXT, "lärdomens nyckel"),
                must("intervention_id", TEXT, "insatsens nyckel"),
                must("year", COUNT, "år"),
                must("kind", TEXT, "slag", ("success", "development")),
                must(
                    "source",
                    TEXT,
                    "vem lärdomen kommer från",
                    ("provider", "orderer", "participants", "joint"),
                ),
                must("statement", TEXT, "lärdomen i korthet"),
            ),
        ),
        TableSchema(
            "finding_themes",
            "En rad för varje tema en lärdom har.",
            ("finding_id", "theme"),
            (
                must("finding_id", TEXT, "lärdomens nyckel"),
                must("theme", TEXT, "tema"),
            ),
        ),
        TableSchema(
            "decisions",
            "Beslut ur den gemensamma analysen.",
            ("decision_id",),
            (
                must("decision_id", TEXT, "beslutets nyckel"),
                Column("finding_id", TEXT, "lärdomen som beslutet gäller"),
                must("intervention_id", TEXT, "insatsens nyckel"),
                must("kind", TEXT, "slag", ("act_next_plan", "act_elsewhere", "leave")),
                Column("due_on", DATE, "senast"),
                Column("done_on", DATE, "gjort"),
            ),
        ),
        TableSchema(
            "agreements",
            "Ramavtal, avrop och andra avtal.",
            ("agreement_id",),
            (
                must("agreement_id", TEXT, "avtalets nyckel"),
                must("reference_number", TEXT, "diarienummer"),
                must("title", TEXT, "titel"),
                must("kind", TEXT, "slag", _AGREEMENT_KINDS),
                must("contract_form", TEXT, "avtalsform", _CONTRACT_FORMS),
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
                must("agreement_id", TEXT, "avtalets nyckel"),
                Column("extends_to", DATE, "dagen som optionen förlänger till, medräknad"),
                Column("last_day", DATE, "sista dagen att utlösa optionen"),
                must("status", TEXT, "läge", ("available", "exercised", "lapsed")),
            ),
        ),
        TableSchema(
            "published_figures",
            "Tal som redan är publicerade, så som de trycktes.",
            (),
            (
                must("year", COUNT, "år"),
                Column("unit_group", TEXT, "enhet; tomt för alla"),
                must("measure", TEXT, "vilket tal"),
                must("as_written", TEXT, "talet så som det skrevs"),
                must("value", PRINTED, "talet"),
                must("precision", PRINTED, "vad talet är avrundat till"),
                must("source", TEXT, "var talet står"),
            ),
        ),
        *PROGRAMME_TABLES,
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
    columns = [table.column(name).to_pylist() for name in schema.key]
    return [
        f"{schema.name}: {count} rows with the key "
        + ", ".join(f"{name}={value}" for name, value in zip(schema.key, key, strict=True))
        for key, count in Counter(zip(*columns, strict=True)).items()
        if count > 1
    ]


def validate(name: str, table: pa.Table) -> None:
    """Raise ``SnapshotError`` with every fault of ``table``, if it has any."""
    faults = problems(name, table)
    if faults:
        raise SnapshotError(faults)
