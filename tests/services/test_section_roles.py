"""Who was given single sections drafts those, reads of the rest what reviewers may, no more."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

import pytest

from nap_tracker import links
from nap_tracker.annex_c.schema import LATEST, treaty
from nap_tracker.clock import end_of, now, today
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, Membership, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, can
from nap_tracker.roles import OPERATOR, Actor, ActorKind, Grant, Permission, Role
from nap_tracker.services import (
    accounts,
    assignments,
    autosaves,
    checks,
    contents,
    entries,
    exports,
    invitations,
    locks,
    moments,
    people,
    plans,
    presence,
    registers,
    reverting,
    searches,
    timeline,
    uploads,
    work_plan_uploads,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.presence import Ping
from tests.cast import Cast, give, make_plan, make_user
from tests.doors import Clock
from tests.house.policy_table import OPEN, PARTY, PLAN

SCHEMA = treaty(LATEST)
SECTIONS = tuple(section.id for section in SCHEMA.sections)
REGISTERS = tuple(register.id for register in SCHEMA.registers)
OWN = "stakeholders"
"""It has registers that start at the drafting team, so that there is something to see."""

SUBJECT = replace(OPEN, user_id="somebody else")

HERE = frozenset(
    {
        Permission.AUDIENCE_NARROW,
        Permission.COMMENT_ADD,
        Permission.COMMENT_RESPOND,
        Permission.COMMENT_SHOW,
        Permission.EXPORT_CREATE,
        Permission.FILE_ADD,
        Permission.HISTORY_SHOW,
        Permission.PARTY_SHOW,
        Permission.PLAN_SHOW,
        Permission.PRESENCE_SHOW,
        Permission.SECTION_EDIT,
        Permission.SECTION_LOCK,
        Permission.WARNING_ANSWER,
        Permission.WORD_ADD,
    }
)
ANYWHERE = frozenset(
    {
        Permission.COMMENT_ADD,
        Permission.COMMENT_SHOW,
        Permission.EXPORT_CREATE,
        Permission.FILE_ADD,
        Permission.PARTY_SHOW,
        Permission.PLAN_SHOW,
        Permission.WORD_ADD,
    }
)
"""What who drafts one section may in the plan as a whole."""


@pytest.mark.parametrize("permission", Permission)
def test_what_each_section_gives_in_each(permission: Permission):
    for own, section in product(SECTIONS, SECTIONS):
        grant = Grant(Role.SECTION_DRAFTER, PARTY, PLAN, own)
        actor = Actor(ActorKind.USER, user_id="u", grants=(grant,))
        allowed = HERE if section == own else ANYWHERE
        found = can(actor, permission, Place(SUBJECT, section))
        assert found == (permission in allowed), (own, section)


@pytest.mark.parametrize("permission", Permission)
def test_a_section_of_one_plan_gives_nothing_in_another(permission: Permission):
    grant = Grant(Role.SECTION_DRAFTER, PARTY, "another plan", OWN)
    actor = Actor(ActorKind.USER, user_id="u", grants=(grant,))
    is_of_the_party = permission is Permission.PARTY_SHOW
    assert can(actor, permission, Place(SUBJECT, OWN)) == is_of_the_party


@dataclass
class Story:
    """Jana of the ministry of health drafts one section of the plan of Amberland."""

    cast: Cast
    version: PlanVersion
    user: User

    @property
    def actor(self) -> Actor:
        return accounts.actor_of(self.user)

    @property
    def officer(self) -> Actor:
        return self.cast.actor("officer")

    def row(self, register: str, **answers: object) -> str:
        opened = entries.new_row(self.version, register, {})
        return entries.save(self.officer, opened, Change(seen=0, answers=answers)).uid

    def say(self, section: str, **answers: object) -> None:
        opened = entries.open_section(self.officer, self.version, section)
        entries.save(self.officer, opened, Change(seen=opened.counter, answers=answers))

    def uid(self, section: str) -> str:
        return entries.open_section(OPERATOR, self.version, section).content.uid


@pytest.fixture
def story(cast: Cast) -> Story:
    user = make_user("Jana Health")
    give(user, Role.SECTION_DRAFTER, cast.amberland, cast.plan, OWN)
    db.session.commit()
    return Story(cast, plans.newest(OPERATOR, cast.plan.id), user)


@pytest.mark.parametrize("section", SECTIONS)
def test_they_save_their_section_and_no_other(story: Story, section: str):
    opened = entries.open_section(story.actor, story.version, section)
    change = Change(seen=opened.counter, completed=True)
    turn = autosaves.Turn("page", 1)
    if section == OWN:
        assert entries.save(story.actor, opened, change).counter == 1
        again = Change(seen=1, completed=False)
        assert autosaves.save(story.actor, opened, again, turn).counter == 2
        return
    with pytest.raises(Forbidden):
        entries.save(story.actor, opened, change)
    with pytest.raises(Forbidden):
        autosaves.save(story.actor, opened, change, turn)
    assert entries.open_section(OPERATOR, story.version, section).counter == 0


@pytest.mark.parametrize("register", REGISTERS)
def test_they_write_rows_of_their_section_and_of_no_other(story: Story, register: str):
    row = story.row(register)
    is_theirs = SCHEMA.home(register).id == OWN
    owner = SCHEMA.register(register)
    born = entries.new_row(story.version, register, {})
    for act in (
        lambda: entries.save(story.actor, born, Change(seen=0)),
        lambda: autosaves.open_row(story.actor, story.version, register, born.content.uid),
        lambda: registers.move(story.actor, story.version, register, row, up=True),
        lambda: registers.remove(story.actor, story.version, register, row),
        lambda: entries.open_removed_row(story.actor, story.version, register, row),
        lambda: registers.restore(story.actor, story.version, owner, row),
    ):
        if is_theirs:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize("register", REGISTERS)
def test_of_other_sections_they_read_what_reviewers_do(story: Story, register: str):
    row = story.row(register)
    is_theirs = SCHEMA.home(register).id == OWN
    seen = is_theirs or SCHEMA.register(register).audience != Audience.DRAFTING_TEAM
    plan = contents.read(story.actor, story.version)
    assert (plan.row(row) is not None) == seen
    if seen:
        entries.open_row(story.actor, story.version, register, row)
    else:
        with pytest.raises(NotFound):
            entries.open_row(story.actor, story.version, register, row)


def test_a_field_for_the_team_is_theirs_in_their_section_only(story: Story):
    give(story.user, Role.SECTION_DRAFTER, story.cast.amberland, story.cast.plan, "trade")
    db.session.flush()
    for id, field in (("trade", "routes"), ("worst_practices", "inspection")):
        assert SCHEMA.section(id).field(field).audience == Audience.DRAFTING_TEAM
        story.say(id, **{field: {"en": "<p>Between us</p>"}})
        opened = entries.open_section(story.actor, story.version, id)
        said = contents.read(story.actor, story.version).answers(id)
        assert (field in opened.content.answers) == (id == "trade")
        assert (field in said) == (id == "trade")
        found = searches.search(story.actor, "Between", section_id=id, plan_id=story.cast.plan.id)
        assert found.count == (id == "trade")


def test_what_they_cannot_see_they_cannot_take_out_by_saving(story: Story):
    """A row of theirs points at one that is held back from them."""
    give(story.user, Role.SECTION_DRAFTER, story.cast.amberland, story.cast.plan, "budget")
    db.session.flush()
    activity = story.row("activity", statement={"en": "Close the works"})
    opened = entries.open_row(story.officer, story.version, "activity", activity)
    narrow = Change(seen=opened.counter, audience=Audience.DRAFTING_TEAM)
    entries.save(story.officer, opened, narrow)
    line = story.row("budget_line", activity=activity)
    assert contents.read(story.actor, story.version).row(activity) is None
    opened = entries.open_row(story.actor, story.version, "budget_line", line)
    entries.save(story.actor, opened, Change(seen=opened.counter))
    kept = entries.open_row(OPERATOR, story.version, "budget_line", line)
    assert kept.content.answers["activity"] == activity


def test_they_see_the_files_of_their_section_and_their_own(story: Story):
    plan = story.cast.plan.id
    hidden = uploads.add(story.officer, story.version, name="hidden.txt", data=b"hidden")
    cited = uploads.add(story.officer, story.version, name="cited.txt", data=b"cited")
    own = uploads.add(story.actor, story.version, name="own.txt", data=b"own")
    story.row("consultation", documents=[{"id": new_uid(), "file": cited.id}])
    assert {f.id for f in uploads.of_plan(story.actor, plan)} == {cited.id, own.id}
    assert uploads.copy_for(story.actor, plan, cited.id).data == b"cited"
    with pytest.raises(NotFound):
        uploads.get(story.actor, plan, hidden.id)
    with pytest.raises(Forbidden):
        uploads.remove(story.actor, story.version, cited)
    with pytest.raises(Forbidden):
        uploads.set_audience(story.actor, story.version, own, Audience.PUBLIC)
    uploads.remove(story.actor, story.version, own)


def test_a_lock_of_theirs_holds_whatever_is_locked_in_another_plan(story: Story):
    other = plans.newest(story.officer, make_plan(story.cast.amberland, "Second plan").id)
    locks.take(story.officer, other, "summary", reason="Rewriting", hours=1)
    locks.take(story.actor, story.version, OWN, reason="Rewriting", hours=1)

    assert OWN in locks.of_version(story.officer, story.version)


@pytest.mark.parametrize("section", ["summary", OWN])
def test_locks_presence_and_history_of_a_section(story: Story, section: str):
    story.say(section)
    db.session.flush()
    uid = story.uid(section)
    last = db.session.query(Revision).filter_by(uid=uid).order_by(Revision.number.desc()).first()
    assert last is not None
    lock = locks.take(story.officer, story.version, section, reason="Rewriting", hours=1)
    acts = (
        lambda: locks.ask(story.actor, story.version, lock),
        lambda: presence.ping(story.actor, story.version, Ping("page", uid)),
        lambda: presence.others(story.actor, story.version, uid),
        lambda: moments.entry_of(story.actor, story.version, uid),
        lambda: moments.find(story.actor, story.version, last.id),
        lambda: reverting.offer(story.actor, story.version, last.id),
    )
    for act in acts:
        if section == OWN:
            act()
        else:
            with pytest.raises(Forbidden):
                act()
    assert (section in locks.of_version(story.actor, story.version)) == (section == OWN)
    told = timeline.of_entry(story.actor, story.version, uid).sittings
    assert bool(told) == (section == OWN)
    with pytest.raises(Forbidden):
        moments.at(story.actor, story.version, None)
    with pytest.raises(Forbidden):
        locks.take_over(story.actor, story.version, lock, reason="Mine", hours=1)
    locks.release(story.officer, story.version, lock)
    if section == OWN:
        locks.take(story.actor, story.version, section, reason="Mine now", hours=1)
        assert section in locks.of_version(story.officer, story.version)


def test_a_sitting_over_several_sections_shows_them_their_part(story: Story):
    story.say("summary")
    story.say(OWN)
    lines = timeline.of_version(story.actor, story.version).sittings
    assert [line.entries for line in lines] == [1]
    assert lines[0].entry is not None
    assert lines[0].entry.section == OWN


def test_names_in_their_history_hold_nothing_back_that_reviewers_do_not_see(story: Story):
    site = story.row("site", name={"en": "Secret hill"})
    named = moments.names(story.actor, story.version, ["site"])
    assert named.row(site) is None
    assert moments.names(story.officer, story.version, ["site"]).row(site) is not None


def test_they_answer_warnings_of_their_section(story: Story):
    story.say(OWN, **{})
    found = checks.examine(story.actor, story.version).findings.warnings
    elsewhere = [f for f in found if f.section != OWN]
    assert elsewhere
    with pytest.raises(Forbidden):
        checks.answer(story.actor, story.version, elsewhere[0].key, reason="No", seen="")
    with pytest.raises(Forbidden):
        checks.withdraw(story.actor, story.version, elsewhere[0].key)
    for finding in [f for f in found if f.section == OWN][:1]:
        checks.answer(story.actor, story.version, finding.key, reason="Because", seen="")


def test_they_bring_in_no_work_plan_and_take_out_what_reviewers_may(story: Story):
    with pytest.raises(Forbidden):
        work_plan_uploads.add(story.actor, story.version, name="p.csv", data=b"Activity\nA\n")
    asked = {"format": "json", "mark": "draft"}
    with pytest.raises(Forbidden):
        exports.request(story.actor, story.version, audience=Audience.DRAFTING_TEAM, **asked)
    exports.request(story.actor, story.version, audience=Audience.REVIEWERS, **asked)


def test_they_cannot_open_an_audience_wider(story: Story):
    opened = entries.open_section(story.actor, story.version, OWN)
    narrow = Change(seen=opened.counter, audience=Audience.DRAFTING_TEAM)
    saved = entries.save(story.actor, opened, narrow)
    again = entries.open_section(story.actor, story.version, OWN)
    with pytest.raises(Forbidden):
        entries.save(story.actor, again, Change(seen=saved.counter, audience=Audience.PUBLIC))


def test_a_section_can_be_assigned_to_who_may_draft_it(story: Story):
    lead = story.cast.actor("coordinator")
    assert story.user in assignments.candidates(lead, story.version, OWN)
    assert story.user not in assignments.candidates(lead, story.version, "summary")
    with pytest.raises(Invalid):
        assignments.assign(lead, story.version, "summary", user_id=story.user.id)
    assignments.assign(lead, story.version, OWN, user_id=story.user.id, due_on="2027-01")
    assignments.assign(lead, story.version, "summary", user_id=story.cast.officer.id)
    assert set(assignments.of_version(story.actor, story.version)) == {OWN}


def test_to_the_second_of_its_end_and_no_longer(story: Story, clock: Clock):
    member = db.session.query(Membership).filter_by(user_id=story.user.id).one()
    member.ends_at = now() + timedelta(hours=1)
    db.session.flush()
    lock = locks.take(story.actor, story.version, OWN, reason="Rewriting", hours=8)
    opened = entries.open_section(story.actor, story.version, OWN)
    clock.pass_by(minutes=59, seconds=59)
    entries.save(story.actor, opened, Change(seen=opened.counter))
    assert OWN in locks.of_version(story.officer, story.version)
    clock.pass_by(seconds=1)
    with pytest.raises(NotFound):
        plans.get(story.actor, story.cast.plan.id)
    with pytest.raises(NotFound):
        entries.save(story.actor, opened, Change(seen=1))
    assert searches.search(story.actor, "anything").count == 0
    assert plans.visible_to(story.actor) == []
    assert locks.of_version(story.officer, story.version) == {}
    assert lock.released_at is None
    author = db.session.query(Revision).filter_by(uid=story.uid(OWN), number=1).one()
    assert author.author_id == story.user.id


def test_an_invitation_gives_a_role_in_each_section(cast: Cast, clock: Clock):
    last = today(cast.amberland.time_zone) + timedelta(days=30)
    sent = invitations.invite(
        cast.actor("coordinator"),
        cast.amberland,
        email="health@example.org",
        role=Role.SECTION_DRAFTER,
        locale="fr",
        lifetime=timedelta(days=7),
        plan=cast.plan,
        sections=["health", "vulnerable"],
        last_day=last,
    )
    db.session.commit()
    token = links.token("invitation", sent.id)
    user = invitations.accept_as_new(token, name="Jana", password="a long enough pass", locale="fr")
    actor = accounts.actor_of(user)
    assert actor.sections_in(cast.plan.id) == {"health", "vulnerable"}
    assert actor.roles_in(cast.amberland.id) == frozenset()
    held = db.session.query(Membership).filter_by(user_id=user.id).all()
    assert {m.ends_at for m in held} == {end_of(last, cast.amberland.time_zone)}
    given = db.session.query(Event).filter_by(kind="role:given", subject=f"account:{user.id}")
    assert sorted(json.loads(e.details)["section"] for e in given) == ["health", "vulnerable"]


@pytest.mark.parametrize(
    ("role", "sections", "about"),
    [
        (Role.SECTION_DRAFTER, [], "sections"),
        (Role.SECTION_DRAFTER, ["no such section"], "sections"),
        (Role.REVIEWER, ["health"], "sections"),
    ],
)
def test_an_invitation_names_sections_of_the_plan(
    cast: Cast, role: Role, sections: list[str], about: str
):
    with pytest.raises(Invalid) as refused:
        invitations.invite(
            cast.actor("coordinator"),
            cast.amberland,
            email="health@example.org",
            role=role,
            locale="en",
            lifetime=timedelta(days=7),
            plan=cast.plan,
            sections=sections,
        )
    assert refused.value.about == about
    assert db.session.query(Invitation).count() == 0


def test_who_has_all_the_sections_is_not_invited_again(story: Story):
    lead = story.cast.actor("coordinator")
    asked = {
        "email": story.user.email,
        "role": Role.SECTION_DRAFTER,
        "locale": "en",
        "lifetime": timedelta(days=7),
        "plan": story.cast.plan,
    }
    with pytest.raises(Invalid):
        invitations.invite(lead, story.cast.amberland, sections=[OWN], **asked)
    invitations.invite(lead, story.cast.amberland, sections=[OWN, "health"], **asked)
    invitations.invite(lead, story.cast.amberland, sections=["trade"], **asked)
    waiting = invitations.waiting(lead, story.cast.amberland)
    assert sorted(len(one.sections) for one in waiting) == [1, 2]


def test_a_role_on_a_plan_is_not_changed_into_another(story: Story):
    member = db.session.query(Membership).filter_by(user_id=story.user.id).one()
    lead = story.cast.actor("coordinator")
    with pytest.raises(Invalid):
        people.change(lead, story.cast.amberland, member, role=Role.OFFICER, last_day=None)
    people.end(lead, story.cast.amberland, member)
    assert story.actor.grants == ()


def test_entries_keep_their_section_when_they_are_asked_for_by_id(story: Story):
    """A row of another section is not reached as one of theirs."""
    row = story.row("activity")
    assert db.session.get(Entry, (story.version.id, row)) is not None
    with pytest.raises(NotFound):
        entries.open_row(story.actor, story.version, "stakeholder", row)
