"""A plan in which a name that endangers somebody stands everywhere it can."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Executable, select

from nap_tracker import files
from nap_tracker.clock import now
from nap_tracker.content import serial
from nap_tracker.content.audience import Audience
from nap_tracker.extensions import Base, db
from nap_tracker.models.account import Party
from nap_tracker.models.export import Export
from nap_tracker.models.held_form import HeldForm
from nap_tracker.models.institution_upload import InstitutionUpload
from nap_tracker.models.message import Message
from nap_tracker.models.plan import Plan, PlanVersion
from nap_tracker.models.sealed_file import SealedFile
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.models.work_plan_upload import WorkPlanUpload
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import (
    checks,
    consents,
    contents,
    entries,
    exports,
    plans,
    points,
    uploads,
    word_uploads,
)
from nap_tracker.services.entries import Change
from tests.cast import Cast

NAME = "Zoqué Marabë"
HALF_BOLD = "<strong>Zo</strong>qué Marabë"
FORMS = ("Zoqué", "Marab", "ZOQUE", "zoque", "marab", "oqu\\u00e9")
"""What may be left of it nowhere."""


@dataclass
class Endangered:
    """The plan, and what holds the name."""

    cast: Cast
    plan: Plan
    version: PlanVersion
    row: str = ""
    file: StoredFile | None = None
    sealed: SealedFile | None = None
    ready: Export | None = None
    waiting: Export | None = None
    making: list[Export] = field(default_factory=list)


def endanger(cast: Cast, name: str = NAME, html: str = HALF_BOLD) -> Endangered:
    """Committed: version 1 is open and version 0's like a frozen one stands beside it."""
    officer, version = cast.actor("officer"), plans.newest(OPERATOR, cast.plan.id)
    world = Endangered(cast, cast.plan, version)
    _texts(world, officer, name, html)
    _facts(world, officer, name)
    _documents(world, officer, name)
    _passing(world, officer, name)
    db.session.commit()
    return world


def freeze(world: Endangered, name: str = NAME) -> PlanVersion:
    """What stands there now is frozen, with a sealed document of it."""
    version = plans.newest(OPERATOR, world.plan.id)
    plans.freeze(version, serial.to_text(contents.load(version)))
    world.sealed = SealedFile(
        party_id=version.party_id,
        plan_id=version.plan_id,
        version_id=version.id,
        kind="json",
        name=f"{name}.json",
        media_type="application/json",
        size=1,
        sha256=files.store(version.party_id, f"sealed {name}".encode()),
        audience=Audience.DRAFTING_TEAM.value,
        kept_at=now(),
        withdrawn_because="",
    )
    db.session.add(world.sealed)
    db.session.commit()
    return version


def type_into(actor: Actor, version: PlanVersion, section: str, field: str, html: str) -> int:
    """One save of a long text; the revision it made."""
    opened = entries.open_section(actor, version, section)
    change = Change(seen=opened.counter, answers={field: {"en": html}})
    return entries.save(actor, opened, change).counter


def _texts(world: Endangered, officer: Actor, name: str, html: str) -> None:
    version = world.version
    type_into(officer, version, "summary", "executive_summary", f"<p>Ask {html} there.</p>")
    type_into(officer, version, "summary", "executive_summary", "<p>Ask nobody.</p>")
    type_into(officer, version, "foreword", "text", f"<p>{name.upper()} wrote.</p>")
    made = entries.new_row(version, "institution", {})
    answers = {"name": {"en": "Ministry", "fr": f"Chez {name}"}, "contact": {"en": name}}
    world.row = entries.save(officer, made, Change(seen=0, answers=answers)).uid
    opened = entries.open_section(officer, version, "identity")
    typed = {"currency": {"typed": f"{name} knows", "message": "No", "params": {"v": name}}}
    entries.save(officer, opened, Change(seen=opened.counter, unaccepted=typed))
    stale = entries.open_section(officer, version, "identity")
    for who, text in (("officer", "First"), ("colleague", name)):
        change = Change(seen=stale.counter, answers={"version_label": {"en": text}})
        entries.save(world.cast.actor(who), stale, change)


