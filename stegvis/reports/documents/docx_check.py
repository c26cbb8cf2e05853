"""Is an uploaded file a Word template that can be filled in, and nothing else?"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

CONTENT_TAG = "innehall"
CONTENTS_TAG = "innehallsforteckning"
TAGS = {
    "titel": "rapportens titel",
    "undertitel": "rapportens undertitel",
    "organisation": "organisationens namn",
    "datum": "rapportens datum, utskrivet: 14 mars 2025",
    "version": "vilken version det är och vilka uppgifter den bygger på",
    "utkast": "ordet Utkast så länge rapporten inte är fastställd, annars ingenting",
    CONTENTS_TAG: "innehållsförteckningen, i ett eget stycke",
    CONTENT_TAG: "alla kapitel, i ett eget stycke (måste finnas)",
}
KNOWN = ", ".join(TAGS)
PARAGRAPH_TAGS = {CONTENT_TAG, CONTENTS_TAG}

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
LARGEST_PART = 12 * 1024 * 1024  # of text; pictures may be as large as the whole
MOST_PARTS = 2000
MOST_ERRORS = 15

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RENDERED_PART = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
MAIN_PART = "word/document.xml"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
WORD_DOCUMENT = b"wordprocessingml.document.main+xml"
TAG = re.compile(r"\{\{(p|r)?\s*(.*?)\s*\}\}", re.DOTALL)
ALLOWED_NODES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)

NO_WORD_FILE = "Filen är ingen Word-fil (.docx)."
OLD_OR_LOCKED = (
    "Filen är sparad i det äldre formatet .doc eller skyddad med lösenord. "
    "Spara den som Word-dokument (.docx) utan lösenord."
)
TOO_LARGE = f"Filen är större än {LARGEST_FILE // 1024 // 1024} MB. Minska bilderna i mallen."
TOO_LARGE_UNPACKED = "Filen blir för stor när den packas upp och öppnas därför inte."
MACROS = "Filen innehåller makron. Spara den som Word-dokument utan makron (.docx)."
WORD_TEMPLATE = "Filen är en Word-mall (.dotx). Spara den som Word-dokument (.docx)."
EMBEDDED = "Filen innehåller inbäddade filer eller kontroller. Ta bort dem ur mallen."
LINKED = "Mallen hämtar bilder eller annat från en annan plats. Infoga dem i mallen i stället."
DAMAGED = "Filen är skadad och går inte att läsa. Öppna den i Word och spara den på nytt."
MISSING_CONTENT = "Taggen {{ innehall }} saknas. Lägg den i ett eget stycke där kapitlen ska stå."


def environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


def check_template(template: bytes) -> list[str]:
    """What is wrong with an uploaded template, in Swedish; an empty list when it can be used."""
    if len(template) > LARGEST_FILE:
        return [TOO_LARGE]
    if template.startswith(OLD_OFFICE):
        return [OLD_OR_LOCKED]
    try:
        with ZipFile(BytesIO(template)) as archive:
            errors = list(_package_errors(archive)) or list(_content_errors(archive))
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return [NO_WORD_FILE]
    if not errors:
        errors = _code_errors(template)
    return list(dict.fromkeys(errors))[:MOST_ERRORS]


def _package_errors(archive: ZipFile) -> Iterator[str]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
        yield TOO_LARGE_UNPACKED
        return
    if MAIN_PART not in names or "[Content_Types].xml" not in names:
        yield NO_WORD_FILE
        return
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        yield MACROS
    elif b"wordprocessingml.template.main+xml" in types:
        yield WORD_TEMPLATE
    elif WORD_DOCUMENT not in types:
        yield NO_WORD_FILE
    if any(name.startswith(("word/embeddings/", "word/activeX/")) for name in names):
        yield EMBEDDED
    if any(map(_has_outside_link, _relations(archive))):
        yield LINKED


def _relations(archive: ZipFile) -> Iterator[bytes]:
    for entry in archive.infolist():
        if entry.filename.endswith(".rels"):
            yield archive.read(entry)


def _has_outside_link(relations: bytes) -> bool:
    """Hyperlinks are clicked and the attached template is dropped; all else would be fetched."""
    try:
        tree = etree.fromstring(relations, _parser())
    except etree.XMLSyntaxError:
        return True
    harmless = ("/hyperlink", "/attachedTemplate")
    return any(
        relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith(harmless)
        for relation in tree
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _content_errors(archive: ZipFile) -> Iterator[str]:
    content_tags = 0
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        xml = archive.read(entry)
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or entry.file_size > LARGEST_PART:
            yield DAMAGED
            return
        if RENDERED_PART.fullmatch(entry.filename):
            try:
                tree = etree.fromstring(xml, _parser())
            except etree.XMLSyntaxError:
                yield DAMAGED
                return
            for paragraph in tree.iter(f"{W}p"):
                text = paragraph_text(paragraph)
                yield from _tag_errors(text)
                content_tags += is_content_paragraph(text, CONTENT_TAG)
                yield from _place_errors(paragraph, text, entry.filename)
    if content_tags == 0:
        yield MISSING_CONTENT
    if content_tags > 1:
        yield "Taggen {{ innehall }} finns mer än en gång. Behåll en av dem."


def paragraph_text(paragraph) -> str:
    """The paragraph's own text, without that of text boxes anchored in it."""
    return "".join(
        text.text or ""
        for text in paragraph.iter(f"{W}t")
        if next(text.iterancestors(f"{W}p")) is paragraph
    )


