"""The sample plans once they are in the database: with their people, and whole on the way out.

Loading takes seconds, so these tests share it and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from nap_tracker.content.audience import Audience
from nap_tracker.exports import press
from nap_tracker.exports.document_tree import Mark
from nap_tracker.extensions import db
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import reads_as
from nap_tracker.roles import OPERATOR
from nap_tracker.services import contents, interchange, printing, samples
from tests.services.test_samples import CODES, raw


@pytest.fixture(scope="module")
def load(shared_database: None) -> int:
    count = samples.load(OPERATOR, mode="testing")
    db.session.commit()
    return count


@pytest.fixture
def loaded(load: int) -> Iterator[int]:
    yield load
    db.session.rollback()


def version_of(code: str) -> PlanVersion:
    query = select(PlanVersion).join(Party, Party.id == PlanVersion.party_id)
    return db.session.scalars(query.where(Party.code == code)).one()


def test_loading_brings_both_parties_and_their_people(loaded: int) -> None:
    assert loaded == 2
    assert db.session.scalars(select(Party.code).order_by(Party.code)).all() == ["XAA", "XAB"]
    accounts = len(samples.SIGN_INS) + len(samples.OTHERS)
    assert db.session.scalar(select(func.count()).select_from(User)) == accounts
    assert samples.are_present()
    assert not samples.is_empty()


def test_each_party_has_several_officers(loaded: int) -> None:
    for code in CODES:
        officers = (
            select(func.count())
            .select_from(Membership)
            .join(Party, Party.id == Membership.party_id)
            .where(Party.code == code, Membership.role == "officer")
        )
        assert (db.session.scalar(officers) or 0) >= 2


@pytest.mark.parametrize("code", CODES)
def test_what_was_loaded_goes_out_to_the_byte(loaded: int, code: str) -> None:
    version = version_of(code)
    assert interchange.take_out(OPERATOR, version, Audience.DRAFTING_TEAM) == raw(code)


def test_the_complete_plan_prints_on_forty_pages_or_more(loaded: int) -> None:
    if not press.FONTS.exists():
        pytest.skip("the fonts are not set up: run make setup")
    if db.engine.dialect.name != "sqlite":
        pytest.skip("printing knows no database: the run on SQLite prints it")
    version = version_of("XAA")
    plan = contents.read(OPERATOR, version, max(Audience, key=lambda a: a.openness))
    assert reads_as(OPERATOR, version) is Audience.DRAFTING_TEAM
    printed = printing.pdf(
        plan,
        version.party_id,
        audience=Audience.PUBLIC,
        mark=next(iter(Mark)),
        made_on=date(2026, 11, 1),
    )
    assert printed.pages >= 40
    assert printed.warnings == ()
