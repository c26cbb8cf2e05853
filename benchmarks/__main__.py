"""`make bench`: a temporary SQLite database, three sizes, a table of ratios."""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import WIDTH, Line

SIZES = (25, 2_500, 25_000)


def main(sizes: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="stegvis-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "stegvis.config.settings",
            "STEGVIS_DATA_DIR": folder,
            "STEGVIS_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "STEGVIS_SECRET_KEY": "only-for-benchmarks",
            "STEGVIS_ALLOWED_HOSTS": "testserver",
            "STEGVIS_HTTPS": "0",
            "STEGVIS_DEBUG": "0",
            "STEGVIS_DEMO": "0",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import override_settings

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with override_settings(ROOT_URLCONF="benchmarks.bare"):
            _run(sizes)


def _run(sizes: tuple[int, ...]) -> None:
    from django.conf import settings
    from django.core.cache import cache

    from benchmarks import data, documents, indicators, memory, pages, writing
    from stegvis.interventions.models import Intervention
    from stegvis.reports.actions import annual

    topics = {
        "Pages, against a bare Django list of 50 rows (last: queries)": pages.lines(),
        "Documents, against the bare renderers on the same content": documents.lines(),
        "Indicators, against hand-written SQL in DuckDB": indicators.lines(),
        "Writing, against a bare insert": writing.lines(),
        "Web process": memory.lines(),
    }
    page, document, indicator, write, process = topics.values()
    world = data.make()
    for size in sizes:
        _say(f"{size} insatser …")
        data.grow(world, size)
        cache.clear()
        report = annual.create(
            year=data.YEAR, title="Rapport", units=[world.department], by=world.planner
        )
        pages.measure(world, report, page)
        documents.measure(report, document)
        indicators.measure(Path(settings.SNAPSHOT_DIR) / report.snapshot.folder, indicator)
        if size == sizes[0]:
            writing.measure(world, write)
        one = Intervention.objects.order_by("pk")[0].get_absolute_url()
        home = report.get_absolute_url()
        plain = ["/", "/insatser/", one, "/arsrapporter/"]
        whole = [*plain, home, pages.picture(report), f"{home}fil/docx/", f"{home}fil/pdf/"]
        addresses = {
            "pages": plain,
            "report": whole,
            "figure": [*whole, f"{home}siffra/started/"],
        }
        memory.measure(world.planner.email, addresses, process)
    _print(topics, sizes)


def _print(topics: dict[str, dict[str, Line]], sizes: tuple[int, ...]) -> None:
    numbers = "".join(f"{size:>9}" for size in sizes)
    print(f"\n{'How many times the bare thing; interventions:':{WIDTH + 2}}{numbers}")
    for title, found in topics.items():
        print(f"\n{title}")
        print(*(f"  {line}" for line in found.values()), sep="\n")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
