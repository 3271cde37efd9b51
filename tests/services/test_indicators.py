"""Which indicators are followed, how, and what is said of their start and target."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.roles import OPERATOR
from nap_tracker.services import indicator_figures, indicators
from nap_tracker.services.indicator_figures import BASELINE, TARGET, Change, Figures
from nap_tracker.services.indicators import Own, Settings
from tests.cast import Cast
from tests.doors import Clock
from tests.factories import complete_plan, uid
from tests.services.observed import approved, follow, in_force, value
from tests.services.stored import store

pytestmark = pytest.mark.database
UP = Settings(Direction.UP)


@pytest.fixture(autouse=True)
def _in_march_2026(clock: Clock) -> None:
    """Every test: values are of the time before it."""


def kinds() -> list[str]:
    return list(
        db.session.scalars(
            select(Event.kind).where(Event.kind.like("indicator:%")).order_by(Event.number)
        )
    )


def test_what_is_chosen_twice_is_followed_once(cast: Cast):
    version = in_force(cast)
    first = follow(cast, version)
    assert follow(cast, version) is first
    assert kinds() == ["indicator:chosen"]
    assert first.title["fr"] != first.title["en"]


def test_what_is_no_longer_followed_can_be_taken_up_again(cast: Cast):
    version, actor = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    indicators.end(actor, version, track)
    indicators.end(actor, version, track)
    assert follow(cast, version).ended_at is None
    assert kinds() == ["indicator:chosen", "indicator:ended", "indicator:chosen"]


@pytest.mark.parametrize("chosen", [("nothing", "amount"), ("mercury_used", "nothing")])
def test_what_the_library_has_not_cannot_be_followed(cast: Cast, chosen: tuple[str, str]):
    version = in_force(cast)
    with pytest.raises(NotFound):
        follow(cast, version, *chosen)


def test_an_indicator_of_the_plan_brings_its_start_and_target(cast: Cast):
    content = complete_plan()
    version = store(cast.plan, content)
    row = next(iter(content.rows("indicator")))
    track = indicators.follow_row(OPERATOR, version, row.uid)
    assert indicators.follow_row(OPERATOR, version, row.uid) is track
    said = {one.kind: one for one in indicator_figures.of_track(track)}
    assert set(said) == {BASELINE, TARGET}
    assert track.unit == row.answers["target_value"]["unit"]
    assert said[TARGET].on == row.answers["target_year"]
    assert track.title == row.answers["title"]


def test_an_indicator_that_is_not_in_the_plan_cannot_be_followed(cast: Cast):
    version = in_force(cast)
    with pytest.raises(NotFound):
        indicators.follow_row(OPERATOR, version, uid("activity"))


def test_the_team_notes_its_own(cast: Cast):
    version, actor = in_force(cast), cast.actor("officer")
    own = Own("Trust in the mining office", "en", kind="scale", steps=("None", "Some", "Full"))
    track = indicators.follow_own(actor, version, own, UP, id="a" * 36)
    assert indicators.follow_own(actor, version, own, UP, id="a" * 36) is track
    assert [step["en"] for step in track.steps] == ["None", "Some", "Full"]


@pytest.mark.parametrize(
    ("own", "about"),
    [
        (Own(" ", "en"), "title"),
        (Own("x" * 301, "en"), "title"),
        (Own("Trust", "en", kind="guess"), "kind"),
        (Own("Trust", "en", kind="scale", steps=("One", " ")), "steps"),
        (Own("Trust", "en", unit="miles"), "unit"),
        (Own("Trust", "en", unit="other"), "unit_words"),
        (Own("Trust", "en", definition="x" * 4001), "definition"),
    ],
)
def test_what_an_indicator_lacks_is_said_at_its_place(cast: Cast, own: Own, about: str):
    with pytest.raises(Invalid) as refused:
        indicators.follow_own(cast.actor("officer"), in_force(cast), own, UP)
    assert refused.value.about == about


@pytest.mark.parametrize(
    ("settings", "about"),
    [
        (Settings(Direction.UP, margin=Decimal(101)), "margin"),
        (Settings(Direction.UP, limits="x" * 4001), "limits"),
    ],
)
def test_settings_that_cannot_be_are_refused(cast: Cast, settings: Settings, about: str):
    version = in_force(cast)
    with pytest.raises(Invalid) as refused:
        indicators.change(cast.actor("officer"), version, follow(cast, version), settings)
    assert refused.value.about == about


def test_how_it_is_followed_can_be_changed(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    settings = Settings(Direction.DOWN, Decimal(5), limits="Only two regions", frequency="yearly")
    indicators.change(cast.actor("officer"), version, track, settings)
    assert (track.margin, track.limits, track.frequency) == (5, "Only two regions", "yearly")


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_does_not_draft_chooses_nothing(cast: Cast, who: str):
    version = in_force(cast)
    with pytest.raises((Forbidden, NotFound)):
        indicators.follow_standard(cast.actor(who), version, "mercury_used", "amount")


def test_the_partnerships_reviewers_see_no_indicator_that_is_followed(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    assert indicators.of_plan(cast.actor("viewer"), version) == [track]
    with pytest.raises((Forbidden, NotFound)):
        indicators.of_plan(cast.actor("reviewer"), version)
    with pytest.raises((Forbidden, NotFound)):
        indicators.get(cast.actor("reviewer"), version, track.id)
    with pytest.raises(NotFound):
        indicators.get(cast.actor("officer"), version, "nothing")


def test_a_target_may_be_corrected_freely_before_anything_is_approved(cast: Cast):
    version, actor = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    for best in (100, 90):
        indicator_figures.record(actor, version, track, TARGET, Figures("2030", best=Decimal(best)))
    assert not indicator_figures.asks_reason(track, TARGET)
    assert [(f.best, f.replaced_at is None) for f in indicator_figures.of_track(track)] == [
        (90, True),
        (100, False),
    ]


def test_after_the_first_approved_value_a_change_asks_for_a_reason_and_keeps_the_old(cast: Cast):
    version, actor = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    goal = Figures("2030", best=Decimal(100))
    indicator_figures.record(actor, version, track, TARGET, goal)
    approved(cast, version, track, value(300))
    other = Figures("2031", best=Decimal(120))
    for change in (Change(), Change("decision"), Change("whim", "So"), Change("other", "x" * 4001)):
        with pytest.raises(Invalid):
            indicator_figures.record(actor, version, track, TARGET, other, change)
    indicator_figures.record(
        actor, version, track, TARGET, other, Change("decision", "Cabinet decided")
    )
    new, old = indicator_figures.of_track(track)
    assert (new.best, old.best) == (120, 100)
    assert (old.reason, old.reason_words) == ("decision", "Cabinet decided")
    assert old.replaced_by_id == actor.user_id


def test_a_figure_that_says_the_same_is_no_change(cast: Cast):
    version, actor = in_force(cast), cast.actor("officer")
    track = follow(cast, version)
    goal = Figures("2030", best=Decimal(100))
    first = indicator_figures.record(actor, version, track, TARGET, goal)
    approved(cast, version, track, value(300))
    assert indicator_figures.record(actor, version, track, TARGET, goal) is first


def test_a_start_that_is_not_known_is_not_zero(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version)
    figures = Figures(is_unknown=True)
    made = indicator_figures.record(OPERATOR, version, track, BASELINE, figures)
    assert (made.best, made.empty) == (None, "not_known")


@pytest.mark.parametrize(
    ("figures", "about"),
    [
        (Figures(), "best"),
        (Figures("2030", best=Decimal(1), is_unknown=True), "best"),
        (Figures("2030", best=Decimal(-1)), "best"),
        (Figures("2030", best=Decimal(10) ** 12), "best"),
        (Figures("2030", low=Decimal(3), best=Decimal(2)), "low"),
        (Figures("soon", best=Decimal(2)), "on"),
        (Figures(best=Decimal(2)), "on"),
        (Figures("2030", best=Decimal(2), source="x" * 4001), "source"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_at_its_place(cast: Cast, figures, about: str):
    version = in_force(cast)
    track = follow(cast, version)
    with pytest.raises(Invalid) as refused:
        indicator_figures.record(OPERATOR, version, track, TARGET, figures)
    assert refused.value.about == about


def test_figures_are_kept_in_base_units(cast: Cast):
    version = in_force(cast)
    track = follow(cast, version, "mercury_avoided")
    made = indicator_figures.record(
        OPERATOR, version, track, TARGET, Figures("2030", best=Decimal(2))
    )
    assert (track.unit, made.best) == ("t", 2000)


def test_who_leads_closes_values_and_opens_them_again_only_with_a_reason(cast: Cast):
    version, leader = in_force(cast), cast.actor("coordinator")
    track = follow(cast, version)
    indicators.close(leader, version, track, "2025")
    with pytest.raises(Invalid):
        indicators.close(leader, version, track, "2024")
    with pytest.raises(Invalid):
        indicators.close(leader, version, track, "2027")
    indicators.close(leader, version, track, "", reason="A report came late")
    assert track.closed_until is None
    assert kinds()[-2:] == ["indicator:closed", "indicator:reopened"]
    with pytest.raises(Forbidden):
        indicators.close(cast.actor("officer"), version, track, "2025")
