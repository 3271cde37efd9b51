"""Which answers are never kept in a browser: the schema says it by where they start."""

from __future__ import annotations

from nap_tracker.annex_c.schema import treaty


def test_what_starts_with_the_drafting_team_is_never_kept_on_a_device() -> None:
    sensitive = {(owner.id, f.id) for owner, f in treaty().all_fields() if f.is_sensitive}
    assert ("site", "coordinates") in sensitive
    assert ("stakeholder", "contact") in sensitive
    assert ("objectives", "goal") not in sensitive
    assert sensitive == {
        (owner.id, f.id) for owner, f in treaty().all_fields() if f.audience == "drafting_team"
    }
