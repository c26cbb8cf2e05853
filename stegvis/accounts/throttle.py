"""Slows down guessing: after some failures for an e-mail from an address, sign-in pauses.

The pair is counted, not the e-mail alone: nobody can lock a colleague out from elsewhere. It works
the same for e-mails that have no account, so it does not tell which have one.
"""

import hashlib

from django.core.cache import cache

MOST_FAILURES = 5
PAUSE_MINUTES = 15


def _key(email: str, address: str) -> str:
    pair = f"{email.strip().lower()}|{address}"
    return f"sign-in-failures-{hashlib.sha256(pair.encode()).hexdigest()}"


def is_paused(email: str, address: str) -> bool:
    return cache.get(_key(email, address), 0) >= MOST_FAILURES


def note_failure(email: str, address: str) -> None:
    """Counts one more. Each failure starts the pause anew."""
    key = _key(email, address)
    cache.set(key, cache.get(key, 0) + 1, PAUSE_MINUTES * 60)


def forget(email: str, address: str) -> None:
    cache.delete(_key(email, address))
