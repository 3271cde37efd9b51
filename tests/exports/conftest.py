"""Made-up plans, printed once a run for all the tests that look at them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from nap_tracker.annex_c.schema import treaty
from nap_tracker.exports import document, press
from nap_tracker.exports.document_tree import Document, Mark
from nap_tracker.exports.html import to_html
from nap_tracker.i18n import use_locale
from tests.exports import plans

# As `press.py` does for its child, before the first font is asked for in this process.
os.environ["FONTCONFIG_FILE"] = str(press.FONTS)


@dataclass(frozen=True)
class Printed:
    """A made-up plan in its three forms."""

    document: Document
    html: str
    pdf: bytes
    pages: int
    missing: tuple[str, ...]


@cache
def _printed(language: str, mark: Mark) -> Printed:
    if not press.FONTS.exists():
        pytest.skip("the fonts are not there: make setup brings them")
    # Imported here, since it reads FONTCONFIG_FILE.
    from nap_tracker.exports.pdf import to_pdf

    plan = plans.plan(language, plans.SMALL, required_only=True)
    options = plans.options(mark, "public")
    tree = document.build(plan, treaty(1, language), options)
    with use_locale(language):
        html = to_html(tree)
    made = to_pdf(html, options.pictures)
    return Printed(tree, html, made.data, made.pages, made.missing)


@pytest.fixture(scope="session")
def printed() -> Callable[..., Printed]:
    """A made-up plan in a language, with a mark or none."""

    def make(language: str = "en", mark: Mark = Mark.NONE) -> Printed:
        return _printed(language, mark)

    return make


@pytest.fixture
def build() -> Callable[..., Document]:
    """The document of a plan; options as keywords."""

    def make(plan: Any, mark: Mark = Mark.NONE, audience: str = "public", **more: Any) -> Document:
        options = plans.options(mark, audience, **more)
        return document.build(plan, treaty(plan.edition, plan.language), options)

    return make
