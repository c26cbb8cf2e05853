"""Traps in templates that a page's own test does not see."""

import re
from pathlib import Path

import stegvis

ROOT = Path(stegvis.__file__).parent
TEMPLATES = {
    str(path).split("/templates/", 1)[1]: path.read_text(encoding="utf-8")
    for path in ROOT.glob("*/templates/**/*.html")
}
INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')


def has_a_form(name: str, above: tuple[str, ...] = ()) -> bool:
    text = "" if name in above else TEMPLATES.get(name, "")
    parts = (one for one, _ in INCLUDE.findall(text))
    return "{% csrf_token %}" in text or any(has_a_form(one, (*above, name)) for one in parts)


def test_a_form_included_with_only_is_given_its_csrf_token() -> None:
    """`only` keeps the token out too. A browser is refused then; the test client is not."""
    forgotten = [
        f"{name} includes {part}"
        for name, text in TEMPLATES.items()
        for part, arguments in INCLUDE.findall(text)
        if has_a_form(part) and arguments.endswith("only ") and "csrf_token=" not in arguments
    ]
    assert forgotten == []
