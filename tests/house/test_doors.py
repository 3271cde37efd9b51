"""Each library and each danger has one door (design: who may touch what)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nap_tracker"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "node_modules" not in p.parts)

DOORS: dict[str, tuple[str, ...]] = {
    "flask": ("__init__.py", "web/", "cli/", "jobs.py"),
    "flask_login": ("extensions.py", "models/account.py", "web/"),
    "flask_wtf": (
        "extensions.py",
        "forms/",
        "web/accounts.py",
        "web/failures.py",
        "web/replies.py",
    ),
    "wtforms": ("forms/",),
    "sqlalchemy": ("models/", "services/", "extensions.py", "database.py", "web/health.py"),
    "weasyprint": ("exports/binding/", "exports/pdf.py", "exports/weasyprint_fixes/"),
    "pydyf": ("exports/weasyprint_fixes/",),
    "smtplib": ("mail.py",),
    "huey": ("queue.py", "jobs.py"),
    "nh3": ("text/",),
    "docx": ("exports/docx/",),
    "openpyxl": ("imports/", "exports/"),
    "lxml": ("imports/word/",),
    "PIL": ("media.py", "exports/"),
    "pikepdf": ("media.py", "exports/"),
    "pypdfium2": ("exports/annexes.py",),
    "argon2": ("passwords.py",),
    "boto3": ("files.py",),
    "icalendar": ("exports/calendar.py",),
    "tomllib": (
        "annex_c/loader.py",
        "workflow/progress_limits.py",
        "workflow/review_questions.py",
        "workflow/treaty_dates.py",
    ),
    "babel": ("i18n.py", "exports/document_values.py"),
    "jsonschema": ("imports/interchange.py",),
    "jinja2": ("__init__.py", "exports/", "mail.py"),
    "subprocess": ("serve.py", "exports/press.py", "imports/process.py", "assets/"),
}
"""Library -> the only places that import it."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def imports(path: Path) -> tuple[tuple[str, ast.AST, bool], ...]:
    return tuple(found(path))


def found(path: Path) -> Iterator[tuple[str, ast.AST, bool]]:
    """(top-level package, node, whether inside a function)."""
    tree = parsed(path)
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node, id(node) in inside
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node, id(node) in inside


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_comes_in_by_its_door_only(library: str):
    elsewhere = [
        place(path)
        for path in MODULES
        if not place(path).startswith(DOORS[library])
        and any(name.partition(".")[0] == library for name, _, _ in imports(path))
    ]
    assert elsewhere == []


@pytest.mark.parametrize("library", sorted(DOORS))
def test_every_door_is_used(library: str):
    used = any(
        name.partition(".")[0] == library for path in MODULES for name, _, _ in imports(path)
    )
    assert used, f"nobody imports {library}: take its door off the list"


def test_our_own_code_is_never_imported_inside_a_function():
    lazy = [
        f"{place(path)}:{node.lineno}"  # type: ignore[attr-defined]
        for path in MODULES
        for name, node, inside in imports(path)
        if inside and name.startswith("nap_tracker")
    ]
    assert lazy == []


def test_only_the_clock_asks_for_the_time():
    asked = [
        f"{place(path)}:{node.lineno}"
        for path in MODULES
        if place(path) != "clock.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    ]
    assert asked == []


def test_only_the_configuration_reads_the_environment():
    allowed = ("cli/__init__.py", "exports/child.py", "exports/press.py", "assets/")
    readers = [
        place(path)
        for path in MODULES
        if not place(path).startswith(allowed)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    ]
    assert readers == []


def test_only_the_doors_commit():
    allowed = ("web/", "cli/", "jobs.py")
    committers = [
        f"{place(path)}:{node.lineno}"
        for path in MODULES
        if not place(path).startswith(allowed)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert committers == []


def test_only_history_writes_the_log():
    writers = [
        place(path)
        for path in MODULES
        if place(path) not in ("services/history.py", "models/event.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Event"
    ]
    assert writers == []


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_is_small_and_says_what_it_is_for(path: Path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400, "ask which noun it is really about"
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "say in one line what belongs here"


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc", "manager"])
def test_no_module_has_a_name_without_a_noun(word: str):
    assert [place(path) for path in MODULES if word in path.stem.split("_")] == []
