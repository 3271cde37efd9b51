"""What every page must be, whoever wrote it: one heading, its title, safe forms, no writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import nodes
from sqlalchemy import event
from werkzeug.routing import Rule

from nap_tracker.extensions import db
from tests.browser_client import Browser, Page
from tests.house.access_rules import RULES
from tests.house.test_access import ALL, World, address, world

__all__ = ["world"]

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
NO_PAGE = frozenset(
    {
        "accounts.who",
        "activities.file",
        "acts.party_file",
        "acts.plan_file",
        "assets.show",
        "autosaves.own",
        "calendars.show",
        "comment_files.document",
        "comment_files.table",
        "observations.file",
        "comments.file",
        "exports.download",
        "files.original",
        "files.show",
        "health.show",
        "funding.evidence",
        "institution_workbooks.table",
        "ledgers.pdf",
        "progress_reviews.pack",
        "public_progress.data",
        "ledgers.xlsx",
        "my_comments.file",
        "my_reviews.calendar",
        "party_files.original",
        "party_files.show",
        "practices.file",
        "review_files.document",
        "review_files.table",
        "review_inputs.file",
        "review_ledgers.pdf",
        "review_ledgers.xlsx",
        "reviews.calendar",
        "round_reading.picture",
        "sealed_files.show",
        "work_plan_imports.template",
    }
)
"""What these answer is a file."""

SANITISED = frozenset({"answers.html", "controls.html", "differences.html"})
"""Macros that print long text, which came in through the sanitiser."""

PAGES = [r for r in ALL if "GET" in (r.methods or ()) and r.endpoint not in NO_PAGE]


@contextmanager
def writing() -> Iterator[list[str]]:
    """Statements that change something."""
    seen: list[str] = []

    def look(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if WRITES.match(statement):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", look)


def visit(app: Flask, world: World, rule: Rule) -> Page:
    allowed = RULES[rule.endpoint]
    who = "focal_point" if allowed is None or "focal_point" in allowed else sorted(allowed)[0]
    browser = Browser(app)
    if allowed is not None:
        browser.sign_in(getattr(world.cast, who))
    return browser.get(address(app, rule, world))


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.endpoint)
def test_reading_a_page_writes_nothing(app: Flask, world: World, rule: Rule):
    with writing() as statements:
        visit(app, world, rule)
    assert statements == []


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.endpoint)
def test_a_page_is_whole(app: Flask, world: World, rule: Rule):
    page = visit(app, world, rule)
    if page.status == 302:
        pytest.skip("leads elsewhere at once")
    html = page.one("html")
    assert html.attrib["lang"]
    assert html.attrib["dir"] in ("ltr", "rtl")
    heading = page.one("h1").text()
    assert heading
    title = page.one("title").text()
    assert heading.split(":")[0] in title or title.split(" – ")[0] in heading
    assert len(page.select("main")) == 1


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.endpoint)
def test_forms_are_safe_and_nothing_is_inline(app: Flask, world: World, rule: Rule):
    page = visit(app, world, rule)
    for form in page.select("form"):
        assert form.attrib.get("action"), "a form says where it goes"
        if form.attrib.get("method", "get").lower() == "post":
            names = [one.attrib.get("name") for one in form.element.iter("input")]
            assert "csrf_token" in names
    assert not page.select("[style]")
    assert all("src" in script.attrib for script in page.select("script"))
    assert not page.select("[onclick], [onsubmit], [onchange]")
    for control in page.select("input:not([type=hidden]), select, textarea"):
        assert control.attrib.get("id"), control.attrib


@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.endpoint)
def test_ids_on_a_page_are_unique(app: Flask, world: World, rule: Rule):
    ids = [element.attrib["id"] for element in visit(app, world, rule).select("[id]")]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_template_compiles_and_uses_what_it_imports(app: Flask, path: Path):
    source = path.read_text("utf-8")
    environment = app.jinja_env
    tree = environment.parse(source)
    for imported in tree.find_all(nodes.FromImport):
        for name in imported.names:
            used = name[1] if isinstance(name, tuple) else name
            assert len(re.findall(rf"\b{re.escape(used)}\b", source)) > 1, f"{used} is not used"
    if path.name not in SANITISED:
        assert "|safe" not in source.replace(" ", ""), "content is escaped"


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.rule)
def test_an_address_is_kebab_case_and_its_ids_are_typed(rule: Rule):
    path = re.sub(r"<[^>]+>", "", rule.rule)
    assert path == path.lower()
    assert "_" not in path
    untyped = [name for name in rule.arguments if name.endswith("_id") and name != "section_id"]
    assert all(f"<uuid:{name}>" in rule.rule for name in untyped)


def test_an_unknown_address_is_a_page_of_ours(app: Flask):
    response = Context().run(app.test_client().get, "/no-such-page")
    assert response.status_code == 404
    assert b"<h1" in response.data


NO_PARTY = frozenset({"administration"})
"""Folders of pages that serve Parties in many zones: they say UTC."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_moment_is_shown_in_a_zone_that_somebody_chose(path: Path):
    """Stored in UTC, shown where the Party is."""
    if path.parent.name in NO_PARTY:
        return
    text = path.read_text("utf-8")
    assert re.findall(r"\|(?:moment|time_of_day)\b(?!\()", text) == []
    assert "(UTC)" not in text
