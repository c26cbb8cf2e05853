"""Three kinds of rows on a model that core has anyway: courses, how many took part, notes."""

from typing import Any

from stegvis.core import audit
from stegvis.core.imports.spec import (
    BadRow,
    Column,
    ImportSheet,
    RequiredIf,
    RowCheck,
    in_order,
)
from stegvis.core.imports.values import (
    AsWritten,
    Choice,
    Day,
    Money,
    Reference,
    Several,
    Text,
    WholeNumber,
)
from stegvis.core.models import Draft

KINDS = {"ramavtal": "framework", "avrop": "call_off"}


def find_courses(keys):
    found = Draft.objects.filter(key__in=[f"kurs:{key.upper()}" for key in keys])
    return {draft.key.removeprefix("kurs:"): draft for draft in found}


def find_counts(keys):
    found = Draft.objects.filter(key__in=[f"antal:{code}:{year}" for code, year in keys])
    return {(d.fields["kod"], d.fields["år"]): d for d in found}


def _save(key: str, fields: dict[str, Any], existing: Draft | None, by: Any) -> Draft:
    draft = existing or Draft(key=key, by=by)
    draft.fields = fields
    draft.save()
    audit.record("toy.saved", draft, by=by)
    return draft


def apply_course(*, values, existing, by):
    if values["title"] == "Vägrad":
        raise BadRow("Titeln är upptagen.", "title")
    previous = values["previous"]
    fields = {
        **{name: values[name] for name in ("code", "title", "kind", "planned")},
        "starts_on": values["starts_on"] and values["starts_on"].isoformat(),
        "price": values["price"] and str(values["price"]),
        "themes": list(values["themes"]),
        "previous": previous and previous.fields["code"],
    }
    return _save(f"kurs:{values['code']}", fields, existing, by)


def apply_count(*, values, existing, by):
    assert isinstance(values["course"], Draft)
    code = values["course"].fields["code"]
    fields = {"kod": code, "år": values["year"], "startade": values["started"]}
    return _save(f"antal:{code}:{values['year']}", fields, existing, by)


def kept(name: str, parse: Any = None):
    """Reads a value back from where the toy keeps it."""

    def read(draft: Draft) -> Any:
        value = draft.fields[name]
        return parse(value) if parse and value is not None else value

    return read


COURSES = ImportSheet(
    key="courses",
    title="kurser",
    order=10,
    key_columns=("code",),
    load_existing=find_courses,
    apply=apply_course,
    columns=(
        Column("code", "kod", Text(20), required=True, example="A1"),
        Column("title", "titel", Text(40), required=True, help="Kort.", current=kept("title")),
        Column("kind", "slag", Choice(KINDS), current=kept("kind")),
        Column("starts_on", "från", Day(), also=("start",), current=kept("starts_on", Day())),
        Column("ends_on", "till", Day(), is_compared=False, current=lambda draft: None),
        Column(
            "price",
            "pris",
            Money(),
            required_if=RequiredIf(("kind",), lambda v: v["kind"] == "call_off", "för avrop."),
            current=kept("price", Money()),
        ),
        Column("planned", "planerat antal", AsWritten(), current=kept("planned")),
        Column("places", "platser", WholeNumber(), is_compared=False, current=lambda draft: None),
        Column("themes", "teman", Several(Text()), current=kept("themes")),
        Column(
            "previous",
            "föregående",
            Reference("courses", find_courses, label=lambda draft: draft.fields["code"]),
            current=lambda draft: (
                find_courses([draft.fields["previous"]]).get(draft.fields["previous"])
                if draft.fields["previous"]
                else None
            ),
        ),
    ),
    checks=(
        in_order("starts_on", "ends_on"),
        RowCheck(
            ("places", "price"),
            lambda v, existing: "Dyrt." if v["price"] and v["price"] > 1_000_000 else None,
            is_fatal=False,
        ),
    ),
)

COUNTS = ImportSheet(
    key="counts",
    title="antal",
    order=20,
    key_columns=("course", "year"),
    load_existing=find_counts,
    apply=apply_count,
    columns=(
        Column(
            "course",
            "kod",
            Reference("courses", find_courses, label=lambda draft: draft.fields["code"]),
            required=True,
        ),
        Column("year", "år", WholeNumber(), required=True),
        Column("started", "startade", WholeNumber(), current=kept("startade")),
    ),
)


def find_notes(keys):
    found = Draft.objects.filter(key__in=[f"not:{code}:{row}" for code, row in keys])
    return {(d.fields["kod"], d.fields["rad"]): d for d in found}


def apply_note(*, values, existing, by):
    code = values["course"].fields["code"]
    fields = {
        "kod": code,
        "rad": values["row"],
        "år": values["count"] and values["count"].fields["år"],
        "liknar": [other.fields["code"] for other in values["others"]],
    }
    return _save(f"not:{code}:{values['row']}", fields, existing, by)


def _code(draft):
    return draft.fields["code"]


def _count_of(draft):
    key = draft.fields["kod"], draft.fields["år"]
    return find_counts([key]).get(key)


NOTES = ImportSheet(
    key="notes",
    title="noter",
    order=30,
    key_columns=("course", "row"),
    load_existing=find_notes,
    apply=apply_note,
    columns=(
        Column("course", "kod", Reference("courses", find_courses, label=_code), required=True),
        Column("row", "rad", WholeNumber(), required=True),
        Column(
            "count",
            "år",
            Reference(
                "counts",
                find_counts,
                value=WholeNumber(),
                within=("course",),
                label=lambda draft: str(draft.fields["år"]),
            ),
            current=_count_of,
        ),
        Column(
            "others",
            "liknar",
            Reference("courses", find_courses, separator="|", label=_code),
            current=lambda draft: find_courses(draft.fields["liknar"]).values(),
        ),
    ),
)
