"""`make bench`: a temporary SQLite database, three sizes, tables of ratios.

python -m benchmarks [interventions|persons] [SIZE …] measures one of the two, at other sizes.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import WIDTH, Line

SIZES = {"interventions": (25, 2_500, 25_000), "persons": (1_000, 10_000, 100_000)}
FILES = (500, 2_000)  # rows of a follow-up file


def main(sizes: dict[str, tuple[int, ...]]) -> None:
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
            for subject, wanted in sizes.items():
                {"interventions": _interventions, "persons": _persons}[subject](wanted)


def _interventions(sizes: tuple[int, ...]) -> None:
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
    _print("interventions", topics, sizes)


def _persons(sizes: tuple[int, ...]) -> None:
    from benchmarks import data, people, take_over
    from stegvis.organisations.models import Unit

    department = Unit.objects.filter(short_name="AMA").first()
    if department is None:  # interventions are not measured: the bare list has its fifty rows
        world = data.make()
        data.grow(world, 50)
        department = world.department
    of_people, of_files = people.lines(), take_over.lines()
    found = people.make(department)
    for size in sizes:
        _say(f"{size} personer …")
        people.grow(found, size)
        people.measure(found, of_people)
    _print("persons", {"Pages, against a bare Django list of 50 rows": of_people}, sizes)
    for rows in FILES:
        _say(f"{rows} rader …")
        take_over.measure(rows, of_files)
    _print("rows of a file", {"A follow-up file, against a bare insert a row": of_files}, FILES)


def _print(subject: str, topics: dict[str, dict[str, Line]], sizes: tuple[int, ...]) -> None:
    numbers = "".join(f"{size:>9}" for size in sizes)
    print(f"\n{f'How many times the bare thing; {subject}:':{WIDTH + 2}}{numbers}")
    for title, found in topics.items():
        print(f"\n{title}")
        print(*(f"  {line}" for line in found.values()), sep="\n")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    named = {name: SIZES[name] for name in sys.argv[1:] if name in SIZES} or SIZES
    chosen = tuple(int(word) for word in sys.argv[1:] if word.isdecimal())
    main({name: chosen or usual for name, usual in named.items()})
