"""What must hold everywhere: rights, names, words and documents that stay true when the code moves.

Each test collects everything that breaks its rule, so that a failure is a list of what to mend.
"""

import ast
import importlib
import inspect
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db.models import CASCADE, Model

from scripts import docs as generated_docs
from stegvis.accounts.roles import GRANTS, Permission, Role
from stegvis.config import settings
from stegvis.core.page import PUBLIC, SIGNED_IN
from stegvis.core.privacy import classification, unclassified
from tests.support import repository
from tests.support.repository import CODE, ROOT, name_of

MODELS = repository.models()
DOCUMENTS = repository.documents()


def none(found: Iterable[object]) -> None:
    """Fails with all of them, one a line."""
    __tracebackhide__ = True
    if lines := [str(one) for one in found]:
        pytest.fail("\n".join(lines), pytrace=False)


# --- rights ---


def test_every_view_declares_what_it_needs():
    known = {*Permission.values, PUBLIC, SIGNED_IN}
    undeclared = [
        f"{found}: {getattr(found.view, 'needs', 'nothing')}"
        for found in repository.addresses()
        if getattr(found.view, "needs", None) not in known
    ]
    none(undeclared)


def test_every_permission_is_used_described_and_granted():
    used = "\n".join(path.read_text() for path in repository.python_files("stegvis") if _uses(path))
    granted = frozenset[Permission]().union(*(grant.permissions for grant in GRANTS.values()))
    lacking = [
        permission.name
        for permission in Permission
        if not (
            (f"Permission.{permission.name}" in used or f'"{permission.value}"' in used)
            and str(permission.label)
            and permission in granted
        )
    ]
    none(lacking)


def _uses(path: Path) -> bool:
    return path != CODE / "accounts" / "roles.py"


def test_every_role_is_described():
    none([role for role in Role if not str(GRANTS[role].description)])


def test_code_asks_for_permissions_that_exist():
    asked = {
        (name_of(path), call.args[0].value)
        for path in repository.python_files("stegvis")
        for call in _calls(repository.tree(path))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "may"
        and isinstance(call.args[0], ast.Constant)
    }
    none([found for found in asked if found[1] not in Permission.values])


def test_code_asks_for_permissions_and_not_roles():
    """Who has a role is decided in roles.py; everybody else asks what the role may do."""
    allowed = {"accounts", "organisations", "demo"}  # where roles are given and shown
    asked = [
        name_of(path)
        for path in repository.python_files("stegvis")
        if path.relative_to(CODE).parts[0] not in allowed
        and re.search(r"\bRole\.[A-Z]", path.read_text())
    ]
    none(asked)


# --- models ---

# Neither visible_to nor part of something that has it, and why nobody sees too much through it.
OPEN = {
    "Municipality": "one row, on every page's head",
    "ServiceKind": "a word list",
    "DirectAwardLimit": "the law's figures",
    "Category": "a word list",
    "TargetGroup": "a word list",
    "Code": "a word list",
    "CatalogueEntry": "what can be ordered; access asks for catalogue_view",
    "Theme": "a word list; what it leads to is narrowed by findings",
    "Snapshot": "never shown itself: reports open it",
    "PublishedFigure": "has been printed",
    "WordTemplate": "the municipality's own letterhead; its views need template_edit",
    "FrozenVersion": "protected from going away with its report, and read through it",
}
# Fields that tell who did something, not whom it is about.
ACTORS = re.compile(r"^by$|_by$")


def test_models_about_persons_or_interventions_are_narrowed_by_visible_to():
    """Either the model has visible_to, or it is a part that goes away with something that has it
    and tells of no person itself, or it is open, and OPEN says why."""
    unguarded = [model.__name__ for model in MODELS if not _is_guarded(model)]
    none(sorted(set(unguarded) ^ OPEN.keys()))


def test_models_that_are_open_hold_no_personal_data():
    none([model.__name__ for model in MODELS if model.__name__ in OPEN and _persons(model)])


