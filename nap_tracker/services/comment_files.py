"""Comments on their way out: as a table, and in the plan as a Word file.

Both hold what the reader hears and nothing else (`services.threads`), in the text they read: the
plan as it is, or a round as it was opened. Nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from nap_tracker.annex_c.schema import LANGUAGES, treaty
from nap_tracker.clock import now, today
from nap_tracker.content.audience import Audience, Reach, for_reader
from nap_tracker.content.marks import Remark, Said, Sent
from nap_tracker.content.matrix import (
    RESPONSES,
    UNPUBLISHED,
    MatrixRow,
    Sheet,
    Spot,
    beginning,
)
from nap_tracker.content.places import Places
from nap_tracker.content.remark_text import GOVERNMENT
from nap_tracker.content.tree import SECTION, PlanContent
from nap_tracker.exports import comment_matrix
from nap_tracker.exports.document_copy import made_for
from nap_tracker.exports.document_tree import Document, Mark
from nap_tracker.exports.docx import comments as word
from nap_tracker.exports.pictures import ImageData
from nap_tracker.i18n import N_, chosen, gettext, locale, moment, use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.models.round import Round, RoundInvitation
from nap_tracker.permissions import Seat, can, reach_of, require
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import (
    contents,
    plans,
    printing,
    round_sayings,
    rounds,
    seats,
    threads,
)
from nap_tracker.services.comment_places import Ground
from nap_tracker.services.made import Made
from nap_tracker.services.threads import Thread
from nap_tracker.text.anchors import AROUND
from nap_tracker.workflow.resolution import Resolution

AUDIENCES: Mapping[Audience, str] = {
    Audience.DRAFTING_TEAM: N_("Drafting team"),
    Audience.REVIEWERS: N_("Reviewers"),
    Audience.PUBLIC: N_("Public"),
}


@dataclass(frozen=True)
class Reading:
    """What one reader has before them: the text, and the comments they hear."""

    actor: Actor
    version: PlanVersion
    round: Round | None = None
    seat: RoundInvitation | None = None
    """Their own, where they came to review."""

    @cached_property
    def ground(self) -> Ground:
        """The text whole, with its files, which a Word file prints; nobody is shown it as it is.
        Of a round with what was closed to its readers since, as its pages have it."""
        if self.round is not None:
            return round_sayings.ground_of(Seat(self.round, self.seat))
        return Ground(contents.load(self.version))

    @cached_property
    def whole(self) -> PlanContent:
        """The text as they may read it; of a round with what is not asked about, among which the
        rest has its numbers. Nothing leaves but what is in `only`."""
        if self.round is not None:
            return rounds.whole_text_of(self.actor, Seat(self.round, self.seat))
        require(self.actor, Permission.PLAN_SHOW, self.version)
        schema = plans.schema_of(self.version, self.version.plan.language)
        return for_reader(self.ground.content, schema, self._reach)

    @cached_property
    def plan(self) -> PlanContent:
        """The same without the sections that are not asked about."""
        if self.only is None:
            return self.whole
        entries = self.whole.entries
        asked = tuple(e for e in entries if e.kind != SECTION or e.section in self.only)
        return replace(self.whole, entries=asked)

    @cached_property
    def only(self) -> frozenset[str] | None:
        """The sections that are under review, for whoever reads the round; None for all of a plan.

        The drafting team takes out of a round what its reviewers were shown, as its page does.
        """
        return None if self.round is None else frozenset(self.round.sections)

    @property
    def audience(self) -> Audience:
        """As on the page of the round: who drafts the plan reads there too what the team reads."""
        return self._reach.audience

    @cached_property
    def _reach(self) -> Reach:
        at = self.version if self.round is None else Seat(self.round, self.seat)
        return contents.with_own_files(self.actor, self.version, reach_of(self.actor, at))

    @cached_property
    def record(self) -> tuple[Thread, ...]:
        """What they hear. What was taken back stays in the record of a round, and only there."""
        heard = threads.threads(self.actor, self.version, round_=self.round, ground=self.ground)
        return tuple(heard) if self.round is not None else tuple(filter(_stands, heard))

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """The same without what was taken back: what goes out and comes back in files."""
        return tuple(filter(_stands, self.record))

    @cached_property
    def places(self) -> Places:
        edition = self.plan.edition
        own = treaty(edition, locale())
        return Places(self.plan, own, [treaty(edition, language) for language in LANGUAGES])

    @property
    def may_receive(self) -> bool:
        """Whether they may enter what others said."""
        return self.seat is None and can(self.actor, Permission.COMMENT_RECEIVE, self.version)

    @property
    def number(self) -> int | None:
        return self.round.number if self.round else None

    @property
    def reader(self) -> str:
        """Who the file is for: in an anonymous round the code of their seat."""
        if self.seat is None:
            return self.actor.name
        is_anonymous = self.round is not None and self.round.is_anonymous
        return self.seat.code_name if is_anonymous else self.seat.name

    def file_name(self, extension: str, what: str) -> str:
        """A name that a ministry can file."""
        part = f"round-{self.number}-{what}" if self.number else what
        return printing.file_name(self.plan, self.audience, extension, part=part)


def of_plan(actor: Actor, plan_id: str, round_id: str = "") -> Reading:
    """The comments on a plan, or those of one round that the actor runs."""
    version = plans.newest(actor, plan_id, Permission.COMMENT_SHOW)
    round_ = rounds.get(actor, plan_id, round_id) if round_id else None
    return Reading(actor, rounds.version_of(round_) if round_ else version, round_)


def of_seat(actor: Actor, round_id: str) -> Reading:
    """A reviewer's own round. Raises Hidden for who has no seat in it."""
    seat = seats.own(actor, round_id)
    require(actor, Permission.ROUND_READ, seat)
    version = rounds.version_of(seat.round)
    return Reading(actor, version, seat.round, seat.invitation)


