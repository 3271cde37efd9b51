"""The command line `nap-tracker`: parse, call a service as the operator, print.

Exit codes: 0 fine, 1 found problems, 2 could not run. Messages go to stderr. A fault of ours is
"could not run" too: Python's own code for it, 1, would read as "found problems".
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from config import ConfigError
from nap_tracker.cli import (
    audit,
    backups,
    database,
    demo,
    documents,
    interchange,
    obligations,
    party_transfers,
    plans,
    reminders,
    searches,
    server,
    users,
    word_imports,
    work_plans,
)
from nap_tracker.errors import DomainError, InvalidFile

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts" / "fonts.conf"
FOUND_PROBLEMS, COULD_NOT_RUN = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Draft, check and print National Action Plans under the Minamata Convention.

    Every command acts as the operator of the installation, and what it reads or changes stands in
    the log. The operator may read every Party's plans: this is the stated exception to the rule
    that the installation reads no content, so keep the shell of the server as safe as the plans.

    Settings come from the environment (NAP_DATABASE_URL, NAP_SECRET_KEY, ...; see the README).
    Exit codes: 0 fine, 1 problems were found, 2 could not run.
    """


NOUNS = (
    audit,
    backups,
    database,
    demo,
    documents,
    interchange,
    obligations,
    party_transfers,
    plans,
    reminders,
    searches,
    server,
    users,
    word_imports,
    work_plans,
)

for noun in NOUNS:
    for command in noun.COMMANDS:
        cli.add_command(command)


def run(create_app: Callable[[], Flask]) -> None:
    """Run one command; errors become one clear line and an exit code."""
    os.environ.setdefault("FONTCONFIG_FILE", str(FONTS))
    try:
        code = cli(obj=create_app, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = COULD_NOT_RUN
    except click.Abort:
        code = COULD_NOT_RUN
    except SystemExit:  # click's answer when nobody reads on (`… | head -1`); its 1 is not ours
        code = COULD_NOT_RUN
    except InvalidFile as error:
        click.echo(f"nap-tracker: {error}", err=True)
        _say_each(error)
        code = FOUND_PROBLEMS if error.problems else COULD_NOT_RUN
    except (ConfigError, DomainError, OSError) as error:
        click.echo(f"nap-tracker: {error}", err=True)
        code = COULD_NOT_RUN
    except Exception:
        traceback.print_exc()
        code = COULD_NOT_RUN
    sys.exit(code or 0)


def _say_each(error: InvalidFile) -> None:
    for problem in error.problems:
        words = problem.message % problem.params if problem.params else problem.message
        click.echo(f"  {problem.path}: {words}", err=True)
