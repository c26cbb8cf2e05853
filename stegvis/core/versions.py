"""Two people edit the same thing: the second sees what changed and loses no text."""

from typing import Any

from django.db import models


class VersionConflict(Exception):
    """Somebody saved since the form was opened. Carries the object as it is now."""

    def __init__(self, latest: models.Model) -> None:
        super().__init__(str(latest))
        self.latest = latest


class Versioned(models.Model):
    """Counts its saves. An action compares the number the form was opened with."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def check_version(current: Any, version: int | None) -> None:
    """Raises VersionConflict when the form is older than the row. None means no form was open."""
    if version is not None and version != current.version:
        raise VersionConflict(current)
