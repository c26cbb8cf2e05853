"""Suppression of computed figures, just before they are shown, exported or cached.

Counts of people are parts of each other, and ratios are made of them. To hide one number of a
group and print the others is to invite arithmetic, so a group is shown whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stegvis.analysis.disclosure.tables import LEAST_SHOWN
from stegvis.analysis.indicators import Caution, Figure, Group


@dataclass(frozen=True)
class Rules:
    """``parts``: which counts of people are parts of which (design 5.2). ``ratios``: which counts
    of people a ratio gives away; the last one is its denominator."""

    parts: Mapping[str, tuple[str, ...]]
    ratios: Mapping[str, tuple[str, ...]]

    @property
    def counts(self) -> tuple[str, ...]:
        found = [*self.parts, *(part for parts in self.parts.values() for part in parts)]
        return tuple(dict.fromkeys(found))


INTERVENTIONS = Rules(
    parts={
        "registered": ("no_show", "withdrawn", "started"),
        "started": ("dropped_out", "completed", "ongoing"),
    },
    ratios={
        "completion_share": ("completed", "started"),
        "dropout_share": ("dropped_out", "started"),
        "no_show_share": ("no_show", "registered"),
        "cost_per_start": ("started",),
        "cost_per_completed": ("completed",),
    },
)
PROGRAMMES = Rules(
    parts={
        "participants": ("goal_persons", "addiction_persons", "direct_persons"),
        "survey_sent": (),
        "follow_ups": (),
    },
    ratios={
        "goal_share": ("goal_persons", "participants"),
        "addiction_share": ("addiction_persons", "participants"),
        "direct_share": ("direct_persons", "participants"),
    },
)

Numbers = Mapping[str, Mapping[Group, int]]


@dataclass(frozen=True)
class Protected:
    """Figures that may leave the unit, with what is held back.

    ``hidden_groups`` are groups without any figure about people; ``hidden_totals`` are counts
    whose total is held back. ``numbers`` are the true counts, kept to hold the next published
    version against; they must not leave the unit.
    """

    figures: Mapping[str, tuple[Figure, ...]]
    totals: Mapping[str, Figure]
    hidden_groups: frozenset[Group]
    hidden_totals: frozenset[str]
    numbers: Numbers


def protect(
    figures: Mapping[str, Sequence[Figure]],
    totals: Mapping[str, Figure],
    *,
    rules: Rules = INTERVENTIONS,
    threshold: int = LEAST_SHOWN,
    show_zeros: bool = False,
    previous: Protected | None = None,
) -> Protected:
    """Hold back figures that give people away, in one set of groups and their totals.

    ``figures`` are what ``compute_many`` gave by one partition of what is counted, ``totals``
    the same indicators without groups; both need the counts that their ratios are made of.
    A group is held back when one of its counts is under ``threshold`` or leaves fewer than that
    of its whole; then so many more groups, smallest first, that no held-back count is known more
    closely than to a range of ``threshold``. Where no more groups can help, the total is held
    back. Zeros count as small unless ``show_zeros``. Against the ``previous`` published version a
    group stays held back, and is so when a count of it has changed by fewer than ``threshold``.

    Ratios are held back with the counts they are made of. Interventions, kronor, results and
    findings are not about people and pass untouched. Figures of another partition of the same
    counts must be protected together with these, by ``protect_table`` on the cross table.
    Raises ``ValueError`` when those counts are missing, or when the groups do not add up to the
    total.
    """
    _check_complete(figures, rules)
    counts = rules.counts
    numbers = {name: _numbers(name, figures, totals) for name in counts if name in figures}
    few = range(1 if show_zeros else 0, threshold)
    hidden = {group for group in _groups(numbers) if _is_small(group, numbers, few, rules)}
    hidden |= _with_other_base(figures, numbers, threshold, rules)
    hidden_totals = _small_totals(numbers, few, rules)
    if previous is not None:
        hidden |= previous.hidden_groups & _groups(numbers)
        hidden |= _changed_a_little(previous.numbers, numbers, threshold)
    hidden_totals |= _close(hidden, numbers, threshold)
    if previous is not None:
        hidden_totals |= _hidden_changed_a_little(previous, numbers, hidden, threshold)

    def guarded(figure: Figure) -> Figure:
        name = figure.indicator.name
        made_of = (name,) if name in counts else rules.ratios.get(name, ())
        if figure.group:
            held = bool(made_of) and figure.group in hidden
        else:
            held = not hidden_totals.isdisjoint(made_of)
        return suppressed(figure) if held else figure

    return Protected(
        figures={name: tuple(guarded(f) for f in group) for name, group in figures.items()},
        totals={name: guarded(figure) for name, figure in totals.items()},
        hidden_groups=frozenset(hidden),
        hidden_totals=frozenset(hidden_totals),
        numbers=numbers,
    )


def suppressed(figure: Figure) -> Figure:
    """Return the figure without anything that tells its size."""
    return replace(
        figure,
        value=None,
        numerator=None,
        denominator=None,
        interval=None,
        cautions=tuple(c for c in figure.cautions if c is not Caution.SMALL_BASE),
        is_suppressed=True,
    )


def _check_complete(figures: Mapping[str, Sequence[Figure]], rules: Rules) -> None:
    for name, made_of in rules.ratios.items():
        missing = [part for part in made_of if name in figures and part not in figures]
        if missing:
            raise ValueError(f"{name} cannot be protected without {', '.join(missing)}")


def _numbers(
    name: str, figures: Mapping[str, Sequence[Figure]], totals: Mapping[str, Figure]
) -> dict[Group, int]:
    numbers = {f.group: int(f.numerator) for f in figures[name] if f.numerator is not None}
    added, total = sum(numbers.values()), int(totals[name].numerator or 0)
    if added != total:
        raise ValueError(f"{name}: the groups add up to {added}, not to {total}")
    return numbers


def _groups(numbers: Numbers) -> set[Group]:
    return {group for by_group in numbers.values() for group in by_group}


def _pairs(numbers: Numbers, rules: Rules) -> Iterator[tuple[str, str]]:
    for whole, parts in rules.parts.items():
        for part in parts:
            if whole in numbers and part in numbers:
                yield whole, part


def _is_small(group: Group, numbers: Numbers, few: range, rules: Rules) -> bool:
    if any(by_group.get(group) in few for by_group in numbers.values()):
        return True
    return any(
        numbers[whole][group] - numbers[part][group] in few
        for whole, part in _pairs(numbers, rules)
        if group in numbers[whole] and group in numbers[part]
    )


def _with_other_base(
    figures: Mapping[str, Sequence[Figure]], numbers: Numbers, threshold: int, rules: Rules
) -> set[Group]:
    """Groups whose ratio is over a few people less than the count beside it."""
    return {
        figure.group
        for name, made_of in rules.ratios.items()
        for figure in figures.get(name, ())
        if figure.denominator is not None
        and 0 < abs(numbers[made_of[-1]][figure.group] - int(figure.denominator)) < threshold
    }


def _small_totals(numbers: Numbers, few: range, rules: Rules) -> set[str]:
    total = {name: sum(by_group.values()) for name, by_group in numbers.items() if by_group}
    small = {name for name, value in total.items() if value in few}
    return small | {
        part
        for whole, part in _pairs(numbers, rules)
        if whole in total and part in total and total[whole] - total[part] in few
    }


def _changed_a_little(before: Numbers, after: Numbers, threshold: int) -> set[Group]:
    return {
        group
        for name, by_group in after.items()
        for group, value in by_group.items()
        if 0 < abs(value - before.get(name, {}).get(group, value)) < threshold
    }


def _close(hidden: set[Group], numbers: Numbers, threshold: int) -> set[str]:
    """Add groups to ``hidden`` until every hidden count has room; return the totals to hide."""
    exhausted: set[str] = set()
    while True:
        bare = [
            name
            for name, by_group in numbers.items()
            if name not in exhausted and _is_bare(hidden & by_group.keys(), by_group, threshold)
        ]
        if not bare:
            return exhausted
        candidates = {group for name in bare for group in numbers[name]} - hidden
        if candidates:
            hidden.add(min(candidates, key=lambda group: _price(group, bare, numbers)))
        else:
            exhausted.update(bare)


def _price(group: Group, bare: Sequence[str], numbers: Numbers) -> tuple[int, int, str]:
    """The group that helps the most counts is the cheapest, then the smallest."""
    helped = sum(group in numbers[name] for name in bare)
    return -helped, sum(by_group.get(group, 0) for by_group in numbers.values()), str(group)


def _is_bare(hidden: set[Group], by_group: Mapping[Group, int], threshold: int) -> bool:
    """Tell whether total less shown groups gives the hidden ones away."""
    alone = len(hidden) == 1
    return bool(hidden) and (alone or sum(by_group[group] for group in hidden) < threshold)


def _hidden_changed_a_little(
    previous: Protected, numbers: Numbers, hidden: set[Group], threshold: int
) -> set[str]:
    """Totals that tell that the hidden groups, the same as last time, changed by a few people."""
    found = set()
    for name, after in numbers.items():
        before = previous.numbers.get(name, {})
        if previous.hidden_groups & before.keys() != hidden & after.keys():
            continue
        if name in previous.hidden_totals:
            continue
        change = sum(after[g] - before[g] for g in hidden & after.keys())
        if 0 < abs(change) < threshold:
            found.add(name)
    return found
