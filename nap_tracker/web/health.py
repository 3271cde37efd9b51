"""Is it alive: for the machine that watches; the one page that is not HTML."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from nap_tracker.extensions import db

bp = Blueprint("health", __name__)


@bp.get("/health")
def show() -> ResponseReturnValue:
    """200 while the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
