"""`plan import-word`: the parts of a Word file into the sections of a plan, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import click

from nap_tracker.cli.context import in_app
from nap_tracker.cli.plans import group
from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.imports.columns import plain
from nap_tracker.imports.word.choices import LEAVE, UNPLACED, Choices
from nap_tracker.imports.word.leftovers import KINDS
from nap_tracker.imports.word.placement import Placement
from nap_tracker.imports.word.placing import targets
from nap_tracker.roles import OPERATOR, Permission
from nap_tracker.services import plans, word_imports, word_uploads
from nap_tracker.services.word_imports import Trial
from nap_tracker.services.word_uploads import Opened

PROBLEMS = 1
_BEGINNING = 70
_CHANGES = {"accept": True, "reject": False, None: None}


@group.command("import-word")
@click.argument("plan")
@click.argument("file", type=click.File("rb"))
@click.option("--apply", "is_applied", is_flag=True, help="Store it; without this, only say.")
@click.option(
    "--changes",
    type=click.Choice(["accept", "reject"]),
    help="What becomes of tracked changes; needed to store a file that has some.",
)
@click.option("--language", help="Of the text; the plan's own by default.")
@click.option(
    "--place",
    "said",
    multiple=True,
    metavar='"HEADING=section.field"',
    help="Where a part goes, where the proposal is wrong; leave or unplaced too. Repeatable.",
)
@click.option(
    "--replace",
    "replaced",
    multiple=True,
    metavar="section.field",
    help="A field whose present text is replaced; others are added to. Repeatable.",
)
@in_app
def import_word(
    plan: str,
    file: BinaryIO,
    is_applied: bool,
    changes: str | None,
    language: str | None,
    said: Sequence[str],
    replaced: Sequence[str],
) -> int:
    """Bring the text of FILE (DOCX or ODT) into PLAN (its id, see `plan list`).

    Prints where each part would go and what has no place; stores nothing without --apply. What has
    no place is then kept as a text file of the plan. Exit code 0: everything has a place; 1:
    something has none, or has to be decided first.

    \b
    Look first, then bring in:
      nap-tracker plan import-word PLAN plan.docx
      nap-tracker plan import-word PLAN plan.docx --changes accept \\
          --place "Zebras=additional.strategies" --apply
    """
    material = word_uploads.examine(str(getattr(file, "name", "file")), file.read())
    version = plans.newest(OPERATOR, plan, Permission.SECTION_EDIT)
    wanted = language or version.plan.language
    upload = word_uploads.add(OPERATOR, version, material, language=wanted)
    opened = word_uploads.open_(OPERATOR, plan, upload.id)
    choices = _choices(opened, changes, said, replaced)
    word_uploads.choose(OPERATOR, opened, choices, seen=opened.seen)
    opened = word_uploads.open_(OPERATOR, plan, upload.id)
    trial = word_imports.try_out(OPERATOR, opened)
    _print(trial)
    if trial.refusal:
        click.echo(f"{trial.refusal} Nothing was stored.", err=True)
        return PROBLEMS
    if not is_applied:
        click.echo("This was a trial: nothing was stored.")
        return PROBLEMS if opened.placement.unplaced else 0
    seen = json.loads(trial.seen)
    word_imports.apply(OPERATOR, plan, upload.id, fingerprint=trial.fingerprint, seen=seen)
    db.session.commit()
    click.echo("The file was brought in.")
    return PROBLEMS if opened.placement.unplaced else 0


def _choices(
    opened: Opened, changes: str | None, said: Iterable[str], replaced: Iterable[str]
) -> Choices:
    known = {f"{s.id}.{f.id}" for s, fields in targets(opened.schema) for f in fields}
    parts: dict[int, str] = {}
    for each in said:
        heading, _, target = each.rpartition("=")
        parts |= dict.fromkeys(_places(opened.placement, heading), _target(target, known))
    wanted = frozenset(_target(each, known) for each in replaced)
    accept_all = _CHANGES[changes]
    return replace(opened.choices, accept_all=accept_all, parts=parts, replaces=wanted)


def _places(placement: Placement, heading: str) -> list[int]:
    found = [p.part.place for p in placement.parts if plain(p.part.title) == plain(heading)]
    if not found:
        titles = "; ".join(placed.part.title for placed in placement.parts)
        raise Invalid(
            "The file has no heading “%(heading)s”. It has: %(titles)s.",
            {"heading": heading, "titles": titles},
        )
    return found


def _target(name: str, known: Iterable[str]) -> str:
    if name not in (*known, LEAVE, UNPLACED):
        raise Invalid(
            "“%(name)s” is no field of long text. Choose one of: %(names)s.",
            {"name": name, "names": ", ".join(sorted(known))},
        )
    return name


def _print(trial: Trial) -> None:
    opened = trial.opened
    for placed in opened.placement.parts:
        where = placed.target.name if placed.target else placed.choice
        click.echo(f"{where}: {_named(placed.part.title, placed.part.beginning)}")
    for field in trial.fields:
        how = "replaced" if field.replaces else "added to" if field.before else "filled"
        click.echo(f"Field {field.target.name} is {how}.")
    if opened.document.changes:
        click.echo(
            f"Tracked changes: {len(opened.document.changes)}, not decided: {opened.undecided}"
        )
    for placed in opened.placement.unplaced:
        click.echo(f"Not placed: {_named(placed.part.title, placed.part.beginning)}", err=True)
    for aside in opened.document.asides:
        words: Any = KINDS[aside.kind]
        click.echo(f"{words}: {_named('', aside.text)}", err=True)


def _named(title: str, words: str) -> str:
    text = " – ".join(filter(None, (title, words))) or "without words"
    return text if len(text) <= 2 * _BEGINNING else f"{text[: 2 * _BEGINNING]}…"


COMMANDS: tuple[click.Command, ...] = ()
"""It stands in the `plan` group."""
