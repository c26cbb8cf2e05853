"""What an outsider can work out about the hidden cells of a table with totals.

A table with totals is a circulation: every cell and every total is an arc, and in every row and
every column what flows in flows out. The hidden arcs can take exactly the whole numbers that keep
the balance, so the least and the most a hidden cell can be are two maximum flows (Cox 1995,
J Am Stat Assoc 90:1453–1462; Castro 2012, Eur J Oper Res 216:479–492). No solver is needed, and
the answer is exact, because such a network has whole-number solutions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

ENDLESS = 10**12


@dataclass(frozen=True, slots=True)
class Arc:
    """A cell: flows from ``tail`` to ``head`` with the cell's true value."""

    tail: str
    head: str
    value: int


class Network(Generic[Key]):
    """Arcs by key. What is no arc is known to everybody to be zero."""

    def __init__(self, arcs: Mapping[Key, Arc]) -> None:
        self.arcs = dict(arcs)

    def range(self, key: Key, hidden: Collection[Key]) -> tuple[int, int | None]:
        """Return the least and the most that ``key`` can be; ``None`` means no upper limit."""
        arc = self.arcs[key]
        if key not in hidden:
            return arc.value, arc.value
        others = [other for other in hidden if other != key]
        up = self._flow(arc.head, arc.tail, others, ENDLESS)
        down = self._flow(arc.tail, arc.head, others, arc.value)
        return arc.value - down, None if up > ENDLESS // 2 else arc.value + up

    def is_protected(self, key: Key, hidden: Collection[Key], width: int) -> bool:
        """Tell whether the feasible range of ``key`` is at least ``width`` wide."""
        low, high = self.range(key, hidden)
        return high is None or high - low >= width

    def hide_around(
        self, key: Key, hidden: Collection[Key], width: int, cost: Callable[[Key], int]
    ) -> set[Key]:
        """Return the cheapest further cells to hide so that ``key`` can move up by ``width``.

        They close a circle through ``key``; one always exists where a total can move.
        """
        arc = self.arcs[key]
        steps = self._steps([other for other in self.arcs if other != key], least=width)
        best: dict[str, tuple[int, Key | None, str]] = {arc.head: (0, None, "")}
        queue: list[tuple[int, int, str]] = [(0, 0, arc.head)]
        pushed = 0
        while queue:
            spent, _, node = heappop(queue)
            if spent > best[node][0]:
                continue
            for to, via in steps.get(node, ()):
                price = spent + (0 if via in hidden else 1 + cost(via))
                if to not in best or price < best[to][0]:
                    best[to] = (price, via, node)
                    pushed += 1
                    heappush(queue, (price, pushed, to))
        return self._walked(best, arc.head, arc.tail)

    @staticmethod
    def _walked(best: Mapping[str, tuple[int, Key | None, str]], start: str, end: str) -> set[Key]:
        found: set[Key] = set()
        node = end
        while node != start:
            _, via, node = best[node]
            found.update(() if via is None else (via,))
        return found

    def _steps(self, keys: Collection[Key], least: int) -> dict[str, list[tuple[str, Key]]]:
        """Where one can go from each node: forward always, backward where the value allows it."""
        steps: dict[str, list[tuple[str, Key]]] = {}
        for key in keys:
            arc = self.arcs[key]
            steps.setdefault(arc.tail, []).append((arc.head, key))
            if arc.value >= least:
                steps.setdefault(arc.head, []).append((arc.tail, key))
        return steps

    def _flow(self, source: str, target: str, hidden: Collection[Key], wanted: int) -> int:
        """Return the largest flow from source to target, no more than ``wanted``."""
        room: dict[str, dict[str, int]] = {}
        for key in hidden:
            arc = self.arcs[key]
            forward = room.setdefault(arc.tail, {})
            forward[arc.head] = ENDLESS
            backward = room.setdefault(arc.head, {})
            backward[arc.tail] = backward.get(arc.tail, 0) + arc.value
        total = 0
        while total < wanted:
            path = _path(room, source, target)
            if not path:
                break
            pushed = min([wanted - total, *(room[a][b] for a, b in path)])
            for a, b in path:
                room[a][b] -= pushed
                room[b][a] = room[b].get(a, 0) + pushed
            total += pushed
        return total


def _path(room: Mapping[str, Mapping[str, int]], source: str, target: str) -> list[tuple[str, str]]:
    """Return the shortest way with room left, as pairs of nodes; empty when there is none."""
    came_from = {source: source}
    queue = deque([source])
    while queue and target not in came_from:
        node = queue.popleft()
        for to, left in room.get(node, {}).items():
            if left > 0 and to not in came_from:
                came_from[to] = node
                queue.append(to)
    if target not in came_from:
        return []
    path, node = [], target
    while node != source:
        path.append((came_from[node], node))
        node = came_from[node]
    return path[::-1]
