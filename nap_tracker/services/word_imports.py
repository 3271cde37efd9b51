"""A Word file set against the plan: what each field would say, and bringing it in whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any

from sqlalchemy import select

from nap_tracker.clock import now
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.errors import Invalid, Locked, StaleEdit
from nap_tracker.extensions import db
from nap_tracker.i18n import N_
from nap_tracker.imports import options, register_rows, workplan
from nap_tracker.imports.problems import Problem
from nap_tracker.imports.proposal import ProposedRow
from nap_tracker.imports.register_rows import RegisterRows
from nap_tracker.imports.word import grid, leftovers
from nap_tracker.imports.word.choices import WORK_PLAN, TableChoice
from nap_tracker.imports.word.placing import Target
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import Place, can, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, entries, history, locks, registers, uploads, word_uploads
from nap_tracker.services.places import place_of
from nap_tracker.services.word_uploads import Opened
from nap_tracker.services.work_plans import REGISTERS as WORK_PLAN_REGISTERS
from nap_tracker.text.files import files_in, replace_files
from nap_tracker.text.html import sanitise
from nap_tracker.text.identity import seeded

CHANGED = N_(
    "The plan or the choices changed after you looked, so nothing was brought in. Look at the"
    " result again."
)
UNDECIDED = N_("Decide on the tracked changes of the file first.")
FAULTY_TABLE = N_("A table cannot be turned into rows as it is. Look at it, or keep it a table.")
NOT_YOURS = N_(
    "A table becomes rows of the work plan, which only the coordinator or the focal point can bring"
    " in. Ask one of them, or keep it a table."
)
NOT_YOUR_SECTION = N_(
    "A table becomes rows of a section that you do not draft. Keep it a table, or leave it out."
)
NOTHING_OF_YOURS = N_(
    "Nothing of the file goes to a section you draft. Choose where its parts go, or ask the"
    " coordinator to bring the rest in."
)
NOTHING = N_("Nothing of the file has a place in the plan yet. Choose where its parts go.")


@dataclass(frozen=True, slots=True)
class FieldTrial:
    """What one field says now, and what it would say."""

    target: Target
    before: str
    incoming: str
    """Pictures are named as in the file."""
    replaces: bool
    parts: tuple[str, ...]
    """Headings of the parts that go there."""

    @property
    def after(self) -> str:
        """The whole text of the field then."""
        return self.said_over(self.before)

    def said_over(self, before: str) -> str:
        """The same over the text a form was opened with; every block has an id of its own."""
        written = self.incoming if self.replaces else before + self.incoming
        return sanitise(written, new_id=seeded(self.target.name + self.incoming))


@dataclass(frozen=True, slots=True)
class RowsTrial:
    """What a table would add, and what stops it."""

    place: int
    register: str
    """A register, or WORK_PLAN."""
    rows: tuple[ProposedRow, ...]
    problems: tuple[Problem, ...] = ()
    known: tuple[str, ...] = ()
    unread: int = 0
    is_allowed: bool = True
    """Whether this person may bring such rows in."""

    @property
    def is_applicable(self) -> bool:
        return not any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True)
class Trial:
    """Everything a file would change, tried against the plan as it stands."""

    opened: Opened
    fields: tuple[FieldTrial, ...]
    tables: tuple[RowsTrial, ...]
    counters: Mapping[str, int]
    """Section -> the revision that was looked at."""

    @cached_property
    def unplaced(self) -> str:
        """What has no place, as a plain text; '' where everything has one."""
        return leftovers.told(self.opened.placement, self.opened.document.asides)

    @property
    def seen(self) -> str:
        """The revisions that were looked at, for a form to hand back."""
        return dumps({field.target.section: self.counters[field.target.section]
                      for field in self.fields})  # fmt: skip

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything that a person looks at before deciding changes.

        Neither the plan's own text counts, since what others write meanwhile is merged, nor
        whether a field is added to or replaced, which is said with the decision itself.
        """
        placement = self.opened.placement
        fields = [[f.target.name, placement.html(f.target)] for f in self.fields]
        rows = [
            [row.register, row.uid, dict(row.answers), dict(row.unaccepted)]
            for table in self.tables
            for row in table.rows
        ]
        return digest(dumps([fields, rows, self.unplaced]))

    @property
    def refusal(self) -> str:
        """Why it cannot be brought in as it stands, a marked sentence; '' where it can."""
        if self.opened.undecided:
            return UNDECIDED
        refused = {table.register for table in self.tables if not table.is_allowed}
        if refused:
            return NOT_YOURS if WORK_PLAN in refused else NOT_YOUR_SECTION
        if not all(table.is_applicable for table in self.tables):
            return FAULTY_TABLE
        if self.fields or any(table.rows for table in self.tables):
            return ""
        return NOTHING if self.opened.within is None else NOTHING_OF_YOURS