def is_content_paragraph(text: str, tag: str) -> bool:
    return any(name == tag for _prefix, name in TAG.findall(text))


def _tag_errors(text: str) -> Iterator[str]:
    where = f"i stycket ”{_shortened(text)}”"
    if "{%" in text or "{#" in text or "%}" in text:
        yield f"Styrkoder som {{% … %}} kan inte användas, men finns {where}. Ta bort dem."
        return
    rest = TAG.sub("", text)
    if "{{" in rest or "}}" in rest:
        yield f"En tagg är inte avslutad {where}. Varje {{{{ behöver ett }}}} i samma stycke."
        return
    for prefix, name in TAG.findall(text):
        if not re.fullmatch(r"[^\W\d]\w*", name):
            yield f"Taggen {{{{ {_shortened(name)} }}}} innehåller kod eller mellanslag {where}."
        elif name not in TAGS:
            yield f"Taggen {{{{ {_shortened(name)} }}}} är okänd. De taggar som finns: {KNOWN}."
        elif prefix and name not in PARAGRAPH_TAGS:
            yield f"Skriv {{{{ {name} }}}} utan {prefix} framför {where}."


def _place_errors(paragraph, text: str, part: str) -> Iterator[str]:
    for tag in PARAGRAPH_TAGS:
        if not is_content_paragraph(text, tag):
            continue
        is_alone = TAG.fullmatch(text.strip()) is not None
        in_body = part == MAIN_PART and paragraph.getparent().tag == f"{W}body"
        ends_section = paragraph.find(f"{W}pPr/{W}sectPr") is not None
        if not (is_alone and in_body) or ends_section:
            yield (
                f"Taggen {{{{ {tag} }}}} måste stå ensam i ett eget stycke i brödtexten, "
                "inte i en tabell, en textruta, ett sidhuvud eller vid en avsnittsbrytning."
            )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def _code_errors(template: bytes) -> list[str]:
    """The last gate: what docxtpl would hand to Jinja may hold plain tags and nothing else."""
    try:
        word = DocxTemplate(BytesIO(template))
        word.init_docx()
        parts = [word.get_xml(), *_head_and_foot_xml(word)]
        trees = [environment().parse(word.patch_xml(part)) for part in parts]
    except TemplateSyntaxError:
        return ["Taggarna i mallen går inte att läsa. Skriv dem på nytt utan formatering i dem."]
    except Exception:  # whatever python-docx meets in a file that only looks like Word's
        return [DAMAGED]
    if all(_is_plain(tree) for tree in trees):
        return []
    return ["Mallen innehåller kod. Använd bara taggar som {{ titel }}."]


def _head_and_foot_xml(word: DocxTemplate) -> Iterator[str]:
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        for _key, part in word.get_headers_footers(uri):
            yield word.get_part_xml(part)


def _is_plain(tree: nodes.Template) -> bool:
    return all(
        isinstance(node, ALLOWED_NODES) and (not isinstance(node, nodes.Name) or node.name in TAGS)
        for node in [tree, *tree.find_all(nodes.Node)]
    )
