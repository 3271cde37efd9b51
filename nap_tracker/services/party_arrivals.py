"""The whole of one Party in, from another installation: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, or_, select

from nap_tracker import files
from nap_tracker.archives.manifest import Manifest
from nap_tracker.archives.reader import Reader, opened, refused
from nap_tracker.errors import Invalid, InvalidFile, NotReady, PathProblem
from nap_tracker.extensions import db
from nap_tracker.models import carried
from nap_tracker.models.account import Party, User
from nap_tracker.models.stored_rows import parsed
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import backups, history, search_index, unarchiving
from nap_tracker.services.arriving_rows import Arrival

CLASH = "Some people have an account here already under the same address. Nothing was stored."


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A Party that came in."""

    manifest: Manifest
    people: int
    """Accounts that came along."""
    known: int
    """People who had come with another Party earlier, and keep the account they have here."""
    joined: int
    """People whose roles went to an account that was here already."""


def bring_in(actor: Actor, path: Path, *, join: bool = False, directory: str) -> BroughtIn:
    """Store a Party from an archive; `directory` holds the migrations.

    An address that an account here has already may be another person's: the archive is refused,
    or, with `join`, that account gets the roles, and what came stays under the name of an account
    nobody can use. Raises InvalidFile, NotReady.
    """
    require(actor, Permission.PARTY_MOVE)
    with opened(path) as reader:
        manifest = reader.manifest
        if manifest.party is None:
            raise Invalid("This archive is a backup of an installation: use `restore`.")
        unarchiving.verify(reader)
        connection = db.session.connection()
        _refuse_unlike(connection, manifest, directory)
        _refuse_present(manifest.party["id"], manifest.party["code"])
        here, joined = _met(reader, join=join)
        arrival = Arrival(manifest.party, here, joined)
        with files.all_or_none() as store:
            unarchiving.load_files(reader, store)
            unarchiving.load(connection, reader, arrival.change)
            for loose in arrival.loose_ends():
                raise refused("the archive", f"a row points at what is not in it: {loose}")
            search_index.complete()
            unarchiving.refuse_other_breaks(connection, reader, only=arrival.party_id)
            _record(actor, manifest, arrival)
    come = arrival.come - here
    return BroughtIn(manifest, people=len(come), known=len(here), joined=len(joined))


def _refuse_unlike(connection: Connection, manifest: Manifest, directory: str) -> None:
    if manifest.schema != backups.newest_schema(connection, directory):
        raise NotReady(
            "The archive was made by another version of NAP Tracker. Bring both installations to"
            " the same version, then take the Party out again."
        )
    moved = {name for name, table in carried.CARRIED.items() if table.moves}
    if set(manifest.tables) != moved:
        raise refused("manifest.json", "its tables are not those of a Party")


def _refuse_present(party_id: str, code: str) -> None:
    present = select(Party).where(or_(Party.id == party_id, Party.code == code))
    if db.session.scalar(present) is not None:
        raise NotReady("The Party %(code)s is here already.", {"code": code})


def _met(reader: Reader, *, join: bool) -> tuple[frozenset[str], dict[str, str]]:
    """Who of the people is here already, and whose address is an account's here (id -> its id)."""
    coming = {}
    for line in reader.lines(unarchiving.member_of(User.__tablename__)):
        person = parsed(line)
        coming[str(person.get("id"))] = str(person.get("email"))
    known = {user.id: user.email for user in db.session.scalars(select(User))}
    holders = {email: uid for uid, email in known.items()}
    here = frozenset(coming.keys() & known.keys())
    joined = {
        uid: holders[email] for uid, email in coming.items() if uid not in here and email in holders
    }
    if joined and not join:
        problem = "Is it the same person? Then add --join; see `party import --help`."
        clashes = sorted(coming[uid] for uid in joined)
        raise InvalidFile(CLASH, problems=tuple(PathProblem(each, problem) for each in clashes))
    return here, joined


def _record(actor: Actor, manifest: Manifest, arrival: Arrival) -> None:
    details = {**backups.described(manifest), "code": arrival.code}
    subject = f"party:{arrival.party_id}"
    history.record(actor, "party:brought-in", subject=subject, details=details)
    db.session.flush()
