"""Files of a plan: who takes them in, who sees them, and which bytes they get."""

from __future__ import annotations

import pytest

from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.plan import PlanVersion
from nap_tracker.services import plans, uploads
from tests.cast import Cast
from tests.test_media import pdf, photograph


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.newest(cast.actor("officer"), cast.plan.id)


def test_a_new_file_is_seen_by_the_drafting_team_only(cast: Cast, version: PlanVersion):
    file = uploads.add(cast.actor("officer"), version, name="site.jpg", data=photograph())
    assert file.audience == Audience.DRAFTING_TEAM
    assert [one.id for one in uploads.of_plan(cast.actor("officer"), cast.plan.id)] == [file.id]
    for who in ("viewer", "reviewer"):
        assert uploads.of_plan(cast.actor(who), cast.plan.id) == []
        with pytest.raises(NotFound):
            uploads.get(cast.actor(who), cast.plan.id, file.id)


def test_outside_the_drafting_team_only_the_cleaned_copy_is_handed_out(
    cast: Cast, version: PlanVersion
):
    original = photograph()
    file = uploads.add(cast.actor("officer"), version, name="site.jpg", data=original)
    uploads.set_audience(cast.actor("coordinator"), version, file, Audience.REVIEWERS)
    asked = {"plan_id": cast.plan.id, "file_id": file.id, "original": True}
    assert uploads.copy_for(cast.actor("officer"), **asked).data == original
    given = uploads.copy_for(cast.actor("reviewer"), **asked).data
    assert b"informant" not in given
    assert given != original


def test_an_officer_may_narrow_but_not_widen(cast: Cast, version: PlanVersion):
    file = uploads.add(cast.actor("officer"), version, name="a.pdf", data=pdf())
    with pytest.raises(Forbidden):
        uploads.set_audience(cast.actor("officer"), version, file, Audience.PUBLIC)
    uploads.set_audience(cast.actor("focal_point"), version, file, Audience.PUBLIC)
    uploads.set_audience(cast.actor("officer"), version, file, Audience.REVIEWERS)
    assert file.audience == Audience.REVIEWERS


def test_an_officer_cannot_begin_with_a_public_file(cast: Cast, version: PlanVersion):
    with pytest.raises(Forbidden):
        uploads.add(
            cast.actor("officer"), version, name="a.pdf", data=pdf(), audience=Audience.PUBLIC
        )


def test_a_viewer_adds_nothing(cast: Cast, version: PlanVersion):
    with pytest.raises(Forbidden):
        uploads.add(cast.actor("viewer"), version, name="a.pdf", data=pdf())


def test_a_stranger_learns_nothing_of_a_file(cast: Cast, version: PlanVersion):
    file = uploads.add(cast.actor("officer"), version, name="a.pdf", data=pdf())
    db.session.commit()
    with pytest.raises(NotFound):
        uploads.get(cast.actor("stranger"), cast.plan.id, file.id)
    with pytest.raises(NotFound):
        uploads.get(cast.actor("stranger"), cast.other_plan.id, file.id)


def test_a_removed_file_is_gone_from_the_plan(cast: Cast, version: PlanVersion):
    officer = cast.actor("officer")
    file = uploads.add(officer, version, name="a.pdf", data=pdf())
    uploads.remove(officer, version, file)
    with pytest.raises(NotFound):
        uploads.get(officer, cast.plan.id, file.id)


def test_only_a_picture_can_be_the_emblem(cast: Cast, version: PlanVersion):
    leader = cast.actor("focal_point")
    file = uploads.add(leader, version, name="a.pdf", data=pdf())
    with pytest.raises(Invalid):
        uploads.set_emblem(leader, cast.amberland, version, file)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\me\\map.png", "map.png"),
        ("../../etc/passwd", "passwd.png"),
        ("photo.exe", "photo.exe.png"),
        ("", "file.png"),
        ("a\r\nb.png", "a b.png"),
        ("a\x01\x00\ud800.png", "a.png"),
    ],
)
def test_a_file_name_holds_no_surprises(name: str, kept: str):
    assert uploads.safe_name(name, "image/png") == kept


def test_a_very_long_name_is_cut(cast: Cast):
    assert len(uploads.safe_name("x" * 500 + ".png", "image/png")) <= uploads.LONGEST_NAME
