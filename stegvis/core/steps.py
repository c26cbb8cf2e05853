"""A state machine is a table of steps. Buttons, documentation and tests are made from it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


class StepRefused(Exception):
    """The step does not start from the present status. The message is for the user."""


@dataclass(frozen=True)
class Step:
    name: str
    sources: Set[Any]
    target: Any
    needs: str
    label: str | Promise = ""


def find(steps: Iterable[Step], name: str) -> Step:
    return next(step for step in steps if step.name == name)


def next_status(steps: Iterable[Step], name: str, status: Any) -> Any:
    """The status after the step. Raises StepRefused outside the step's sources."""
    step = find(steps, name)
    if status not in step.sources:
        from django.utils.translation import gettext as _

        raise StepRefused(
            _("Det går inte från läget ”%(status)s”. Ladda om sidan och se vad som har ändrats.")
            % {"status": getattr(status, "label", status)}
        )
    return step.target


def open_steps(steps: Iterable[Step], status: Any) -> list[Step]:
    return [step for step in steps if status in step.sources]
