"""The marks of the timeline, as SVG paths around a point: what happened is told by shape, not by
colour alone."""

from collections.abc import Callable

from stegvis.casework.enums import Direction
from stegvis.casework.timeline import Track


def mark(what: str, x: int, y: int) -> str:
    """`what` is a Track, or for reviews a Direction."""
    return SHAPES.get(what, _circle)(x, y)


def _circle(x: int, y: int) -> str:
    return f"M{x - 5} {y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z"


def _square(x: int, y: int) -> str:
    return f"M{x - 5} {y - 5}h10v10h-10Z"


def _diamond(x: int, y: int) -> str:
    return f"M{x} {y - 7}l7 7l-7 7l-7 -7Z"


def _up(x: int, y: int) -> str:
    return f"M{x} {y - 7}l7 12h-14Z"


def _down(x: int, y: int) -> str:
    return f"M{x} {y + 7}l-7 -12h14Z"


def _cross(x: int, y: int) -> str:
    return f"M{x - 2} {y - 6}h4v4h4v4h-4v4h-4v-4h-4v-4h4Z"


def _flag(x: int, y: int) -> str:
    return f"M{x - 4} {y - 8}h11l-3 4l3 4h-9v8h-2Z"


SHAPES: dict[str, Callable[[int, int], str]] = {
    Direction.CLOSER: _up,
    Direction.FURTHER: _down,
    Direction.SAME: _circle,
    Track.NOTE: _square,
    Track.CONTACT: _diamond,
    Track.EMPLOYER: _up,
    Track.PLAN: _cross,
    Track.END: _flag,
}
