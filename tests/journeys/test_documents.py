"""A focal point asks for the plan as a document and gets it, whatever happens to the worker."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.chromium import violations
from tests.exports.word import Word, words
from tests.journeys.conftest import Begin
from tests.journeys.site import Site, Visitors, until
from tests.journeys.writing import follow, headed, press

pytestmark = pytest.mark.browser

MAKING = "Your document is being made"
READY = "Your document is ready"


def test_a_focal_point_gets_the_whole_plan_as_a_pdf(
    visit: Visitors, sample: str, tmp_path: Path
) -> None:
    page = visit("focal point")
    ask(page, sample, audience="Public", mark="FOR VALIDATION")
    headed(page, MAKING)
    expect(page.get_by_role("status").filter(has_text="looks again")).to_be_visible()
    pages = read(download(page, tmp_path))

    face, inside = pages[0], "\n".join(pages)
    assert "Republic of Tamboria" in face
    assert "FOR VALIDATION" in face
    assert "Copy for the public" in face
    assert all("FOR VALIDATION" in words for words in pages)
    assert len(pages) >= 40
    assert "Haldeva Highlands" in inside
    assert "chemicals@menr.example" not in inside
    titles = bookmarks(tmp_path)
    for title in ("Objectives", "Public health strategy", "Budget"):
        assert any(title.casefold() in each.casefold() for each in titles), title
    page.goto(f"{sample}/exports")
    expect(page.get_by_role("row").filter(has_text="FOR VALIDATION").first).to_contain_text(".pdf")


def test_a_document_is_made_although_the_worker_was_killed_meanwhile(
    visit: Visitors, begin: Begin, site: Site, tmp_path: Path
) -> None:
    plan = begin("Made in the end")
    page = visit("focal point")
    ask(page, plan, audience="Reviewers of this plan", mark="FOR ENDORSEMENT")
    headed(page, MAKING)
    export = page.url.rpartition("/")[2]

    def lease() -> bool:
        found = site.database("SELECT 1 FROM export WHERE id = ? AND lease_until > ''", export)
        return bool(found)

    until(lease, "a worker that takes up the document")
    killed = site.kill_worker()
    # Fifteen minutes pass.
    site.database("UPDATE export SET lease_until = '2001-01-01 00:00:00' WHERE id = ?", export)
    assert until(lambda: site.worker() not in (None, killed), "a new worker")
    pages = read(download(page, tmp_path))
    assert "Copy for the reviewers of this plan" in pages[0]
    assert site.database("SELECT attempts FROM export WHERE id = ?", export) == [(2,)]


def test_an_officer_takes_a_section_to_a_meeting_without_computers(
    visit: Visitors, sample: str, tmp_path: Path
) -> None:
    """On a phone: from the section to a blank form, and to a Word document of it."""
    page = visit("officer")
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{sample}/sections/trade")
    follow(page, "Print this section as a blank form")
    assert violations(page) == []
    page.get_by_label("Drafting team: the whole plan").check()
    press(page, "Make the document")
    pages = read(download(page, tmp_path))
    assert "trade.foreign_sources" in pages[0]
    assert f"Page 1 of {len(pages)}" in pages[0]
    assert not any("Nineteen border points" in text for text in pages)

    page.goto(f"{sample}/sections/trade")
    follow(page, "Make a Word or PDF document of this section")
    page.get_by_label("Drafting team: the whole plan").check()
    press(page, "Make the document")
    word = Word(download(page, tmp_path, ".docx").read_bytes())
    assert word.styled("Heading2") == ["Managing mercury trade and preventing diversion"]
    assert any("Nineteen border points" in words(one) for one in word.all("p"))


def ask(page: Page, plan: str, *, audience: str, mark: str) -> None:
    page.goto(f"{plan}/exports")
    page.get_by_label("PDF: the plan to read, print and send").check()
    page.get_by_label(audience, exact=True).check()
    page.get_by_label(mark, exact=True).check()
    press(page, "Make the document")


def download(page: Page, folder: Path, kind: str = ".pdf") -> Path:
    """Wait on the page that looks again by itself, then fetch the file."""
    page.get_by_role("heading", level=1, name=READY).wait_for(timeout=120_000)
    with page.expect_download() as fetched:
        page.get_by_role("main").get_by_role("link", name="Download").click()
    path = folder / f"plan{kind}"
    fetched.value.save_as(path)
    assert fetched.value.suggested_filename.endswith(kind)
    return path


def read(path: Path) -> list[str]:
    """The words of every page, one space between any two."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def bookmarks(folder: Path) -> list[str]:
    document = pypdfium2.PdfDocument(folder / "plan.pdf")
    try:
        return [mark.get_title() for mark in document.get_toc()]
    finally:
        document.close()