def _facts(world: Endangered, officer: Actor, name: str) -> None:
    cast, version = world.cast, world.version
    lead = cast.actor("coordinator")
    title = {"en": f"Plan of {name}", "fr": f"Plan de {name}"}
    plans.edit(lead, world.plan, details={"title": title})
    for each in (f"sent to {name}", f"back from {name}"):
        points.name(officer, version, each)
    warning = checks.examine(officer, version).findings.warnings[0]
    checks.answer(officer, version, warning.key, reason=f"{name} said so", seen="")
    consents.give(
        cast.actor("focal_point"),
        cast.amberland,
        administrator_id=cast.administrator.id,
        reason=f"asked by {name}",
        days=3,
    )
    db.session.add(
        SectionLock(
            party_id=version.party_id,
            version_id=version.id,
            section="summary",
            holder_id=cast.officer.id,
            reason=f"with {name}",
            hours=1,
            taken_at=now(),
            ends_at=now(),
            released_at=now(),
            released_because="end",
        )
    )
    db.session.add(
        HeldForm(
            user_id=cast.officer.id,
            address=f"/plans/{world.plan.id}/sections/summary",
            content=json.dumps([["executive_summary", f"<p>{name}</p>"]]),
            at=now(),
        )
    )
    db.session.add(
        Message(
            to="a@example.org",
            template="none",
            context={"title": f"Plan of {name}"},
            locale="en",
            party_id=version.party_id,
        )
    )


def _documents(world: Endangered, officer: Actor, name: str) -> None:
    version = world.version
    for format in ("pdf", "json", "docx"):
        world.making.append(
            exports.request(
                officer, version, format=format, audience=Audience.DRAFTING_TEAM, mark="draft"
            )
        )
    world.ready, world.waiting, pruned = world.making
    exports.ready(world.ready, data=f"%PDF {name}".encode(), name=f"{name}.pdf", pages=1)
    exports.ready(pruned, data=packed(name), name="plan.docx", pages=1)
    pruned.content = "{}"


def _passing(world: Endangered, officer: Actor, name: str) -> None:
    version = world.version
    world.file = uploads.add(officer, version, name=f"{name}.txt", data=f"Seen by {name}.".encode())
    uploads.add(officer, version, name="notes.docx", data=packed(name))
    pasted = word_uploads.pasted(f"<h3>Told</h3><p>By {name}</p>", name)
    word_uploads.add(officer, version, pasted, language="en")
    db.session.add(
        InstitutionUpload(
            party_id=version.party_id,
            plan_id=version.plan_id,
            institution_uid=version.plan_id,
            name=f"{name}.xlsx",
            sha256=files.store(version.party_id, f"Report by {name}".encode()),
            uploaded_by_id=officer.user_id,
        )
    )
    db.session.add(
        WorkPlanUpload(
            party_id=version.party_id,
            plan_id=version.plan_id,
            name=f"{name}.csv",
            sha256=files.store(version.party_id, f"Activity;Cost\n{name};2\n".encode()),
            settings={"filter": name},
            uploaded_by_id=officer.user_id or "",
        )
    )


def packed(name: str) -> bytes:
    """A Word file in which a name is cut into runs."""
    first, rest = name[:3], name[3:]
    xml = (
        '<w:document xmlns:w="w"><w:body><w:p>'
        f"<w:r><w:t>{first}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{rest}</w:t></w:r>"
        "</w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
            'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        file.writestr("word/document.xml", xml)
    return out.getvalue()


def behind_its_back(*statements: Executable) -> None:
    """Straight to the database, past every guard of the program; what it knew is forgotten."""
    db.session.commit()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    db.session.expire_all()


def dumped() -> str:
    """Every value of every row, whatever the table."""
    said = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            said += [f"{table.name}: {value!r}" for value in row]
    return "\n".join(said)


def stored(folder: Path) -> bytes:
    """Every byte below a folder, packed files unpacked too."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            found.append(data)
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as file:
                    found += [file.read(part) for part in file.namelist()]
    return b"\n".join(found)


def left_of(text: str, forms: tuple[str, ...] = FORMS) -> list[str]:
    """Lines in which something of the name is left."""
    return [line[:200] for line in text.splitlines() if any(form in line for form in forms)]


def party_of(world: Endangered) -> Party:
    """The Party it happens in."""
    return db.session.get_one(Party, world.cast.amberland.id)


def focal_point(world: Endangered) -> Actor:
    """Who may remove."""
    return world.cast.actor("focal_point")
