"""Counts of sites: the unknown is a part of its own, in every one of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.workflow.eliminating import OPEN, PRACTICES, Standing
from nap_tracker.workflow.site_counts import Count, Place, by_practice, by_region

standings = st.lists(st.sampled_from(Standing))
places = st.lists(
    st.builds(
        Place,
        st.sampled_from(PRACTICES),
        st.sampled_from([None, "n", "s"]),
        st.sampled_from(Standing),
    )
)


@given(standings)
def test_every_site_is_counted_once_and_shares_are_of_all_of_them(found: list[Standing]):
    count = Count.of(found)
    assert count.total == len(found) == count.known + count.unknown
    assert count.unknown == sum(one in OPEN for one in found)
    if found:
        assert sum(count.share(one) or 0 for one in Standing) == Fraction(1)
    else:
        assert count.share(Standing.ELIMINATED) is None


@given(standings)
def test_a_site_nobody_knows_never_makes_a_count_look_better(found: list[Standing]):
    """One more unknown site lowers every share of what is clean, and ends completeness."""
    before, after = Count.of(found), Count.of([*found, Standing.NOT_KNOWN])
    assert not after.is_complete
    for clean in (Standing.ELIMINATED, Standing.NOT_PRACTISED):
        assert after.sites[clean] == before.sites[clean]
        if before.sites[clean]:
            assert (after.share(clean) or 0) < (before.share(clean) or 0)


@given(standings)
def test_the_worst_that_is_known_is_not_changed_by_a_site_nobody_knows(found: list[Standing]):
    count = Count.of(found)
    assert Count.of([*found, Standing.NOT_KNOWN, Standing.NEEDS_VISIT]).worst_known is (
        count.worst_known
    )
    assert (count.worst_known is None) == (count.known == 0)
    if Standing.PRESENT in found:
        assert count.worst_known is Standing.PRESENT


def test_nothing_known_of_no_site_is_not_complete():
    assert not Count.of([]).is_complete


@given(places)
def test_regions_add_up_to_the_country_practice_by_practice(found: list[Place]):
    country = by_practice(found, PRACTICES)
    regions = by_region(found, PRACTICES)
    for practice in PRACTICES:
        for standing in Standing:
            parts = sum(counts[practice].sites[standing] for counts in regions.values())
            assert parts == country[practice].sites[standing]
