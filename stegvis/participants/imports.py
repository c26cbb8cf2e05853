"""The sheet of codes: a list in an edition, so that a municipality can take in a newer one.

Headings are the file format and stay Swedish. Codes that the file lacks are left alone."""

from dataclasses import replace
from typing import Any

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.imports.spec import Changes, Column, ImportSheet, Values, by_key, register
from stegvis.core.imports.values import Choice, Text, WholeNumber
from stegvis.participants.actions import codes
from stegvis.participants.enums import CodeScheme
from stegvis.participants.models import Code

SCHEMES = Choice(
    {
        "SUN": CodeScheme.EDUCATION,
        "SSYK": CodeScheme.OCCUPATION,
        "SNI": CodeScheme.INDUSTRY,
        "sfi": CodeScheme.SFI,
        "språk": CodeScheme.LANGUAGE,
        "försörjning": CodeScheme.LIVELIHOOD,
    }
)


def _apply(*, values: dict[str, Any], existing: Code | None, by: User | None) -> Code:
    if existing is None:
        return codes.add(by=by, is_local=False, **values)
    position = existing.position if values["position"] is None else values["position"]
    return codes.change(code=existing, by=by, label=values["label"], position=position)


def _compare(existing: Code, values: Values) -> Changes:
    """A blank place means last for a new code; one that is there keeps its place."""
    found = PLAIN.changes(existing, values, [column.heading for column in PLAIN.columns])
    if values["position"] is None:
        found.pop("ordning", None)
    return found


PLAIN = ImportSheet(
    key="koder",
    title="Koder",
    order=6,
    key_columns=("code", "scheme", "edition"),
    load_existing=by_key(Code.objects.all, "code", "scheme", "edition"),
    apply=_apply,
    needs=Permission.PROGRAMME_EDIT,
    columns=(
        Column("scheme", "lista", SCHEMES, required=True, example="SSYK"),
        Column(
            "edition",
            "utgåva",
            Text(max_length=20),
            required=True,
            help="Listans utgåva. Samma kod kan betyda olika saker i två utgåvor.",
            example="2012",
        ),
        Column(
            "code",
            "kod",
            Text(max_length=20),
            required=True,
            help="Gör kolumnen till text, annars tappar Excel nollor i början.",
            example="9412",
        ),
        Column(
            "label",
            "benämning",
            Text(max_length=200),
            required=True,
            example="Restaurang- och köksbiträden m.fl.",
        ),
        Column(
            "position",
            "ordning",
            WholeNumber(),
            help="Lägst nummer står först. Tomt betyder sist.",
        ),
    ),
)

register(replace(PLAIN, compare=_compare))