def try_out(actor: Actor, opened: Opened) -> Trial:
    """What would change. Stores nothing. The same file and choices give the same ids."""
    version = opened.version
    require(actor, Permission.WORD_DECIDE, Place(version, added_by=opened.upload.uploaded_by_id))
    existing = _existing(actor, opened)
    counters = _counters(version)
    fields = tuple(_field(opened, existing, target) for target in opened.placement.fields)
    return Trial(
        opened,
        tuple(field for field in fields if field.incoming),
        tuple(_tables(actor, opened, existing)),
        counters,
    )


def apply(
    actor: Actor, plan_id: str, upload_id: str, *, fingerprint: str, seen: Mapping[str, int]
) -> Trial:
    """Bring everything in, if it still comes to what the person saw.

    One transaction: raises, and nothing may be committed, when it was brought in already
    (Applied), when the result would differ or collides with what others wrote (StaleEdit), when
    somebody else rewrites a section it goes to (Locked), or when something is not decided
    (Invalid). The upload of who drafts single sections goes then: the rest of it is of others.
    """
    opened = word_uploads.open_(actor, plan_id, upload_id, lock=True)
    trial = try_out(actor, opened)
    if trial.fingerprint != fingerprint:
        raise StaleEdit(CHANGED)
    if trial.refusal:
        raise Invalid(trial.refusal)
    names = _take_pictures(actor, trial)
    for section in dict.fromkeys(field.target.section for field in trial.fields):
        _save(actor, trial, section, seen.get(section, -1), names)
    _add_rows(actor, trial)
    _keep(actor, trial)
    opened.upload.applied_at = now()
    _record(actor, trial)
    if opened.within is not None:
        db.session.delete(opened.upload)
    db.session.flush()
    return trial


def rows_of_table(
    actor: Actor, opened: Opened, place: int, choice: TableChoice, existing: PlanContent
) -> RowsTrial | None:
    """What one table would become; None where it is no table any more."""
    table = opened.placement.table(place)
    sheet = grid.sheet_of(table.html, opened.upload.name) if table else None
    if sheet is None:
        return None
    new_uid = _uids(opened.upload.id, place)
    if choice.register == WORK_PLAN:
        columns, chosen = options.from_data(choice.work_plan)
        found = workplan.propose(sheet, columns, chosen, existing, new_uid=new_uid)
        is_allowed = can(actor, Permission.PLAN_IMPORT, opened.version)
        return RowsTrial(place, WORK_PLAN, found.rows, found.problems, is_allowed=is_allowed)
    register = opened.schema.register(choice.register)
    made: RegisterRows = register_rows.propose(
        sheet,
        register,
        choice.columns,
        language=opened.choices.language,
        existing=existing.rows(register.id),
        new_uid=new_uid,
    )
    is_allowed = can(actor, Permission.SECTION_EDIT, place_of(opened.version, register.id))
    return RowsTrial(
        place,
        register.id,
        made.rows,
        known=made.known,
        unread=made.unread,
        is_allowed=is_allowed,
    )


def _existing(actor: Actor, opened: Opened) -> PlanContent:
    kinds = {"section", *register_rows.REGISTERS}
    if any(table.register == WORK_PLAN for table in opened.choices.tables.values()):
        kinds |= WORK_PLAN_REGISTERS
    return contents.read(actor, opened.version, extent=contents.Extent(kinds))


def _counters(version: PlanVersion) -> dict[str, int]:
    query = select(Entry.section, Entry.counter).filter_by(version_id=version.id, kind="section")
    return {section: counter for section, counter in db.session.execute(query) if section}


def _field(opened: Opened, existing: PlanContent, target: Target) -> FieldTrial:
    value = existing.answers(target.section).get(target.field) or {}
    before = str(value.get(opened.choices.language, ""))
    replaces = bool(before) and target.name in opened.choices.replaces
    placed = opened.placement.fields[target]
    return FieldTrial(
        target,
        before,
        opened.placement.html(target, like=before if replaces else ""),
        replaces,
        tuple(each.part.title for each in placed),
    )


