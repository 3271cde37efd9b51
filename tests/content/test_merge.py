"""Claims about merging one entry three ways."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.merge import merge

OWNER = treaty().register("activity")
texts = st.sampled_from(["a", "b", "c"])
words = st.dictionaries(st.sampled_from(["en", "fr"]), texts, min_size=1)
dates = st.sampled_from(["2024", "2025", "2026"])
answers = st.fixed_dictionaries({}, optional={"statement": words, "start": dates, "end": dates})


def merged(base: Any, theirs: Any, mine: Any) -> Any:
    return merge(OWNER, base=base, theirs=theirs, mine=mine)


@given(answers, answers)
def test_what_only_one_side_changed_holds(base: dict[str, Any], changed: dict[str, Any]) -> None:
    for result in (merged(base, changed, base), merged(base, base, changed)):
        assert result.answers == changed
        assert result.conflicts == ()


@given(answers, answers)
def test_the_same_change_on_both_sides_is_one_change(
    base: dict[str, Any], changed: dict[str, Any]
) -> None:
    result = merged(base, changed, changed)
    assert result.answers == changed
    assert result.conflicts == ()


@given(answers, answers, answers)
def test_no_change_is_lost_without_being_told(
    base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    result = merged(base, theirs, mine)
    told = {conflict.field for conflict in result.conflicts}
    for field in ("statement", "start", "end"):
        before, now = base.get(field), result.answers.get(field)
        if theirs.get(field) != before and mine.get(field) == before:
            assert now == theirs.get(field)
        if mine.get(field) != before and theirs.get(field) == before:
            assert now == mine.get(field)
        if mine.get(field) != theirs.get(field) and before not in (
            mine.get(field),
            theirs.get(field),
        ):
            assert field in told or field == "statement"


@given(words, words, words)
def test_languages_do_not_collide_with_each_other(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    result = merged({"statement": base}, {"statement": theirs}, {"statement": mine})
    stored = result.answers.get("statement") or {}
    rival = next((c.mine for c in result.conflicts), stored) or {}
    for tag in ("en", "fr"):
        was, one, other = base.get(tag), theirs.get(tag), mine.get(tag)
        collided = was not in (one, other) and one != other
        assert stored.get(tag) == (one if collided or other == was else other)
        assert rival.get(tag) == (other if collided else stored.get(tag))


def test_a_cleared_answer_is_a_change_like_any_other() -> None:
    result = merged({"start": "2024"}, {}, {"start": "2025"})
    (conflict,) = result.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("2024", None, "2025")
    assert merged({"start": "2024"}, {"start": "2024"}, {}).answers == {}
