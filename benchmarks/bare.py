"""The floors: as little as it can take."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from docxtpl import DocxTemplate

from stegvis.interventions.models import Intervention
from stegvis.reports.documents import formatting
from stegvis.reports.documents.model import (
    Bullets,
    Callout,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Prose,
    Table,
)

LIST = """<!doctype html><html lang="sv"><title>Insatser</title><table>{% for one in rows %}
<tr><td>{{ one.title }}<td>{{ one.reference_number }}<td>{{ one.unit.short_name }}
<td>{{ one.category.name }}<td>{{ one.provider.name }}<td>{{ one.starts_on|date:"Y-m-d" }}
<td>{{ one.ends_on|date:"Y-m-d" }}<td>{{ one.get_status_display }}</tr>{% endfor %}</table>"""


def bare_list(request: HttpRequest) -> HttpResponse:
    """What our list tells, for somebody signed in. No rights, filter, paging, menu or look."""
    rows = Intervention.objects.select_related("unit", "category", "provider")
    rows = rows.order_by("-starts_on")[:50]
    return HttpResponse(_template().render({"rows": rows}))


@cache
def _template() -> Any:
    return engines["django"].from_string(LIST)


urlpatterns = [path("bare/", bare_list), path("", include("stegvis.config.urls"))]


def word(finished: bytes) -> bytes:
    """docxtpl on a document that has nothing left to fill in."""
    template, answer = DocxTemplate(BytesIO(finished)), BytesIO()
    template.render({})
    template.save(answer)
    return answer.getvalue()


def pdf(folder: Path) -> bytes:
    """Typst on a static file, to the same standard."""
    source = folder / "static.typ"
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.compile(source, format="pdf", pdf_standards="ua-1", font_paths=fonts)


def write_static(document: Document, folder: Path) -> None:
    """The document's texts, tables and pictures as plain Typst, without our look or links."""
    lines = [
        f"#set document(title: {_string(document.title)})",
        '#set text(lang: "sv", size: 10pt)',
        '#set page(paper: "a4")',
        f"#title[#{_string(document.title)}]",
        "#outline()",
    ]
    for chapter in document.chapters:
        lines += ["#pagebreak(weak: true)", f"#heading(level: 1)[#{_string(chapter.title)}]"]
        for block in chapter.blocks:
            lines += _block(block, folder)
    (folder / "static.typ").write_text("\n".join(lines), encoding="utf-8")


def _block(block: Any, folder: Path) -> list[str]:
    match block:
        case Heading():
            return [f"#heading(level: {block.level})[#{_string(block.text)}]"]
        case Paragraph():
            return [_paragraph(block.text)]
        case Prose():
            return [_paragraph(part) for part in block.markdown.split("\n\n")]
        case Bullets():
            return [f"- #{_string(item)}" for item in block.items]
        case Facts():
            cells = [text for label, value in block.rows for text in (label, _joined(value))]
            return [_table(2, cells)]
        case Callout():
            return [_paragraph(block.title), _paragraph(block.text)]
        case Table():
            return [_of_table(block)]
        case Figure():
            (folder / f"{block.key}.svg").write_bytes(block.svg)
            picture = f'image("{block.key}.svg", alt: {_string(block.alt)}, width: 100%)'
            figure = f"#figure({picture}, caption: [#{_string(block.caption)}])"
            return [figure, *([_of_table(block.table)] if block.table else [])]
    raise TypeError(block)


def _of_table(table: Table) -> str:
    cells = [column.title for column in table.columns]
    for row in [*formatting.row_texts(table), formatting.total_texts(table)]:
        cells += row
    return f"#figure({_table(len(table.columns), cells)[1:]}, caption: [#{_string(table.caption)}])"


def _table(columns: int, cells: list[str]) -> str:
    return f"#table(columns: {columns}, {', '.join(f'[#{_string(cell)}]' for cell in cells)})"


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _paragraph(text: str) -> str:
    return f"#par[#{_string(text)}]"


def _string(text: object) -> str:
    """A Typst string: the escapes of JSON that Typst knows, and the others as they are."""
    return json.dumps(str(text), ensure_ascii=False)
