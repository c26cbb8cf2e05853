"""The sheet of providers, and the check of reference numbers that other rooms' sheets share."""

import re
from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.imports.cells import one_line, shown
from stegvis.core.imports.spec import Column, ImportSheet, RowCheck, by_key, register
from stegvis.core.imports.values import BadValue, Choice, Key, Text
from stegvis.organisations import queries
from stegvis.organisations.actions import providers
from stegvis.organisations.enums import ProviderKind
from stegvis.organisations.models import Provider

Load = Callable[[Collection[Key]], Mapping[Key, Any]]


def with_pattern(load: Load, column: str = "reference_number") -> tuple[Load, RowCheck]:
    """A sheet's `load_existing`, and a check that the column follows the municipality's pattern.

    The pattern is asked for when the sheet's rows are loaded: once, however many rows there are."""
    rule: ContextVar[queries.ReferenceNumberRule] = ContextVar("reference_number_rule")

    def load_with_rule(keys: Collection[Key]) -> Mapping[Key, Any]:
        rule.set(queries.reference_number_rule())
        return load(keys)

    def test(values: Mapping[str, Any], existing: Any) -> str | None:
        return rule.get().problem(values[column])

    return load_with_rule, RowCheck((column,), test)


@dataclass(frozen=True)
class KindOfProvider(Choice):
    blank = ProviderKind.EXTERNAL


class OrganisationNumber(Text):
    """Ten digits, with or without the hyphen."""

    def __call__(self, value: Any) -> str:
        digits = re.fullmatch(r"(\d{6})-?(\d{4})", one_line(shown(value)))
        if not digits:
            raise BadValue(_("Skriv organisationsnumret som 556677-8899."))
        return f"{digits[1]}-{digits[2]}"


def _apply(*, values: dict[str, Any], existing: Provider | None, by: User) -> Provider:
    if existing is None:
        return providers.create(by=by, **values)
    return providers.change(provider=existing, by=by, **values)


register(
    ImportSheet(
        key="leverantorer",
        title="Leverantörer",
        order=10,
        key_columns=("name",),
        load_existing=by_key(Provider.objects.all, "name"),
        apply=_apply,
        needs=Permission.PROVIDER_EDIT,
        columns=(
            Column("name", "leverantör", Text(max_length=120), True, example="Språkverkstan"),
            Column(
                "kind",
                "slag",
                KindOfProvider(ProviderKind),
                example="extern",
                help="Tomt betyder extern.",
            ),
            Column(
                "organisation_number",
                "organisationsnummer",
                OrganisationNumber(),
                example="556677-8899",
            ),
        ),
    )
)
