"""`plan list` and `plan check`: what plans there are, and what is missing in one."""

from __future__ import annotations

import click

from nap_tracker.checks.findings import Finding
from nap_tracker.cli.context import in_app
from nap_tracker.database import reading
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import checks, history, plans

PROBLEMS = 1


@click.group("plan")
def group() -> None:
    """Plans: list, check, bring in, take out."""


@group.command("list")
@in_app
def list_() -> None:
    """List every plan, one a line: id, Party, period, title, separated by tabs."""
    lines = [_line(plan) for plan in plans.visible_to(OPERATOR)]
    history.record(OPERATOR, "plan:listed")
    db.session.commit()
    click.echo("".join(f"{line}\n" for line in lines), nl=False)


@group.command()
@click.argument("plan")
@in_app
def check(plan: str) -> int:
    """Print what is missing in PLAN (its id, see `plan list`): the list of the page.

    Exits 1 when there are blockers or warnings nobody has answered, else 0. Finding nothing does
    not mean that the plan meets the Convention.
    """
    with reading():
        found = checks.examine(OPERATOR, plans.newest(OPERATOR, plan))
        db.session.rollback()  # what only read cannot write
    findings = found.findings
    history.record(
        OPERATOR,
        "plan:checked",
        party_id=found.version.party_id,
        plan_id=found.version.plan_id,
        subject=f"version:{found.version.id}",
    )
    db.session.commit()
    _print("Blockers", found, findings.blockers)
    _print("Warnings", found, findings.warnings)
    _print("Answered warnings", found, findings.answered)
    _print("Notes", found, findings.notes)
    return 0 if findings.is_clean else PROBLEMS


def _line(plan: Plan) -> str:
    period = "/".join(filter(None, (plan.period_start, plan.period_end)))
    title = chosen(plan.title, plan.language)
    return "\t".join((plan.id, plan.party.code, period, " ".join(title.split())))


def _print(title: str, check: checks.Check, findings: tuple[Finding, ...]) -> None:
    click.echo(f"{title}: {len(findings)}")
    for finding in findings:
        click.echo(f"  {_where(check, finding)}: {checks.words(finding)}  [{finding.key}]")
        reason = check.findings.reasons.get(finding.key)
        if reason:
            said = chosen(reason, check.plan.language)
            click.echo(f"    Reason: {' '.join(said.split())}")


def _where(check: checks.Check, finding: Finding) -> str:
    """The paragraph and the page; for a single row also its name."""
    parts = [finding.paragraph] if finding.paragraph else []
    if finding.section:
        parts.append(check.schema.section(finding.section).title)
    if len(finding.rows) == 1:
        parts.append(check.name(finding.rows[0]))
    return " | ".join(parts) or "The plan itself"


COMMANDS = (group,)
