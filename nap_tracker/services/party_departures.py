"""The whole of one Party out, to another installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Table, case, false, literal, null, select, union

from nap_tracker.archives import manifest as archive
from nap_tracker.extensions import db
from nap_tracker.models import carried
from nap_tracker.models.account import Membership, Party, User
from nap_tracker.models.round import RoundInvitation
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import archiving, backups, history
from nap_tracker.services.arriving_rows import NOWHERE

CHAINS = ("event", "chain_head")


def take_out(
    actor: Actor, party: Party, path: Path, *, overwrite: bool = False, directory: str
) -> backups.Copied:
    """Write a Party into an archive: its plans, files, people and log, and nothing of another."""
    require(actor, Permission.PARTY_MOVE, party)
    party_id, facts = party.id, {"id": party.id, "code": party.code}
    left_out = {**carried.LEFT_OUT, **carried.REASONS, **carried.STAYS}
    scope = archiving.Scope(
        holds=archive.PARTY,
        party=facts,
        left_out=left_out,
        takes=lambda table: carried.CARRIED[table.name].moves,
        rows=lambda table: _is_of(table, party_id),
        instead=lambda table: _told_less(table, party_id),
    )
    copied = backups.copy(path, scope, directory, overwrite=overwrite)
    history.record(
        actor,
        "party:taken-out",
        party_id=party_id,
        subject=f"party:{party_id}",
        details=backups.described(copied.manifest),
    )
    db.session.flush()
    return copied


def _is_of(table: Table, party_id: str) -> ColumnElement[bool]:
    """Which rows of a table are the Party's."""
    if table.name == Party.__tablename__:
        return table.c.id == party_id
    if table.name == User.__tablename__:
        return table.c.id.in_(_people(party_id))
    if table.name in CHAINS:
        return table.c.chain == party_id
    return table.c.party_id == party_id


def _people(party_id: str) -> Any:
    """Everybody a row of the Party names: members, authors, who gave a role."""
    named = [
        select(column).where(column.is_not(None), _is_of(table, party_id), carried.kept(table))
        for table in carried.tables()
        if carried.CARRIED[table.name].moves
        for column in table.columns
        if any(key.column.table.name == User.__tablename__ for key in column.foreign_keys)
    ]
    return union(*named)


def _told_less(table: Table, party_id: str) -> dict[str, ColumnElement[Any]]:
    """Accounts leave without password, sessions and rights of the installation.

    Of people who have no role in the Party, and never had one, only the name goes along, in an
    account that cannot be used. Personal links of reviewers lead here and nowhere else.
    """
    if table.name == RoundInvitation.__tablename__:
        return {"token_sha256": null(), "confirmation_sha256": null()}
    if table.name != User.__tablename__:
        return {}
    members = select(Membership.user_id).where(Membership.party_id == party_id)
    is_member = table.c.id.in_(members)
    return {
        "email": case((is_member, table.c.email), else_=table.c.id + NOWHERE),
        "disabled_at": case((is_member, table.c.disabled_at), else_=table.c.created_at),
        "is_administrator": false(),
        "password_hash": null(),
        "session_key": literal(""),
        "sample": case((is_member, table.c.sample), else_=false()),
    }
