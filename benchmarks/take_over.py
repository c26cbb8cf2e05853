"""Taking over a follow-up file of invented persons, against bare inserts, and the most memory that
it takes. The memory is that of a process of its own:

python -m benchmarks.take_over ROWS
"""

import resource
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO

from openpyxl import Workbook

from benchmarks.measure import Line, seconds

MOST = 200 * 1024  # as ru_maxrss counts
HEADINGS = (
    *("Namn", "Kön", "Personnummer", "Start", "Slut", "Avslutad till", "Missbruk"),
    "Kommentar",
)
SLUG = "overtagen"
FIRST, START = date(1976, 1, 14), date(2022, 1, 3)


def lines() -> dict[str, Line]:
    return {
        "check": Line("a row read, kept and checked"),
        "write": Line("a row written: person, enrolment, half of them ended"),
        "memory": Line("memory at its most, of 200 MB", 1.0),
    }


def measure(rows: int, found: dict[str, Line]) -> None:
    check, write = _times(rows)
    found["check"].ratios.append(check)
    found["write"].ratios.append(write)
    command = [sys.executable, "-m", "benchmarks.take_over", str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found["memory"].ratios.append(int(done.stdout) / MOST)


def make(rows: int) -> bytes:
    """One person a row; every second has ended, every fifth has a comment."""
    from stegvis.participants.numbers import check_digit

    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    days = (FIRST + timedelta(days=n) for n in range(11_000))
    births = (day for day in days if 14 <= day.day <= 28)  # the series for tests
    for n, born in zip(range(rows), births, strict=False):
        nine = f"{born:%y%m%d}239"
        start = START + timedelta(days=n % 700)
        ended = n % 2 == 0
        sheet.append(
            [
                f"Prov{_letters(n)} Efternamn{_letters(n * 7 + 1)}",
                "M",
                f"{born:%Y%m%d}-239{check_digit(nine)}",
                start,
                start + timedelta(days=30 + n % 200) if ended else None,
                "Arbete" if ended else None,
                ("ja", "nej", None)[n % 3],
                "Vill jobba." if n % 5 == 0 else None,
            ]
        )
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _letters(number: int) -> str:
    """Different names for different numbers, in letters that no spelling rule makes alike."""
    return "".join("bdfglmnprt"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05}")


def _times(rows: int) -> tuple[float, float]:
    """Seconds for a row, checked and then written, over those of a bare insert. All taken back."""
    from benchmarks.writing import _taken_back
    from stegvis.organisations.models import Provider

    content = make(rows)

    def bare() -> None:
        with _taken_back():
            for number in range(rows):
                Provider.objects.create(name=f"Leverantör B{number}")

    with _taken_back():
        programme, by = _where()
        kept: list = []
        check = seconds(lambda: kept.append(_check(content, programme, by)))
        write = seconds(lambda: _write(kept[0], by, rows))
    bare_seconds = min(seconds(bare) for _run in range(3))
    return check / bare_seconds, write / bare_seconds


def _where() -> tuple:
    """A programme with nobody in it, and somebody who takes over files for it."""
    from stegvis.accounts.models import User
    from stegvis.accounts.roles import Role
    from stegvis.organisations.models import Assignment, Unit
    from stegvis.participants.models import Programme

    unit = Unit.objects.order_by("pk")[0]
    by = User.objects.create(email="overtar@stegvis.example", name="Ove Tagare")
    Assignment.objects.create(user=by, role=Role.MANAGER, unit=unit, starts_on=date(2020, 1, 1))
    programme = Programme.objects.create(name="Övertagen", slug=SLUG, unit=unit, starts_on=START)
    return programme, by


def _check(content: bytes, programme, by):
    from stegvis.casework.actions import files
    from stegvis.core.imports.workbook import read

    book = read("uppfoljning.xlsx", BytesIO(content), len(content))
    file = files.upload(programme=programme, row_kind="person", book=book, by=by)
    return files.map_columns(file=file, by=by, mapping=file.mapping)


def _write(file, by, rows: int) -> None:
    from stegvis.casework.actions import files
    from stegvis.casework.enums import FileStatus

    while file.status in (FileStatus.PREVIEWED, FileStatus.WRITING):
        file = files.write_some(file=file, by=by)
    if (file.status, file.done) != (FileStatus.WRITTEN, rows):
        raise AssertionError(file.counts)


def main(rows: int) -> None:
    import django

    django.setup()
    _times(rows)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main(int(sys.argv[1]))
