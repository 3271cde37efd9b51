"""Keeping the words of plans findable: in the transaction of the save, or all of them anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Select, delete, exists, func, insert, select

from nap_tracker.annex_c.definitions import Field, Kind, Owner
from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import of_field
from nap_tracker.content.tree import EntryContent
from nap_tracker.extensions import db
from nap_tracker.models.entry import Entry, Revision
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.search_text import SearchText
from nap_tracker.permissions import require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services.contents import entry_content
from nap_tracker.text.files import drop_files, files_in, words_of_pictures
from nap_tracker.text.folding import fold
from nap_tracker.text.plain import to_text

PLAIN = frozenset({Kind.PARAGRAPH, Kind.PLACE, Kind.TEXT})


def put(
    entry: Entry, content: EntryContent, edition: int, *, before: EntryContent | None = None
) -> None:
    """What the entry says now can be found from now on, and nothing that it said before.

    Where it is known what it said before, only what is different now is written anew.
    """
    owner = treaty(edition).owner(entry.kind, entry.section)
    fields = owner.fields if before is None else _changed(owner, before, content)
    if not fields:
        return
    own = (SearchText.version_id == entry.version_id, SearchText.uid == entry.uid)
    parts = () if before is None else (SearchText.field.in_([field.id for field in fields]),)
    db.session.execute(delete(SearchText).where(*own, *parts))
    _insert((entry, words) for words in _words(owner, fields, content))


def _changed(owner: Owner, before: EntryContent, after: EntryContent) -> Sequence[Field]:
    """Fields that say something else now, or say it to others."""
    if (before.audience, before.audiences) != (after.audience, after.audiences):
        return owner.fields
    return [f for f in owner.fields if before.answers.get(f.id) != after.answers.get(f.id)]


def put_new(new: Iterable[tuple[Entry, EntryContent]], edition: int) -> None:
    """What entries say of which nothing can be found yet."""
    schema = treaty(edition)
    owners = ((entry, content, schema.owner(entry.kind, entry.section)) for entry, content in new)
    _insert(
        (entry, words)
        for entry, content, owner in owners
        for words in _words(owner, owner.fields, content)
    )


def _insert(found: Iterable[tuple[Entry, Mapping[str, str]]]) -> None:
    rows = [
        {"party_id": entry.party_id, "version_id": entry.version_id, "uid": entry.uid, **words}
        for entry, words in found
    ]
    if rows:
        db.session.execute(insert(SearchText), rows)


def rebuild(actor: Actor) -> int:
    """All of it anew, from the newest version of every plan; how many entries there are."""
    require(actor, Permission.INSTALLATION_COPY)
    db.session.execute(delete(SearchText))
    return _index(_newest())


def complete() -> int:
    """What was never indexed: after a migration, a restore, the arrival of a Party."""
    indexed = exists().where(SearchText.version_id == PlanVersion.id)
    return _index(_newest().where(~indexed))


def _newest() -> Select[str, int]:
    """Id and edition of the newest version of every plan: the only one that is searched."""
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number"))
        .group_by(PlanVersion.plan_id)
        .subquery()
    )
    same = (newest.c.plan_id == PlanVersion.plan_id) & (newest.c.number == PlanVersion.number)
    return select(PlanVersion.id, PlanVersion.schema_edition).join(newest, same)


def _index(versions: Select[str, int]) -> int:
    done = 0
    for version_id, edition in db.session.execute(versions).all():
        query = (
            select(Entry, Revision.content)
            .join(
                Revision,
                (Revision.version_id == Entry.version_id)
                & (Revision.uid == Entry.uid)
                & (Revision.number == Entry.counter),
            )
            .where(Entry.version_id == version_id)
        )
        entries = [
            (entry, entry_content(entry.uid, entry.kind, entry.section, entry.position, text))
            for entry, text in db.session.execute(query)
        ]
        put_new(entries, edition)
        done += len(entries)
        db.session.expire_all()
    return done


def _words(
    owner: Owner, fields: Iterable[Field], content: EntryContent
) -> Iterator[dict[str, str]]:
    for field in fields:
        value = content.answers.get(field.id)
        if isinstance(value, Mapping) and field.kind in (*PLAIN, Kind.LONGTEXT):
            audience = of_field(owner, field, content).value
            for language, words in value.items():
                for file_id, text in _texts(field, words):
                    folded = fold(text)
                    if folded:
                        yield {
                            "field": field.id,
                            "language": language,
                            "file_id": file_id,
                            "audience": audience,
                            "text": text,
                            "folded": folded,
                        }


def _texts(field: Field, words: str) -> Iterator[tuple[str, str]]:
    """(Picture or '', text): the words of a picture are held back with it."""
    if field.kind is not Kind.LONGTEXT:
        yield "", words
        return
    yield "", to_text(drop_files(words, files_in(words)))
    yield from ((uid, to_text(html)) for uid, html in words_of_pictures(words).items())
