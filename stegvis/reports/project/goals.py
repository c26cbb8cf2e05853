"""Goals with their history, and whether the outcome reaches each value."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stegvis.analysis.indicators import Figure, FigureKind
from stegvis.analysis.words import plain
from stegvis.core import formats
from stegvis.reports.project.source import ProjectSource, Row, measurable

DIRECTIONS = {"at_least": "minst", "at_most": "högst"}
REASONED = "reasoned"


@dataclass(frozen=True)
class Target:
    """A goal as it applied from a day on; `until` is the day before the next decision."""

    value: Decimal
    valid_from: date
    until: date | None
    is_reasoned: bool
    reason: str
    decided_by: str


@dataclass(frozen=True)
class GoalHistory:
    """A goal, its values in order and the outcome; None when no figure measures it."""

    title: str
    direction: str
    difficulty: str
    targets: tuple[Target, ...]
    outcome: Figure | None

    @property
    def is_share(self) -> bool:
        return self.outcome is not None and self.outcome.indicator.kind is FigureKind.SHARE

    def wanted(self, target: Target) -> str:
        """minst 25 %"""
        unit = f"{formats.THIN}%" if self.is_share else ""
        return f"{DIRECTIONS[self.direction]} {plain(target.value)}{unit}"

    def is_reached(self, target: Target) -> bool | None:
        """None when the outcome is not known, or may not be shown."""
        if self.outcome is None or self.outcome.value is None:
            return None
        value = Decimal(str(self.outcome.value)) * (100 if self.is_share else 1)
        at_least = self.direction == "at_least"
        return value >= target.value if at_least else value <= target.value


def histories(source: ProjectSource) -> list[GoalHistory]:
    """The programme's goals in their order."""
    values: dict[str, list[Row]] = {}
    for row in sorted(source.rows("goal_values"), key=lambda r: (r["valid_from"], r["kind"])):
        values.setdefault(row["goal_id"], []).append(row)
    slug = source.settings.programme
    goals = [row for row in source.rows("goals") if row["programme"] == slug]
    return [
        GoalHistory(
            title=row["title"],
            direction=row["direction"],
            difficulty=row["difficulty"] or "",
            targets=_targets(values.get(row["goal_id"], [])),
            outcome=source.total(row["indicator"]) if row["indicator"] in measurable() else None,
        )
        for row in sorted(goals, key=lambda r: (r["position"], r["title"]))
    ]


def _targets(rows: list[Row]) -> tuple[Target, ...]:
    decided = [row["valid_from"] for row in rows if row["kind"] != REASONED]
    return tuple(
        Target(
            value=row["value"],
            valid_from=row["valid_from"],
            until=None if row["kind"] == REASONED else _until(row["valid_from"], decided),
            is_reasoned=row["kind"] == REASONED,
            reason=row["reason"] or "",
            decided_by=row["decided_by"] or "",
        )
        for row in rows
    )


def _until(valid_from: date, decided: list[date]) -> date | None:
    later = [day for day in decided if day > valid_from]
    return min(later) - timedelta(days=1) if later else None
