"""The check of a plan as its reader may see it, and the reasons given for its warnings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nap_tracker.annex_c.definitions import Schema
from nap_tracker.checks.check import findings
from nap_tracker.checks.coverage import READS, Matrix, coverage
from nap_tracker.checks.facts import Facts
from nap_tracker.checks.findings import Finding, Findings, Severity
from nap_tracker.checks.visibility import told_to
from nap_tracker.content.audience import Audience, for_reader
from nap_tracker.content.canonical import digest
from nap_tracker.content.tree import EntryContent, PlanContent
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import N_, gettext, locale, number
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion, WarningAnswer
from nap_tracker.permissions import Place, can, drafts_a_section, reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents, history
from nap_tracker.services.plans import schema_of

REASON_LENGTH = 2_000
NAME_LENGTH = 80
"""Characters of a row's name in a list."""


@dataclass(frozen=True)
class Check:
    """What was found, beside the content it was found in: both as far as the reader sees."""

    version: PlanVersion
    plan: PlanContent
    schema: Schema
    """In the language in force."""
    findings: Findings

    def name(self, uid: str) -> str:
        """What a row is called, with its number, not longer than a line."""
        row = self.plan.row(uid)
        return name_of(self.plan, self.schema, row) if row else ""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who gave the reason for a warning, and when."""

    name: str
    at: datetime


def examine(actor: Actor, version: PlanVersion) -> Check:
    """The check of a version, for who asks. Four queries, whatever the plan holds."""
    require(actor, Permission.PLAN_SHOW, version)
    schema = schema_of(version, locale())
    reach = reach_of(actor, version)
    whole = contents.load(version)
    if reach.audience is Audience.DRAFTING_TEAM:
        found = findings(whole, schema, _unaccepted(version))
        return Check(version, whole, schema, found)
    part = for_reader(whole, schema, contents.with_own_files(actor, version, reach))
    told = told_to(reach, whole, schema, findings(whole, schema), findings(part, schema))
    return Check(version, part, schema, told)


def matrix(actor: Actor, version: PlanVersion) -> tuple[PlanContent, Schema, Matrix]:
    """Where each item of Annex C is addressed, as far as the actor sees the plan."""
    require(actor, Permission.PLAN_SHOW, version)
    schema = schema_of(version, locale())
    reach = reach_of(actor, version)
    plan = contents.load(version, contents.Extent(READS))
    if reach.audience is not Audience.DRAFTING_TEAM:
        plan = for_reader(plan, schema, reach)
    return plan, schema, coverage(plan, schema)


def words(finding: Finding) -> str:
    """The finding in the language in force, its numbers in that language's notation."""
    params = {
        name: number(value) if isinstance(value, int | Decimal) else value
        for name, value in finding.params.items()
    }
    return gettext(finding.message, **params)


def name_of(plan: PlanContent, schema: Schema, row: EntryContent) -> str:
    """A row's number and name on one line."""
    facts = Facts(plan, schema)
    numbered = row.answers.get("number") or {}
    named = " ".join(f"{numbered.get(plan.language, '')} {facts.name_of(row)}".split())
    return named if len(named) <= NAME_LENGTH else f"{named[:NAME_LENGTH].rstrip()}…"


def authors(version: PlanVersion) -> Mapping[str, Answered]:
    """Finding key -> who gave its reason; for pages of the drafting team only."""
    query = select(WarningAnswer).options(joinedload(WarningAnswer.author))
    answers = db.session.scalars(query.filter_by(version_id=version.id))
    return {a.key: Answered(a.author.name if a.author else "", a.updated_at) for a in answers}


def warning(actor: Actor, version: PlanVersion, key: str) -> tuple[Check, Finding]:
    """A warning that may be answered; NotFound where the check does not find it (any more)."""
    if not drafts_a_section(actor, version):
        require(actor, Permission.WARNING_ANSWER, version)
    check = examine(actor, version)
    finding = check.findings.get(key)
    if finding is not None:
        require(actor, Permission.WARNING_ANSWER, Place(version, finding.section))
    if finding is None or finding.severity is not Severity.WARNING:
        raise NotFound(N_("The check no longer finds this, so there is nothing to answer."))
    return check, finding


def fingerprint(reason: Mapping[str, str] | None) -> str:
    """What a form carries of the reason it showed, to notice that another was given meanwhile."""
    return digest(json.dumps(dict(reason), sort_keys=True)) if reason else ""


def answer(actor: Actor, version: PlanVersion, key: str, *, reason: str, seen: str) -> None:
    """Keep a reason for a warning, in the plan's language.

    Raises Invalid where there is none, or where somebody else gave another since `seen`.
    """
    warning(actor, version, key)
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid(N_("Enter a reason of at most 2000 characters."), about="reason")
    kept = _kept(version, key)
    if fingerprint(kept.reason if kept else None) != seen:
        raise Invalid(
            N_("Somebody else answered this meanwhile. Read their reason before you save yours."),
            about="reason",
        )
    if kept is None:
        kept = WarningAnswer(party_id=version.party_id, version_id=version.id, key=key)
        db.session.add(kept)
    kept.reason = {version.plan.language: reason}
    kept.author_id = actor.user_id
    _record(actor, version, "warning:answered", key, reason)


def withdraw(actor: Actor, version: PlanVersion, key: str) -> None:
    """Take a reason back; the warning counts again. Twice is as good as once."""
    if not can(actor, Permission.WARNING_ANSWER, version):
        warning(actor, version, key)
    kept = _kept(version, key)
    if kept is None:
        return
    db.session.delete(kept)
    _record(actor, version, "warning:reason-withdrawn", key)


def _kept(version: PlanVersion, key: str) -> WarningAnswer | None:
    query = select(WarningAnswer).filter_by(version_id=version.id, key=key)
    return db.session.scalar(query.with_for_update())


def _record(
    actor: Actor, version: PlanVersion, kind: str, key: str, reason: str | None = None
) -> None:
    history.record(
        actor,
        kind,
        party_id=version.party_id,
        plan_id=version.plan_id,
        subject=f"version:{version.id}",
        details={"warning": key},
        content=reason,
    )
    db.session.flush()


def _unaccepted(version: PlanVersion) -> Mapping[str, tuple[str, ...]]:
    """Entry uid -> fields in which something was typed and not accepted, in one query."""
    query = (
        select(Entry.uid, Revision.unaccepted)
        .join(
            Revision,
            (Revision.version_id == Entry.version_id)
            & (Revision.uid == Entry.uid)
            & (Revision.number == Entry.counter),
        )
        .where(
            Entry.version_id == version.id,
            Entry.removed_at.is_(None),
            Revision.unaccepted != "{}",
        )
    )
    return {uid: tuple(json.loads(pending)) for uid, pending in db.session.execute(query)}
