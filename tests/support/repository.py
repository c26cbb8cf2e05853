"""What the consistency tests read: files, addresses, models and actions of the whole repository."""

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "stegvis"
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Address:
    """One URL: its full name, its pattern, its view and the parameters in its path."""

    name: str
    route: str
    view: Callable[..., Any]
    parameters: frozenset[str]

    def __str__(self) -> str:
        return self.name


def addresses() -> list[Address]:
    return sorted(_addresses(get_resolver(), "", "", frozenset()), key=lambda found: found.name)


def _addresses(
    resolver: URLResolver, space: str, route: str, above: frozenset[str]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = route + str(entry.pattern)
        parameters = above | entry.pattern.regex.groupindex.keys()
        if isinstance(entry, URLResolver):
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _addresses(entry, inside, path, parameters)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", path, entry.callback, frozenset(parameters))


def models() -> list[type[Model]]:
    """The project's own models, without the tables that many-to-many fields make."""
    own = [config for config in apps.get_app_configs() if config.name.startswith("stegvis.")]
    return [model for config in own for model in config.get_models()]


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in sorted(found) if "migrations" not in path.parts]


def modules(*patterns: str) -> list[ModuleType]:
    """The modules in stegvis/ whose path matches one of the patterns."""
    paths = sorted({path for pattern in patterns for path in CODE.glob(pattern)})
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [importlib.import_module(name.removesuffix(".__init__")) for name in names]


def templates() -> dict[str, Path]:
    """Template name → file."""
    found = {}
    for folder in CODE.rglob("templates"):
        for path in folder.rglob("*.html"):
            found[path.relative_to(folder).as_posix()] = path
    return found


def documents() -> list[Path]:
    """All Markdown that people read: at the top, under docs/ and in the rooms."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *CODE.rglob("README.md")]
    return sorted(found)


def fenced(text: str, language: str) -> list[str]:
    return [dedent(block) for name, block in FENCE.findall(text) if name == language]


def spans(text: str) -> list[str]:
    """Inline code, without what stands in fenced blocks."""
    return CODE_SPAN.findall(FENCE.sub("", text))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
