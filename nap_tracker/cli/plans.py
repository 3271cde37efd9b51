"""`plan list`, `plan check`, `plan register`: what plans there are, what is missing, old ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from nap_tracker.annex_c.validity import date_problems
from nap_tracker.checks.findings import Finding
from nap_tracker.cli.context import in_app
from nap_tracker.content.audience import Audience
from nap_tracker.database import reading
from nap_tracker.extensions import db
from nap_tracker.i18n import chosen
from nap_tracker.models.plan import Plan
from nap_tracker.queue import wake
from nap_tracker.roles import OPERATOR
from nap_tracker.services import checks, history, parties, plans, registrations
from nap_tracker.services.registrations import Acts, Original

PROBLEMS = 1


class _Day(click.ParamType):
    """A date that may be partial."""

    name = "date"

    def convert(self, value: str, param: Any, ctx: Any) -> str:
        for _problem in date_problems(value):
            self.fail(f"{value!r} is not a date such as 2020, 2020-04 or 2020-04-01.", param, ctx)
        return value


DAY = _Day()


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


@group.command()
@click.argument("party")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True, help="As it stands on the cover.")
@click.option("--language", default="en", help="Its binding language, as a code (fr).")
@click.option("--start", type=DAY, help="When the plan begins: 2020, 2020-04 or 2020-04-01.")
@click.option("--end", type=DAY, help="When the plan ends.")
@click.option("--endorsed-by", default="", help="The body that endorsed it.")
@click.option("--endorsed-on", type=DAY, help="When it was endorsed.")
@click.option("--sent-on", type=DAY, help="When it was sent to the Secretariat.")
@click.option("--received-on", type=DAY, help="When the Secretariat received it.")
@click.option("--reference", default="", help="Of the letter it was sent with.")
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.DRAFTING_TEAM.value,
    help="Who may see the file.",
)
@in_app
def register(party: str, file: Path, **given: str | None) -> None:
    """Register a plan of PARTY (its code) that was made elsewhere, with its original FILE.

    The file is kept byte for byte as the authoritative text, and nothing is checked. Prints the
    id of the plan.
    """
    details = {
        "title": {given["language"]: given["title"]},
        "language": given["language"],
        "languages": [given["language"]],
        "period_start": given["start"],
        "period_end": given["end"],
    }
    plan = registrations.register(
        OPERATOR,
        parties.by_code(OPERATOR, party),
        details=details,
        original=Original(file.name, file.read_bytes(), Audience(given["audience"] or "")),
        acts=_acts(given),
    )
    db.session.commit()
    wake("exports")
    click.echo(plan.id)


def _acts(given: Mapping[str, str | None]) -> Acts:
    """What was said of endorsement and submission; nothing is recorded of what was not."""
    endorsed = {"body": given["endorsed_by"], "endorsed_on": given["endorsed_on"]}
    if endorsed["endorsed_on"] and not endorsed["body"]:
        raise click.UsageError("--endorsed-on needs --endorsed-by: who endorsed the plan.")
    sent = {name: given[name] for name in ("sent_on", "received_on", "reference")}
    return Acts(
        endorsement=endorsed if any(endorsed.values()) else None,
        submission=sent if any(sent.values()) else None,
    )


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
