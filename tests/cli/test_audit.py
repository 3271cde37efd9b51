"""`audit verify` and `audit heads` as an operator runs them."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from nap_tracker.extensions import db
from nap_tracker.models.event import ChainHead, Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import history
from tests.cast import Cast
from tests.cli.conftest import Console
from tests.services.endangered import behind_its_back, endanger, freeze
from tests.services.test_removals import remove_all


def longer(cast: Cast) -> int:
    for _ in range(3):
        last = history.record(OPERATOR, "plan:edited", party_id=cast.amberland.id)
    db.session.commit()
    return last.number


def test_a_whole_log_is_said_to_be_whole(console: Console, migrated: None, cast: Cast):
    last = longer(cast)
    code, out, _ = console("audit", "verify")
    assert code == 0
    assert f"XAA: {last} events, whole" in out
    assert "XBB: " in out
    code, out, _ = console("audit", "verify", "--party", "XAA")
    assert code == 0
    assert "XBB" not in out


def test_a_changed_event_ends_with_one_and_its_number(console: Console, migrated: None, cast: Cast):
    last = longer(cast)
    query = update(Event).where(Event.chain == cast.amberland.id, Event.number == last - 1)
    db.session.execute(query.values(subject="plan:another"))
    code, out, _ = console("audit", "verify")
    assert code == 1
    assert f"XAA: event {last - 1} was changed" in out


def test_a_printed_head_shows_what_was_cut_with_its_head(
    console: Console, migrated: None, cast: Cast
):
    last = longer(cast)
    code, out, _ = console("audit", "heads", "--party", "XAA")
    assert code == 0
    line = out.strip()
    assert line.endswith("\tXAA")
    code, out, _ = console("audit", "verify", "--head", line)
    assert code == 0
    assert f"event {last} is the one that was printed" in out
    db.session.execute(delete(Event).filter_by(chain=cast.amberland.id, number=last))
    before = db.session.scalars(
        select(Event).filter_by(chain=cast.amberland.id, number=last - 1)
    ).one()
    head = db.session.get_one(ChainHead, cast.amberland.id)
    head.number, head.hash = before.number, before.hash
    assert console("audit", "verify")[0] == 0
    code, out, _ = console("audit", "verify", "--head", line)
    assert code == 1
    assert f"event {last} was cut off" in out


def test_what_is_no_printed_head_cannot_run(console: Console, migrated: None, cast: Cast):
    assert console("audit", "verify", "--head", "XAA:1")[0] == 2
    assert console("audit", "verify", "--party", "ZZZ")[0] == 2


def test_frozen_texts_are_told_and_a_removal_from_them_in_plain_words(
    console: Console, migrated: None, cast: Cast
):
    world = endanger(cast)
    version = freeze(world)
    frozen, plan = version.snapshot_sha256, world.plan.id
    code, out, _ = console("audit", "verify")
    assert code == 0
    assert "XAA: 1 frozen text is as it was frozen" in out
    remove_all(world)
    code, out, _ = console("audit", "verify")
    assert code == 0
    assert f"XAA: plan {plan}, version 1: words or files were removed to protect people on" in out
    assert "by Amina Diallo (A threat), event" in out
    assert f"the rest is as it was frozen; sum then {frozen}" in out


def test_a_frozen_text_that_was_changed_ends_with_one(console: Console, migrated: None, cast: Cast):
    freeze(endanger(cast))
    behind_its_back(update(PlanVersion.__table__).values(snapshot="{}"))
    code, out, _ = console("audit", "verify")
    assert code == 1
    assert "version 1: the frozen text was changed, and no removal" in out
