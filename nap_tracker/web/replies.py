"""Answers to our own scripts: JSON with a fixed code, said in words the reader understands."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from nap_tracker import keys
from nap_tracker.clock import milliseconds, now

STATUS = {
    "ok": 200,
    "invalid": 400,
    "signed_out": 401,
    "forbidden": 403,
    "redacted": 409,
    "stale": 409,
    "locked": 423,
    "server_error": 500,
}
"""Every code; a script adds `network` where no answer of ours arrives."""


def is_for_a_script() -> bool:
    """Whether a script asks: it says so in its header, which a form cannot."""
    return request.headers.get("Accept") == "application/json"


def reply(code: str, message: str = "", **more: Any) -> ResponseReturnValue:
    """The answer; `message` is a whole sentence in the reader's language.

    By `clock` a page learns our time: that of its own device may be wrong.
    """
    said = {"code": code, "message": message, "clock": milliseconds(now())}
    return jsonify({**said, **more}), STATUS[code]


def person() -> str:
    """The name by which a page knows whose it is; '' for visitors."""
    return keys.name_of(current_user.id) if current_user.is_authenticated else ""


def signed_out() -> ResponseReturnValue:
    """Nobody, or somebody else, is signed in; with what the right person needs to go on.

    Other sites cannot read the token: there is no CORS here.
    """
    return reply("signed_out", person=person(), token=generate_csrf())
