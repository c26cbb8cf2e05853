from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_start(settings: Any) -> Iterator[None]:
    """Failed sign-ins are counted in the cache, which outlives a test."""
    settings.LOGIN_REDIRECT_URL = "accounts:account"
    cache.clear()
    yield
    cache.clear()
