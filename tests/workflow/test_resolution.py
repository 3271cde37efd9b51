"""A comment's way: every state x every act, and who may ask for it."""

from __future__ import annotations

from itertools import product

import pytest

from nap_tracker.errors import InvalidTransition
from nap_tracker.permissions import Place, can
from nap_tracker.workflow.facts import ResolutionFacts
from nap_tracker.workflow.resolution import (
    KIND_NAMES,
    MEANS_NAMES,
    RESOLUTION,
    RESPONSE_NAMES,
    CommentKind,
    Means,
    Resolution,
    ResponseKind,
)
from tests.house.policy_table import COLUMNS, FROZEN, OPEN, SECTION

WAYS = {
    ("written", "say"): "open",
    ("open", "answer"): "answered",
    ("open", "withdraw"): "withdrawn",
}
ACTS = [t.name for t in RESOLUTION.transitions]
WHOLE = ResolutionFacts(is_own=True, has_response=True)
ADDS = {"focal point", "coordinator", "officer", "reviewer"} | {
    "section drafter, there",
    "… elsewhere",
}


@pytest.mark.parametrize(("state", "act"), list(product(Resolution, ACTS)))
def test_where_an_act_begins_and_leads(state: Resolution, act: str):
    if (state.value, act) not in WAYS:
        with pytest.raises(InvalidTransition):
            RESOLUTION.check(state, act, WHOLE)
        return
    assert RESOLUTION.check(state, act, WHOLE) == ()
    assert RESOLUTION.find(act).target == WAYS[state.value, act]


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("say", ResolutionFacts(has_response=True)),
        ("withdraw", ResolutionFacts(has_response=True)),
        ("answer", ResolutionFacts(is_own=True)),
    ],
)
def test_what_stands_in_the_way_nobody_may_pass_over(act: str, facts: ResolutionFacts):
    source = RESOLUTION.find(act).sources[0]
    (problem,) = RESOLUTION.check(source, act, facts)
    assert problem.hard
    assert problem.is_final


@pytest.mark.parametrize(("act", "who", "subject"), list(product(ACTS, COLUMNS, (OPEN, FROZEN))))
def test_who_may_ask_for_an_act_in_every_state_of_the_plan(act: str, who: str, subject: object):
    allowed = {"focal point", "coordinator"} if act == "answer" else ADDS
    place = Place(subject, SECTION)
    assert can(COLUMNS[who], RESOLUTION.find(act).permission, place) is (who in allowed)


def test_every_word_of_it_can_be_said():
    assert KIND_NAMES.keys() == set(CommentKind)
    assert RESPONSE_NAMES.keys() == set(ResponseKind)
    assert MEANS_NAMES.keys() == set(Means)
