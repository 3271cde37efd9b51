"""What is tracked of a frozen text is made once, and never outlives the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker.content.audience import Audience
from nap_tracker.content.tracked import Tracked
from nap_tracker.content.tree import PlanContent
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR
from nap_tracker.services import contents, erasures, plans, tracked_texts, tracking
from nap_tracker.services.contents import Extent
from nap_tracker.services.tracked_texts import Shelf
from nap_tracker.services.versions import Purpose
from tests.cast import Cast
from tests.doors import QueryCount
from tests.factories import complete_plan
from tests.services.endangered import NAME, endanger, freeze
from tests.services.stored import store
from tests.services.test_removals import remove_all
from tests.services.test_tracking import endorsed

EMPTY = Tracked("plan", "en", 1, {})


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The versions whose text was read from its JSON, in a process that keeps nothing yet."""
    seen = []
    load = contents.load

    def watched(version: PlanVersion, extent: Extent | None = None) -> PlanContent:
        seen.append(version.id)
        return load(version, extent)

    monkeypatch.setattr(contents, "load", watched)
    tracked_texts.forget()
    yield seen
    tracked_texts.forget()


def test_a_frozen_text_is_parsed_once_for_each_audience(cast: Cast, parsed: list[str]) -> None:
    version = endorsed(cast)
    parsed.clear()
    first = tracking.of_version(cast.actor("officer"), version)
    assert tracking.of_version(cast.actor("coordinator"), version) is first
    assert tracking.whole(version) is first
    assert parsed == [version.id]
    theirs = tracking.of_version(cast.actor("viewer"), version)
    assert theirs.sites == () != first.sites
    assert tracking.of_version(cast.actor("viewer"), version) is theirs
    assert parsed == [version.id] * 2


def test_a_draft_is_read_anew_every_time(cast: Cast, parsed: list[str]) -> None:
    version = store(cast.plan, complete_plan())
    parsed.clear()
    assert tracking.whole(version) == tracking.whole(version)
    assert parsed == [version.id] * 2


def test_words_that_were_removed_for_protection_are_not_shown_from_memory(cast: Cast) -> None:
    world = endanger(cast)
    version = freeze(world)
    before = tracking.whole(version)
    remove_all(world)
    version = db.session.get_one(PlanVersion, version.id)
    after = tracking.whole(version)
    assert NAME in repr(before)
    assert NAME not in repr(after)
    assert tracking.whole(version) is after


def test_erasing_drops_what_is_kept(cast: Cast, parsed: list[str]) -> None:
    version = endorsed(cast)
    first = tracking.whole(version)
    db.session.commit()
    erasures.wipe()
    version = plans.newest(OPERATOR, cast.plan.id)
    assert tracking.whole(version) is not first


def test_another_text_of_the_same_version_takes_the_place_of_the_first() -> None:
    shelf, key = Shelf(), ("version", Audience.DRAFTING_TEAM)
    other, again = replace(EMPTY, version=2), replace(EMPTY, version=3)
    assert shelf.find(key, "a text", lambda: (EMPTY, 1)) is EMPTY
    assert shelf.find(key, "another", lambda: (other, 1)) is other
    assert shelf.find(key, "a text", lambda: (again, 1)) is again


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf = Shelf(most=20)

    def ask(name: str) -> list[str]:
        made: list[str] = []

        def make() -> tuple[Tracked, int]:
            made.append(name)
            return replace(EMPTY, uid=name), 10

        assert shelf.find((name, Audience.PUBLIC), "a text", make).uid == name
        return made

    assert ask("a") + ask("b") == ["a", "b"]
    assert ask("a") == []
    assert ask("c") == ["c"]
    assert ask("a") == []
    assert ask("b") == ["b"]


def test_a_text_longer_than_the_bound_is_made_every_time() -> None:
    shelf = Shelf(most=3)
    key = ("version", Audience.PUBLIC)
    one, two = replace(EMPTY, version=1), replace(EMPTY, version=2)
    assert shelf.find(key, "a text", lambda: (one, 4)) is one
    assert shelf.find(key, "a text", lambda: (two, 4)) is two


def test_a_page_of_a_plan_in_force_reads_its_text_once(
    cast: Cast, parsed: list[str], queries: QueryCount
) -> None:
    plan = endorsed(cast).plan_id
    db.session.commit()
    tracked_texts.forget()
    parsed.clear()
    counted = []
    for _ in range(3):
        db.session.expunge_all()
        version = tracking.in_force(OPERATOR, plan)
        with queries:
            tracking.whole(version)
        counted.append(queries.count)
    assert counted == [1, 0, 0]
    assert parsed == [version.id]


def test_a_removal_is_seen_by_a_process_that_did_not_do_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracked_texts, "forget", lambda: None)  # only the other one forgets
    world = endanger(cast)
    world.version.purpose = Purpose.REGISTERED
    plan = freeze(world).plan_id
    db.session.commit()
    before = _on_a_page(plan)
    remove_all(world)
    after = _on_a_page(plan)
    assert NAME in repr(before)
    assert NAME not in repr(after)


def test_pages_that_load_a_version_otherwise_find_what_a_page_of_its_plan_kept(
    cast: Cast, parsed: list[str]
) -> None:
    version = endorsed(cast)
    id, plan = version.id, version.plan_id
    db.session.commit()
    parsed.clear()
    tracked_texts.forget()
    _on_a_page(plan)
    db.session.expunge_all()
    query = select(PlanVersion).filter_by(id=id).options(joinedload(PlanVersion.plan))
    for asked in (query.options(tracked_texts.with_redactions()), query):
        tracking.whole(db.session.scalars(asked).one())
        db.session.expunge_all()
    assert len(parsed) == 1


def _on_a_page(plan_id: str) -> Tracked:
    """As the next request finds it."""
    db.session.expire_all()
    return tracking.whole(tracking.in_force(OPERATOR, plan_id))
