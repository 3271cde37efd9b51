"""The machines of a review round and of a seat in it: every state x act x role, by a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from nap_tracker.errors import InvalidTransition
from nap_tracker.permissions import Seat, can
from nap_tracker.roles import Actor, ActorKind, Grant, Permission, Role
from nap_tracker.workflow import rounds
from nap_tracker.workflow.machine import Machine
from nap_tracker.workflow.rounds import ROUND, SEAT, Reviewing, RoundFacts, SeatFacts, Sitting
from tests.house.policy_table import PARTY, READERS, Invited, Round

LENT = Actor(
    ActorKind.USER, user_id="u", grants=(Grant(Role.FOCAL_POINT, PARTY, on_behalf_of="f"),)
)
WHO = {
    "focal": READERS["focal point"][0],
    "lent": LENT,
    "coord": READERS["coordinator"][0],
    "officer": READERS["officer"][0],
    "viewer": READERS["viewer"][0],
    "other": READERS["another reviewer"][0],
    "account": READERS["invited, with an account"][0],
    "ended": READERS["… whose role has ended"][0],
    "link": READERS["by personal link"][0],
    "foreign": READERS["by another link"][0],
    "stranger": READERS["other Party"][0],
}
"""`lent` has the focal point's role for a while; `account` and `link` sit in the seat."""

ROUNDS = """
 act                       | begins in | leads to | asked inside     | asked outside
 invite                    | open      | open     | focal lent coord | focal
 publish_responses         | open      | open     | focal lent coord | focal lent coord
 close                     | open      | closed   | focal lent coord | focal lent coord
 close_with_the_rest_noted | open      | closed   | focal lent       | focal lent
"""
SEATS = """
 act     | begins in                           | leads to  | asked inside     | asked outside
 accept  | invited declined                    | accepted  | account link     | account link
 decline | invited accepted                    | declined  | account link     | account link
 hand_in | invited accepted handed_in          | handed_in | account link     | account link
 revoke  | invited accepted declined handed_in | revoked   | focal lent coord | focal
 invite_again | declined revoked | invited | focal lent coord | focal
"""


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    act: str
    sources: frozenset[str]
    target: str
    inside: frozenset[str]
    outside: frozenset[str]


def rows(table: str) -> dict[str, Row]:
    found = {}
    for line in table.strip().splitlines()[1:]:
        act, sources, target, inside, outside = (cell.strip() for cell in line.split("|"))
        found[act] = Row(
            act,
            frozenset(sources.split()),
            target,
            frozenset(inside.split()),
            frozenset(outside.split()),
        )
    return found


MACHINES = [(ROUND, rows(ROUNDS)), (SEAT, rows(SEATS))]
CASES = [(machine, table, state) for machine, table in MACHINES for state in machine.states]


def begins(machine: Machine, act: str, state: object, facts: object) -> bool:
    try:
        machine.check(state, act, facts)
    except InvalidTransition:
        return False
    return True


def seat(actor: Actor, state: str, *, is_outside: bool, reviewing: str = "open") -> Seat:
    by_link = actor.kind is ActorKind.LINK
    whose = Invited(user_id=None if by_link else "invited", state=state)
    return Seat(Round(state=reviewing, is_outside=is_outside), whose)


@pytest.mark.parametrize(("machine", "table"), MACHINES, ids=lambda x: getattr(x, "name", ""))
def test_the_table_names_every_act(machine: Machine, table: dict[str, Row]):
    assert set(table) == {act.name for act in machine.transitions}
    assert {name: row.target for name, row in table.items()} == {
        act.name: act.target.value for act in machine.transitions
    }


