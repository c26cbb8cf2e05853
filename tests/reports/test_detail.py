"""The report's page and its texts: age of the figures, writing in place, who wrote what."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.core import audit, drafts
from stegvis.core.models import AuditEvent, Draft
from stegvis.interventions.models import Intervention
from stegvis.organisations.models import Unit
from stegvis.reports import queries
from stegvis.reports.actions import annual
from stegvis.reports.models import AnnualReport, ProseBlock, Snapshot
from tests.factories.agreements import AgreementFactory
from tests.factories.organisations import ProviderStaffFactory
from tests.factories.reports import AnnualReportFactory, FrozenVersionFactory

SignIn = Callable[[User], Client]
HTMX = {"headers": {"HX-Request": "true"}}
MOMENT = datetime(2025, 2, 28, 12, tzinfo=UTC)


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def writing(report: AnnualReport, key: str = "summary") -> str:
    return reverse("reports:prose_edit", args=[report.pk, key])


def taken(report: AnnualReport, at: datetime) -> None:
    Snapshot.objects.filter(pk=report.snapshot_id).update(taken_at=at)


# --- age ---


@pytest.mark.parametrize(
    ("days", "words"), [(0, "i dag"), (-1, "i dag"), (1, "i går"), (3, "för 3 dagar sedan")]
)
def test_the_age_of_figures_in_words(days: int, words: str, today) -> None:
    moment = datetime(today.year, today.month, today.day, 10, tzinfo=UTC) - timedelta(days=days)
    assert queries.age(moment, today=today) == words


def test_the_day_changes_at_swedish_midnight(today) -> None:
    late = datetime(2025, 3, 2, 23, 30, tzinfo=UTC)  # 3 March, half past midnight
    assert queries.age(late, today=today) == "i dag"


def test_the_page_says_how_old_its_figures_are_and_that_nothing_changed(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    taken(report, MOMENT)
    page = text_of(sign_in(planner).get(report.get_absolute_url()))
    assert "Siffrorna togs för 3 dagar sedan (2025-02-28 13:00)." in page
    assert "Inget har ändrats sedan dess." in page


@pytest.mark.parametrize("thing", ["intervention", "agreement", "unit"])
def test_the_page_says_that_something_changed(
    thing: str, report: AnnualReport, kc: Unit, planner: User, manager: User, sign_in: SignIn
) -> None:
    changed = {"unit": kc, "intervention": Intervention.objects.first()}.get(thing)
    audit.record("x.changed", changed or AgreementFactory(), by=planner)
    page = text_of(sign_in(planner).get(report.get_absolute_url()))
    assert "Något har ändrats sedan dess. Räkna om." in page
    assert "Räkna om" not in text_of(sign_in(manager).get(report.get_absolute_url()))


def test_what_no_report_is_made_of_is_no_change(report: AnnualReport, planner: User) -> None:
    audit.record("annual_report.changed", report, by=planner)
    audit.record("snapshot.taken", report.snapshot, by=planner)
    audit.record("staff.added", ProviderStaffFactory(), by=planner)
    assert not queries.has_changed_since(report.snapshot.taken_at)


def test_a_recount_clears_the_warning_and_is_a_button(
    report: AnnualReport, kc: Unit, planner: User, sign_in: SignIn
) -> None:
    audit.record("unit.changed", kc, by=planner)
    client, address = sign_in(planner), reverse("reports:annual_report_recount", args=[report.pk])
    assert client.get(address).status_code == 302
    report.refresh_from_db()
    before = report.snapshot_id
    page = client.post(address, follow=True)
    report.refresh_from_db()
    assert report.snapshot_id != before
    assert "Siffrorna är räknade på nytt. Texten är orörd." in text_of(page)
    assert "Inget har ändrats sedan dess." in text_of(page)


# --- writing ---


def test_a_text_is_written_on_a_page_of_its_own(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    page = client.get(writing(report))
    assert "<title>Sammanfattning – Stegvis</title>" in text_of(page)
    values = {"text": "Ett **gott** år.\r\n\r\nMycket hände.", "version": 1}
    answer = client.post(writing(report), values)
    assert answer["Location"] == f"{report.get_absolute_url()}#summary"
    assert ProseBlock.objects.get(report=report, key="summary").text == (
        "Ett **gott** år.\n\nMycket hände."
    )
    page = text_of(client.get(report.get_absolute_url()))
    assert "<strong>gott</strong>" in page
    assert f"Senast skriven av {planner.name}" in page


def test_a_text_is_written_in_place(report: AnnualReport, planner: User, sign_in: SignIn) -> None:
    """The box, the saved text, and no draft left behind."""
    client = sign_in(planner)
    box = client.get(writing(report), **HTMX)
    assert "HX-Request" in box["Vary"]
    assert text_of(box).startswith('<div class="prose" id="summary">')
    assert "<html" not in text_of(box) and "autofocus" in text_of(box)
    drafts.keep(by=planner, key=f"rapport-{report.pk}-summary", fields={"text": "Ett"})
    saved = text_of(client.post(writing(report), {"text": "Ett *år*.", "version": 1}, **HTMX))
    assert saved.startswith('<div class="prose" id="summary"')
    assert "<em>år</em>" in saved and f"Senast skriven av {planner.name}" in saved
    assert '<p role="status"><b>Texten är sparad.</b></p>' in saved
    assert not Draft.objects.exists()


def test_the_box_closes_again_without_writing(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    read = text_of(sign_in(planner).get(f"{writing(report)}?las", **HTMX))
    assert "<em>Här skrivs:" in read and "Senast skriven" not in read
    assert "<form" not in read


@pytest.mark.parametrize("how", [HTMX, {}], ids=["htmx", "page"])
def test_the_second_of_two_writers_sees_the_first_text_and_keeps_the_own(
    how: dict, report: AnnualReport, planner: User, department: Unit, person, sign_in: SignIn
) -> None:
    block = report.prose.get(key="summary")
    annual.write(block=block, text="Den andras.", by=person("planner", department), version=1)
    client = sign_in(planner)
    page = client.post(writing(report), {"text": "Min.", "version": 1}, **how)
    told = text_of(page)
    assert "Någon annan har sparat medan du skrev." in told
    assert "Den andras." in told and ">Min.</textarea>" in told.replace("> Min.", ">Min.")
    assert report.prose.get(key="summary").text == "Den andras."
    client.post(writing(report), {"text": "Båda.", "version": 2}, **how)
    assert report.prose.get(key="summary").text == "Båda."


def test_earlier_texts_stand_below_the_box(
    report: AnnualReport, planner: User, manager: User, sign_in: SignIn
) -> None:
    block = report.prose.get(key="summary")
    annual.write(block=block, text="Den första.", by=manager)
    annual.write(block=block, text="Den andra.", by=planner)
    page = text_of(sign_in(planner).get(writing(report)))
    assert page.index("Den andra.") < page.index("Den första.")
    assert f"{manager.name}, 20" in page


def test_each_text_says_who_wrote_it_last(
    report: AnnualReport, planner: User, manager: User
) -> None:
    for key, by in (("summary", planner), ("summary", manager), ("ahead", planner)):
        annual.write(block=report.prose.get(key=key), text=f"{key} {by.pk}", by=by)
    written = queries.last_written(report)
    assert set(written) == {"summary", "ahead"}
    assert manager.name in written["summary"] and planner.name in written["ahead"]


def test_markup_in_a_text_stays_text(report: AnnualReport, planner: User, sign_in: SignIn) -> None:
    text = "<script>alert(1)</script> [här](javascript:alert)"
    annual.write(block=report.prose.get(key="summary"), text=text, by=planner)
    page = text_of(sign_in(planner).get(report.get_absolute_url()))
    assert "&lt;script&gt;alert(1)" in page and 'href="javascript' not in page


# --- title, list, freezing ---


def test_title_and_template_are_changed_and_the_second_sees_the_first(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client, address = sign_in(planner), reverse("reports:annual_report_edit", args=[report.pk])
    assert client.post(address, {"title": "Ny titel", "version": 1}).status_code == 302
    page = text_of(client.post(address, {"title": "Min titel", "version": 1}))
    assert "Ny titel" in page and 'value="Min titel"' in page


def test_the_list_shows_reports_in_pages_with_their_versions(
    report: AnnualReport, planner: User, department: Unit, sign_in: SignIn
) -> None:
    FrozenVersionFactory(report=report)
    for number in range(50):
        AnnualReportFactory(
            year=1950 + number, title=f"År {number}", units=[department], snapshot=report.snapshot
        )
    client, address = sign_in(planner), reverse("reports:annual_report_list")
    first, second = client.get(address), client.get(address + "?sida=2")
    assert len(first.context["reports"]) == 50 and first.context["reports"][0] == report
    assert [one.title for one in second.context["reports"]] == ["År 0"]
    assert [one.version_count for one in first.context["reports"]][:2] == [1, 0]


def test_an_empty_list_says_what_to_do(planner: User, sign_in: SignIn) -> None:
    page = text_of(sign_in(planner).get(reverse("reports:annual_report_list")))
    assert "Ingen årsrapport finns än." in page


def test_freezing_from_the_page(
    report: AnnualReport, manager: User, planner: User, sign_in: SignIn, plain_files: None
) -> None:
    address = reverse("reports:annual_report_freeze", args=[report.pk])
    client = sign_in(manager)
    page = text_of(client.get(address))
    assert "Det här måste skrivas först:" in page and "<button" not in page.split("<main")[1]
    assert "Skriv klart innan" in text_of(client.post(address, follow=True))
    report.prose.update(text="Skrivet.")
    audit.record("intervention.changed", Intervention.objects.first(), by=planner)
    assert "Ska ändringarna med, räkna om rapporten först." in text_of(client.get(address))
    page = text_of(client.post(address, follow=True))
    assert "Rapporten är fastställd." in page and "Version 1" in page
    assert "Inget har ändrats i rapporten sedan den senaste versionen." in page
    assert "redan fastställd som den är" in text_of(client.get(address))
    assert "redan fastställd" in text_of(client.post(address, follow=True))
    assert report.versions.count() == 1


def test_a_frozen_versions_files_are_fetched_as_they_were_frozen(
    report: AnnualReport, manager: User, planner: User, sign_in: SignIn, plain_files: None
) -> None:
    report.prose.update(text="Skrivet.")
    version = annual.freeze(report=report, by=manager, on=MOMENT.date())
    client, events = sign_in(planner), AuditEvent.objects.count()
    for extension in ("docx", "pdf", "xlsx"):
        path = reverse("reports:frozen_file", args=[report.pk, 1, extension])
        answer = client.get(path)
        assert answer.content == bytes(getattr(version, extension))
        assert (
            f'filename="uppfoljningsrapport-2024-version-1.{extension}"'
            in (answer["Content-Disposition"])
        )
    page = text_of(client.get(reverse("reports:frozen_check", args=[report.pk, 1])))
    assert page.count("samma byte för byte") == 4 and "skiljer sig" not in page
    assert AuditEvent.objects.count() == events
