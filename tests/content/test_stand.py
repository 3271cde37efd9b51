"""What is kept of a thing stays what it was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nap_tracker.content.stand import KINDS, Reading, Stand, arrived, from_text, to_data, to_text

STATUS = Reading("status", "Status", "Late")
FRESH = Reading("freshness", "Last news", "Not known")
ACTIVITY = Stand(
    "activity", "a-1", "3.2", "Train customs officers · العربية", ("1c", "1f"), (STATUS, FRESH)
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stand_kept_as_text_comes_back_the_same(kind):
    stand = replace(ACTIVITY, kind=kind)
    assert from_text(to_text(stand)) == stand


def test_one_that_says_nothing_comes_back_too():
    bare = Stand("practice", "s-1", "", "Site")
    assert from_text(to_text(bare)) == bare


def test_the_same_stand_is_always_the_same_text():
    text = to_text(ACTIVITY)
    assert to_text(from_text(text)) == text
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_readings_keep_their_order():
    assert from_text(to_text(ACTIVITY)).readings == (STATUS, FRESH)
    turned = replace(ACTIVITY, readings=(FRESH, STATUS))
    assert to_text(turned) != to_text(ACTIVITY)


def test_a_code_is_kept_where_there_is_one():
    coded = replace(
        ACTIVITY, readings=(STATUS, Reading("phase", "Phase", "Under way", "under_way"))
    )
    kept = from_text(to_text(coded))
    assert [one.code for one in kept.readings] == ["", "under_way"]
    assert kept == coded


def test_a_reading_is_found_by_its_key():
    assert ACTIVITY.reading("status") is STATUS
    assert ACTIVITY.reading("phase") is None


def test_a_stand_says_nothing_twice():
    with pytest.raises(ValueError, match="twice"):
        replace(ACTIVITY, readings=(STATUS, Reading("status", "State", "On time")))


def test_a_stand_of_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind"):
        replace(ACTIVITY, kind="wish")


@pytest.mark.parametrize("said", [("", "Status", "Late"), ("k", " ", "Late"), ("k", "Status", "")])
def test_a_reading_is_never_blank(said):
    with pytest.raises(ValueError, match="says something"):
        Reading(*said)


def test_what_comes_from_elsewhere_is_the_same_stand():
    coded = replace(ACTIVITY, readings=(STATUS, Reading("phase", "Phase", "Done", "done")))
    assert arrived(to_data(coded)) == coded


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"a": 1}},
        {"number": 3},
        {"items": "1c"},
        {"items": [5]},
        {"readings": {}},
        {"readings": [{"key": "status", "label": " ", "value": ""}]},
        {"readings": [{"key": "status", "label": "Status", "value": {"a": 1}}]},
        {"readings": [{"key": "status", "label": "Status", "value": "Late", "code": ["late"]}]},
        {"kind": "wish"},
    ],
)
def test_what_comes_from_elsewhere_and_is_no_words_is_refused(change: dict[str, object]):
    with pytest.raises(ValueError, match=r"stand|says something"):
        arrived(to_data(ACTIVITY) | change)
