"""What is missing in a plan, the reasons given for warnings, and the coverage of Annex C."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nap_tracker.annex_c.definitions import Item
from nap_tracker.checks.coverage import Coverage
from nap_tracker.checks.findings import Finding, by_section
from nap_tracker.content.audience import Audience
from nap_tracker.content.money import Tally
from nap_tracker.content.tree import EntryContent
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.forms.plans import ReasonForm
from nap_tracker.i18n import chosen, gettext
from nap_tracker.permissions import Place, can, reads_as
from nap_tracker.roles import Permission
from nap_tracker.services import checks, plans
from nap_tracker.web.door import actor
from nap_tracker.web.plan_pages import Addresses, tabs

bp = Blueprint("checks", __name__, url_prefix="/plans/<uuid:plan_id>")

SHOWN = 5
"""Rows of one finding that are named on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding, ready to print."""

    key: str
    words: str
    url: str
    paragraph: str
    rows: Sequence[tuple[str, str]]
    """(name, address) of the first rows concerned, unless the words name the only one."""
    more: int
    """How many further rows there are."""
    answer_url: str
    reason: str
    by: checks.Answered | None


@bp.get("/check")
def show(plan_id: UUID) -> ResponseReturnValue:
    """Blockers, warnings and notes, each with the way to its field."""
    version = plans.newest(actor(), str(plan_id))
    check = checks.examine(actor(), version)
    pages = _Pages(check)
    return render_template(
        "checks/show.html",
        version=version,
        tabs=tabs(version),
        findings=check.findings,
        blockers=pages.grouped(check.findings.blockers),
        warnings=pages.grouped(check.findings.warnings),
        answered=pages.grouped(check.findings.answered),
        notes=pages.grouped(check.findings.notes),
        answers=pages.answers,
    )


@bp.route("/check/answer", methods=["GET", "POST"])
def answer(plan_id: UUID) -> ResponseReturnValue:
    """Give a reason why one warning does not matter here."""
    version = plans.newest(actor(), str(plan_id))
    key = request.args.get("key", "")
    check, finding = checks.warning(actor(), version, key)
    kept = check.findings.reasons.get(key)
    form = ReasonForm(
        data={"reason": chosen(kept or {}, version.plan.language), "seen": checks.fingerprint(kept)}
    )
    other = ""
    if form.validate_on_submit():
        try:
            said = {"reason": form.reason.data, "seen": form.seen.data}
            checks.answer(actor(), version, key, **said)
        except Invalid as error:
            db.session.rollback()
            form.refuse(error)
            form.seen.data = checks.fingerprint(kept)
            other = chosen(kept or {}, version.plan.language)
        else:
            db.session.commit()
            flash(gettext("Your reason is kept."), "success")
            return redirect(url_for("checks.show", plan_id=plan_id))
    return render_template(
        "checks/answer.html",
        version=version,
        words=checks.words(finding),
        paragraph=finding.paragraph,
        key=key,
        form=form,
        other=other,
        errors=form.problems,
    )


@bp.post("/check/withdraw")
def withdraw(plan_id: UUID) -> ResponseReturnValue:
    """Take the reason for a warning back; it counts again."""
    version = plans.newest(actor(), str(plan_id))
    checks.withdraw(actor(), version, request.form.get("key", ""))
    db.session.commit()
    flash(gettext("The reason is withdrawn, and the warning counts again."), "success")
    return redirect(url_for("checks.show", plan_id=plan_id))


@bp.get("/coverage")
def coverage(plan_id: UUID) -> ResponseReturnValue:
    """Annex C item by item: objectives, strategies, activities and money."""
    version = plans.newest(actor(), str(plan_id))
    plan, schema, matrix = checks.matrix(actor(), version)
    addresses = Addresses(version, schema)

    def named(rows: Iterable[EntryContent]) -> list[tuple[str, str]]:
        return [
            (checks.name_of(plan, schema, row), addresses.row(row.kind, row.uid)) for row in rows
        ]

    return render_template(
        "checks/coverage.html",
        version=version,
        tabs=tabs(version),
        matrix=matrix,
        lines=[_covered(line, addresses, named) for line in matrix.lines],
        untagged=[
            (schema.register(register).title, named(rows))
            for register, rows in matrix.untagged.items()
            if rows
        ],
    )


@dataclass(frozen=True, slots=True)
class Covered:
    """One item of the matrix, ready to print."""

    item: Item
    url: str
    columns: tuple[list[tuple[str, str]], ...]
    money: Tally


def _covered(line: Coverage, addresses: Addresses, named: Any) -> Covered:
    return Covered(
        item=line.item,
        url=addresses.section(line.section) if line.section else "",
        columns=(named(line.objectives), named(line.strategies), named(line.activities)),
        money=line.money,
    )


class _Pages:
    """Turns findings into lines for one reader."""

    def __init__(self, check: checks.Check) -> None:
        self.check = check
        self.addresses = Addresses(check.version, check.schema)
        sections = {f.section for f in check.findings}
        self.answerable = {
            section
            for section in sections
            if can(actor(), Permission.WARNING_ANSWER, Place(check.version, section))
        }
        self.answers = bool(self.answerable)
        is_team = reads_as(actor(), check.version) is Audience.DRAFTING_TEAM
        has_answers = bool(check.findings.answered)
        self.authors = checks.authors(check.version) if is_team and has_answers else {}

    def grouped(self, findings: Sequence[Finding]) -> list[tuple[str, list[Line]]]:
        """(title of the section, its lines), in the order of the plan."""
        return [
            (self._title(section), [self._line(finding) for finding in members])
            for section, members in by_section(findings)
        ]

    def _title(self, section: str | None) -> str:
        if section is None:
            return gettext("The plan itself")
        return self.check.schema.section(section).title

    def _line(self, finding: Finding) -> Line:
        words = checks.words(finding)
        rows = () if self._names_its_row(finding, words) else finding.rows
        reason = self.check.findings.reasons.get(finding.key, {})
        return Line(
            key=finding.key,
            words=words,
            url=self.addresses.of(finding),
            paragraph=finding.paragraph,
            rows=[self._row(finding, uid) for uid in rows[:SHOWN]],
            more=max(0, len(rows) - SHOWN),
            answer_url=self._answer_url(finding),
            reason=chosen(reason, self.check.plan.language),
            by=self.authors.get(finding.key),
        )

    def _names_its_row(self, finding: Finding, words: str) -> bool:
        if len(finding.rows) != 1:
            return False
        name = re.escape(self.check.name(finding.rows[0]))
        return re.search(rf"\b{name}\b", words) is not None

    def _row(self, finding: Finding, uid: str) -> tuple[str, str]:
        address = self.addresses.row(finding.register or "", uid, finding.field)
        return self.check.name(uid), address

    def _answer_url(self, finding: Finding) -> str:
        if finding.section not in self.answerable:
            return ""
        return url_for("checks.answer", plan_id=self.check.version.plan_id, key=finding.key)
