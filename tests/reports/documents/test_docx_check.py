from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document as WordDocument

from stegvis.reports.documents.docx_check import check_template
from stegvis.reports.documents.docx_template import TEMPLATE

CONTENT = "{{p innehall }}"


def template(*paragraphs) -> bytes:
    word = WordDocument()
    for text in paragraphs:
        word.add_paragraph(text)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def changed(archive=None, *, add=None, replace=None) -> bytes:
    """The archive with parts added, and with bytes replaced in those it has."""
    buffer = BytesIO()
    with ZipFile(BytesIO(archive or TEMPLATE.read_bytes())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for part, before, after in replace or ():
        assert before in parts[part]
        parts[part] = parts[part].replace(before, after)
    with ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name, content in (parts | (add or {})).items():
            new.writestr(name, content)
    return buffer.getvalue()


def macro_file():
    main = b"wordprocessingml.document.main+xml"
    macro = (
        b"vnd.openxmlformats-officedocument." + main,
        b"vnd.ms-word.document.macroEnabled.main+xml",
    )
    return changed(replace=[("[Content_Types].xml", *macro)])


def word_template():
    return changed(
        replace=[("[Content_Types].xml", b"ml.document.main+xml", b"ml.template.main+xml")]
    )


def linked_picture():
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="https://example.se/x.png" TargetMode="External"/>'
    )
    part = "word/_rels/document.xml.rels"
    return changed(replace=[(part, b"</Relationships>", relation + b"</Relationships>")])


def in_a_table():
    word = WordDocument()
    word.add_table(1, 1).cell(0, 0).text = CONTENT
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def code_in_an_attribute():
    made = changed(replace=[("word/document.xml", b'w:val="Title"', b'w:val="{{ titel.x }}"')])
    return made


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (lambda: b"", "ingen Word-fil"),
        (lambda: b"%PDF-1.7 hej", "ingen Word-fil"),
        (lambda: b"PK\x03\x04 avklippt", "ingen Word-fil"),
        (lambda: TEMPLATE.read_bytes()[:5000], "ingen Word-fil"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, ".doc eller skyddad"),
        (lambda: b"x" * (10 * 1024 * 1024 + 1), "större än 10 MB"),
        (
            lambda: changed(add={"word/media/x.png": b"0" * 63_000_000}),
            "för stor när den packas upp",
        ),
        (macro_file, "makron"),
        (lambda: changed(add={"word/vbaProject.bin": b"x"}), "makron"),
        (word_template, ".dotx"),
        (lambda: changed(add={"word/embeddings/oleObject1.bin": b"x"}), "inbäddade"),
        (linked_picture, "annan plats"),
        (
            lambda: changed(replace=[("word/header1.xml", b"<w:hdr", b"<!DOCTYPE x []><w:hdr")]),
            "skadad",
        ),
        (lambda: changed(replace=[("word/document.xml", b"</w:body>", b"")]), "skadad"),
        (lambda: template("Hej"), "{{ innehall }} saknas"),
        (lambda: template(CONTENT, CONTENT), "mer än en gång"),
        (lambda: template(CONTENT, "{{ titel }"), "inte avslutad i stycket ”{{ titel }”"),
        (lambda: template(CONTENT, "titel }}"), "inte avslutad"),
        (lambda: template(CONTENT, "{{ kommun }}"), "{{ kommun }} är okänd"),
        (lambda: template(CONTENT, "{{ titel.__class__ }}"), "innehåller kod"),
        (lambda: template(CONTENT, "{{ titel|upper }}"), "innehåller kod"),
        (lambda: template(CONTENT, "{{ 7 * 7 }}"), "innehåller kod"),
        (lambda: template(CONTENT, "{{ inne håll }}"), "innehåller kod eller mellanslag"),
        (lambda: template(CONTENT, "{% for x in y %}"), "Styrkoder"),
        (lambda: template(CONTENT, "{# tyst #}"), "Styrkoder"),
        (lambda: template(CONTENT, "{{p titel }}"), "utan p framför"),
        (lambda: template(f"Här: {CONTENT}"), "ensam i ett eget stycke"),
        (in_a_table, "ensam i ett eget stycke"),
        (code_in_an_attribute, "innehåller kod"),
    ],
)
def test_a_clear_error(made, error):
    errors = check_template(made())
    assert any(error in sentence for sentence in errors), errors


def test_every_error_is_told_once():
    errors = check_template(template("{{ x }}", "{{ x }}", "{% if %}"))
    assert len(errors) == len(set(errors)) == 3


def test_a_link_and_an_attached_template_are_harmless():
    relation = (
        b'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="https://example.se" TargetMode="External"/>'
    )
    part = "word/_rels/document.xml.rels"
    archive = changed(replace=[(part, b"</Relationships>", relation + b"</Relationships>")])
    assert check_template(archive) == []
