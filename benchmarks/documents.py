"""The annual report's files against the bare renderers on a static document of the same size."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.cache import cache

from benchmarks import bare
from benchmarks.measure import Line, ratio
from stegvis.reports import producing
from stegvis.reports.models import AnnualReport

DOCUMENT = 2.0


def lines() -> dict[str, Line]:
    return {
        "docx": Line("the annual report as Word", DOCUMENT),
        "pdf": Line("the annual report as PDF", DOCUMENT),
        "docx first": Line("… as Word, with figures counted and charts drawn"),
        "pdf first": Line("… as PDF, with figures counted and charts drawn"),
    }


def measure(report: AnnualReport, found: dict[str, Line]) -> None:
    made_of = producing.recipe(report, dated_on=date(2025, 3, 3))
    finished = producing.produce(made_of, ["docx"])["docx"]
    with TemporaryDirectory(prefix="stegvis-bench-") as name:
        folder = Path(name)
        bare.write_static(producing.document(made_of), folder)
        floors = {"docx": lambda: bare.word(finished), "pdf": lambda: bare.pdf(folder)}
        for extension, floor in floors.items():

            def ours(extension: str = extension) -> None:
                producing.produce(made_of, [extension])

            found[extension].ratios.append(ratio(ours, floor, runs=5))
            first = ratio(ours, floor, runs=2, before=cache.clear)
            found[f"{extension} first"].ratios.append(first)
