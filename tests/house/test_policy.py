"""The policy is total, known, and printed where people look."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.permissions import POLICY, can, reads_as, require
from nap_tracker.roles import Permission
from tests.house.policy_table import (
    COLUMNS,
    OPEN,
    STAND_IN,
    in_a_round,
    in_person,
    markdown,
    writing,
)

ROOT = Path(__file__).resolve().parents[2]


def test_every_permission_has_a_row_and_every_row_a_permission():
    assert set(POLICY) == set(Permission)


def test_permissions_are_in_order_and_follow_their_grammar():
    names = [permission.name for permission in Permission]
    assert names == sorted(names)
    assert all(re.fullmatch(r"[a-z]+:[a-z-]+", permission.value) for permission in Permission)


def test_the_table_in_the_readme_is_the_table_of_the_rules():
    text = (ROOT / "README.md").read_text("utf-8")
    assert markdown() in text, "replace the policy table in the README by this:\n" + markdown()


def test_the_readme_names_what_is_done_in_person():
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"does not: {in_person()};" in text


def test_who_stands_in_leaves_to_the_focal_point_what_cannot_be_taken_back():
    kept = {"consent:give", "plan:override", "protection:remove", "reading:choose"}
    assert kept <= {name.strip("`") for name in in_person().split(", ")}
    for permission in (Permission.PLAN_SEND, Permission.EXPORT_CLEAN, Permission.PEOPLE_MANAGE):
        assert can(STAND_IN, permission, OPEN)


def test_the_table_of_who_writes_when_is_the_table_of_the_rules():
    text = (ROOT / "README.md").read_text("utf-8")
    assert writing() in text, "replace the table of who writes when by this:\n" + writing()


def test_the_table_of_review_rounds_is_the_table_of_the_rules():
    text = (ROOT / "README.md").read_text("utf-8")
    assert in_a_round() in text, "replace the table of rounds by this:\n" + in_a_round()


@pytest.mark.parametrize("permission", Permission)
def test_another_party_may_nothing(permission: Permission):
    assert not can(COLUMNS["other Party"], permission, OPEN)
    assert not can(COLUMNS["anybody"], permission, OPEN)


@pytest.mark.parametrize("permission", Permission)
def test_what_an_administrator_may_is_never_content(permission: Permission):
    content = {"plan:show", "export:create", "section:edit", "file:add", "plan:edit"}
    if permission.value in content:
        assert not can(COLUMNS["administrator"], permission, OPEN)


def test_behind_a_wall_a_refusal_does_not_even_say_that_there_is_something():
    with pytest.raises(NotFound):
        require(COLUMNS["other Party"], Permission.SECTION_EDIT, OPEN)
    with pytest.raises(Forbidden):
        require(COLUMNS["viewer"], Permission.SECTION_EDIT, OPEN)


@pytest.mark.parametrize(
    ("who", "audience"),
    [
        ("focal point", "drafting_team"),
        ("coordinator", "drafting_team"),
        ("officer", "drafting_team"),
        ("viewer", "reviewers"),
        ("reviewer", "reviewers"),
        ("section drafter, there", "reviewers"),
        ("… elsewhere", "reviewers"),
        ("administrator", "public"),
        ("… with consent", "drafting_team"),
        ("other Party", "public"),
        ("operator", "drafting_team"),
        ("anybody", "public"),
    ],
)
def test_who_reads_as_what(who: str, audience: str):
    assert reads_as(COLUMNS[who], OPEN).value == audience
