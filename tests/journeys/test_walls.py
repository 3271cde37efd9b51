"""Who reads what: viewers without inputs, reviewers without secrets, strangers without anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site, Visitors
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser

TITLE = "National Action Plan to Reduce and Eliminate Mercury in Artisanal"
SECRETS = ("Kessar mills", "chemicals@menr.example", "Mill logbooks are compared")
"""A site, a contact and how a ban is enforced: the drafting team's own."""
FIELDS = ("input:not([type=hidden])", "textarea", "select", "button")
WRITING = ", ".join(f"{field}:not([role=search] *)" for field in FIELDS)
"""What one writes with; everybody may look for words in what they read."""
SECTIONS = ("overview_places", "overview_law", "worst_practices", "work_plan")


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_does_not_draft_finds_no_inputs(visit: Visitors, sample: str, who: str) -> None:
    page = visit(who)
    page.goto("/")
    page.get_by_role("link", name=TITLE).click()
    headed(page, str(page.get_by_role("heading", level=1).inner_text()))
    for section in SECTIONS:
        page.goto(f"{sample}/sections/{section}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        main = page.get_by_role("main")
        assert main.locator(WRITING).count() == 0


def test_a_reviewer_sees_nothing_of_the_drafting_team(visit: Visitors, sample: str) -> None:
    said = {who: everything(visit(who), sample) for who in ("officer", "reviewer")}
    for secret in SECRETS:
        assert secret in said["officer"], secret
        assert secret not in said["reviewer"], secret
    assert "Haldeva Highlands" in said["reviewer"]


def test_a_stranger_is_told_that_there_is_nothing(visit: Visitors, sample: str) -> None:
    page = visit("stranger")
    for path in ("", "/sections/gender", "/check", "/exports", "/files"):
        answered = page.goto(f"{sample}{path}")
        assert answered is not None
        assert answered.status == 404
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("Tamboria")


def test_an_administrator_reads_only_while_the_focal_point_consents(
    visit: Visitors, sample: str, site: Site
) -> None:
    administrator, focal_point = visit("administrator"), visit("focal point")
    assert status(administrator, sample) == 404

    query = "SELECT party_id FROM plan WHERE id = ?"
    party = site.database(query, sample.rpartition("/")[2])[0][0]
    focal_point.goto(f"/parties/{party}")
    follow(focal_point, "Let an administrator read")
    focal_point.get_by_label("Ravi Menon").check()
    focal_point.get_by_label("1 day", exact=True).check()
    focal_point.get_by_label("Reason").fill("A picture prints upside down.")
    press(focal_point, "Let them read")

    assert status(administrator, sample) == 200
    administrator.goto(f"{sample}/sections/overview_places")
    expect(administrator.get_by_role("main")).to_contain_text("Haldeva Highlands")
    main = administrator.get_by_role("main")
    assert main.locator(WRITING).count() == 0

    press(focal_point, "Withdraw Ravi Menon")
    told(focal_point, "The consent is withdrawn.")
    assert status(administrator, sample) == 404
    assert status(administrator, f"{sample}/sections/overview_places") == 404


def status(page: Page, path: str) -> int:
    answered = page.goto(path)
    assert answered is not None
    return answered.status


def everything(page: Page, plan: str) -> str:
    """The words of the sections, and of the first row of their tables."""
    said = []
    for section in SECTIONS:
        page.goto(f"{plan}/sections/{section}/answers")
        said.append(page.get_by_role("main").inner_text())
        tables = page.get_by_role("main").get_by_role("table").all()
        links = [table.get_by_role("rowheader").get_by_role("link").first for table in tables]
        for row in [link.get_attribute("href") for link in links if link.count()]:
            page.goto(str(row))
            main = page.get_by_role("main")
            said.append(main.inner_text())
            said += [field.input_value() for field in main.locator("textarea").all()]
    return "\n".join(said)
