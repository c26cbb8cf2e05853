"""Writes code lists: those that come with Stegvis, and the municipality's own codes."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.accounts.models import User
from stegvis.core import audit
from stegvis.participants.models import Code

FILES = Path(__file__).parent.parent / "codes"  # <scheme>-<edition>.csv, one edition a file
TOLD = ("label", "position")


@dataclass(frozen=True)
class Loaded:
    """How many codes a load added, gave another label or place, and archived."""

    added: int = 0
    changed: int = 0
    archived: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.added + other.added,
            self.changed + other.changed,
            self.archived + other.archived,
        )


@transaction.atomic
def load(*, by: User | None, folder: Path = FILES) -> Loaded:
    """Brings the lists into step with the files. The same files again change nothing.

    Nothing is deleted: a code that its file no longer has is archived, as old background still
    means it. A code that an administrator has archived stays so, and own codes are left alone,
    unless the file has taken up the same code: then it is the list's."""
    done, touched = Loaded(), {}
    for path in sorted(folder.glob("*.csv")):
        loaded, code = _load_edition(list(_rows(path)))
        if code:
            touched[path.stem] = code
        done += loaded
    if touched:
        counts = {name: ["", str(value)] for name, value in asdict(done).items()}
        some = next(iter(touched.values()))
        audit.record("codes.loaded", some, by=by, changed=counts, label=", ".join(touched))
    return done


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {**row, "position": int(row["position"])}


def _load_edition(rows: list[dict[str, Any]]) -> tuple[Loaded, Code | None]:
    """What became of one edition, and one of its codes. Three queries and the writes."""
    edition = {name: rows[0][name] for name in ("scheme", "edition")}
    present = {code.code: code for code in Code.objects.filter(**edition)}
    added = [Code(**row) for row in rows if row["code"] not in present]
    changed = [
        present[row["code"]]
        for row in rows
        if row["code"] in present and _takes(present[row["code"]], row)
    ]
    kept = {row["code"] for row in rows}
    gone = [
        code
        for code in present.values()
        if code.code not in kept and not code.is_local and not code.archived_at
    ]
    for code in gone:
        code.archived_at = timezone.now()
    Code.objects.bulk_create(added, batch_size=500)
    Code.objects.bulk_update(changed, [*TOLD, "is_local"], batch_size=500)
    Code.objects.bulk_update(gone, ["archived_at"], batch_size=500)
    touched = [*added, *changed, *gone]
    return Loaded(len(added), len(changed), len(gone)), touched[0] if touched else None


def _takes(code: Code, row: dict[str, Any]) -> bool:
    before = (code.label, code.position, code.is_local)
    code.label, code.position, code.is_local = row["label"], row["position"], False
    return before != (code.label, code.position, code.is_local)


@transaction.atomic
def add(*, by: User | None, is_local: bool = True, **values: Any) -> Code:
    """A code of the municipality's own; with `is_local` false, one of somebody else's list that a
    file brings in. Without a position it stands last in its edition."""
    code = Code(is_local=is_local, **values)
    if values.get("position") is None:
        edition = Code.objects.filter(scheme=code.scheme, edition=code.edition)
        code.position = (edition.aggregate(last=Max("position"))["last"] or 0) + 1
    code.full_clean()
    code.save()
    audit.record("code.added", code, by=by)
    return code


@transaction.atomic
def change(*, code: Code, by: User | None, **values: Any) -> Code:
    """Another label or place. What the code means must not move: list, edition and code stay."""
    code = Code.objects.select_for_update(of=("self",)).get(pk=code.pk)
    changed = audit.assign(code, values)
    if changed:
        if changed.keys() & {"scheme", "edition", "code"}:
            raise ValidationError(_("Lista, utgåva och kod ändras inte. Lägg till en ny kod."))
        code.full_clean()
        code.save()
        audit.record("code.changed", code, by=by, changed=changed)
    return code


@transaction.atomic
def archive(*, code: Code, by: User | None) -> Code:
    """Takes the code off the list for new choices, or puts it back. Old choices keep it."""
    code = Code.objects.select_for_update(of=("self",)).get(pk=code.pk)
    code.archived_at = None if code.archived_at else timezone.now()
    code.save(update_fields=["archived_at"])
    audit.record("code.archived" if code.archived_at else "code.restored", code, by=by)
    return code
