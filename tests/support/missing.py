"""What a machine lacks is said aloud and skipped; in CI it is a failure."""

import os


def missing(what: str, how: str) -> int:
    """Says it in Swedish and English, and answers the exit code."""
    required = os.environ.get("STEGVIS_REQUIRE_ALL") == "1"
    swedish, english = ("KRÄVS", "REQUIRED") if required else ("HOPPAS ÖVER", "SKIPPED")
    print(f"\n{swedish}: {what} finns inte här, så de testerna körs inte. {how}")
    print(f"{english}: {what} is not installed; those tests are not run.\n", flush=True)
    return 1 if required else 0
