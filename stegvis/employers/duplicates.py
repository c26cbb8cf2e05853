"""Is this employer here already? The organisation number decides; the name is a hint."""

import re
from dataclasses import dataclass

from stegvis.employers.models import Employer

# Legal forms say nothing about who it is.
FORMS = re.compile(
    r"\b(ab|aktiebolag(et)?|hb|handelsbolag(et)?|kb|kommanditbolag(et)?|ekonomisk förening|"
    r"ek för|ideell förening|publ)\b"
)
LONG_ENOUGH = 5  # letters that two names must begin with in common


@dataclass(frozen=True)
class Similar:
    """An employer that may be the same. `is_certain`: it has the same organisation number."""

    employer: Employer
    is_certain: bool


def fold(name: str) -> str:
    """The name without case, signs and legal form: "ICA Kvarnen AB" and "Ica Kvarnen" are one."""
    words = re.sub(r"[^\w ]+", " ", name.casefold().replace("&", " och "))
    bare = re.sub(r"\s+", " ", FORMS.sub(" ", words)).strip()
    return bare or " ".join(words.split())


def similar(
    *, name: str, organisation_number: str | None, exclude: Employer | None = None, limit: int = 5
) -> list[Similar]:
    """Those with the same number, then those whose folded name is the same or begins the same.
    A blank number is like no other. Archived ones too. At most two queries."""
    others = Employer.objects.exclude(pk=exclude.pk if exclude else None)
    certain = others.none()
    if organisation_number:
        certain = others.filter(organisation_number=organisation_number)
    wanted = fold(name)
    # in Python: SQLite does not know that Å and å are the same letter
    hits = [pk for pk, other in others.values_list("pk", "name") if _alike(wanted, fold(other))]
    found = {one.pk: Similar(one, True) for one in certain}
    for one in others.filter(pk__in=hits[:limit]):
        found.setdefault(one.pk, Similar(one, False))
    return list(found.values())[:limit]


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= LONG_ENOUGH and long.startswith(f"{short} "))
