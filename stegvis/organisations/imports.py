"""The sheet of providers."""

from typing import Any

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.imports.spec import Column, ImportSheet, by_key, register
from stegvis.core.imports.values import Choice, Text
from stegvis.organisations.actions import providers
from stegvis.organisations.enums import ProviderKind
from stegvis.organisations.models import Provider


def _apply(*, values: dict[str, Any], existing: Provider | None, by: User) -> Provider:
    values["kind"] = values["kind"] or ProviderKind.EXTERNAL
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
            Column("kind", "slag", Choice(ProviderKind), example="extern"),
            Column(
                "organisation_number",
                "organisationsnummer",
                Text(max_length=11),
                example="556677-8899",
            ),
        ),
    )
)
