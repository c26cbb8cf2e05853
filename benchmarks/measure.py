"""Ratios of the fastest runs: what else the machine does only makes a run slower. Seconds say more
about the machine than about the code, so none is shown."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

Call = Callable[[], object]
WIDTH = 60


@dataclass
class Line:
    """One thing that is measured at several sizes. `budget` is the most it may be."""

    title: str
    budget: float | None = None
    ratios: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        ratios = "".join(f"{_short(ratio):>9}" for ratio in self.ratios)
        queries = " ".join(str(count) for count in self.queries)
        return f"{self.title:{WIDTH}}{ratios:<27}  {self.verdict():<14}{queries}".rstrip()

    def verdict(self) -> str:
        if self.budget is None:
            return ""
        word = "ok" if max(self.ratios) <= self.budget else "OVER"
        return f"{word} (≤ {self.budget:g})"


def _short(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 100 else f"{ratio:.0f}"


def ratio(ours: Call, bare: Call, *, runs: int = 9, before: Call | None = None) -> float:
    """The fastest of ours over the fastest of the bare, taken in turns so that both meet the same
    weather. `before` is run before each of ours and is not counted."""
    times: dict[Call, list[float]] = {ours: [], bare: []}
    for call in (bare, ours):  # once for warmth
        call()
    with _no_collecting():
        for _run in range(runs):
            for call in (bare, ours):
                if call is ours and before:
                    before()
                times[call].append(seconds(call))
    return min(times[ours]) / min(times[bare])


def seconds(call: Call) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


@contextmanager
def _no_collecting() -> Iterator[None]:
    """The collector would pay for ours in the time of the bare, and the other way round."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
