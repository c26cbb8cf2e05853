"""The memory of a web process, against the most that it may be: nothing is in the cache, so the
process has to get all that its pages show. Run as a process of its own:

python -m benchmarks.memory ADDRESS …
"""

import os
import subprocess
import sys
from pathlib import Path

from django.core.cache import cache

from benchmarks.measure import Line

MOST = 200 * 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")


def lines() -> dict[str, Line]:
    return {
        "pages": Line("memory after lists and pages, of 200 MB", 1.0),
        "report": Line("… and the annual report, counted, drawn, as Word and PDF", 1.0),
        "figure": Line("… and after what a figure counts was looked up"),
    }


def measure(email: str, addresses: dict[str, list[str]], found: dict[str, Line]) -> None:
    for name, paths in addresses.items():
        cache.clear()
        command = [sys.executable, "-m", "benchmarks.memory", email, *paths]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found[name].ratios.append(int(done.stdout) / MOST)


def resident() -> int:
    """Bytes in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def main(email: str, *paths: str) -> None:
    import django

    django.setup()
    from django.test import Client

    from stegvis.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    for path in paths * 3:
        assert client.get(path).status_code == 200, path
    print(resident())


if __name__ == "__main__":
    main(*sys.argv[1:])
