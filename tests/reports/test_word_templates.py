"""The municipality's own Word template: checked before it is kept, used in the document."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument

from stegvis.accounts.models import User
from stegvis.core.models import AuditEvent
from stegvis.reports.documents import docx_template
from stegvis.reports.models import AnnualReport, WordTemplate
from tests.factories.reports import WordTemplateFactory

SignIn = Callable[[User], Client]
ADDRESS = "/wordmallar/ny/"


def word(*paragraphs: str) -> bytes:
    document = WordDocument()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


GOOD = word("Provköpings kommun, Dnr 4711", "{{ titel }}", "{{ innehall }}")


def upload(client: Client, content: bytes, name: str = "mall.docx", **values: Any):
    file = SimpleUploadedFile(name, content)
    return client.post(ADDRESS, {"name": "Vår mall", "file": file} | values)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (word("{{ titel", "{{ innehall }}"), "titel"),
        (word("{{ titel }}", "{{ inehall }}", "{{ innehall }}"), "inehall"),
        (word("Bara text"), "innehall"),
        (b"%PDF-1.7 not Word", "Word"),
        (b"PK\x03\x04 broken", "Word"),
    ],
)
def test_a_broken_template_is_told_beside_the_field_and_not_kept(
    content: bytes, words: str, planner: User, sign_in: SignIn
) -> None:
    page = upload(sign_in(planner), content)
    errors = page.context["form"].errors
    assert list(errors) == ["file"] and any(words in error for error in errors["file"])
    assert str(errors["file"][0]).split()[0] in page.content.decode()
    assert not WordTemplate.objects.exists() and not AuditEvent.objects.exists()


def test_a_template_of_50_mb_is_refused_unread(
    planner: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stegvis.reports.documents.docx.check_template", None)
    page = upload(sign_in(planner), b"\0" * 50 * 1024 * 1024)
    assert page.context["form"].errors["file"] == [
        "Filen är för stor. En mall får vara högst 20 MB."
    ]
    assert not WordTemplate.objects.exists()


def test_nothing_sent_is_told(planner: User, sign_in: SignIn) -> None:
    page = sign_in(planner).post(ADDRESS, {"name": ""})
    assert set(page.context["form"].errors) == {"name", "file"}


def test_a_good_template_is_kept_listed_and_used(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    client = sign_in(planner)
    assert upload(client, GOOD)["Location"] == reverse("reports:template_list")
    template = WordTemplate.objects.get()
    assert (bytes(template.content), template.uploaded_by) == (GOOD, planner)
    assert AuditEvent.objects.filter(action="word_template.uploaded").count() == 1
    assert "Vår mall" in client.get(reverse("reports:template_list")).content.decode()
    edit = reverse("reports:annual_report_edit", args=[report.pk])
    client.post(edit, {"title": report.title, "template": template.pk, "version": 1})
    file = client.get(reverse("reports:annual_report_file", args=[report.pk, "docx"]))
    texts = [p.text for p in WordDocument(BytesIO(file.content)).paragraphs]
    assert texts[:2] == ["Provköpings kommun, Dnr 4711", report.title]


def test_the_shipped_template_is_a_good_one(planner: User, sign_in: SignIn) -> None:
    client = sign_in(planner)
    shipped = client.get(reverse("reports:template_shipped")).content
    assert shipped == docx_template.make()
    assert upload(client, shipped).status_code == 302


def test_a_template_that_no_longer_works_is_told_and_can_be_changed(
    report: AnnualReport, planner: User, sign_in: SignIn
) -> None:
    AnnualReport.objects.update(template=WordTemplateFactory(content=b"once checked otherwise"))
    client = sign_in(planner)
    assert client.get(report.get_absolute_url()).status_code == 200
    answer = client.get(reverse("reports:annual_report_file", args=[report.pk, "docx"]))
    assert answer.status_code == 409
    assert reverse("reports:annual_report_edit", args=[report.pk]) in answer.content.decode()


def test_pages_do_not_read_the_templates_bytes(
    report: AnnualReport, planner: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    WordTemplateFactory(content=b"x" * 10)
    client = sign_in(planner)
    with django_assert_max_num_queries(20) as captured:
        client.get(report.get_absolute_url())
        client.get(reverse("reports:annual_report_edit", args=[report.pk]))
    assert not [q["sql"] for q in captured if '"reports_wordtemplate"."content"' in q["sql"]]
