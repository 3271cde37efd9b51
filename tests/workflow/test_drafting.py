"""The machine of drafting: every position x act x role, against a table people can read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations

import pytest

from nap_tracker.errors import InvalidTransition
from nap_tracker.permissions import can
from nap_tracker.roles import Permission
from nap_tracker.workflow import positions
from nap_tracker.workflow.drafting import DRAFTING, Drafting, Stage
from nap_tracker.workflow.effects import effects
from nap_tracker.workflow.facts import DraftingFacts
from nap_tracker.workflow.positions import Position
from tests.house.policy_table import COLUMNS, PARTY, PLAN

LEAD = {"focal point", "coordinator"}

TABLE = """
 act                            | begins in       | while      | leads to   | and            | who
 open_internal_review           | draft returned  | internal-  | draft      | internal+      | lead
 conclude_internal_review       | draft           | internal+  | draft      | internal-      | lead
 withdraw_internal_review       | draft           | internal+  | draft      | internal-      | lead
 return_from_internal_review    | draft           | internal+  | returned   | all-           | lead
 open_partnership_review        | draft returned  | partners-  | draft      | partners+      | lead
 conclude_partnership_review    | draft           | partners+  | draft      | partners-      | lead
 withdraw_partnership_review    | draft           | partners+  | draft      | partners-      | lead
 return_from_partnership_review | draft           | partners+  | returned   | all-           | lead
 begin_resolving_comments       | draft returned  | resolving- | draft      | resolving+     | lead
 finish_resolving_comments      | draft           | resolving+ | draft      | resolving-     | lead
 return_from_resolving_comments | draft           | resolving+ | returned   | all-           | lead
 open_national_validation       | draft returned  | validate-  | draft      | validate+      | lead
 conclude_national_validation   | draft           | validate+  | draft      | validate-      | lead
 withdraw_national_validation   | draft           | validate+  | draft      | validate-      | lead
 return_from_national_validation| draft           | validate+  | returned   | all-           | lead
 send_for_endorsement           | draft returned  |            | sent       | all-           | focal
 return_from_endorsement        | sent            |            | superseded |                | lead
 withdraw_from_endorsement      | sent            |            | superseded |                | lead
