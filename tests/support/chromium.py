"""Runs a command when there is a Chromium on the machine, with its path in STEGVIS_CHROMIUM.

    python -m tests.support.chromium pytest -m browser

No browser is downloaded. Where there is none this is said aloud and skipped, unless
STEGVIS_REQUIRE_ALL=1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from tests.support.missing import missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a browser: the one that STEGVIS_CHROMIUM names, else the first on PATH."""
    wanted = [os.environ.get("STEGVIS_CHROMIUM", ""), *NAMES]
    return next((path for name in wanted if name and (path := shutil.which(name))), None)


def main(command: Sequence[str]) -> int:
    path = find()
    if path is None:
        return missing("Chromium", "apt install chromium")
    environment = os.environ | {"STEGVIS_CHROMIUM": path}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
