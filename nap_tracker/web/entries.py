"""What pages of sections and rows share: the plan around them, the form's setting, collisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import flash, request, url_for
from werkzeug.datastructures import MultiDict

from nap_tracker.annex_c.definitions import Kind, Owner, Register, Schema, Section
from nap_tracker.annex_c.schema import with_authentic
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import EntryContent, FileContent
from nap_tracker.errors import Hidden
from nap_tracker.forms.audiences import AudienceForm
from nap_tracker.forms.fields import EntryForm
from nap_tracker.forms.kinds import PlanFile, Setting
from nap_tracker.i18n import N_, gettext, locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.section_lock import SectionLock
from nap_tracker.permissions import Place, can, drafts_a_section, reads_as, require
from nap_tracker.roles import Permission
from nap_tracker.services import contents, entries, locks, plans
from nap_tracker.services.answers import Reading
from nap_tracker.services.autosaves import Turn
from nap_tracker.services.bases import EVERYWHERE, Seen
from nap_tracker.text import files
from nap_tracker.web.addresses import arguments, own_page
from nap_tracker.web.door import actor

WINDOW_LENGTH = 36
"""Characters of a window's name: a UUID has that many."""
MOST_FIELDS = 200
"""More questions than any section asks."""
_FIELD_SEEN = "_seen-"
Sent = MultiDict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """One plan as the person in front of the page sees it."""

    version: PlanVersion
    schema: Schema
    """In the reader's language."""

    @property
    def plan_id(self) -> str:
        return self.version.plan_id

    @property
    def audience(self) -> Audience:
        """The circle the person reads in."""
        return reads_as(actor(), self.version)

    def edits(self, owner: Owner) -> bool:
        """Whether the form of a section or row is shown, or only what it holds."""
        return can(actor(), Permission.SECTION_EDIT, self.place(owner))

    def place(self, owner: Owner) -> Place:
        """A section, or where the rows of a register stand, for questions of leave."""
        section = self.schema.home(owner.id) if isinstance(owner, Register) else owner
        return Place(self.version, section.id)

    def lock(self, section_id: str) -> SectionLock | None:
        """Who asked for quiet in a section."""
        return locks.of_section(actor(), self.version, section_id)

    def holds(self, lock: SectionLock) -> bool:
        """Whether that was this person."""
        return lock.holder_id == actor().user_id

    @property
    def language(self) -> str:
        """Of the texts that are edited: `?text=fr`, else the plan's binding one."""
        wanted = request.args.get("text", "")
        return wanted if wanted in self.version.plan.languages else self.version.plan.language

    def reading(self, registers: Sequence[str] | set[str], section: str | None = None) -> Reading:
        """The part of the plan this page needs, for the person's own audience."""
        extent = contents.Extent(frozenset(registers), section)
        plan = contents.read(actor(), self.version, extent=extent)
        return Reading(plan, self.schema, self.audience, self.language)

    def setting(self, reading: Reading, owner: Owner) -> Setting:
        """What the form of a section or register needs from the plan."""
        wanted = [f.register for f in owner.fields if f.register and f.kind is not Kind.ROWS]
        return Setting(
            schema=self.schema,
            language=self.language,
            binding=self.version.plan.language,
            rows={
                register: [(row.uid, reading.label(row)) for row in reading.plan.rows(register)]
                for register in wanted
            },
            files=[_plan_file(self.plan_id, file) for file in reading.plan.files],
            currencies=_currencies(reading),
            links=self._links(wanted),
        )

    def _links(self, registers: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Where to add what is missing from a list of choices; the way back comes with it."""
        links = {"file": (gettext("Add a file to the plan"), self._files_url())}
        for id in registers:
            if not self.edits(self.schema.register(id)):
                continue
            words = gettext("Add to the list: %(what)s", what=self.schema.register(id).singular)
            url = url_for("rows.create", plan_id=self.plan_id, register=id, back=here())
            links[id] = (words, url)
        return links

    def _files_url(self) -> str:
        return url_for("files.index", plan_id=self.plan_id)

    def audience_form(self, owner: Owner, entry: EntryContent, sent: Any = None) -> AudienceForm:
        """Who may see the entry, as far as this person may change it."""
        widens = can(actor(), Permission.AUDIENCE_WIDEN, self.place(owner))
        return AudienceForm(owner, entry, widens=widens, label=_whole_label(owner), sent=sent)

    def languages(self) -> list[tuple[str, str, bool]]:
        """(tag, address, is current) of every language of the plan; nothing where it has one."""
        tags = self.version.plan.languages
        if len(tags) < 2:
            return []
        return [(tag, here(text=tag), tag == self.language) for tag in tags]

    def shown(self, html: str) -> str:
        """Long text with the addresses of its pictures."""
        return files.with_sources(html, lambda uid: _file_url(self.plan_id, uid))


def section_desk(
    plan_id: object, section_id: str, permission: Permission = Permission.SECTION_EDIT
) -> tuple[Desk, Section]:
    """The plan and one section of it, if the person may write there."""
    at = part_desk(plan_id, permission)  # before saying whether there is such a section
    section = known(at.schema.section, section_id)
    require(actor(), permission, at.place(section))
    return at, section


def register_desk(plan_id: object, register: str) -> tuple[Desk, Register]:
    """The plan and one register of it, if the person may write its rows."""
    at = part_desk(plan_id, Permission.SECTION_EDIT)
    owner = known(at.schema.register, register)
    require(actor(), Permission.SECTION_EDIT, at.place(owner))
    return at, owner


def part_desk(plan_id: object, permission: Permission) -> Desk:
    """A plan of which the person is permitted at least a part; the services say which."""
    at = desk(plan_id)
    if not drafts_a_section(actor(), at.version):
        require(actor(), permission, at.version)
    return at


def desk(plan_id: object, permission: Permission = Permission.PLAN_SHOW) -> Desk:
    """The newest version of a plan, if the person may see (or change) it."""
    version = plans.newest(actor(), str(plan_id), permission)
    schema = plans.schema_of(version, locale())
    authentic = version.plan.party.authentic or {}
    texts = {key: words[locale()] for key, words in authentic.items() if locale() in words}
    return Desk(version, with_authentic(schema, texts) if texts else schema)


def known(find: Callable[[str], T], id: str) -> T:
    """A section or register of the schema; NotFound for an address nobody offered."""
    try:
        return find(id)
    except KeyError:
        raise nothing_here() from None


def nothing_here() -> Hidden:
    """The same answer for what does not exist and for what is held back."""
    return Hidden(N_("There is nothing at this address, or you may not see it."))


def here(**changed: str) -> str:
    """The address of this page, some arguments changed."""
    asked = {**arguments(), **changed}
    for passing in ("ask", "find", "removed", "lang", "held"):
        asked.pop(passing, None)
    return url_for(request.endpoint or "", **asked)


def way_back() -> str:
    """Where a page was reached from, if it is one of ours; '' otherwise."""
    return own_page(request.args.get("back")) or ""


def counter_sent(version: PlanVersion, sent: Sent | None = None) -> int:
    """The revision the form was opened with; 0 for a new row, and for what is no number.

    Also 0 for a form of an earlier version of the plan: its numbers mean nothing here, and from 0
    on every difference is asked about.
    """
    form = request.form if sent is None else sent
    return _number(form, "_seen") if _is_of(version, form) else 0


def fields_seen_sent(version: PlanVersion, sent: Sent | None = None) -> dict[str, int]:
    """Fields that the page has shown at a later revision than the one it was opened with."""
    form = request.form if sent is None else sent
    if not _is_of(version, form):
        return {}
    names = [name for name in form if name.startswith(_FIELD_SEEN)]
    return {name.removeprefix(_FIELD_SEEN): _number(form, name) for name in names[:MOST_FIELDS]}


def refuse_from_before(opened: entries.OpenEntry, sent: Sent | None = None) -> None:
    """Nothing of a form that holds removed words is read or shown again. Raises Redacted."""
    version = opened.version
    shown = Seen(counter_sent(version, sent), fields_seen_sent(version, sent))
    entries.refuse_from_before(opened, shown)


def turn_sent() -> Turn | None:
    """Which request of which open page this is; None without scripts."""
    page, _, turn = request.form.get("_request", "").partition(":")
    is_whole = turn.isascii() and turn.isdigit() and len(turn) < 10
    return Turn(page, int(turn)) if is_whole and is_name(page) else None


def _is_of(version: PlanVersion, form: Sent) -> bool:
    return form.get("_version", version.id) == version.id


def _number(form: Sent, name: str) -> int:
    sent = form.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def is_name(sent: str) -> bool:
    """Whether an open page can call itself that."""
    return bool(sent) and sent.isascii() and sent.isprintable() and len(sent) <= WINDOW_LENGTH


def window_sent() -> str:
    """What the open page calls itself; '' without scripts, and for what no page of ours sends."""
    sent = request.form.get("_window", "")
    return sent if sent.isascii() and len(sent) <= WINDOW_LENGTH else ""


def change_of(
    form: EntryForm,
    seen: int,
    audience: AudienceForm | None = None,
    completed: bool | None = None,
    *,
    fields_seen: Mapping[str, int] = EVERYWHERE,
    origin: str = "form",
) -> entries.Change:
    """What the service is handed."""
    return entries.Change(
        seen=seen,
        fields_seen=fields_seen,
        origin=origin,
        answers=form.answers,
        unaccepted=form.unaccepted,
        completed=completed,
        audience=audience.audience if audience else None,
        audiences=audience.audiences if audience else None,
        window=window_sent(),
    )


def say_saved(form: EntryForm, saved: entries.Saved) -> None:
    """One sentence of what came of it: 'saved' is never said of what is not."""
    if form.unaccepted:
        flash(gettext("Saved, except for what is marked below."), "error")
    elif saved.merged and saved.other == actor().name:
        flash(gettext("Saved, together with what you saved in another window."), "success")
    elif saved.merged and saved.other:
        words = gettext("Saved, together with what %(name)s saved meanwhile.", name=saved.other)
        flash(words, "success")
    else:
        flash(gettext("Saved."), "success")


def _plan_file(plan_id: str, file: FileContent) -> PlanFile:
    is_picture = file.media_type.startswith("image/")
    return PlanFile(file.uid, file.name, _file_url(plan_id, file.uid), is_picture)


def _file_url(plan_id: str, uid: str) -> str:
    return url_for("files.show", plan_id=plan_id, file_id=uid)


def _currencies(reading: Reading) -> list[str]:
    """Currencies the loaded rows use, the most frequent first."""
    used: Counter[str] = Counter()
    for row in reading.plan.rows("budget_line"):
        code = (row.answers.get("cost") or {}).get("currency")
        used.update([code] if code else [])
    return [code for code, _ in used.most_common()]


def _whole_label(owner: Owner) -> str:
    if isinstance(owner, Register):
        return gettext("This row as a whole")
    return gettext("This section as a whole")