"""
STATES = {
    "draft": Drafting.DRAFT,
    "returned": Drafting.RETURNED,
    "sent": Drafting.SENT,
    "superseded": Drafting.SUPERSEDED,
}
STAGES = {
    "internal": Stage.INTERNAL_REVIEW,
    "partners": Stage.PARTNERSHIP_REVIEW,
    "resolving": Stage.RESOLVING,
    "validate": Stage.VALIDATION,
}
WHO = {"lead": LEAD, "focal": {"focal point"}}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    act: str
    sources: frozenset[Drafting]
    needs: str
    target: Drafting
    then: str
    who: frozenset[str]

    def begins_in(self, position: Position) -> bool:
        if position.state not in self.sources:
            return False
        if not self.needs:
            return True
        return (STAGES[self.needs[:-1]] in position.stages) == self.needs.endswith("+")

    def leads_to(self, position: Position) -> Position:
        stages = set(position.stages)
        if self.then == "all-":
            stages.clear()
        elif self.then.endswith("+"):
            stages.add(STAGES[self.then[:-1]])
        elif self.then.endswith("-"):
            stages.discard(STAGES[self.then[:-1]])
        return Position(self.target, frozenset(stages))


def row(line: str) -> Row:
    act, sources, needs, target, then, who = (cell.strip() for cell in line.split("|"))
    begins = frozenset(STATES[word] for word in sources.split())
    return Row(act, begins, needs, STATES[target], then, frozenset(WHO[who]))


ROWS = {one.act: one for one in map(row, TABLE.strip().splitlines()[1:])}
SUBSETS = chain.from_iterable(combinations(Stage, n) for n in range(len(Stage) + 1))
POSITIONS = [Position(Drafting.DRAFT, frozenset(subset)) for subset in SUBSETS] + [
    Position(state) for state in (Drafting.RETURNED, Drafting.SENT, Drafting.SUPERSEDED)
]


@dataclass(frozen=True)
class Standing:
    """A version in a position, as permissions look at it."""

    state: Drafting
    stages: frozenset[Stage]
    frozen_at: object
    party_id: str = PARTY
    plan_id: str = PLAN


def standing(position: Position) -> Standing:
    is_frozen = position.state in (Drafting.SENT, Drafting.SUPERSEDED)
    return Standing(position.state, position.stages, "then" if is_frozen else None)


def name_of(value: object) -> str:
    if isinstance(value, Position):
        return "+".join([value.state.value, *sorted(value.stages)])
    return str(value)


def begins(name: str, position: Position) -> bool:
    try:
        positions.act(name, position)
    except InvalidTransition:
        return False
    return True


def test_the_table_names_every_act():
    assert set(ROWS) == {act.name for act in DRAFTING.transitions}


@pytest.mark.parametrize("position", POSITIONS, ids=name_of)
def test_an_act_begins_where_the_table_says_for_whom_it_says(position: Position):
    allowed = {
        (act, who)
        for act, line in ROWS.items()
        for who in COLUMNS
        if line.begins_in(position) and who in line.who
    }
    found = {
        (act, who)
        for act in ROWS
        for who, actor in COLUMNS.items()
        if begins(act, position) and can(actor, positions.named(act).permission, standing(position))
    }
    assert found == allowed


@pytest.mark.parametrize("position", POSITIONS, ids=name_of)
def test_an_act_leads_where_the_table_says(position: Position):
    for name, line in ROWS.items():
        if line.begins_in(position):
            act = positions.act(name, position)
            assert positions.after(act, position) == line.leads_to(position), name


def test_every_position_is_reached_and_every_one_but_the_last_is_left():
    reached, before = {Position(Drafting.DRAFT)}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {positions.after(act, p) for p in reached for act in positions.acts(p)}
    assert reached == set(POSITIONS)
    stuck = [p for p in POSITIONS if not positions.acts(p)]
    assert stuck == [Position(Drafting.SUPERSEDED)]


IN_SECTIONS = {"section drafter, there", "… elsewhere"}
"""They edit no plan as a whole, read it, and add files to it while the team writes."""


@pytest.mark.parametrize("position", POSITIONS, ids=name_of)
def test_exactly_the_roles_of_the_table_write(position: Position):
    """Draft, returned, partners, comments: the team. Internal review: leaders. Else nobody."""
    if (
        position.state in (Drafting.SENT, Drafting.SUPERSEDED)
        or Stage.VALIDATION in position.stages
    ):
        expected = set()
    elif Stage.INTERNAL_REVIEW in position.stages:
        expected = LEAD | {"operator"}
    else:
        expected = LEAD | {"officer", "operator"}
    in_sections = (Permission.FILE_ADD, Permission.WORD_ADD)
    in_the_whole = (Permission.SECTION_EDIT, Permission.WORD_DECIDE)
    for permission in (*in_sections, *in_the_whole):
        more = IN_SECTIONS if permission in in_sections else set()
        writing = {w for w, actor in COLUMNS.items() if can(actor, permission, standing(position))}
        assert writing == expected | (more if "officer" in expected else set())


@pytest.mark.parametrize("position", POSITIONS, ids=name_of)
def test_reading_does_not_depend_on_where_the_plan_stands(position: Position):
    readers = {w for w, a in COLUMNS.items() if can(a, Permission.PLAN_SHOW, standing(position))}
    party = LEAD | {"officer", "viewer", "reviewer", "… with consent", "operator"}
    assert readers == party | IN_SECTIONS


@pytest.mark.parametrize("position", POSITIONS, ids=name_of)
def test_a_position_has_a_name_and_who_may_not_write_is_told_why(position: Position):
    assert positions.names(position)
    why = positions.read_only_because(position)
    assert bool(why) == (positions.writers(position) is not positions.Writers.TEAM)
    assert all(reason in positions.READ_ONLY for reason in why)


@pytest.mark.parametrize("position", POSITIONS, ids=name_of)
def test_every_act_says_beforehand_what_it_does(position: Position):
    for act in positions.acts(position):
        assert list(effects(act, position))


WORST = DraftingFacts(
    blockers=9,
    warnings=9,
    sections=14,
    completed=0,
    is_under_review=True,
    held=frozenset(),
    unanswered="Partnership",
)


def test_nothing_from_outside_government_stops_an_act():
    """Of everything that can be wrong, only gaps in the plan itself and facts are hard."""
    hard = {
        (act.name, problem.key)
        for position in POSITIONS
        for act in positions.acts(position)
        for problem in positions.check(act.name, position, WORST)
        if problem.hard
    }
    assert hard == {("send_for_endorsement", "has_no_blockers")}


BEST = DraftingFacts(
    sections=14,
    completed=14,
    held=frozenset({"internal_review", "partnership_review", "national_validation"}),
)


def test_a_plan_in_order_is_sent_without_a_question():
    assert positions.check("send_for_endorsement", Position(Drafting.DRAFT), BEST) == ()


@pytest.mark.parametrize(
    ("act", "facts", "guard"),
    [
        ("open_internal_review", DraftingFacts(blockers=1), "nothing_is_missing_yet"),
        ("open_internal_review", DraftingFacts(is_under_review=True), "is_alone"),
        (
            "open_internal_review",
            DraftingFacts(held=frozenset({"internal_review"})),
            "is_the_first_internal_review",
        ),
        (
            "open_partnership_review",
            DraftingFacts(held=frozenset({"internal_review", "partnership_review"})),
            "is_the_first_partnership_review",
        ),
        ("open_partnership_review", DraftingFacts(), "was_reviewed_internally"),
        (
            "open_national_validation",
            DraftingFacts(held=frozenset({"national_validation", "partnership_review"})),
            "is_the_first_validation",
        ),
        ("open_national_validation", DraftingFacts(), "was_reviewed_by_the_partnership"),
    ],
)
def test_each_question_alone_is_asked_and_stops_nothing(act: str, facts: DraftingFacts, guard: str):
    found = positions.check(act, Position(Drafting.DRAFT), facts)
    assert [(p.key, p.hard) for p in found] == [(guard, False)]


def test_silence_is_named_where_a_stage_is_concluded():
    here = Position(Drafting.DRAFT, frozenset({Stage.VALIDATION}))
    facts = DraftingFacts(unanswered="Ministry of Health")
    (found,) = positions.check("conclude_national_validation", here, facts)
    assert found.params == {"names": "Ministry of Health"}
    assert not found.hard


@pytest.mark.parametrize("act", ["return_from_endorsement", "withdraw_from_endorsement"])
def test_what_was_endorsed_does_not_come_back_by_anybodys_decision(act: str):
    (found,) = positions.check(act, Position(Drafting.SENT), DraftingFacts(is_endorsed=True))
    assert found.hard
    assert found.is_final