def _is_guarded(model: type[Model]) -> bool:
    if hasattr(model._default_manager, "visible_to"):
        return True
    return not _persons(model) and any(_is_guarded(whole) for whole in _wholes(model))


def _wholes(model: type[Model]) -> list[type[Model]]:
    return [
        field.related_model
        for field in model._meta.fields
        if field.is_relation and not field.null and field.remote_field.on_delete is CASCADE
    ]


def _persons(model: type[Model]) -> list[str]:
    classes = classification(model)
    personal = [name for name, kind in classes.items() if kind in ("identity", "protected")]
    return [name for name in personal if not ACTORS.search(name)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_classified(model):
    fields = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    none(unclassified(model))
    none(sorted(classification(model).keys() - fields))  # classified, but no field


def test_every_model_says_what_it_is():
    own = [model for model in MODELS if not any("__str__" in vars(base) for base in _bases(model))]
    none(own)


def _bases(model: type[Model]) -> list[type]:
    return [base for base in model.__mro__ if base.__module__.startswith("stegvis.")]


def test_every_model_has_a_factory():
    made = {
        found._meta.model
        for path in (ROOT / "tests" / "factories").glob("*.py")
        for found in vars(importlib.import_module(f"tests.factories.{path.stem}")).values()
        if inspect.isclass(found) and hasattr(found, "_meta")
    }
    none([model.__name__ for model in MODELS if model not in made])


def test_every_model_is_in_the_word_list():
    """With the Swedish name that users see."""
    rows = (ROOT / "docs" / "ordlista.md").read_text(encoding="utf-8").splitlines()
    missing = [
        f"{model._meta.verbose_name} | `{model.__name__}`"
        for model in MODELS
        if not any(
            row.startswith("|")
            and f"`{model.__name__}`" in row
            and str(model._meta.verbose_name).lower() in row.lower()
            for row in rows
        )
    ]
    none(missing)


# --- code ---


def test_only_commands_print():
    printing = [
        name_of(path)
        for path in repository.python_files("stegvis")
        if "commands" not in path.parts
        and any(getattr(call.func, "id", "") == "print" for call in _calls(repository.tree(path)))
    ]
    none(printing)


def test_imports_are_absolute_and_named():
    loose = [
        f"{name_of(path)}:{node.lineno}"
        for path in repository.python_files("stegvis", "tests", "benchmarks", "scripts")
        for node in ast.walk(repository.tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.level or (node.names[0].name == "*" and path.name != "test_settings.py"))
    ]
    none(loose)


def test_actions_take_keywords_and_say_by_whom():
    """An action is what opens a transaction in an actions module."""
    loose = [
        f"{name_of(path)}:{node.name}"
        for path in CODE.rglob("*.py")
        if path.name == "actions.py" or path.parent.name == "actions"
        for node in repository.tree(path).body
        if isinstance(node, ast.FunctionDef) and _is_action(node) and not _is_well_formed(node)
    ]
    none(loose)


def _is_action(function: ast.FunctionDef) -> bool:
    atomic = any(
        ast.unparse(one).startswith("transaction.atomic") for one in function.decorator_list
    )
    return atomic and not function.name.startswith("_")


def _is_well_formed(function: ast.FunctionDef) -> bool:
    arguments = function.args
    positional = [
        *arguments.posonlyargs,
        *arguments.args,
        *([arguments.vararg] if arguments.vararg else []),
    ]
    return not positional and "by" in {argument.arg for argument in arguments.kwonlyargs}


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


# --- templates ---


def test_every_template_is_used():
    sources = [*CODE.rglob("*.py"), *CODE.rglob("*.html")]
    texts = {path: path.read_text(encoding="utf-8") for path in sources}
    none(
        name
        for name, path in repository.templates().items()
        if not any(_names(text, name) for source, text in texts.items() if source != path)
    )


def _names(text: str, template: str) -> bool:
    """Whole, or as folder and name apart where the name is chosen by what is shown."""
    folder, _, name = template.rpartition("/")
    return template in text or (f'"{folder}' in text and f'"{name.removesuffix(".html")}' in text)


INLINE = re.compile(r"<style\b|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']|javascript:")
ELSEWHERE = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=\s*\"(?:https?:)?//")


