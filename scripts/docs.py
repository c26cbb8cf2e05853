"""Generated documentation: the indicators' pages, and the tables of steps in the rooms' READMEs.

python -m scripts.docs            writes them
python -m scripts.docs --check    fails when one of them is not current
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import django
from django.utils.translation import override

from stegvis.accounts.roles import Permission
from stegvis.agreements.steps import OPTION_STEPS
from stegvis.analysis import docs as indicator_pages
from stegvis.core.imports.enums import BATCH_STEPS
from stegvis.core.steps import Step
from stegvis.employers.enums import OPENING_STEPS
from stegvis.followup.enums import REPORT_STEPS
from stegvis.interventions.enums import (
    ORDER_STEPS,
    PATH,
    PLAN_STEPS,
    REGISTRATION_STEPS,
    STEP_MOVES,
)
from stegvis.participants.enums import REFERRAL_STEPS

ROOT = Path(__file__).resolve().parents[1]
INDICATORS = ROOT / "docs" / "indicators"
START, END = "<!-- steps:start -->", "<!-- steps:end -->"


def main(check: bool) -> None:
    stale = [path for path, text in generated() if not path.exists() or path.read_text() != text]
    if not check:
        for path, text in generated():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            if path in stale:
                print(f"skriven: {path.relative_to(ROOT)}")
    elif stale:
        names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
        sys.exit(f"Inte aktuella: {names}. Kör make docs.")


def generated() -> Iterator[tuple[Path, str]]:
    """Each generated file with the text that it should have."""
    for name, text in indicator_pages.pages().items():
        yield INDICATORS / name, text
    for room, tables in step_tables().items():
        path = ROOT / "stegvis" / room / "README.md"
        if path.exists() and START in path.read_text(encoding="utf-8"):
            yield path, with_tables(path.read_text(encoding="utf-8"), tables)


def step_tables() -> dict[str, str]:
    """Room → its tables of steps, as Markdown. A room's README shows them between the marks."""
    with override("sv"):
        return {
            "agreements": _section("Option", OPTION_STEPS),
            "core/imports": _section("Import", BATCH_STEPS),
            "employers": _section("Ledig plats", OPENING_STEPS),
            "followup": _section("Leverantörens rapport", REPORT_STEPS),
            "interventions": "\n\n".join(
                [
                    f"### Vägen\n\n{_path()}",
                    _section("Ett steg på vägen", STEP_MOVES),
                    _section("Beställning", ORDER_STEPS),
                    _section("Planeringsunderlag", PLAN_STEPS),
                    _section("Anmälan", REGISTRATION_STEPS),
                ]
            ),
            "participants": _section("Intresseanmälan", REFERRAL_STEPS),
        }


def with_tables(text: str, tables: str) -> str:
    before, rest = text.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}\n\n{tables}\n\n{END}{after}"


def _section(title: str, steps: Sequence[Step]) -> str:
    rows = (
        [
            f"`{step.name}`",
            step.label,
            " eller ".join(_in_order(step.sources)),
            step.target.label,
            _permission(step.needs),
        ]
        for step in steps
    )
    heading = ["Namn", "Knapp", "Från", "Till", "Behörighet"]
    return f"### {title}\n\n{_table(heading, rows)}"


def _path() -> str:
    rows = (
        [
            one.number,
            one.step.label,
            one.purpose,
            one.finished_by,
            _permission(one.needs),
            "ja, med skäl" if one.may_skip else "nej",
        ]
        for one in PATH
    )
    return _table(["Nr", "Steg", "Vad", "Klart när", "Behörighet", "Får hoppas över"], rows)


def _in_order(statuses: Iterable[Any]) -> list[str]:
    """Labels in the order that the statuses are declared: a set has none of its own."""
    members = list(type(next(iter(statuses))))
    return [str(one.label) for one in sorted(statuses, key=members.index)]


def _permission(needs: str) -> str:
    return f"{Permission(needs).label} (`{needs}`)" if needs else "den som får avsluta steget"


def _table(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.test_settings")
    django.setup()
    main("--check" in sys.argv)
