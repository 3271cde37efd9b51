"""What a page says of somebody's rights is what `can` says, and rests on what it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from nap_tracker.permissions import POLICY, Place, can
from nap_tracker.policy_words import NOUNS, RIGHTS, WHO
from nap_tracker.reasons import CHANGING, Verdict, explain
from nap_tracker.roles import Actor, ActorKind, Grant, Permission, Role
from tests.house.policy_table import COLUMNS, FROZEN, PARTY, PLAN, SECTION, SITUATIONS, Subject


@dataclass(frozen=True)
class Given(Subject):
    """A role that is to be given."""

    is_for_an_administrator: bool = False
    party_has_focal_point: bool = True


SUBJECTS: dict[str, Any] = {
    **{f"{words}: {place}": Place(subject, section, added)
       for words, subject in SITUATIONS.items()
       for place, section, added in (
           ("the plan", None, None), ("a section", SECTION, None), ("a file of theirs", None, "u"),
       )},
    **{f"the role {role}": Given(role=role, user_id="somebody") for role in Role},
    "the missing focal point": Given(role=Role.FOCAL_POINT, party_has_focal_point=False),
    "their own": Subject(),
    "sample data": Subject(sample=True),
}  # fmt: skip
STAND_IN = Actor(
    ActorKind.USER,
    user_id="u",
    grants=(
        Grant(Role.OFFICER, PARTY, since=datetime(2026, 1, 1, tzinfo=UTC)),
        Grant(Role.FOCAL_POINT, PARTY, on_behalf_of="amina"),
    ),
)
PEOPLE = {**COLUMNS, "officer who stands in for the focal point": STAND_IN}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", SUBJECTS)
def test_the_answer_is_that_of_the_policy(who: str, what: str) -> None:
    actor, subject = PEOPLE[who], SUBJECTS[what]
    for permission in Permission:
        answer = explain(actor, permission, subject)
        assert answer.may == can(actor, permission, subject), permission
        if answer.verdict is not Verdict.NO:
            assert answer.clause in POLICY[permission]
        held = all(holds(actor, subject) for holds in answer.clause)
        assert answer.may == (bool(answer.clause) and held)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", SUBJECTS)
def test_each_role_it_names_is_enough_alone(who: str, what: str) -> None:
    subject = SUBJECTS[what]
    for permission in Permission:
        answer = explain(PEOPLE[who], permission, subject)
        for grant in answer.grants if answer.may else ():
            alone = Actor(ActorKind.USER, user_id="u", grants=(grant,))
            assert can(alone, permission, subject), (permission, grant)


@pytest.mark.parametrize("who", PEOPLE)
def test_where_it_names_no_role_none_is_needed(who: str) -> None:
    actor = PEOPLE[who]
    for permission in Permission:
        for subject in SUBJECTS.values():
            answer = explain(actor, permission, subject)
            if answer.may and not answer.grants:
                assert can(replace(actor, grants=()), permission, subject), permission


@pytest.mark.parametrize("who", PEOPLE)
def test_not_now_means_that_only_where_the_plan_stands_is_in_the_way(who: str) -> None:
    """Some step of the very same version would let them, and no other plain no would change."""
    actor, later = PEOPLE[who], []
    for permission in Permission:
        for words, subject in SITUATIONS.items():
            answer = explain(actor, permission, Place(subject, SECTION))
            elsewhere = any(
                can(actor, permission, Place(other, SECTION)) for other in SITUATIONS.values()
            )
            is_not_now = answer.verdict is Verdict.NOT_NOW
            assert is_not_now == (elsewhere and not answer.may), (permission, words)
            assert is_not_now == bool(answer.hindrance)
            later.append(is_not_now)
    if who in ("coordinator", "officer", "section drafter, there"):
        assert any(later)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_steps_it_warns_of_are_those_in_which_the_policy_refuses(who: str) -> None:
    actor = PEOPLE[who]
    names = {
        "Internal review": "internal review",
        "Partnership review": "partnership review",
        "Comments are being resolved": "comments are being resolved",
        "National validation": "national validation",
    }
    for permission in Permission:
        answer = explain(actor, permission, Place(Subject(), SECTION))
        if answer.verdict is Verdict.WHILE:
            refusing = {
                name
                for name, words in names.items()
                if not can(actor, permission, Place(SITUATIONS[words], SECTION))
            }
            assert set(answer.closed_in) == refusing, permission


def test_a_yes_lasts_through_every_step_and_a_yes_for_now_ends_with_the_text() -> None:
    for actor in PEOPLE.values():
        for permission in Permission:
            answer = explain(actor, permission, Place(Subject(), SECTION))
            frozen = can(actor, permission, Place(FROZEN, SECTION))
            if answer.verdict is Verdict.YES:
                assert frozen
            if answer.verdict is Verdict.WHILE:
                assert not frozen
                assert CHANGING & set(answer.clause)


def test_who_stands_in_is_told_on_whose_behalf() -> None:
    answer = explain(STAND_IN, Permission.PLAN_SEND, Subject())
    assert [grant.on_behalf_of for grant in answer.grants] == ["amina"]
    own = explain(STAND_IN, Permission.SECTION_EDIT, Subject())
    assert [grant.on_behalf_of for grant in own.grants] == [None, "amina"]


def test_a_role_in_another_plan_is_no_reason_here() -> None:
    actor = replace(STAND_IN, grants=(*STAND_IN.grants, Grant(Role.REVIEWER, PARTY, "plan-2")))
    answer = explain(actor, Permission.PLAN_SHOW, Subject())
    assert Role.REVIEWER not in {grant.role for grant in answer.grants}
    assert Subject().plan_id == PLAN


def test_everything_the_policy_knows_has_words() -> None:
    """A new permission gets a line in `policy_words.RIGHTS`, a new predicate one in `WHO`."""
    assert set(RIGHTS) == set(Permission)
    assert {permission.value.partition(":")[0] for permission in Permission} == set(NOUNS)
    used = {holds for clauses in POLICY.values() for clause in clauses for holds in clause}
    assert used == set(WHO)
