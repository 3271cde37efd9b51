"""What is let through to the public: named readings of named kinds, and nothing else."""

from __future__ import annotations

import pytest

from nap_tracker.content.public_progress import (
    FLAGGED,
    OPEN,
    Progress,
    from_content,
    opened,
    sum_of,
    to_content,
)
from nap_tracker.content.stand import KINDS, Reading, Stand, to_data

SECRET = "Upper ford, by the old mill"


def a_stand(kind: str, *keys: str) -> Stand:
    readings = tuple(Reading(key, key.title(), SECRET) for key in keys)
    return Stand(kind, "one", "1", "Train miners", (), readings)  # type: ignore[arg-type]


def progress(*stands: Stand) -> Progress:
    return Progress("Amberland", "en", "", "2026-11-27", "", stands)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reading_nobody_named_is_not_public(kind: str):
    assert opened(a_stand(kind, "reason", "evidence", "something_new")) is None


@pytest.mark.parametrize("kind", sorted(set(KINDS) - OPEN.keys()))
def test_a_kind_nobody_named_is_not_public(kind: str):
    every_key = sorted({key for keys in OPEN.values() for key in keys})
    assert opened(a_stand(kind, *every_key)) is None


@pytest.mark.parametrize("kind", OPEN)
def test_only_the_named_readings_of_a_stand_are_left(kind: str):
    told = opened(a_stand(kind, *sorted(OPEN[kind]), "reason", "region:north"))
    assert told is not None
    assert {reading.key for reading in told.readings} == OPEN[kind]


def test_what_leads_to_places_is_flagged():
    assert "practice" in FLAGGED
    assert OPEN.keys() >= FLAGGED


def test_what_is_kept_holds_nothing_else_and_comes_back_the_same():
    given = progress(a_stand("activity", "status", "reason"), a_stand("plan", "period"))
    content = to_content(given)
    assert [one["kind"] for one in content["stands"]] == ["activity"]
    assert [one["key"] for one in content["stands"][0]["readings"]] == ["status"]
    assert to_content(from_content(content)) == content


def test_what_was_slipped_into_a_kept_one_is_not_read_out():
    """It may come from another installation, with a filter of its own."""
    content = to_content(progress(a_stand("activity", "status")))
    content["stands"].append(to_data(a_stand("plan", "period")))
    content["stands"][0]["readings"].append({"key": "reason", "label": "Why", "value": SECRET})
    content["people"] = [SECRET]
    read = from_content(content)
    assert [one.kind for one in read.stands] == ["activity"]
    assert [one.key for one in read.stands[0].readings] == ["status"]


def test_what_is_no_stand_any_more_is_left_out():
    """Removal for protection may have gone through anything that reads as words."""
    content = to_content(progress(a_stand("activity", "status"), a_stand("money", "gap")))
    content["stands"][0]["kind"] = "[removed for protection]"
    assert [one.kind for one in from_content(content).stands] == ["money"]


def test_a_day_that_was_removed_is_none():
    content = to_content(progress(a_stand("activity", "status")))
    assert from_content({**content, "starts_on": "[removed for protection]"}).starts_on == ""


def test_name_and_content_are_both_in_the_sum():
    content = to_content(progress(a_stand("activity", "status")))
    assert sum_of("A", content) != sum_of("B", content)
    assert sum_of("A", content) != sum_of("A", {**content, "note": "Read this"})
