"""Shortcuts of the completeness rules come to what `is_blank` says."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.schema import Kind
from nap_tracker.annex_c.values import is_blank
from nap_tracker.checks.completeness import BLANKS

WORDS = st.none() | st.dictionaries(
    st.sampled_from(["en", "fr"]), st.text(st.sampled_from(" \n\u00a0\u200bab"), max_size=4)
)
CODES = st.none() | st.text("ab1-", max_size=3)
LISTS = st.none() | st.lists(st.text("ab", min_size=1, max_size=2), max_size=2)


@given(WORDS)
def test_blank_words(words: Any) -> None:
    for kind in (Kind.TEXT, Kind.PARAGRAPH):
        assert BLANKS[kind](words) == is_blank(words)


@given(CODES)
def test_blank_codes(code: Any) -> None:
    for kind in (Kind.CHOICE, Kind.DATE, Kind.REF):
        assert BLANKS[kind](code) == is_blank(code)


@given(LISTS)
def test_blank_lists(codes: Any) -> None:
    for kind in (Kind.CHOICES, Kind.ITEMS, Kind.REFS):
        assert BLANKS[kind](codes) == is_blank(codes)
