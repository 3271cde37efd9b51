"""The frozen text of a round as one person reads it, and where its places lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import request, url_for

from nap_tracker.i18n import gettext, locale
from nap_tracker.permissions import Seat, can
from nap_tracker.roles import ActorKind, Permission
from nap_tracker.services import plans, round_reading, rounds, seats
from nap_tracker.services.threads import Thread
from nap_tracker.web.door import actor
from nap_tracker.web.leaves import Sheet
from nap_tracker.web.plan_pages import NO_ROW
from nap_tracker.web.read_desk import Desk, named
from nap_tracker.workflow.resolution import Resolution


@dataclass(frozen=True, kw_only=True)
class RoundDesk(Desk):
    """Its places lead to no form: what is frozen is edited nowhere."""

    seat: Seat

    @cached_property
    def _contents(self) -> str:
        return url_for("round_reading.show", round_id=self.seat.id)

    @cached_property
    def _section(self) -> str:
        return url_for("round_reading.section", round_id=self.seat.id, section_id=NO_ROW)

    @property
    def whole(self) -> tuple[str, str]:
        text = request.args.get("text")
        address = url_for("round_reading.whole", round_id=self.seat.id, text=text)
        return gettext("All of it on one page"), address

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [self.home, (gettext("Text under review"), self.url())]

    @property
    def home(self) -> tuple[str, str]:
        """(words, address): one's own review, or the round of who runs it."""
        if self.seat.invitation is not None:
            return gettext("My review"), url_for("my_reviews.show", round_id=self.seat.id)
        where = {"plan_id": self.seat.plan_id, "round_id": self.seat.id}
        return self.seat.title, url_for("rounds.show", **where)

    @property
    def _circle(self) -> tuple[Any, ...]:
        return (*self._within, self.says)

    @property
    def _within(self) -> tuple[Any, ...]:
        return (*super()._within, self.seat.id)

    def sheet(self, unfold: Callable[[int], str]) -> Sheet:
        return Sheet(
            self._pictures,
            say_of=self.say if self.says else None,
            draw_thread=self.drawn,
            unfold=unfold,
            language=self.spoken,
        )

    @cached_property
    def says(self) -> bool:
        is_seated = self.seat.invitation is not None
        return is_seated and can(actor(), Permission.ROUND_COMMENT, self.seat)

    def say_of_section(self, section: str) -> str:
        back = self._back(section)
        return f"{self._say}?{named(section=section, back=back)}" if self.says else ""

    @cached_property
    def _say(self) -> str:
        return url_for("my_comments.create", round_id=self.seat.id)

    def url_of(self, thread: Thread) -> str:
        """Where its author puts it right, where a reviewer adds to it, or the drafting team's."""
        where = {"round_id": self.seat.id, "comment_id": thread.id}
        if self.says and thread.state is Resolution.WRITTEN:
            return url_for("my_comments.edit", **where)
        if self.says and thread.said_at is not None and self.seat.invitation.handed_in_at:
            return url_for("my_comments.reply", **where)
        return super().url_of(thread) if self._is_of_the_plan else ""

    @cached_property
    def files_of(self) -> dict[str, str]:
        if self._is_of_the_plan:
            return {"plan_id": self.seat.plan_id}
        return {"plan_id": "", "round_id": self.seat.id}

    @cached_property
    def _is_of_the_plan(self) -> bool:
        return can(actor(), Permission.COMMENT_SHOW, self.version)

    @cached_property
    def empty(self) -> list[tuple[str, str]]:
        """(id, title) of sections that are asked about and there, in which nothing is written."""
        told = {title.section for title in self.titles}
        left = [id for id in self.seat.sections if id not in told]
        text = rounds.text_of(actor(), self.seat) if left else None
        schema = plans.schema_of(self.version, locale())
        return [(id, schema.section(id).title) for id in left if text and text.section(id)]

    @cached_property
    def has_lost_words(self) -> bool:
        return round_reading.has_lost_words(self.seat)

    @cached_property
    def changes_url(self) -> str:
        """What changed in the draft since; '' where nothing did, or not for this reader."""
        if actor().kind is ActorKind.LINK or not round_reading.has_newer(actor(), self.seat):
            return ""
        if can(actor(), Permission.ROUND_SHOW, self.seat):
            where = {"plan_id": self.seat.plan_id, "round_id": self.seat.id}
            return url_for("rounds.changes", **where)
        return url_for("my_reviews.changes", round_id=self.seat.id)

    @property
    def _pictures(self) -> str:
        where = {"round_id": self.seat.id, "file_id": NO_ROW}
        return url_for("round_reading.picture", **where)[: -len(NO_ROW)]


def desk(round_id: UUID) -> RoundDesk:
    """The text as it was frozen, in the language asked for: `?text=fr`, else the binding one."""
    seat = seats.own(actor(), str(round_id), Permission.ROUND_READ)
    version = rounds.version_of(seat.round)
    wanted = request.args.get("text", "")
    language = wanted if wanted in version.plan.languages else version.plan.language
    reading = round_reading.of_round(actor(), seat, language)
    return RoundDesk(version=version, reading=reading, seat=seat)
