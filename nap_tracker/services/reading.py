"""The plan as a document on the screen, for one reader: its contents, its pages, and all of it.

Pages are made from the tree that is printed, after the one filter by audience, and kept under a sum
of everything that decides their words: the version as it stands, and for whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select, union_all

from nap_tracker.annex_c.schema import Schema, treaty
from nap_tracker.clock import today
from nap_tracker.content.audience import Reach
from nap_tracker.content.canonical import digest, dumps
from nap_tracker.content.tree import PlanContent
from nap_tracker.exports import document
from nap_tracker.exports.document_tree import Mark, Options
from nap_tracker.exports.pictures import MEDIA_TYPES, ImageData
from nap_tracker.exports.screen import kept
from nap_tracker.exports.screen import print as printing
from nap_tracker.exports.screen.leaf import (
    Contents,
    Gap,
    Head,
    Leaf,
    Place,
    Shape,
    Title,
    Words,
    pack,
    pack_contents,
    unpack,
    unpack_contents,
)
from nap_tracker.exports.screen.pages import Draft, drafts, written
from nap_tracker.exports.screen.print import Opening, Print, Stretch
from nap_tracker.extensions import db
from nap_tracker.i18n import direction, use_locale
from nap_tracker.models.entry import Entry
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.removal import Removal
from nap_tracker.models.row_texts import RowText, together
from nap_tracker.models.stored_file import StoredFile
from nap_tracker.permissions import reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import contents as plan_contents

__all__ = [
    "Contents",
    "Gap",
    "Head",
    "Leaf",
    "Opening",
    "Place",
    "Print",
    "Reading",
    "Shape",
    "Stretch",
    "Title",
    "Words",
]

Circle = Sequence[Any]
"""What readers have in common who are shown the very same page."""


@dataclass(frozen=True)
class Reading:
    """One text of one plan as one reader may read it."""

    party_id: str
    edition: int
    language: str
    reach: Reach
    is_draft: bool
    """Whether blanks are told to the drafting team."""
    stamp: str
    """The sum of everything that decides what `load` gives."""
    load: Callable[[], PlanContent]
    """The content, filtered for `reach`; only asked for where nothing is kept."""
    only: frozenset[str] | None = None
    """Sections that are there to be read; None for all."""

    @cached_property
    def contents(self) -> Contents:
        """Its pages in order."""
        data = kept.find(self._name("contents"))
        return unpack_contents(data) if data is not None else self._made()[0]

    def page(self, section: str) -> Leaf | None:
        """One section; None where this reader finds nothing in it."""
        title = self.contents.title(section)
        if title is None:
            return None
        data = kept.find(self._name(title.key))
        return unpack(data) if data is not None else self._made()[1][section]

    def printed(self, section: str, circle: Circle, draw: Callable[[Leaf], Print]) -> Print | None:
        """One section as it is drawn for a circle of readers; None where there is nothing for them.

        `circle` names everything that `draw` minds beside the page: whose addresses stand in it,
        and what these readers may do there. Nothing of what was said of the page is in it.
        """
        title = self.contents.title(section)
        if title is None:
            return None
        return _kept(self._name(title.key, *circle), lambda: self._drawn(section, draw))

    def name(self, *of: Any) -> str:
        """Under which something about this text is kept, for who reads it, until it changes."""
        return self._name("name", self.stamp, *of)

    def whole(self, circle: Circle, draw: Callable[[Sequence[tuple[Title, Leaf]]], str]) -> str:
        """All of it as it is drawn for a circle of readers, found again until something of it
        changes."""
        keys = [title.key for title in self.contents.titles]
        name = self._name("whole", *keys, *circle)
        return _kept(name, lambda: Print(draw(tuple(self._leaves())))).html

    def _drawn(self, section: str, draw: Callable[[Leaf], Print]) -> Print:
        leaf = self.page(section)
        return draw(leaf) if leaf else Print("")

    def _leaves(self) -> Iterator[tuple[Title, Leaf]]:
        for title in self.contents.titles:
            leaf = self.page(title.section)
            if leaf is not None:
                yield title, leaf

    @cached_property
    def schema(self) -> Schema:
        """In the language of the document, as far as it speaks it."""
        return treaty(self.edition, self.language)

    def _name(self, of: str, *circle: Any) -> str:
        """A page that says the same to the same readers keeps its name when others change."""
        stamp = self.stamp if of == "contents" else ""
        reach = self.reach
        may_read = [reach.audience, sorted(reach.sections), sorted(reach.files)]
        said = [self.party_id, may_read, self.language, self.is_draft, stamp, of, *circle]
        return digest(dumps([kept.program(), *said]))

    def _made(self) -> tuple[Contents, dict[str, Leaf]]:
        """Everything anew; pages that are kept already are not written again."""
        plan = self.load()
        options = Options(
            audience=self.reach.audience.value,
            mark=Mark.DRAFT if self.is_draft else Mark.NONE,
            made_on=today(),
            language=self.language,
            pictures=_pictures(plan, self.party_id),
            origins=True,
        )
        tree = document.build(plan, self.schema, options)
        leaves: dict[str, Leaf] = {}
        titles: list[Title] = []
        with use_locale(self.language):
            for draft in self._chosen(drafts(tree)):
                title = self._named(draft.title)
                titles.append(title)
                data = kept.find(self._name(title.key))
                leaf = unpack(data) if data else written(draft, plan, self.schema)
                leaves[title.section] = leaf
                if data is None:
                    kept.keep(self._name(title.key), pack(leaf))
        made = Contents(self.language, direction(self.language), tuple(titles))
        kept.keep(self._name("contents"), pack_contents(made))
        return made, leaves

    def _chosen(self, found: Iterable[Draft]) -> Iterator[Draft]:
        """The drafts of pages that are there; a part begins with the first of its own."""
        part = ""
        for draft in found:
            part = draft.title.part or part
            if self.only is None or draft.title.section in self.only:
                yield replace(draft, title=replace(draft.title, part=part))
                part = ""

    def _named(self, title: Title) -> Title:
        """Sections of several headings are called as in the form."""
        if title.title:
            return title
        same = self.schema.language.partition("-")[0] == self.language.partition("-")[0]
        return replace(
            title,
            title=self.schema.section(title.section).title,
            language=None if same else self.schema.language,
        )


def _kept(name: str, make: Callable[[], Print]) -> Print:
    data = kept.find(name)
    if data is not None:
        return printing.unpack(data)
    made = make()
    kept.keep(name, printing.pack(made))
    return made


def of_version(actor: Actor, version: PlanVersion, language: str | None = None) -> Reading:
    """A version as it stands now, or as it was frozen."""
    require(actor, Permission.PLAN_SHOW, version)
    reach = plan_contents.with_own_files(actor, version, reach_of(actor, version))
    return Reading(
        party_id=version.party_id,
        edition=version.schema_edition,
        language=language or version.plan.language,
        reach=reach,
        is_draft=version.frozen_at is None,
        stamp=stamp(version),
        load=lambda: plan_contents.read(actor, version),
    )


def stamp(version: PlanVersion) -> str:
    """The sum of what decides the words of a version: every save raises a counter of an entry.

    A removal for protection changes words and no counter, so removals count too.
    """
    return digest(dumps([version.id, _facts(version)]) + _parts(version))


def _facts(version: PlanVersion) -> list[Any]:
    plan, party = version.plan, version.plan.party
    return [
        version.number,
        version.schema_edition,
        version.snapshot_sha256,
        plan.title,
        plan.short_title,
        plan.language,
        list(plan.languages),
        plan.period_start,
        plan.period_end,
        plan.sample,
        party.code,
        party.name,
        party.emblem_id,
        party.sample,
        party.authentic,
    ]


def _parts(version: PlanVersion) -> str:
    """Entries, files and removals, each as it stands. One query."""
    asked = {"version": version.id, "plan": version.plan_id, "party": version.party_id}
    of_frozen = version.frozen_at is not None
    if of_frozen:
        del asked["version"]
    return db.session.scalar(_stands(of_frozen), asked) or ""


@cache
def _stands(of_frozen: bool) -> Select[str]:
    """One text of them all, put together once: every page that is read asks it. Of entries it
    says three things, two of them numbers; of files three; of removals one.
    """
    entries = select(RowText(Entry.uid, Entry.counter, Entry.position)).where(
        Entry.version_id == bindparam("version"), Entry.removed_at.is_(None)
    )
    files = select(RowText(StoredFile.id, StoredFile.audience, StoredFile.name)).where(
        StoredFile.plan_id == bindparam("plan"), StoredFile.removed_at.is_(None)
    )
    removals = select(RowText(Removal.id)).where(Removal.party_id == bindparam("party"))
    # What was frozen says the same whatever became of its rows.
    asked = [removals, files] if of_frozen else [entries, files, removals]
    return together(union_all(*asked).order_by(literal_column("1")))


def _pictures(plan: PlanContent, party_id: str) -> dict[str, ImageData]:
    """The size of every picture; its bytes are asked for by the browser, if it may have them."""
    types = {file.uid: file.media_type for file in plan.files if file.media_type in MEDIA_TYPES}
    query = select(StoredFile.id, StoredFile.width, StoredFile.height)
    sizes = {
        id: (width or 0, height or 0)
        for id, width, height in db.session.execute(query.filter_by(party_id=party_id))
    }
    return {uid: ImageData(b"", kind, *sizes.get(uid, (0, 0))) for uid, kind in types.items()}
