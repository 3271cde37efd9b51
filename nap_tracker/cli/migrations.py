"""Whether the database answers, and has the tables that this program expects."""

from __future__ import annotations

from flask import current_app

from nap_tracker import database
from nap_tracker.database import Unusable
from nap_tracker.errors import NotReady
from nap_tracker.extensions import db

BEHIND = (
    "The database is not at the newest migration. Stop the server, run `nap-tracker db upgrade`,"
    " then start again."
)


def is_newest() -> bool:
    """Whether the database is at the newest migration of this checkout. Raises Unusable."""
    with db.engine.connect() as connection:
        return database.revision(connection) == database.revisions(directory())[0]


def directory() -> str:
    """The folder of the migrations."""
    return str(current_app.extensions["migrate"].directory)


def refuse_outdated() -> None:
    """Nothing is served from tables that the program does not know. Raises NotReady."""
    if not is_newest():
        raise NotReady(BEHIND)


def refuse_unusable(error: Exception) -> None:
    """Raises NotReady where a fault of the database is one that its operator can mend."""
    db.session.rollback()
    try:
        refuse_outdated()
    except Unusable:
        raise NotReady(
            "The database does not answer (NAP_DATABASE_URL): %(why)s", {"why": _first_line(error)}
        ) from None


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).partition("\n")[0].strip()
