"""What migrations make of a database in which people have worked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection

from tests.migrations.conftest import configured
from tests.migrations.filled import THEN, put, rows, tables

pytestmark = pytest.mark.database

BEGIN = "4590735dc480"
SITTINGS = "8d0c5a1e7b42"
BEFORE_HISTORY = "5c1f0a7d92be"
HISTORY = "b3f1c9d2a6e7"
BEFORE_ROUNDS_ARE_KNOWN = "b7d20e95c3a8"


def plan(connection: Connection) -> dict[str, Any]:
    """A Party, a person and the first version of a plan; what every entry of it needs."""
    party = put(connection, "party", code="XAA", name={"en": "Amberland"})["id"]
    person = put(connection, "user", email="chen@example.org", locale="en")["id"]
    made = put(connection, "plan", party_id=party, title={"en": "Plan"}, languages=["en"])["id"]
    version = put(connection, "plan_version", party_id=party, plan_id=made, number=1)["id"]
    return {"party_id": party, "version_id": version, "person": person}


def entry(connection: Connection, at: dict[str, Any], *texts: str, **given: Any) -> str:
    """An entry with a revision a text, an hour apart; its uid."""
    place = {"party_id": at["party_id"], "version_id": at["version_id"]}
    made = put(connection, "entry", **place, **{"counter": len(texts), "kind": "region", **given})
    for number, text in enumerate(texts, start=1):
        put(
            connection,
            "revision",
            **place,
            uid=made["uid"],
            number=number,
            content=text,
            unaccepted="{}",
            origin="form",
            author_id=at["person"],
            author_name="Chen Li",
            created_at=THEN + timedelta(hours=number),
        )
    return str(made["uid"])


def of(connection: Connection, uid: str) -> list[dict[str, Any]]:
    found = [row for row in rows(connection, "revision") if row["uid"] == uid]
    return sorted(found, key=lambda row: row["number"])


def test_every_earlier_revision_becomes_a_sitting_of_its_own(connection: Connection):
    command.upgrade(configured(connection), BEGIN)
    uid = entry(connection, plan(connection), "One", "Two")
    command.upgrade(configured(connection), SITTINGS)
    found = of(connection, uid)
    assert [row["sitting"] for row in found] == [row["id"] for row in found]
    assert [(row["window"], row["content"]) for row in found] == [("", "One"), ("", "Two")]


def test_earlier_revisions_stand_where_their_row_stands_and_say_when_it_went(
    connection: Connection,
):
    command.upgrade(configured(connection), BEFORE_HISTORY)
    at = plan(connection)
    gone_at = THEN + timedelta(days=2)
    first = entry(connection, at, "One", "Two", position=1)
    gone = entry(connection, at, "Three", "Four", position=2, removed_at=gone_at)
    empty = entry(connection, at, kind="section", section="trade", position=0)
    command.upgrade(configured(connection), HISTORY)
    told = [(r["number"], r["content"], r["position"], r["removed"]) for r in of(connection, first)]
    assert told == [(1, "One", 1, False), (2, "Two", 1, False)]
    told = [(r["number"], r["content"], r["position"], r["removed"]) for r in of(connection, gone)]
    assert told == [(1, "Three", 2, False), (2, "Four", 2, False), (3, "Four", 2, True)]
    last, before = of(connection, gone)[-1], of(connection, gone)[-2]
    assert (last["origin"], last["author_id"]) == ("removed", at["person"])
    assert last["created_at"].replace(tzinfo=THEN.tzinfo) == gone_at
    assert last["sitting"] not in {row["sitting"] for row in rows(connection, "revision")[:-1]} - {
        last["sitting"]
    }
    assert last["id"] != before["id"]
    assert all(row["restored_from"] is None for row in rows(connection, "revision"))
    assert of(connection, empty) == []
    counters = {row["uid"]: row["counter"] for row in rows(connection, "entry")}
    assert counters == {first: 2, gone: 3, empty: 0}


def test_a_filled_database_reaches_the_newest_head_and_loses_no_row(connection: Connection):
    """Also what later migrations ask of rows that were there before them."""
    command.upgrade(configured(connection), BEGIN)
    at = plan(connection)
    uid = entry(connection, at, "One", "Two", position=1)
    put(connection, "membership", party_id=at["party_id"], user_id=at["person"], role="officer")
    before = {name: rows(connection, name) for name in tables(connection)}
    command.upgrade(configured(connection), HISTORY)
    place = {"party_id": at["party_id"], "version_id": at["version_id"]}
    lock = put(connection, "section_lock", **place, section="trade", holder_id=at["person"])
    put(connection, "named_point", **place, author_id=at["person"])
    put(connection, "open_page", **place, uid=uid, user_id=at["person"])
    command.upgrade(configured(connection), "head")
    for name, found in before.items():
        if name != "alembic_version":
            assert len(rows(connection, name)) == len(found), name
    assert [row["content"] for row in of(connection, uid)] == ["One", "Two"]
    (kept,) = rows(connection, "section_lock")
    assert (kept["id"], kept["released_reason"]) == (lock["id"], None)
    assert len(rows(connection, "named_point")) == 1
    assert rows(connection, "open_page") == [], "forgotten; pages say again that they are open"


def test_requests_to_the_reviewers_of_a_round_are_known_by_its_name(connection: Connection):
    command.upgrade(configured(connection), BEFORE_ROUNDS_ARE_KNOWN)
    at = plan(connection)
    version = next(row for row in rows(connection, "plan_version"))
    place = {"party_id": at["party_id"], "version_id": at["version_id"]}
    place["plan_id"] = version["plan_id"]
    put(connection, "review_round", **place, number=1, title="Partners look", state="open")
    put(connection, "turn", **place, holder="Partners look")
    put(connection, "turn", **place, holder="Ministry of Mines")
    command.upgrade(configured(connection), "head")
    known = {row["holder"]: bool(row["is_round"]) for row in rows(connection, "turn")}
    assert known == {"Partners look": True, "Ministry of Mines": False}
