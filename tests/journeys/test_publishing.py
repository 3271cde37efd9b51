"""A focal point publishes how a plan goes; a visitor reads it; then it is withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Visitors
from tests.journeys.test_every_page import faults_of
from tests.journeys.test_progress_review import registered
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser

NAME = "How the plan stands"


def test_what_a_focal_point_chose_is_public_until_it_is_withdrawn(
    visit: Visitors, tmp_path: Path
) -> None:
    plan = registered(visit("coordinator"), tmp_path)
    public = f"/progress/{plan.rpartition('/')[2]}"
    visitor = visit()
    assert visitor.request.get(public).status == 404

    lead = visit("focal point")
    lead.goto(f"{plan}/progress-publications")
    follow(lead, "Choose what to publish")
    assert faults_of(lead) == []
    press(lead, "Go on: read it as the public will")
    expect(lead.get_by_role("alert")).to_contain_text("Enter a name")
    lead.get_by_label("Name of the publication").fill(NAME)
    press(lead, "Go on: read it as the public will")
    expect(lead.get_by_role("alert")).to_contain_text("Choose at least one thing to publish")
    lead.get_by_label("The plan as a whole").check()
    lead.get_by_label("Whole ore amalgamation").check()
    press(lead, "Go on: read it as the public will")
    headed(lead, "Read it as the public will")
    assert faults_of(lead) == []
    assert visitor.request.get(public).status == 404
    press(lead, "Publish")
    told(lead, "It is published. Everybody can read it now.")
    assert faults_of(lead) == []

    visitor.goto(public)
    headed(visitor, NAME)
    expect(visitor.get_by_role("main")).to_contain_text("Nothing recorded")
    assert faults_of(visitor) == []
    follow(visitor, "What other governments have published")
    assert faults_of(visitor) == []
    visitor.goto(f"{public}/1?lang=fr")
    expect(visitor.get_by_role("main")).to_contain_text("Publié le")

    follow(lead, f"Withdraw {NAME}")
    lead.get_by_label("Why is it withdrawn?").fill("The wrong year")
    press(lead, "Withdraw it")
    told(lead, "It is withdrawn.")
    visitor.reload()
    headed(visitor, "Cette publication a été retirée")
    expect(visitor.get_by_role("main")).not_to_contain_text("The wrong year")
    assert faults_of(visitor) == []
