"""A coordinator uploads outlines of the regions, says by hand which is which, and sees the maps."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.chromium import ROOT
from tests.imports.outlines.countries import collection, feature, jagged, named, polygon, square
from tests.journeys.site import Visitors
from tests.journeys.test_every_page import PHONE, WIDER, faults_of
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser


def in_force() -> str:
    """The id of the sample plan in force."""
    content = json.loads((ROOT / "nap_tracker" / "samples" / "xac.json").read_bytes())
    return str(content["plan"]["id"])


def chosen(page: Page, data: bytes) -> None:
    file: FilePayload = {"name": "regions.geojson", "mimeType": "text/plain", "buffer": data}
    page.get_by_label("File with the outlines of the regions").set_input_files(file)
    press(page, "Upload and look at it")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_outlines_are_matched_by_hand_and_the_practices_stand_on_maps(
    visit: Visitors, *, scripts: bool
) -> None:
    lead = visit("coordinator, elsewhere", java_script_enabled=scripts)
    lead.goto(f"/plans/{in_force()}/practices")
    follow(lead, "Outlines of the regions")
    headed(lead, "Outlines of the regions")

    metres = collection(feature(polygon(square(712_345, 1_204_567)), name="Sarran"))
    chosen(lead, metres)
    expect(lead.get_by_role("main")).to_contain_text("Feature 1, “Sarran”")
    expect(lead.get_by_role("main")).to_contain_text("there CRS EPSG:4326")

    chosen(lead, named("Haut Sarran", "Tolme", "Beyond"))
    headed(lead, "Which outline is which region")
    regions = lead.get_by_role("combobox")
    expect(regions.nth(0).locator("option:checked")).to_have_text("Upper Sarran")
    regions.nth(1).select_option("No region of the plan")
    regions.nth(2).select_option("Tolme Coast")
    press(lead, "Look at the map again")
    expect(regions.nth(2).locator("option:checked")).to_have_text("Tolme Coast")
    if scripts:
        assert faults_of(lead) == []
    press(lead, "Keep and draw maps with it")
    told(lead, "The maps are drawn with these outlines now.")
    expect(lead.locator(".app-map")).to_have_count(4)
    assert place_of(lead, 0) < place_of(lead, 1), "the west is on the left"
    lead.set_viewport_size(PHONE)
    if scripts:
        assert lead.evaluate(WIDER) == []

    follow(lead, "Outlines of the regions")
    chosen(lead, jagged(2, 1))
    press(lead, "Keep and draw maps with it")
    expect(lead.get_by_role("alert")).to_contain_text("Select the region of at least one")


def place_of(page: Page, number: int) -> float:
    """How far from the left an area of the first map stands."""
    areas = page.locator(".app-map").first.locator(
        ".app-map__areas use:not(.app-map__area--ground)"
    )
    box = areas.nth(number).bounding_box()
    assert box is not None
    return box["x"]
