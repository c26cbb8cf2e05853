"""The report on the screen: figures open what they count, pictures have addresses, and each text
says who wrote it and where it is written."""

from django.urls import reverse
from django.utils.safestring import SafeString

from stegvis.reports import queries
from stegvis.reports.documents import html
from stegvis.reports.documents.model import Document
from stegvis.reports.models import AnnualReport


class ProseAddress(str):
    """Where a text is written (empty for those who only read), and who wrote it last.

    The renderer hands it through to prose.html as it is."""

    written: str = ""


def prose_address(url: str, written: str) -> ProseAddress:
    address = ProseAddress(url)
    address.written = written
    return address


def on_screen(document: Document, report: AnnualReport, *, can_edit: bool) -> SafeString:
    """One query, for who wrote what."""
    home, written = report.get_absolute_url(), queries.last_written(report)

    def figure_url(key: str) -> str:
        return reverse("reports:annual_report_picture", args=[report.pk, report.snapshot_id, key])

    def prose_url(key: str) -> str:
        url = reverse("reports:prose_edit", args=[report.pk, key]) if can_edit else ""
        return prose_address(url, written.get(key, ""))

    return html.render(
        document,
        figure_url=figure_url,
        drill_url=lambda href: home + href,
        prose_url=prose_url,
    )
