"""The English catalogue: finds the Swedish texts of code and templates, keeps what is translated.

    python -m scripts.messages            adds new texts, drops old ones, compiles
    python -m scripts.messages --check    fails when a text has no English, or none is needed

Needs no gettext on the machine: texts are read out of the syntax tree.
"""

import ast
import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "stegvis"
CATALOGUE = SOURCES / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Call → the positions of context, text and plural among its arguments.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
OPENING = re.compile(rf"\b({'|'.join(CALLS)})\(")
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]")


class Text(NamedTuple):
    context: str | None
    singular: str
    plural: str | None


@dataclass(frozen=True)
class Fault:
    text: str
    what: str

    def __str__(self) -> str:
        return f"  {self.what}: {self.text}"


def main(check: bool) -> None:
    texts = find()
    catalogue = _open()
    if check:
        faults = list(check_catalogue(catalogue, texts))
        if faults:
            print(*faults[:40], sep="\n")
            sys.exit(f"Den engelska katalogen är inte hel: {len(faults)} fel. Kör make messages.")
        return
    new, old = update(catalogue, texts)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    left = sum(not entry.translated() for entry in catalogue)
    print(f"{len(texts)} texter: {new} nya, {old} borttagna, {left} utan engelska.")


def find() -> dict[Text, set[str]]:
    """Each text with the files it stands in."""
    found: dict[Text, set[str]] = defaultdict(set)
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]):
        if "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        texts = in_template(source) if path.suffix == ".html" else in_python(ast.parse(source))
        for text in texts:
            found[text].add(path.relative_to(ROOT).as_posix())
    return found


def in_python(tree: ast.AST) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in CALLS:
            context, singular, plural = (_literal(node, at) for at in CALLS[name])
            if singular:
                yield Text(context, singular, plural)


def in_template(source: str) -> Iterator[Text]:
    """Django turns a template into something with gettext calls; each of those is Python."""
    if not settings.configured:
        settings.configure()
    turned = templatize(source)
    for opening in OPENING.finditer(turned):
        if call := _call(turned[opening.start() :]):
            yield from in_python(call)


def _call(source: str) -> ast.AST | None:
    for closing in re.finditer(r"\)", source):
        try:
            return ast.parse(source[: closing.end()])
        except SyntaxError:
            continue
    return None


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _literal(call: ast.Call, at: int | None) -> str | None:
    if at is None or at >= len(call.args):
        return None
    argument = call.args[at]
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return argument.value if is_text else None


def _open() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def _key(entry: polib.POEntry) -> Text:
    return Text(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def update(catalogue: polib.POFile, texts: dict[Text, set[str]]) -> tuple[int, int]:
    """Makes the catalogue hold exactly these texts, sorted by file. Answers (new, dropped)."""
    known = {_key(entry): entry for entry in catalogue}
    old = len(known.keys() - texts.keys())
    del catalogue[:]
    for text, files in sorted(texts.items(), key=lambda item: (sorted(item[1]), item[0].singular)):
        entry = known.get(text) or _entry(text)
        entry.occurrences = [(name, "") for name in sorted(files)]
        entry.flags = ["python-format"] if PLACE.search(text.singular) else []
        catalogue.append(entry)
    return len(texts.keys() - known.keys()), old


def _entry(text: Text) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=text.context, msgid=text.singular)
    if text.plural:
        entry.msgid_plural, entry.msgstr_plural = text.plural, {0: "", 1: ""}
    return entry


def check_catalogue(catalogue: polib.POFile, texts: dict[Text, set[str]]) -> Iterator[Fault]:
    known = {_key(entry): entry for entry in catalogue}
    yield from (Fault(text.singular, "saknas i katalogen") for text in texts.keys() - known.keys())
    yield from (Fault(text.singular, "används inte mer") for text in known.keys() - texts.keys())
    for entry in catalogue:
        if not entry.translated():
            yield Fault(entry.msgid, "utan engelska")
        else:
            yield from _wrong_places(entry)
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        yield Fault(compiled.name, "inte kompilerad ur katalogen")


def _wrong_places(entry: polib.POEntry) -> Iterator[Fault]:
    """A translation must fill the same places as the text: %(name)s, %d, {name}."""
    wanted = _places(entry.msgid) | _places(entry.msgid_plural)
    for translation in [entry.msgstr, *entry.msgstr_plural.values()]:
        extra = _places(translation) - wanted
        lost = _places(entry.msgid) - _places(translation) if entry.msgstr else set()
        if extra or lost:
            yield Fault(entry.msgid, f"andra platshållare ({', '.join(extra | lost)})")


def _places(text: str) -> set[str]:
    if not text:
        return set()
    found = {match.group(0) for match in PLACE.finditer(text)}
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:  # a brace that opens no place
        braces = set()
    return found | braces


if __name__ == "__main__":
    main("--check" in sys.argv)
