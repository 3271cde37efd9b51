"""`user create`, `user list` and `party create`: letting the first people in."""

from __future__ import annotations

import sys

import click
from flask import current_app

from nap_tracker import links
from nap_tracker.cli.context import in_app
from nap_tracker.clock import now
from nap_tracker.errors import Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.i18n import languages
from nap_tracker.models.account import User
from nap_tracker.roles import OPERATOR, Role
from nap_tracker.services import accounts, history, parties, password_resets, people, plans


@click.group("user")
def user_group() -> None:
    """People's accounts."""


@user_group.command("create")
@click.option("--email", required=True, help="Address of one person; never a shared mailbox.")
@click.option("--name", default="", help="The person's name; needed for a new account.")
@click.option("--party", "party_code", help="Code of the Party to give a role in, such as GHA.")
@click.option("--role", type=click.Choice([r.value for r in Role]), help="The role there.")
@click.option("--plan", "plan_id", help="With --role reviewer: id of the plan (see plan list).")
@click.option("--administrator", is_flag=True, help="Let the person run the installation.")
@click.option(
    "--language", type=click.Choice(languages()), default="en", help="Language of pages and mail."
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of input."
)
@in_app
def create_user(
    email: str,
    name: str,
    party_code: str | None,
    role: str | None,
    plan_id: str | None,
    administrator: bool,
    language: str,
    password_stdin: bool,
) -> None:
    """Create an account, or give an existing one a role.

    Without --password-stdin a new account gets a link, printed here, by which the person sets
    the password; it works once, for as many days as an invitation. For example, the first focal
    point of Ghana:

    \b
      nap-tracker party create --code GHA --name en=Ghana --time-zone Africa/Accra
      nap-tracker user create --email ama@epa.example --name "Ama Serwaa" \\
          --party GHA --role focal_point
    """
    _refuse_half_roles(party_code, role, plan_id)
    user = accounts.by_email(email)
    is_new = user is None
    if user is None:
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
        user = accounts.create(
            OPERATOR,
            email=email,
            name=name,
            password=password,
            locale=language,
            is_administrator=administrator,
        )
    elif password_stdin:
        raise Invalid("There is an account with this address; its password is not changed here.")
    elif administrator and not user.is_administrator:
        accounts.appoint_administrator(OPERATOR, user)
    if party_code and role:
        _give(user, party_code, Role(role), plan_id)
    link = "" if user.password_hash else _link(user)
    db.session.commit()
    click.echo(f"{'Created' if is_new else 'Changed'} {user.email}.", err=True)
    if link:
        click.echo("The person sets a password at:", err=True)
        click.echo(link)


@user_group.command("list")
@in_app
def list_users() -> None:
    """Print every account: address, name, roles, state; separated by tabs."""
    page = last = 1
    while page <= last:
        found = accounts.listing(OPERATOR, page=page)
        click.echo("".join(f"{_line(user)}\n" for user in found.users), nl=False)
        page, last = page + 1, found.last
    history.record(OPERATOR, "account:listed")
    db.session.commit()


@click.group("party")
def party_group() -> None:
    """Parties to the Convention."""


@party_group.command("create")
@click.option("--code", required=True, help="Three letters by ISO 3166-1; trials: XAA to XZZ.")
@click.option(
    "--name", "names", required=True, multiple=True, help="language=name, such as fr=Ghana; repeat."
)
@click.option("--time-zone", default="UTC", help="IANA name, such as Africa/Accra; default UTC.")
@in_app
def create_party(code: str, names: tuple[str, ...], time_zone: str) -> None:
    """Add a Party; its people are let in with `user create` or invited from the pages."""
    words = dict(_word(text) for text in names)
    party = parties.create(OPERATOR, code=code, name=words, time_zone=time_zone)
    db.session.commit()
    click.echo(f"Added {party.code}.", err=True)


def _refuse_half_roles(party_code: str | None, role: str | None, plan_id: str | None) -> None:
    if bool(party_code) != bool(role):
        raise click.UsageError("--party and --role go together.")
    if role == Role.SECTION_DRAFTER:
        raise click.UsageError("Who drafts single sections is invited from the pages.")
    if role == Role.INSTITUTION:
        raise click.UsageError("Who reports for an institution is invited from the pages.")
    if (role == Role.REVIEWER) != bool(plan_id):
        raise click.UsageError("--role reviewer and --plan go together.")


def _give(user: User, party_code: str, role: Role, plan_id: str | None) -> None:
    party = parties.by_code(OPERATOR, party_code)
    if plan_id and plans.get(OPERATOR, plan_id).party_id != party.id:
        raise NotFound("This plan is not of that Party.")
    people.give(OPERATOR, party, user, role, plan_id=plan_id)


def _link(user: User) -> str:
    lifetime = current_app.config["INVITATION_LIFETIME"]
    reset = password_resets.begin(user, lifetime=lifetime)
    history.record(OPERATOR, "password:link-printed", subject=f"account:{user.id}")
    return links.address("password", reset.id)


def _line(user: User) -> str:
    state = "" if user.is_active else "stopped"
    return "\t".join((user.email, user.name, _roles(user), state)).rstrip("\t")


def _roles(user: User) -> str:
    moment = now()
    roles = [f"{m.party.code}:{m.role.value}" for m in user.memberships if not m.has_ended(moment)]
    if user.is_administrator:
        roles.append("administrator")
    return ",".join(sorted(roles))


def _word(text: str) -> tuple[str, str]:
    language, separator, name = text.partition("=")
    if not separator or not name.strip():
        raise click.UsageError(f"{text!r}: write language=name, for example en=Ghana.")
    return language.strip(), name.strip()


COMMANDS = (user_group, party_group)