@pytest.mark.parametrize("is_outside", [False, True], ids=["inside", "outside"])
@pytest.mark.parametrize(
    ("machine", "table", "state"),
    CASES,
    ids=[f"{machine.name}-{state}" for machine, _, state in CASES],
)
def test_an_act_begins_where_the_table_says_for_whom_it_says(
    machine: Machine, table: dict[str, Row], state: str, is_outside: bool
):
    sitting = str(state) if machine is SEAT else "accepted"
    reviewing = str(state) if machine is ROUND else "open"
    facts = RoundFacts() if machine is ROUND else SeatFacts()
    found = {
        (act, who)
        for act in table
        for who, actor in WHO.items()
        if begins(machine, act, state, facts)
        and can(
            actor,
            machine.find(act).permission,
            seat(actor, sitting, is_outside=is_outside, reviewing=reviewing),
        )
    }
    allowed = {
        (act, who)
        for act, row in table.items()
        if str(state) in row.sources
        for who in (row.outside if is_outside else row.inside)
    }
    assert found == allowed


@pytest.mark.parametrize("state", Sitting)
@pytest.mark.parametrize("reviewing", Reviewing)
def test_who_reads_and_who_comments_from_a_seat(state: Sitting, reviewing: Reviewing):
    """A link ends with its round; who declined or was taken back neither reads nor comments."""
    sits = state in ("invited", "accepted", "handed_in")
    is_open = reviewing is Reviewing.OPEN
    team = {"focal", "lent", "coord", "officer"}
    for permission, expected in (
        (
            Permission.ROUND_READ,
            team | ({"account"} if sits else set()) | ({"link"} if sits and is_open else set()),
        ),
        (Permission.ROUND_COMMENT, {"account", "link"} if sits and is_open else set()),
        (Permission.ROUND_SHOW, team),
    ):
        found = {
            who
            for who, actor in WHO.items()
            if can(actor, permission, seat(actor, state, is_outside=True, reviewing=str(reviewing)))
        }
        assert found == expected, permission


@pytest.mark.parametrize("act", [act.name for act in SEAT.transitions])
def test_no_seat_changes_once_its_round_is_closed(act: str):
    state = SEAT.find(act).sources[0]
    (problem,) = SEAT.check(state, act, SeatFacts(round_is_open=False))
    assert problem.hard
    assert problem.is_final


def test_only_the_governments_own_silence_keeps_a_round_open_and_one_act_ends_it_all_the_same():
    worst = RoundFacts(unanswered=3, expected=2, is_before_due=True)
    found = ROUND.check(Reviewing.OPEN, "close", worst)
    assert [(p.key, p.hard) for p in found] == [
        ("comments_are_answered", True),
        ("reviewers_have_replied", False),
        ("due_day_is_over", False),
    ]
    noted = ROUND.check(Reviewing.OPEN, "close_with_the_rest_noted", worst)
    assert not any(p.hard for p in noted)
    assert ROUND.find("close_with_the_rest_noted").needs_note


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (RoundFacts(), []),
        (RoundFacts(expected=1), ["reviewers_have_replied"]),
        (RoundFacts(is_before_due=True), []),
        (RoundFacts(unanswered=1), ["comments_are_answered"]),
    ],
)
def test_each_question_alone(facts: RoundFacts, keys: list[str]):
    assert [p.key for p in ROUND.check(Reviewing.OPEN, "close", facts)] == keys


@pytest.mark.parametrize(
    ("state", "is_closed", "words"),
    [
        (Sitting.INVITED, False, ("Invited",)),
        (Sitting.INVITED, True, ("No reply",)),
        (Sitting.ACCEPTED, True, ("No reply",)),
        (Sitting.DECLINED, True, ("Cannot",)),
        (Sitting.HANDED_IN, True, ("Handed in",)),
        (Sitting.REVOKED, True, ("Invitation taken back",)),
    ],
)
def test_silence_is_said_to_be_silence(state: Sitting, is_closed: bool, words: tuple[str, ...]):
    assert rounds.standing(state, is_closed=is_closed, is_late=False) == words


def test_late_is_who_is_expected_after_the_day():
    due, after = date(2027, 5, 20), date(2027, 5, 21)
    late = {state for state in Sitting if rounds.is_late(state, due, after)}
    assert late == {Sitting.INVITED, Sitting.ACCEPTED}
    assert not any(rounds.is_late(state, due, due) for state in Sitting)
    assert rounds.standing(Sitting.ACCEPTED, is_closed=False, is_late=True) == (
        "Will do it",
        "Late",
    )
