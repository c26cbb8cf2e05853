"""Pages of long lists: the keys in order first, then the rows of one page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class KeyPaginator(Paginator):
    """A Paginator for a queryset whose order and filters stand in one index: the keys are read from
    the index, and rows and all that is joined to them are fetched for one page only.

    The first keys say how many there are too, where they are all: then a search is one walk."""

    FIRST = 500
    object_list: "QuerySet[Any]"

    @cached_property
    def first(self) -> list[Any]:
        return self._keys(0, self.FIRST)

    @cached_property
    def count(self) -> int:
        known = len(self.first)
        return known if known < self.FIRST else self.object_list.count()

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self.count)
        keys = self.first[start:end] if end <= len(self.first) else self._keys(start, end)
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)

    def _keys(self, start: int, end: int) -> list[Any]:
        return list(self.object_list.values_list("pk", flat=True)[start:end])