@pytest.mark.parametrize("rule", [INLINE, ELSEWHERE], ids=["inline", "elsewhere"])
def test_templates_keep_to_the_content_security_policy(rule):
    """No script or style in the page, and nothing fetched from another machine."""
    breaking = [
        name for name, path in repository.templates().items() if rule.search(path.read_text())
    ]
    none(breaking)


# --- documents ---

TOP = sorted(path.name for path in ROOT.iterdir())
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_every_path_in_the_documents_exists():
    lost = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        paths = [ROOT / span for span in repository.spans(text) if _is_path(span)]
        paths += [document.parent / link for link in LINK.findall(text)]
        lost += [f"{name_of(document)}: {path}" for path in paths if not _exists(path)]
    none(lost)


def _is_path(span: str) -> bool:
    return bool(re.fullmatch(r"[\w.*/-]+", span)) and "/" in span and span.split("/")[0] in TOP


def _exists(path: Path) -> bool:
    if path.is_relative_to(ROOT / "var"):  # made when it runs
        return True
    return bool(list(ROOT.glob(str(path.relative_to(ROOT))))) if "*" in path.name else path.exists()


def test_every_python_name_in_the_documents_exists():
    """`stegvis.core.page` and the like."""
    lost = [
        f"{name_of(document)}: {span}"
        for document in DOCUMENTS
        for span in repository.spans(document.read_text(encoding="utf-8"))
        if re.fullmatch(r"stegvis(\.\w+)+", span) and not _resolves(span)
    ]
    none(lost)


def _resolves(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(module), attribute)
    return True


def test_every_python_example_in_the_documents_compiles():
    for document in DOCUMENTS:
        for block in repository.fenced(document.read_text(encoding="utf-8"), "python"):
            compile(block, name_of(document), "exec")


def test_every_make_target_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (name_of(document), target)
        for document in DOCUMENTS
        for code in _code(document)
        for words in re.findall(r"\bmake((?: [a-z-]+)+)", code)
        for target in words.split()
    }
    none(sorted(found for found in named if found[1] not in targets))


def test_every_command_in_the_documents_exists():
    own = {path.stem for path in CODE.glob("*/management/commands/*.py")}
    known = own | {"migrate", "check", "collectstatic", "clearsessions", "makemigrations", "shell"}
    named = {
        (name_of(document), command)
        for document in DOCUMENTS
        for code in _code(document)
        for command in re.findall(r"(?:^|/| )stegvis ([a-z_]+)", code, re.MULTILINE)
    }
    none(sorted(found for found in named if found[1] not in known))


def _code(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    return [*repository.spans(text), *(block for _, block in repository.FENCE.findall(text))]


VARIABLE = re.compile(r"\bSTEGVIS_[A-Z_]+\b")


def test_every_environment_variable_is_documented_and_read():
    places = [*repository.python_files("stegvis", "tests", "benchmarks"), ROOT / "Makefile"]
    places += [ROOT / ".ci" / "run"]
    read = {name for path in places for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    documented = set(
        VARIABLE.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    )
    none(sorted(read ^ documented))


def test_generated_documents_are_current():
    """If not: make docs"""
    stale = [
        name_of(path)
        for path, text in generated_docs.generated()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    none(stale)


@pytest.mark.parametrize("room", ["interventions", "followup"])
def test_rooms_with_steps_show_them_in_their_readme(room):
    assert generated_docs.START in (CODE / room / "README.md").read_text(encoding="utf-8")


def test_every_room_has_a_readme():
    rooms = [name.split(".")[1] for name in settings.INSTALLED_APPS if name.startswith("stegvis.")]
    none([room for room in rooms if not (CODE / room / "README.md").exists()])


def test_every_requirement_says_why_it_is_there():
    lines = [
        line
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    none([line for line in lines if line and line[0].isalnum() and "#" not in line])
