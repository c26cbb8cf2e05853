"""The annual report's files against the bare renderers on a static document of the same size."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.cache import cache
from django.test.utils import override_settings

from benchmarks import bare
from benchmarks.measure import Line, ratio
from stegvis.reports import producing, workshop
from stegvis.reports.models import AnnualReport

DOCUMENT = 2.0


def lines() -> dict[str, Line]:
    return {
        "docx": Line("the annual report as Word", DOCUMENT),
        "pdf": Line("the annual report as PDF", DOCUMENT),
        "docx apart": Line("… as Word, in a process of its own"),
        "pdf apart": Line("… as PDF, in a process of its own"),
        "docx first": Line("… as Word so, with figures counted and charts drawn"),
        "pdf first": Line("… as PDF so, with figures counted and charts drawn"),
    }


def measure(report: AnnualReport, found: dict[str, Line]) -> None:
    """The renderers are compared in one process; readers get their files from another."""
    made_of = producing.recipe(report, dated_on=date(2025, 3, 3))
    finished = producing.produce(made_of, ["docx"])["docx"]
    with TemporaryDirectory(prefix="stegvis-bench-") as name:
        folder = Path(name)
        pictures = producing.pictures(made_of)
        bare.write_static(workshop.illustrated(producing.document(made_of), pictures), folder)
        floors = {"docx": lambda: bare.word(finished), "pdf": lambda: bare.pdf(folder)}
        for extension, floor in floors.items():

            def ours(extension: str = extension) -> None:
                producing.produce(made_of, [extension])

            with override_settings(REPORTS_APART=False):
                found[extension].ratios.append(ratio(ours, floor, runs=5))
            found[f"{extension} apart"].ratios.append(ratio(ours, floor, runs=3))
            first = ratio(ours, floor, runs=2, before=cache.clear)
            found[f"{extension} first"].ratios.append(first)
