"""The plans of the measurements are plans that the program takes, of the size asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.plans import (
    EXTENTS,
    LONG_WORK_PLAN,
    UID,
    Extent,
    copy,
    incoming,
    one_section_changed,
    plan,
)
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content import serial
from nap_tracker.content.interchange import to_file
from nap_tracker.imports.interchange import Incoming, read

LONG = Extent("a long work plan", LONG_WORK_PLAN, required_only=False)


def taken_in(one: Incoming) -> Incoming:
    """Through the door that every import takes, which refuses whatever is not valid."""
    data = {file.content.uid: file.data for file in one.files}
    return read(to_file(one.plan, treaty(), "drafting_team", lambda file: data[file.uid]))


@pytest.mark.parametrize("extent", [*EXTENTS, LONG], ids=lambda extent: extent.name)
def test_a_made_up_plan_can_be_imported(extent: Extent) -> None:
    made = plan(extent)
    assert len(taken_in(incoming(made)).plan.entries) == len(made.entries) > 0


def test_each_extent_says_more_than_the_one_before() -> None:
    lengths = [len(serial.to_text(plan(extent))) for extent in EXTENTS]
    assert lengths == sorted(lengths)
    assert lengths[-1] > 4 * lengths[0]


def test_a_long_work_plan_has_160_activities() -> None:
    assert len(plan(LONG).rows("activity")) == 160


def test_a_copy_says_the_same_under_other_ids() -> None:
    one = incoming(plan(EXTENTS[1]))
    other = copy(one, 7, "XZB")
    assert taken_in(other).plan.party.code == "XZB"
    same_party = replace(other.plan.party, code=one.plan.party.code)
    before, after = (
        serial.to_text(content) for content in (one.plan, replace(other.plan, party=same_party))
    )
    assert UID.sub("", after) == UID.sub("", before)
    assert not set(UID.findall(after)) & set(UID.findall(before))


def test_two_copies_share_no_id() -> None:
    one = incoming(plan(EXTENTS[0]))
    first, second = (serial.to_text(copy(one, n, "XZB").plan) for n in (1, 2))
    assert not set(UID.findall(first)) & set(UID.findall(second))


def test_after_one_section_changed_all_others_are_the_same() -> None:
    before = plan(EXTENTS[1])
    after = one_section_changed(before)
    pairs = zip(before.entries, after.entries, strict=True)
    assert [old.section for old, new in pairs if old != new] == ["summary"]
    assert taken_in(incoming(after))
