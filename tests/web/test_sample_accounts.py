"""Accounts with a published password open nothing in production, whatever serves the pages."""

from __future__ import annotations

import pytest
from flask import Flask

from nap_tracker.extensions import db
from tests.browser_client import Browser
from tests.cast import Cast


def test_a_sample_account_opens_nothing_in_production(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    cast.officer.sample = True
    db.session.commit()
    browser = Browser(app).sign_in(cast.officer)
    assert browser.get("/").status == 200
    monkeypatch.setitem(app.config, "MODE", "production")
    assert browser.get("/").status == 302