def table(reading: Reading) -> Made:
    """The comments as a workbook."""
    data = comment_matrix.to_xlsx(
        rows(reading),
        sheet(reading, gettext("Comments on “%(plan)s”", plan=title(reading))),
        reading.places.all,
        language=locale(),
        made_at=now(),
    )
    return Made(data, reading.file_name("xlsx", "comments"), None)


def document(reading: Reading) -> Made:
    """The text as a Word file with the comments on their words."""
    tree, pictures = drawn(reading)
    with use_locale(reading.plan.language):
        made = word.to_docx(
            tree,
            pictures,
            remarks(reading),
            plan=reading.plan.uid,
            round_number=reading.number,
        )
    return Made(made.data, reading.file_name("docx", "comments"), None)


def sent(reading: Reading) -> tuple[Sent, ...]:
    """The paragraphs such a file is made of."""
    tree, pictures = drawn(reading)
    with use_locale(reading.plan.language):
        return word.sent(tree, pictures)


def drawn(reading: Reading) -> tuple[Document, dict[str, ImageData]]:
    """The text with the name of who takes it out on it, and the pictures it shows."""
    tree, pictures = printing.drawn(
        reading.whole,
        reading.version.party_id,
        audience=reading.audience,
        mark=Mark.DRAFT,
        made_on=today(reading.version.plan.party.time_zone),
        only=reading.only,
        origins=True,
    )
    with use_locale(reading.plan.language):
        return made_for(tree, reading.reader), pictures


def rows(reading: Reading) -> tuple[MatrixRow, ...]:
    """Each comment as a row, in the order of their numbers."""
    return tuple(_row(reading, one) for one in reading.threads)


def recorded(reading: Reading) -> tuple[MatrixRow, ...]:
    """The same, with what was taken back."""
    return tuple(
        replace(_row(reading, one), is_taken_back=not _stands(one)) for one in reading.record
    )


def remarks(reading: Reading) -> tuple[Remark, ...]:
    """Each comment as a balloon."""
    return tuple(_remark(reading, one) for one in reading.threads)


def sheet(reading: Reading, heading: str) -> Sheet:
    """What stands over a table."""
    plan = reading.version.plan
    round_ = reading.round
    made = moment(now(), plan.party.time_zone)
    facts = [
        (gettext("Party"), chosen(plan.party.name)),
        (gettext("Plan"), title(reading)),
        (gettext("Version"), str(reading.version.number)),
        (
            gettext("Review round"),
            gettext("%(number)s. %(title)s", number=round_.number, title=round_.title)
            if round_
            else gettext("All rounds, and comments outside of rounds"),
        ),
        (gettext("For"), gettext(AUDIENCES[reading.audience])),
        (
            gettext("Made on"),
            gettext("%(moment)s (time zone %(zone)s)", moment=made, zone=plan.party.time_zone),
        ),
        (gettext("Made for"), reading.reader),
        (gettext("Comments"), str(len(reading.threads))),
    ]
    return Sheet(reading.plan.uid, reading.version.number, reading.number, tuple(facts), heading)


def title(reading: Reading) -> str:
    return chosen(reading.version.plan.title, reading.version.plan.language)


def spot_of(thread: Thread) -> Spot:
    where = thread.where
    return Spot(where.section or "", where.uid or "", where.field or "", where.language or "")


def _stands(thread: Thread) -> bool:
    return thread.state is not Resolution.WITHDRAWN


def _row(reading: Reading, thread: Thread) -> MatrixRow:
    spot = spot_of(thread)
    place = reading.places.of(spot) or reading.places.of(Spot(spot.section))
    line = place.line if place else ""
    if thread.is_lost and thread.row_name:
        line = thread.row_name
    answer = thread.response
    return MatrixRow(
        thread.id,
        thread.number,
        spot,
        place.section if place else "",
        line,
        thread.quote or (beginning(place.text) if place else ""),
        thread.body,
        thread.kind.value,
        thread.proposed or "",
        _names(thread),
        thread.author,
        answer.kind.value if answer else "",
        answer.reason if answer else "",
        is_draft=answer is not None and answer.is_draft,
    )


def _remark(reading: Reading, thread: Thread) -> Remark:
    before, after = _beside(reading, thread)
    came = _names(thread)
    at = _utc(thread.said_at or thread.created_at)
    replies = [Said(thread.author, at, gettext("Files: %(names)s", names=came))] if came else []
    replies += [Said(r.author, _utc(r.at), r.body) for r in thread.replies if r.body]
    answer = thread.response
    if answer is not None:
        kind = gettext((UNPUBLISHED if answer.is_draft else RESPONSES)[answer.kind.value])
        words = f"{kind}: {answer.reason}" if answer.reason else kind
        published = answer.published_at or thread.said_at or thread.created_at
        replies.append(Said(gettext(GOVERNMENT), _utc(published), words))
    return Remark(
        thread.id,
        thread.number,
        spot_of(thread),
        thread.author,
        at,
        thread.body,
        thread.kind.value,
        thread.proposed or "",
        thread.block or "",
        thread.quote,
        before,
        after,
        tuple(replies),
    )


def _names(thread: Thread) -> str:
    return ", ".join(file.name for file in thread.files)


def _beside(reading: Reading, thread: Thread) -> tuple[str, str]:
    """What stands around the words where they are found."""
    passage = reading.ground.passage(thread.where) if thread.quote and thread.place else None
    if passage is None or thread.place is None:
        return "", ""
    start, end = thread.place.start, thread.place.end
    return passage.said[max(0, start - AROUND) : start], passage.said[end : end + AROUND]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
