"""A Word file with comments that went out and came back: what it would do, or why it is refused.

Nothing is stored here. `sent` is what the file was made of: the plan, or the text of a round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from nap_tracker import i18n
from nap_tracker.content.marks import Kind, Mark, Remark, Sent, find, of_places, plain
from nap_tracker.content.matrix import Column, sum_of
from nap_tracker.content.places import Places
from nap_tracker.content.remark_text import is_of_the_government, lines_of
from nap_tracker.content.remark_text import told as told_by
from nap_tracker.i18n import N_
from nap_tracker.imports.brought import Bringing, Brought, Fate, Fault, Origin
from nap_tracker.imports.comment_rows import EMPTIED
from nap_tracker.imports.word import balloons, edits
from nap_tracker.imports.word.balloons import Words, sum_of_lines
from nap_tracker.imports.word.commented import Balloon, Commented, Paragraph
from nap_tracker.imports.word.dates import day_of
from nap_tracker.imports.word.edits import Edit
from nap_tracker.imports.word.located import At, located, marks_of
from nap_tracker.imports.word.refusals import refuse

AROUND = 30
"""Characters kept before and after chosen words."""
MOST_GONE = 0.2
"""Of the paragraphs that went out: where more are missing, only a part of the file came back."""
FEW = 3
"""So many may be missing however short the file was."""
NOT_OURS = N_(
    "This Word file was not made from this plan here, or its bookmarks are gone. Comment in a file"
    " that was made here, or use the table of comments."
)
OTHER_PLAN = N_("This Word file is of another plan. Bring it in there.")
OTHER_ROUND = N_("This Word file is of another review round. Bring it in there.")
UNKNOWN = N_("A comment of this file is not here, or not yours to see. It is not brought in.")
NOT_YOURS = N_(
    "Comment %(number)s is not yours to change. What the file says there is not brought in."
)
IS_SAID = N_(
    "Comment %(number)s stays as you said it: it was sent, or answered, or said more than five"
    " minutes ago. What the file says there is not brought in. Reply under the comment instead."
)
ANSWERED_HERE = N_(
    "A Word file does not change the response to a comment. What the file says there is not brought"
    " in: write the response on the page of the comment, or in the table."
)
MEANWHILE = N_(
    "Comment %(number)s was changed here too since the file was made. Look at it on its page."
)
ONLY_A_PART = N_(
    "%(count)s paragraphs that went out are not in the file. Nothing is made of that: it looks as"
    " if only a part of it came back."
)
CHANGED_SINCE = N_(
    "Paragraphs that are not in the file were changed here since it was made: %(count)s. Nothing is"
    " proposed for them."
)
PUT_OTHERWISE = N_("Proposed as a change in the Word file.")
TAKEN_OUT = N_("Proposed in the Word file: take this out.")
ADDED = N_("A paragraph that was added in the Word file.")


@dataclass(frozen=True)
class Setting:
    """What a file is held against: what went out, and the comments its reader may see."""

    plan: str
    round: int | None
    sent: tuple[Sent, ...]
    places: Places
    language: str
    """Of the document, in which labels in the balloons are."""
    known: tuple[Remark, ...] = ()
    mine: frozenset[str] = frozenset()
    """Ids of those whose words this person may change."""
    own: frozenset[str] = frozenset()
    """Ids of those they said, whether they may change them yet or not."""

    @cached_property
    def by_key(self) -> Mapping[str, Sent]:
        return of_places(self.sent)

    @cached_property
    def by_id(self) -> Mapping[str, Remark]:
        return {remark.id: remark for remark in self.known}


def brought(file: Commented, setting: Setting) -> Bringing:
    """What the file would do. Raises InvalidFile for one of elsewhere."""
    return _Reading(file, setting).all()


@dataclass
class _Reading:
    """Goes through one file."""

    file: Commented
    setting: Setting
    items: list[Brought] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0

    def all(self) -> Bringing:
        self._refuse_foreign()
        self._at = list(located(self.file, self.setting.by_key))
        self._balloons()
        for at in self._at:
            self._changes(at)
        self._gone()
        met = {mark.key for mark in self._told.marks.values()}
        absent = tuple(one.number for one in self.setting.known if one.id not in met)
        return Bringing(tuple(self.items), self.same, absent, tuple(self.faults))

    # What the file is of.

    def _refuse_foreign(self) -> None:
        marks = [mark for p in self.file.paragraphs for mark in marks_of(p)]
        ours = [mark for mark in marks if mark.kind is Kind.FILE]
        if any(mark.key != self.setting.plan for mark in ours):
            raise refuse(OTHER_PLAN)
        if any(mark.round != self.setting.round for mark in ours):
            raise refuse(OTHER_ROUND)
        is_known = any(m.kind is Kind.PLACE and m.key in self.setting.by_key for m in marks)
        # What a round asks about may not be written yet: then its file has no place to know it by.
        if not is_known and (self.setting.sent or not ours):
            raise refuse(NOT_OURS)

    # Comments.

    def _balloons(self) -> None:
        self._told = balloons.told(self.file, self.setting.by_id)
        for balloon in self.file.balloons:
            mark = self._told.marks.get(balloon.number)
            if mark is not None:
                self._returned(balloon, mark)
            elif self._is_old(balloon):
                continue
            elif is_of_the_government(balloon.author):
                self._fault(ANSWERED_HERE, self._line(balloon), stops=False)
            elif (parent := self._told.marks.get(balloon.parent)) is not None:
                self._reply(balloon, parent)
            else:
                self._new(balloon)

    def _is_old(self, balloon: Balloon) -> bool:
        """Whether it went out under a comment, or stands there by now."""
        is_sent = balloon.number in self._told.replies
        return is_sent or balloons.is_known_reply(balloon, self.setting.known)

    def _returned(self, balloon: Balloon, mark: Mark) -> None:
        known = self.setting.by_id.get(mark.key)
        line = self._line(balloon)
        if known is None:
            self._fault(UNKNOWN, line, stops=False)
            return
        said = told_by(balloon.lines)
        changes = {
            column: (before, after)
            for column, before, after in (
                (Column.COMMENT, known.body, said.body),
                (Column.PROPOSED, known.proposed, said.proposed),
                (Column.KIND, known.kind, said.kind or known.kind),
            )
            if plain(before) != plain(after)
        }
        if sum_of_lines(balloon.lines) == mark.sum or not changes:
            self.same += 1
        elif known.id not in self.setting.mine:
            is_said = known.id in self.setting.own
            self._fault(IS_SAID if is_said else NOT_YOURS, line, number=known.number, stops=False)
        elif self._sum_here(known) != mark.sum:
            self._fault(MEANWHILE, line, number=known.number)
        elif not said.body:
            self._fault(EMPTIED, line)
        else:
            place = self.setting.places.of(self.setting.places.whole(known.spot))
            self.items.append(
                Brought(
                    line,
                    Origin.COMMENT,
                    Fate.CHANGED,
                    said.body,
                    known.id,
                    known.number,
                    known.spot,
                    place.section if place else "",
                    place.line if place else "",
                    known.quote,
                    kind=said.kind or known.kind,
                    proposed=said.proposed,
                    reviewer=balloon.author,
                    changes=changes,
                )
            )

    def _sum_here(self, known: Remark) -> str:
        with i18n.use_locale(self.setting.language):
            return sum_of_lines(lines_of(known))

    def _reply(self, balloon: Balloon, mark: Mark) -> None:
        known = self.setting.by_id.get(mark.key)
        line = self._line(balloon)
        body = "\n".join(balloon.lines).strip()
        if known is None or not body:
            self._fault(UNKNOWN, line, stops=False)
        else:
            self.items.append(
                Brought(
                    line,
                    Origin.COMMENT,
                    Fate.REPLY,
                    body,
                    known.id,
                    known.number,
                    known.spot,
                    reviewer=balloon.author,
                    said_on=day_of(balloon.date),
                )
            )

    def _new(self, balloon: Balloon) -> None:
        """A comment somebody made: its words, as the plan has them, say where it belongs."""
        said = told_by(balloon.lines)
        line = self._line(balloon)
        if not (said.body or said.proposed):
            return
        item = Brought(
            line,
            Origin.COMMENT,
            Fate.NEW,
            said.body or i18n.gettext(PUT_OTHERWISE),
            kind=said.kind or ("change" if said.proposed else "note"),
            proposed=said.proposed,
            reviewer=balloon.author,
            said_on=day_of(balloon.date),
        )
        words = self._told.words.get(balloon.number)
        self.items.append(self._put(item, words))

    def _put(self, item: Brought, words: Words | None) -> Brought:
        if words is None:
            return _in_the_tray(item, "")
        at = self._at[words.paragraph]
        start, end = (_upon_sent(at.paragraph, place) for place in (words.start, words.end))
        return self._on(item, at, start, end)

    def _on(self, item: Brought, at: At, start: int, end: int) -> Brought:
        """At words of a paragraph as it went out."""
        chosen = plain(at.text[start:end])
        if at.sent is None:
            return _in_the_tray(item, chosen or plain(at.text))
        item = self._named(item, at.sent)
        if not at.sent.is_own or not chosen:
            return item
        before, after = plain(at.text[:start])[-AROUND:], plain(at.text[end:])[:AROUND]
        span = find(at.base, chosen, before, after)
        if span is None:
            return _in_the_tray(item, chosen)
        return _quoting(item, at.base, *span)

    def _named(self, item: Brought, sent: Sent) -> Brought:
        spot = self.setting.places.whole(sent.spot)
        place = self.setting.places.of(spot)
        section, line = (place.section, place.line) if place else ("", "")
        return _with(item, spot=spot, block=sent.block, section=section, place=line)

    # Changes of the text.

    def _changes(self, at: At) -> None:
        """What was tracked in a paragraph, and what was not."""
        if at.paragraph.is_contents:
            return
        if at.mark is None:
            self._added(at)
            return
        for edit in edits.tracked(at.paragraph.pieces):
            self.items.append(self._proposed(at, edit, Origin.TRACKED, at.text))
        if at.is_own and at.is_edited:
            before = at.sent.text if at.sent else ""
            for edit in edits.untracked(before, at.text):
                self.items.append(self._proposed(at, edit, Origin.EDIT, before))

    def _proposed(self, at: At, edit: Edit, origin: Origin, text: str) -> Brought:
        item = Brought(
            at.paragraph.place,
            origin,
            Fate.NEW,
            i18n.gettext(PUT_OTHERWISE if edit.words else TAKEN_OUT),
            kind="change",
            proposed=edit.words,
            reviewer=edit.author,
            said_on=day_of(edit.date),
        )
        chosen = text[edit.start : edit.end]
        if at.sent is None or not at.sent.is_own:
            return _in_the_tray(item if at.sent is None else self._named(item, at.sent), chosen)
        item = self._named(item, at.sent)
        base = text if origin is Origin.EDIT else at.base
        before, after = plain(text[: edit.start])[-AROUND:], plain(text[edit.end :])[:AROUND]
        span = find(base, chosen, before, after)
        return _quoting(item, base, *span) if span else _in_the_tray(item, chosen)

    def _added(self, at: At) -> None:
        """A paragraph that did not go out."""
        words = at.paragraph.read.strip()
        if not words:
            return
        changed = [piece for piece in at.paragraph.pieces if piece.change == "ins"]
        author, date = (changed[0].author, changed[0].date) if changed else ("", "")
        item = Brought(
            at.paragraph.place,
            Origin.TRACKED if changed else Origin.EDIT,
            Fate.TRAY,
            i18n.gettext(ADDED),
            kind="change",
            proposed=words,
            reviewer=author,
            said_on=day_of(date),
        )
        above = next((o for o in reversed(self._at[: at.paragraph.place - 1]) if o.sent), None)
        if above is not None and above.sent is not None:
            named = self._named(item, above.sent)
            item = _with(item, section=named.section, place=named.place)
        self.items.append(item)

    def _gone(self) -> None:
        """Paragraphs that went out in this very file and are not there any more.

        Who brings it in may read more than its author, and the plan may hold more than it did. A
        file that does not say what went out in it may lack anything for either reason.
        """
        here = {at.mark.key for at in self._at if at.mark and at.mark.kind is Kind.PLACE}
        went = self.file.went or {}
        gone = [key for key in went if key not in here]
        if len(gone) > max(FEW, MOST_GONE * len(went)):
            self._fault(ONLY_A_PART, None, stops=False, count=len(gone))
            return
        still = [one for key in gone if (one := self.setting.by_key.get(key)) and one.is_own]
        same = [one for one in still if sum_of(plain(one.text)) == went[one.key]]
        if len(same) < len(still):
            count = len(still) - len(same)
            self._fault(CHANGED_SINCE, None, stops=False, count=count)
        for one in same:
            item = Brought(0, Origin.EDIT, Fate.NEW, i18n.gettext(TAKEN_OUT), kind="change")
            self.items.append(_quoting(self._named(item, one), one.text, 0, len(one.text)))

    def _line(self, balloon: Balloon) -> int:
        words = self._told.words.get(balloon.number)
        return self.file.paragraphs[words.paragraph].place if words else 0

    def _fault(
        self, message: str, line: int | None, *, stops: bool = True, **params: object
    ) -> None:
        self.faults.append(Fault(message, line or None, params, stops))


def _upon_sent(paragraph: Paragraph, place: int) -> int:
    """A place among all characters as one among those that went out."""
    at = passed = 0
    for piece in paragraph.pieces:
        length = min(len(piece.text), place - passed)
        at += 0 if piece.change == "ins" else length
        passed += length
    return at


def _quoting(item: Brought, text: str, start: int, end: int) -> Brought:
    return _with(
        item,
        quote=text[start:end],
        before=text[:start][-AROUND:],
        after=text[end:][:AROUND],
    )


def _in_the_tray(item: Brought, words: str) -> Brought:
    return _with(item, fate=Fate.TRAY, quote=words)


def _with(item: Brought, **changes: object) -> Brought:
    return replace(item, **changes)  # type: ignore[arg-type]
