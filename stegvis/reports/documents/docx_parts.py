"""What a Word template must have before text can be put in: styles, lists, language, fields."""

from copy import deepcopy
from functools import cache
from io import BytesIO
from itertools import count

from docx import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from stegvis.reports.documents.docx_template import TEMPLATE

# Settings that must come after w:updateFields in the file.
AFTER_UPDATE_FIELDS = (
    "w:hdrShapeDefaults",
    "w:footnotePr",
    "w:endnotePr",
    "w:compat",
    "w:docVars",
    "w:rsids",
    "m:mathPr",
    "w:attachedSchema",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:doNotIncludeSubdocsInStats",
    "w:doNotAutoCompressPictures",
    "w:forceUpgrade",
    "w:captions",
    "w:readModeInkLockDown",
    "w:smartTagType",
    "w:shapeDefaults",
    "w:doNotEmbedSmartTags",
    "w:decimalSymbol",
    "w:listSeparator",
)
BULLETS = "•–•–•–•–•"
LIST_INDENT = 360  # twentieths of a point for each level
DEEPEST_LIST = 8


class Styles:
    """Style ids by name. A style that the template lacks is taken from the one that ships."""

    def __init__(self, word) -> None:
        self.element = word.styles.element
        self.ids = {_name(style): style.get(qn("w:styleId")) for style in _styles(self.element)}

    def id(self, name: str) -> str:
        key = name.lower()
        if key not in self.ids:
            self._borrow(key)
        return self.ids[key]

    def is_numbered(self, name: str) -> bool:
        found = self.element.xpath(f'w:style[@w:styleId="{self.id(name)}"]/w:pPr/w:numPr')
        return bool(found)

    def _borrow(self, key: str) -> None:
        style = deepcopy(_shipped_styles()[key])
        wanted = style.get(qn("w:styleId"))
        taken = set(self.ids.values())
        free = next(name for name in _candidates(wanted) if name not in taken)
        style.set(qn("w:styleId"), free)
        self._fit_in(style)
        self.element.append(style)
        self.ids[key] = free

    def _fit_in(self, style) -> None:
        """Point to styles of this template, and to no list that only the shipped one has."""
        for tag in ("w:link", "w:next", "w:pPr/w:numPr"):
            for found in style.xpath(tag):
                found.getparent().remove(found)
        for base in style.xpath("w:basedOn"):
            default = "normal" if style.get(qn("w:type")) == "paragraph" else "normal table"
            if default in self.ids:
                base.set(qn("w:val"), self.ids[default])
            else:
                style.remove(base)


def _candidates(wanted: str):
    yield wanted
    yield from (f"{wanted}{number}" for number in count(2))


def _styles(element):
    return element.findall(qn("w:style"))


def _name(style) -> str:
    return style.find(qn("w:name")).get(qn("w:val")).lower()


@cache
def _shipped_styles() -> dict:
    word = WordDocument(BytesIO(TEMPLATE.read_bytes()))
    return {_name(style): style for style in _styles(word.styles.element)}


class Lists:
    """List definitions, added when they are first asked for."""

    def __init__(self, word) -> None:
        self.part = word.part
        self.bullets: int | None = None

    def bullet(self) -> int:
        if self.bullets is None:
            self.bullets = self._add(_bullet_levels())
        return self.bullets

    def ordered(self, start: int) -> int:
        """A new list that counts from `start`."""
        return self._add(_number_levels(start))

    def _add(self, levels: str) -> int:
        numbering = self._numbering()
        abstract = _next(numbering.xpath("w:abstractNum/@w:abstractNumId"))
        number = _next(numbering.xpath("w:num/@w:numId"))
        definition = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        )
        use = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}">'
            f'<w:abstractNumId w:val="{abstract}"/></w:num>'
        )
        # Word wants every abstractNum before the first num, and the clean-up mark last.
        numbering.insert_element_before(definition, "w:num", "w:numIdMacAtCleanup")
        numbering.insert_element_before(use, "w:numIdMacAtCleanup")
        return number

    def _numbering(self):
        try:
            return self.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            part = NumberingPart.load(
                PackURI("/word/numbering.xml"),
                CONTENT_TYPE.WML_NUMBERING,
                f"<w:numbering {nsdecls('w')}/>".encode(),
                self.part.package,
            )
            self.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
            return part.element


def _next(ids: list[str]) -> int:
    return max(map(int, ids), default=0) + 1


def _bullet_levels() -> str:
    return "".join(
        _level(level, 1, "bullet", mark) for level, mark in enumerate(BULLETS[: DEEPEST_LIST + 1])
    )


def _number_levels(start: int) -> str:
    return "".join(
        _level(level, start, "decimal", f"%{level + 1}.") for level in range(DEEPEST_LIST + 1)
    )


def _level(level: int, start: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{LIST_INDENT * (level + 1)}" w:hanging="{LIST_INDENT}"/></w:pPr></w:lvl>'
    )


def prepare_settings(word) -> None:
    """Fields are counted anew on opening, and no path to somebody's own template goes along."""
    settings = word.settings.element
    for tag in ("w:updateFields", "w:attachedTemplate"):
        for found in settings.findall(qn(tag)):
            settings.remove(found)
    relations = word.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/attachedTemplate"):
            del relations[key]
    update = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
    later = {qn(tag) for tag in AFTER_UPDATE_FIELDS}
    followers = [child for child in settings if child.tag in later]
    followers[0].addprevious(update) if followers else settings.append(update)


def set_language(word, language: str) -> None:
    """The language of all text that does not name its own, for spelling and for screen readers."""
    defaults = word.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    for properties in defaults:
        for found in properties.findall(qn("w:lang")):
            properties.remove(found)
        properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{language}"/>'))


def text_width(word) -> int:
    """Between the margins of the first section, in EMU."""
    section = word.sections[0]
    return section.page_width - section.left_margin - section.right_margin - (section.gutter or 0)


def text_height(word) -> int:
    """Between the margins of the first section, in EMU."""
    section = word.sections[0]
    return section.page_height - section.top_margin - section.bottom_margin
