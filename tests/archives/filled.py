"""An installation in use: two Parties, and a row in every table an archive must mind."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, SignInAttempt, User
from nap_tracker.models.base import new_uid
from nap_tracker.models.export import Export
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.obligation import FactKind
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.reminder import Reminder, ReminderAnswer
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.roles import OPERATOR, Actor, Role
from nap_tracker.services import (
    accounts,
    calendars,
    consents,
    contents,
    entries,
    exports,
    history,
    invitations,
    obligations,
    party_files,
    password_resets,
    plans,
    registers,
    treaty_facts,
    uploads,
    worksheets,
)
from nap_tracker.services.entries import Change
from nap_tracker.services.treaty_facts import Statement
from tests.archives import (
    filled_life,
    filled_money,
    filled_observed,
    filled_progress,
    filled_progress_publication,
    filled_progress_review,
    filled_reviews,
    filled_visits,
)
from tests.archives.filled_life import DOCUMENT
from tests.cast import Cast, assemble
from tests.factories import complete_plan
from tests.services.stored import store

WORDS = "ຄຳໝັ້ນສັນຍາ 《水俣公约》 reducción Ёлка زِئْبَق"
AMBERLAND, BOREALIA = "of amber hills", "of northern rivers"
PASSWORD = "teal lanterns over a quiet harbour"


def fill() -> None:
    """Stored and committed."""
    cast = assemble()
    db.session.commit()
    for plan, title in ((cast.plan, AMBERLAND), (cast.other_plan, BOREALIA)):
        store(plan, complete_plan(title={"en": f"Plan {title}"}))
        uploads.add(OPERATOR, newest(plan.party.code), name="page.txt", data=title.encode())
    cast.amberland.name = {"lo": "ອຳເບີແລນ", "en": "Amberland"}
    db.session.commit()
    officer = cast.actor("officer")
    version = filled_life.live(cast, newest("XAA"))
    save(officer, version, "summary", WORDS)
    registers.remove(officer, version, "milestone", first_row(version, "milestone"))
    emblem = uploads.add(officer, version, name="emblem.png", data=picture())
    uploads.set_emblem(cast.actor("coordinator"), cast.amberland, version, emblem)
    _documents(officer, version)
    _acts_of_the_state(cast)
    _links_and_mail(cast)
    _reminded(cast)
    filled_life.surround(cast, version)
    filled_observed.fill(cast, version)
    filled_progress.fill(cast, version)
    filled_money.fill(cast, version)
    filled_progress_publication.fill(cast, version)
    filled_progress_review.fill(cast, version)
    filled_reviews.review(cast, version)
    filled_visits.visits(cast, version)
    filled_visits.outlines(cast, version)
    db.session.add(
        InstitutionUpload(
            party_id=version.party_id,
            plan_id=version.plan_id,
            institution_uid=first_row(version, "institution"),
            name="report.xlsx",
            sha256=files.store(version.party_id, b"a report of an institution"),
            uploaded_by_id=officer.user_id,
        )
    )
    db.session.add(
        WorkPlanUpload(
            party_id=version.party_id,
            plan_id=version.plan_id,
            name="work plan.csv",
            sha256=files.store(version.party_id, b"Activity;Cost\nOne;2\n"),
            settings={"rate": 1.25, "nothing": None, "columns": {"b": 1, "a": 2}},
            uploaded_by_id=officer.user_id or "",
        )
    )
    frozen = newest("XBB")
    save(cast.actor("stranger"), frozen, "summary", BOREALIA)
    plans.freeze(frozen, serial.to_text(contents.read(OPERATOR, frozen, Audience.DRAFTING_TEAM)))
    db.session.commit()


def picture() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "PNG")
    return out.getvalue()


def save(who: Actor, version: PlanVersion, section: str, words: str) -> None:
    """One save of the first field of long text of a section."""
    opened = entries.open_section(who, version, section)
    field = next(f.id for f in opened.owner.fields if f.kind.value == "longtext")
    answers = {**opened.content.answers, field: {"en": f'<p data-block="b1">{words}</p>'}}
    entries.save(who, opened, Change(seen=opened.counter, answers=answers))


def first_row(version: PlanVersion, register: str) -> str:
    """The uid of a row."""
    content = contents.read(OPERATOR, version, Audience.DRAFTING_TEAM)
    return next(entry.uid for entry in content.entries if entry.kind == register)


def newest(code: str) -> PlanVersion:
    """The text of the Party's plan."""
    party = db.session.scalars(select(Party).filter_by(code=code)).one()
    version = select(PlanVersion).filter_by(party_id=party.id).order_by(PlanVersion.number.desc())
    return db.session.scalars(version.limit(1)).one()


def actor(email: str) -> Actor:
    """A person of the sample, who acts."""
    return accounts.actor_of(db.session.scalars(select(User).filter_by(email=email)).one())


def _documents(officer: Actor, version: PlanVersion) -> None:
    """One that is finished, one that waits."""
    for _ in range(2):
        asked = exports.request(
            officer, version, format="pdf", audience=Audience.DRAFTING_TEAM, mark="draft"
        )
    exports.ready(asked, data=DOCUMENT, name="plan.pdf", pages=1)


def _reminded(cast: Cast) -> None:
    """The officer was told of a section, and said that it is not theirs."""
    whose = {"party_id": cast.amberland.id, "user_id": cast.officer.id, "key": "section:1:trade"}
    told = Reminder(
        **whose,
        plan_id=cast.plan.id,
        kind="section",
        rule="before-7",
        due_on="2026-12",
        told_on="2026-12-24",
        words="Complete the section “%(section)s”",
        params={"section": {"en": "Trade", "lo": WORDS}},
        message_id=new_uid(),
    )
    db.session.add_all([told, ReminderAnswer(**whose)])


def _acts_of_the_state(cast: Cast) -> None:
    """A deposit with its letter, corrected once; a worksheet; a calendar."""
    coordinator, party = cast.actor("coordinator"), cast.amberland
    letter = party_files.add(coordinator, party, name="letter.txt", data=b"We hereby deposit")
    said = Statement(choice="accession", happened_on="2018-05", files=(letter.id,))
    row = obligations.record(coordinator, party, FactKind.DEPOSIT, said)
    fact = treaty_facts.get(coordinator, party, row.fact_id)
    fuller = replace(said, signed_on="2014")
    obligations.correct(coordinator, party, fact, fuller, seen=1)
    worksheets.save(coordinator, party, {"other": {"en": "Seizures at the border"}}, seen=0)
    calendars.open_(coordinator)


def _links_and_mail(cast: Cast) -> None:
    lifetime = timedelta(days=1)
    invitations.invite(
        cast.actor("focal_point"),
        cast.amberland,
        email="new@example.org",
        role=Role.OFFICER,
        locale="en",
        lifetime=lifetime,
    )
    password_resets.request(cast.officer.email, lifetime=lifetime)
    accounts.set_password(cast.actor("officer"), cast.officer, PASSWORD)
    consents.give(
        cast.actor("focal_point"),
        cast.amberland,
        administrator_id=cast.administrator.id,
        reason="to mend a broken table",
        days=3,
    )
    db.session.add(
        SignInAttempt(at=now(), account_sha256="0" * 64, address="127.0.0.1", succeeded=True)
    )
    history.record(OPERATOR, "installation:backed-up", content="words")
    db.session.flush()
    assert db.session.scalar(select(Export.id).where(Export.ready_at.is_(None)))
