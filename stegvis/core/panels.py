"""Rooms to the right put their part on a page of a room to the left, without being imported by it.

The page's room makes a place, `plan_panels = Panels()`, and renders `plan_panels.of(user, obj)`.
A room to the right registers a function in its AppConfig.ready: it takes the user and the object
and answers a Panel, or None where there is nothing to show.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    template: str
    context: dict[str, Any]


Source = Callable[[Any, Any], Panel | None]


@dataclass
class Panels:
    sources: list[Source] = field(default_factory=list)

    def register(self, source: Source) -> Source:
        if source not in self.sources:
            self.sources.append(source)
        return source

    def of(self, user: Any, subject: Any) -> list[Panel]:
        return [panel for source in self.sources if (panel := source(user, subject))]