def _tables(actor: Actor, opened: Opened, existing: PlanContent) -> Iterator[RowsTrial]:
    for place, choice in sorted(opened.choices.tables.items()):
        found = rows_of_table(actor, opened, place, choice, existing)
        if found is not None:
            yield found


def _uids(upload_id: str, place: int) -> Callable[[], str]:
    space, number = uuid.UUID(upload_id), count()
    return lambda: str(uuid.uuid5(space, f"{place}-{next(number)}"))


def _take_pictures(actor: Actor, trial: Trial) -> dict[str, str]:
    """Name of a picture in the file -> uid of the file it is now; each once."""
    opened = trial.opened
    used = dict.fromkeys(name for field in trial.fields for name in files_in(field.incoming))
    stem = opened.upload.name.rpartition(".")[0] or opened.upload.name
    taken = {}
    for number, name in enumerate(used, 1):
        data = opened.bundle.pictures.get(name)
        if data is not None:
            uid = str(uuid.uuid5(uuid.UUID(opened.upload.id), name))
            title = f"{stem[:150]} {number}"
            taken[name] = uploads.add(actor, opened.version, name=title, data=data, uid=uid).id
    return taken


def _save(actor: Actor, trial: Trial, section: str, seen: int, names: Mapping[str, str]) -> None:
    """One section, merged with what others saved since the person looked."""
    version, language = trial.opened.version, trial.opened.choices.language
    found = entries.open_section(actor, version, section)
    if seen < 0 or seen > found.counter:
        raise StaleEdit(CHANGED)
    base = entries.as_seen(actor, found, seen)
    answers: dict[str, Any] = {}
    for field in trial.fields:
        if field.target.section == section:
            words = base.content.answers.get(field.target.field) or {}
            html = field.said_over(str(words.get(language, "")))
            html = replace_files(html, lambda name: names.get(name, name))
            answers[field.target.field] = {**words, language: html}
    beside = {name: base.unaccepted[name] for name in answers if name in base.unaccepted}
    change = entries.Change(seen=seen, answers=answers, unaccepted=beside, origin="word")
    saved = entries.save(actor, found, change)
    if saved.locked is not None:
        raise Locked(locks.IN_THE_WAY, locks.told(saved.locked, version))
    if saved.conflicts:
        raise StaleEdit(CHANGED)


def _add_rows(actor: Actor, trial: Trial) -> None:
    rows = [row for table in trial.tables for row in table.rows]
    if not rows:
        return
    version = trial.opened.version
    if any(table.register == WORK_PLAN for table in trial.tables):
        require(actor, Permission.PLAN_IMPORT, version)
    for register in {table.register for table in trial.tables} - {WORK_PLAN}:
        require(actor, Permission.SECTION_EDIT, place_of(version, register))
    last = {kind: registers.last_position(version, kind) for kind in {r.register for r in rows}}
    placed: list[EntryContent] = []
    for row in rows:
        last[row.register] += 1
        placed.append(replace(row.content(), position=last[row.register]))
    beside = {row.uid: row.unaccepted for row in rows if row.unaccepted}
    entries.write_many(actor, version, placed, origin="word", beside=beside)


def _keep(actor: Actor, trial: Trial) -> None:
    """What is unplaced, and the file itself, as files of the plan where that was asked for.

    Not by who drafts single sections: both hold what belongs to the sections of others.
    """
    opened = trial.opened
    if opened.within is not None:
        return
    if opened.choices.keeps_unplaced and trial.unplaced:
        name = leftovers.file_name(opened.upload.name)
        data = trial.unplaced.encode("utf-8")
        uploads.add(actor, opened.version, name=name, data=data)
    if opened.choices.keeps_original and not opened.bundle.pasted:
        data = word_uploads.original(opened)
        uploads.add(actor, opened.version, name=opened.upload.name, data=data)


def _record(actor: Actor, trial: Trial) -> None:
    upload = trial.opened.upload
    rows: Sequence[ProposedRow] = [row for table in trial.tables for row in table.rows]
    history.record(
        actor,
        "word:imported",
        party_id=upload.party_id,
        plan_id=upload.plan_id,
        subject=f"word_upload:{upload.id}",
        details={
            "sha256": upload.sha256,
            "fields": [field.target.name for field in trial.fields],
            "rows": len(rows),
            "changes": len(trial.opened.document.changes),
        },
        content=dumps([[field.target.name, field.incoming] for field in trial.fields]),
    )
