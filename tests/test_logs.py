"""Logs say what broke and where, and nothing of what anybody wrote."""

from __future__ import annotations

import io
import logging

import pytest
from flask import Flask

from nap_tracker import logs
from nap_tracker.services import accounts, invitations
from nap_tracker.web import accounts as pages
from tests.browser_client import Browser
from tests.cast import Cast

SECRET = "zqinformantzq"


def logged(*, messages: bool) -> str:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logs.Formatter(messages=messages))
    logger = logging.Logger("ours")
    logger.addHandler(handler)
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        logger.exception("It broke.")
    return said.getvalue()


def test_an_error_is_logged_with_its_place_and_cause_and_without_its_words():
    said = logged(messages=False)
    assert SECRET not in said
    assert "It broke." in said
    assert said.index("ValueError") < said.index("KeyError")
    assert "int(SECRET)" in said, "the line of the program, not its values"


def test_whoever_looks_for_a_fault_may_see_the_words():
    assert SECRET in logged(messages=True)


def test_a_second_application_of_the_process_does_not_say_everything_twice(app: Flask):
    logs.configure(messages=False)
    ours = [h for h in logging.getLogger().handlers if isinstance(h.formatter, logs.Formatter)]
    assert len(ours) == 1


def test_a_broken_page_tells_the_reader_and_the_log_no_words(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(_actor: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(accounts, "own", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    page = Browser(app).sign_in(cast.officer).get("/account")
    assert page.status == 500
    assert SECRET not in page.text
    (record,) = caplog.records
    assert record.getMessage() == "A page broke: accounts.show"
    assert SECRET not in logs.Formatter(messages=False).format(record)


def test_no_link_that_is_a_key_stands_in_the_log(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(invitations, "opened", lambda _token: 1 / 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert Browser(app).get(f"/invitations/{SECRET}").status == 500
    assert pages.bp.name in caplog.text
    assert SECRET not in caplog.text
