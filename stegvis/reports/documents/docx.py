"""A document as a Word file, in the shipped template or in the municipality's own."""

from datetime import UTC, datetime, time
from io import BytesIO

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from markupsafe import Markup

from stegvis.core.formats import date_in_prose
from stegvis.reports.documents import words
from stegvis.reports.documents.docx_check import (
    CONTENT_TAG,
    CONTENTS_TAG,
    PARAGRAPH_TAGS,
    TAGS,
    check_template,
    environment,
    is_content_paragraph,
    paragraph_text,
)
from stegvis.reports.documents.docx_parts import prepare_settings, set_language
from stegvis.reports.documents.docx_template import TEMPLATE
from stegvis.reports.documents.docx_text import Writer, wrapped
from stegvis.reports.documents.docx_zip import with_fixed_times
from stegvis.reports.documents.formatting import one_line
from stegvis.reports.documents.model import Document
from stegvis.reports.documents.outline import contents, place

__all__ = ["TAGS", "UnusableTemplateError", "check_template", "render"]

REGIONS = {"sv": "sv-SE", "en": "en-GB"}
PROPERTY_LIMIT = 255
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class UnusableTemplateError(ValueError):
    """Carries the same Swedish sentences as `check_template`."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = errors


def render(document: Document, *, template: bytes | None = None) -> bytes:
    """A .docx dated as the document says: same document and template, same bytes.

    Raises UnusableTemplateError for a template that `check_template` has objections to.
    """
    if template is not None and (errors := check_template(template)):
        raise UnusableTemplateError(errors)
    word = DocxTemplate(BytesIO(TEMPLATE.read_bytes() if template is None else template))
    word.init_docx()
    for name in PROPERTIES:  # docxtpl would read them as templates too
        setattr(word.docx.core_properties, name, "")
    _write_paragraph_tags(word.docx)
    word.render(_context(document), environment())
    _fill(word.docx, document)
    prepare_settings(word.docx)
    set_language(word.docx, REGIONS.get(document.language, document.language))
    _describe(word.docx.core_properties, document)
    buffer = BytesIO()
    word.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _write_paragraph_tags(word) -> None:
    """`{{ innehall }}` does the same as docxtpl's `{{p innehall }}`, however it was formatted."""
    for paragraph in word.element.body.findall(qn("w:p")):
        text = paragraph_text(paragraph)
        for tag in PARAGRAPH_TAGS:
            if is_content_paragraph(text, tag):
                paragraph.clear_content()
                paragraph.add_r().text = f"{{{{p {tag} }}}}"


def _context(document: Document) -> dict[str, str]:
    return {
        "titel": one_line(document.title),
        "undertitel": one_line(document.subtitle),
        "organisation": one_line(document.organisation),
        "datum": date_in_prose(document.dated_on),
        "version": one_line(document.version_label),
        "utkast": words.DRAFT if document.is_draft else "",
        CONTENTS_TAG: _marker(CONTENTS_TAG),
        CONTENT_TAG: _marker(CONTENT_TAG),
    }


def _marker(tag: str) -> Markup:
    """Stands where the blocks go: they are put in as elements, past docxtpl's text surgery."""
    return Markup(f'<w:p><w:bookmarkStart w:id="0" w:name="{tag}"/></w:p>')


def _fill(word, document: Document) -> None:
    writer = Writer(word)
    chapters = place(document)
    xml = {
        CONTENTS_TAG: writer.contents(contents(chapters)),
        CONTENT_TAG: writer.chapters(chapters),
    }
    for tag, blocks in xml.items():
        for marker in word.element.body.xpath(f'w:p[w:bookmarkStart/@w:name="{tag}"]'):
            for element in parse_xml(wrapped(blocks)):
                marker.addprevious(element)
            marker.getparent().remove(marker)


def _describe(properties, document: Document) -> None:
    noon = datetime.combine(document.dated_on, time(12), tzinfo=UTC)
    properties.title = one_line(document.title)[:PROPERTY_LIMIT]
    properties.subject = one_line(document.subtitle)[:PROPERTY_LIMIT]
    properties.author = one_line(document.organisation)[:PROPERTY_LIMIT]
    properties.last_modified_by = properties.author
    properties.version = one_line(document.version_label)[:PROPERTY_LIMIT]
    properties.language = document.language
    properties.created = properties.modified = noon
    properties.revision = 1
