"""Every route of a plan x role x where the plan stands x audience: who reads, acts, sees what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule

from nap_tracker.clock import now
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.turn import Turn
from nap_tracker.roles import OPERATOR
from nap_tracker.services import entries, plans, walls
from nap_tracker.services.entries import Change
from tests.browser_client import Browser
from tests.house.access_rules import DRAFT, LEAD, RULES
from tests.house.test_access import ALL, REFUSED, World, address, world, writers_are_fewer

__all__ = ["world"]

NOBODY: frozenset[str] = frozenset()
SECRET = "Quatorze-Juillet"
"""Stands in a site, and in the name of a ministry that was asked: both are the team's alone."""


@dataclass(frozen=True)
class Stand:
    """One place where a plan can be, and who writes in its text there."""

    state: str
    stages: tuple[str, ...]
    writers: frozenset[str]
    is_frozen: bool = False


STANDS = {
    "draft": Stand("draft", (), DRAFT),
    "returned": Stand("returned", (), DRAFT),
    "internal review": Stand("draft", ("internal_review",), LEAD),
    "partnership review": Stand("draft", ("partnership_review",), DRAFT),
    "comments": Stand("draft", ("resolving_comments",), DRAFT),
    "side by side": Stand("draft", ("internal_review", "partnership_review"), LEAD),
    "validation": Stand("draft", ("national_validation",), NOBODY),
    "sent": Stand("sent_for_endorsement", (), NOBODY, is_frozen=True),
    "superseded": Stand("superseded", (), NOBODY, is_frozen=True),
}
PEOPLE = (
    "focal_point",
    "coordinator",
    "officer",
    "viewer",
    "reviewer",
    "administrator",
    "stranger",
)

WHOLE = ("internal review", "partnership review", "validation", "sent")
"""One for each set of people who write, tried in full; the others by those whom it concerns."""

WRITE = frozenset(
    {
        "autosaves.own",
        "files.edit",
        "locks.ask",
        "locks.edit",
        "locks.release",
        "points.restore",
        "revisions.restore",
        "rows.create",
        "rows.move",
        "rows.remove",
        "rows.restore",
        "word_changes.edit",
        "word_imports.create",
        "word_imports.forget",
        "word_imports.paste",
        "word_imports.show",
        "word_parts.edit",
        "word_parts.show",
        "word_tables.columns",
        "word_tables.edit",
        "work_plan_imports.apply",
        "work_plan_imports.create",
        "work_plan_imports.edit",
        "work_plan_imports.show",
        "work_plan_imports.source",
        "work_plan_imports.template",
    }
)
"""What is there for those who write in the text at this moment, and refused to everybody else."""
OPEN = frozenset(
    {
        "assignments.edit",
        "assignments.index",
        "checks.answer",
        "points.create",
        "rounds.create",
        "rounds.invite",
        "versions.freeze",
    }
)
"""What is there as long as the text is not frozen, whoever writes in it."""

ACTS = frozenset({"steps.move", "turns.add", "turns.create", "turns.withdraw"})
"""What those who lead do in every state: whether the act begins there is the machine's to say."""

OF_A_PLAN = [r for r in ALL if "plan_id" in r.arguments]


@contextmanager
def secrets(world: World) -> Iterator[None]:
    """A site, and a ministry that is asked, both with the secret in their names."""
    version = plans.newest(OPERATOR, world.values["plan_id"])
    site = entries.new_row(version, "site", {})
    entries.save(OPERATOR, site, Change(seen=0, answers={"name": {"en": SECRET}}))
    turn = Turn(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        asks="internal_review",
        holder=f"Ministry of {SECRET}",
        began_on="2026-03-01",
        began_at=now(),
    )
    db.session.add(turn)
    db.session.commit()
    yield
    db.session.delete(turn)
    db.session.commit()


@contextmanager
def standing(world: World, stand: Stand) -> Iterator[None]:
    """The plan of the world stands there; afterwards it is a draft again."""
    values: dict[str, Any] = {"state": stand.state, "stages": list(stand.stages)}
    _set(world, frozen_at=now() if stand.is_frozen else None, **values)
    try:
        yield
    finally:
        _set(world, frozen_at=None, state="draft", stages=[])


def _set(world: World, **values: Any) -> None:
    """Of the newest version; the one before it is frozen and stays so."""
    change = update(PlanVersion).filter_by(
        plan_id=world.values["plan_id"], number=world.values["open_number"]
    )
    with walls.for_sample_data():  # a world of the test, in which a text thaws again
        db.session.execute(change.values(**values))
    db.session.commit()


def allowed(rule: Rule, who: str, stand: Stand) -> bool:
    """By the rules of the house and the table above."""
    everybody = RULES[rule.endpoint] or frozenset(PEOPLE)
    if who not in everybody:
        return False
    if rule.endpoint in WRITE and who not in stand.writers:
        return False
    return not (rule.endpoint in OPEN and stand.is_frozen)


@pytest.mark.parametrize("name", STANDS)
def test_who_reads_a_page_depends_on_where_the_plan_stands_only_where_the_table_says(
    app: Flask, world: World, name: str
):
    stand, wrong = STANDS[name], []
    reading = [r for r in OF_A_PLAN if "GET" in (r.methods or ())]
    with standing(world, stand):
        for who in PEOPLE if name in WHOLE else ("coordinator", "officer"):
            browser = Browser(app).sign_in(getattr(world.cast, who))
            for rule in reading:
                status = browser.get(address(app, rule, world)).status
                is_there = status in (200, 302)
                if is_there != allowed(rule, who, stand):
                    wrong.append((who, rule.endpoint, status))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", WHOLE)
def test_whoever_may_not_act_there_is_refused(app: Flask, world: World, name: str):
    stand, wrong = STANDS[name], []
    acting = [r for r in OF_A_PLAN if "POST" in (r.methods or ())]
    with standing(world, stand):
        for who in PEOPLE:
            browser = Browser(app).sign_in(getattr(world.cast, who))
            token = browser.token("/account/edit")
            for rule in acting:
                fewer = writers_are_fewer(rule.endpoint)
                if allowed(rule, who, stand) and who not in fewer and rule.endpoint not in ACTS:
                    continue
                if rule.endpoint in ACTS and who in LEAD:
                    continue
                status = browser.post(address(app, rule, world), {"csrf_token": token}).status
                if status not in REFUSED | {409, 423}:
                    wrong.append((who, rule.endpoint, status))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_the_drafting_teams_alone_is_on_no_page_of_other_readers(
    app: Flask, world: World, name: str
):
    stand, seen, told = STANDS[name], [], []
    reading = [r for r in OF_A_PLAN if "GET" in (r.methods or ())]
    with secrets(world), standing(world, stand):
        for who in ("officer", "viewer", "reviewer"):
            browser = Browser(app).sign_in(getattr(world.cast, who))
            for rule in reading:
                if SECRET in browser.get(address(app, rule, world)).text:
                    (told if who == "officer" else seen).append((who, rule.endpoint))
    assert seen == []
    assert told, "the secret is somewhere, or this test could not fail"
