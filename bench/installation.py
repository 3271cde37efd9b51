"""An installation of our own in a temporary folder: its database, its people, their sessions."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import config
from nap_tracker import create_app, database
from nap_tracker.extensions import Base, db
from nap_tracker.imports.interchange import Incoming
from nap_tracker.models.account import Membership, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import interchange

SECRET = "a secret of the measurements, long enough to be one"


def environment(folder: Path) -> Mapping[str, str]:
    """Settings under which the programs of this installation run."""
    return {"NAP_MODE": "testing", "NAP_INSTANCE": str(folder), "NAP_SECRET_KEY": SECRET}


def begin(folder: Path, *, migrated: bool = False) -> Flask:
    """The application with an empty SQLite database."""
    app = create_app(config.load(environment(folder)))
    with app.app_context():
        if migrated:
            directory = app.extensions["migrate"].directory
            database.migrate(db.session.connection(), directory, "head")
            db.session.commit()
        else:
            Base.metadata.create_all(db.engine)
    return app


def bring_in(incoming: Incoming) -> Plan:
    """Store a plan, with its Party where that is new."""
    plan = interchange.bring_in(OPERATOR, incoming, existing="refuse")
    db.session.commit()
    return plan


def officers(plan: Plan, count: int) -> list[User]:
    """People who draft for the plan's Party."""
    people = [
        User(name=f"Officer {n}", email=f"officer{n}@example.org", session_key=new_uid())
        for n in range(1, count + 1)
    ]
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(
        Membership(user_id=one.id, party_id=plan.party_id, role=Role.OFFICER) for one in people
    )
    db.session.commit()
    return people


def signed_in(app: Flask, user: User) -> FlaskClient:
    """A visitor who is this person, without the sign-in page."""
    client = app.test_client()
    Context().run(_sign_in, client, user.get_id())
    return client


def _sign_in(client: FlaskClient, user_id: str) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = user_id
        session["_fresh"] = True


def session_cookie(app: Flask, user: User) -> str:
    """What such a visitor's browser sends to a server of the same installation."""
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = signed_in(app, user).get_cookie(name)
    if cookie is None:
        raise LookupError("the session was not stored")
    return f"{name}={cookie.value}"
