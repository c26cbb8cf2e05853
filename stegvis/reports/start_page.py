"""The start page: a part for each thing that the user's permissions make theirs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.interventions import queries as interventions

MOST = 8  # lines a part shows; the rest is a click away


@dataclass(frozen=True)
class Part:
    """A card on the start page. `rows` are shown by the template named."""

    title: str
    template: str
    rows: list[Any] = field(default_factory=list)
    more: str = ""
    more_text: str = ""
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[User, date], Part | None]


def parts(user: User, *, today: date) -> list[Part]:
    """Only parts that the user may see. The number of queries is one or two a part."""
    return [
        part for needs, source in SOURCES if user.may(needs) and (part := source(user, today))
    ]


SOURCES: list[tuple[Permission, Source]] = []

__all__ = ["MOST", "Part", "interventions", "parts"]
