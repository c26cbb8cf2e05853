from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_start(settings: Any) -> None:
    """Failed sign-ins are counted in the cache: each test has its own, empty."""
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": "accounts"}}
    settings.LOGIN_REDIRECT_URL = "accounts:account"
    cache.clear()
