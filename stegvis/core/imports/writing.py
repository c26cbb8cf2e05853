"""Hands the new and changed rows to the rooms, in an order where nothing points ahead."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.core.imports.checking import ROW, Line, Progress, by_dependence
from stegvis.core.imports.enums import RowStatus
from stegvis.core.imports.spec import BadRow
from stegvis.core.imports.values import Pending
from stegvis.core.steps import StepRefused

logger = logging.getLogger(__name__)


class _Undo(Exception):
    """Takes back everything that was written."""


def write(lines: Sequence[Line], *, by: Any, progress: Progress | None = None) -> bool:
    """All or none. When False, the lines that could not be written say why and are wrong."""
    todo = [line for line in _in_order(lines) if line.status in RowStatus.written()]
    try:
        with transaction.atomic():
            for done, line in enumerate(todo, start=1):
                _write_line(line, by)
                if progress:
                    progress(done, len(todo))
            if any(line.is_wrong for line in todo):
                raise _Undo
    except _Undo:
        return False
    return True


def _in_order(lines: Iterable[Line]) -> list[Line]:
    by_sheet: dict[tuple[int, str], list[Line]] = {}
    for line in lines:
        by_sheet.setdefault((line.sheet.order, line.sheet.key), []).append(line)
    return [line for key in sorted(by_sheet) for line in by_dependence(by_sheet[key])[0]]


def _write_line(line: Line, by: Any) -> None:
    """A row that fails does not stop the others, so that all faults are told at once."""
    if any(target.is_wrong and not target.existing for target in _targets(line)):
        _fail(line, ROW, _("En rad som den här pekar på gick inte att föra in."))
        return
    values = {name: _now(line, name, value) for name, value in line.values.items()}
    try:
        with transaction.atomic():
            line.result = line.sheet.apply(values=values, existing=line.existing, by=by)
    except BadRow as error:
        _fail(line, _heading(line, error.column), str(error))
    except StepRefused as error:
        _fail(line, ROW, str(error))
    except ValidationError as error:
        for name, texts in _texts(error).items():
            _fail(line, _heading(line, name), " ".join(texts))
    except IntegrityError:
        logger.warning("import: the database refused a row of %s", line.sheet.key, exc_info=True)
        _fail(line, ROW, _("Raden strider mot något som redan finns i systemet."))


def _targets(line: Line) -> Iterable[Line]:
    return (target for targets in line.targets.values() for target in targets)


def _now(line: Line, name: str, value: Any) -> Any:
    """The value with objects as they are after the rows before this one were written."""
    if name not in line.targets:
        return value
    fresh = {target.existing: target.result for target in line.targets[name] if target.existing}
    several = value if isinstance(value, tuple) else (value,)
    now = tuple(
        one.line.result if isinstance(one, Pending) else fresh.get(one, one) for one in several
    )
    return now if isinstance(value, tuple) else now[0]


def _fail(line: Line, heading: str, text: str) -> None:
    line.say(heading, text)
    line.refusal[heading] = text
    line.status, line.changes = RowStatus.WRONG, {}


def _heading(line: Line, name: str) -> str:
    """The heading of the column of that name, else the row as a whole."""
    return next((c.heading for c in line.sheet.columns if c.name == name), ROW)


def _texts(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
