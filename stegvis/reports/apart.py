"""The workshop in a process of its own, so that a web process stays small (ADR 11)."""

import fcntl
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stegvis.reports import workshop

logger = logging.getLogger(__name__)

LONGEST = 90  # seconds; a large report takes five


class NotMade(Exception):
    """The process failed or took too long. For the user; the log says why."""


@contextmanager
def turn() -> Iterator[None]:
    """One at a time on the machine, over all web processes: each takes 220 MB while it runs.

    Who has waited looks first whether the one before made what was needed."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "workshop.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(name: str, *arguments: Any) -> Any:
    """What a function of `workshop.WORK` answers; called here where the settings say so.

    Raises NotMade, and what the function refuses with."""
    if not settings.REPORTS_APART:
        return workshop.WORK[name](*arguments)
    try:
        done = subprocess.run(
            [sys.executable, "-m", workshop.__name__],
            input=workshop.packed((name, arguments)),
            capture_output=True,
            check=True,
            cwd=settings.BASE_DIR,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        logger.error("%s took more than %s seconds", name, LONGEST)
        raise NotMade(_why()) from None
    except subprocess.CalledProcessError as failed:
        said = failed.stderr.decode(errors="replace")[-2000:]
        logger.error("%s ended with %s: %s", name, failed.returncode, said)  # -9: out of memory
        raise NotMade(_why()) from None
    answer = workshop.unpacked(done.stdout)
    if isinstance(answer, Exception):
        raise answer
    return answer


def _why() -> str:
    return _("Rapporten kunde inte göras just nu. Försök igen om en stund.")
