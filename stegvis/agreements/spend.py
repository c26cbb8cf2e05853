"""What has been spent under agreements. Rooms to the right know; they register a source each.

    @spend.register
    def outcome(agreement_ids): ...  # → {agreement id: kronor}, one query for all of them

Only what is booked on the very agreement: that a call-off counts on its framework agreement too is
added in queries.spend.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

Source = Callable[[Collection[int]], Mapping[int, Decimal]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    if source not in _sources:
        _sources.append(source)
    return source


def booked(agreement_ids: Collection[int]) -> dict[int, Decimal]:
    """Kronor per agreement, from all sources; agreements without any are left out."""
    found: dict[int, Decimal] = {}
    for source in _sources:
        for pk, amount in source(agreement_ids).items():
            found[pk] = found.get(pk, Decimal(0)) + amount
    return found
