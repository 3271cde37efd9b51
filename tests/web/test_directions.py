"""Claims about the direction of pages: they mirror where the reader's script runs to the left.

No right-to-left catalogue is complete yet, so the made-up language `qps` stands in for one. It is
offered to nobody; the fixture writes it into the session, where a choice of language is kept.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nap_tracker import i18n
from tests.browser_client import Browser
from tests.cast import Cast

Speak = Callable[[str], Browser]
MIRRORED = "app.rtl"


@pytest.fixture
def speaking(cast: Cast, browser: Browser) -> Speak:
    """A signed-in officer whose session keeps a language."""

    def speaking(language: str) -> Browser:
        browser.sign_in(cast.officer)
        with browser.client.session_transaction() as session:
            session["language"] = language
        return browser

    return speaking


def pages(cast: Cast) -> tuple[str, ...]:
    plan = f"/plans/{cast.plan.id}"
    return ("/", plan, f"{plan}/sections/objectives", f"{plan}/rows/activity/new", "/account")


def test_pages_mirror_for_a_script_that_runs_to_the_left(cast: Cast, speaking: Speak) -> None:
    browser = speaking(i18n.PSEUDO)
    for url in pages(cast):
        page = browser.get(url)
        assert page.status == 200, url
        assert page.one("html").attrib["dir"] == "rtl", url
        sheets = [sheet.attrib["href"] for sheet in page.select("link[rel=stylesheet]")]
        assert [MIRRORED in sheet for sheet in sheets] == [True], url


@pytest.mark.parametrize("language", i18n.languages())
def test_pages_run_as_their_language_does(cast: Cast, speaking: Speak, language: str) -> None:
    browser = speaking(language)
    for url in pages(cast):
        page = browser.get(url)
        root = page.one("html").attrib
        assert (root["lang"], root["dir"]) == (language, i18n.direction(language)), url
        sheet = page.one("link[rel=stylesheet]").attrib["href"]
        assert (MIRRORED in sheet) == (i18n.direction(language) == "rtl"), url


def test_nobody_is_offered_the_language_that_mirrors_pages(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    page = browser.get(f"/?lang={i18n.PSEUDO}")
    assert page.one("html").attrib["dir"] == "ltr"
    assert f"lang={i18n.PSEUDO}" not in page.text


def test_a_chosen_language_stays_on_the_next_page(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.officer)
    browser.get("/?lang=fr")
    page = browser.get(f"/plans/{cast.plan.id}")
    assert page.one("html").attrib["lang"] == "fr"
    assert "Personnes" in page.one("nav.app-navigation").text()
