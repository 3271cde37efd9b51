"""Nobody hears of a comment that is not for them by any way out, and whom it is for does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from nap_tracker import mail
from nap_tracker.content.audience import Audience
from nap_tracker.errors import Hidden
from nap_tracker.exports import press
from nap_tracker.exports.screen import kept
from nap_tracker.extensions import db
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR
from nap_tracker.services import comment_readers, exports, plans, withdrawals
from tests.browser_client import Page
from tests.web.heard import (
    HEARS,
    MARK,
    READERS,
    UNASKED,
    World,
    everything_of,
    make_world,
    marker,
    markers_in,
    table,
)

pytestmark = pytest.mark.database

OPEN = table(
    """
                  lead drafter elsewhere viewer asked waiting expert otherwise reviewer link otherlink admin consented stranger public
list               x      x        x       x      x      x      x        x        x      .      .        .       x        .       .
own page           x      x        x       x      x      x      x        x        x      .      .        .       x        .       .
reading view       x      x        x       x      x      x      x        x        x      .      .        .       x        .       .
form               x      .        .       .      .      .      .        .        .      .      .        .       .        .       .
table              x      x        x       x      x      x      x        x        x      .      .        .       x        .       .
word               x      x        x       x      x      x      x        x        x      .      .        .       x        .       .
ledger inside      x      .        .       .      .      .      .        .        .      .      .        .       x        .       .
ledger outside     x      .        .       .      .      .      .        .        .      .      .        .       x        .       .
ledger other       x      .        .       .      .      .      .        .        .      .      .        .       x        .       .
text inside        x      .        .       .      x      x      .        .        .      .      .        .       x        .       .
text outside       x      .        .       .      .      .      x        .        .      x      .        .       x        .       .
text other         x      .        .       .      .      .      .        x        .      .      x        .       x        .       .
seat inside        .      .        .       .      x      x      .        .        .      .      .        .       .        .       .
seat outside       .      .        .       .      .      .      x        .        .      x      .        .       .        .       .
seat other         .      .        .       .      .      .      .        x        .      .      x        .       .        .       .
review inside      .      .        .       .      x      x      .        .        .      .      .        .       .        .       .
review outside     .      .        .       .      .      .      x        .        .      x      .        .       .        .       .
review other       .      .        .       .      .      .      .        x        .      .      x        .       .        .       .
"""  # noqa: E501
)
"""Way out -> who gets anything by it. `text` is what a round froze, `seat` are files and ledger for
who sits in that round, `review` their page of what they wrote. While a plan is in review those who
were given a section write nothing in it: their form is the page of answers."""

SUMMARY = frozenset(HEARS) - {"closed plan"}
SAID = frozenset(name for name in HEARS if not name.endswith("unsent"))
AUTHORS = {"asked": "inside", "expert": "outside", "otherwise": "other"}
"""Whose seat the comments of a round were said from."""
UNSENT = {"waiting": "inside unsent", "link": "outside unsent"}
STILL_OPEN = frozenset({"free plan", "closed plan", "inside plan", "outside plan"})


def of_round(name: str) -> frozenset[str]:
    return frozenset(one for one in HEARS if one.startswith(name))


@pytest.fixture(scope="module")
def world(app: Flask, shared_database: None) -> World:
    return make_world(app)


@pytest.fixture(autouse=True)
def printed_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF holds the words of its page: printing is proved elsewhere, and takes a second."""

    def render(page: str, *_: object) -> SimpleNamespace:
        return SimpleNamespace(data=page.encode(), pages=1)

    monkeypatch.setattr(press, "render", render)


@dataclass(frozen=True)
class Way:
    """One way out: its addresses, and what of that which its readers hear it shows."""

    addresses: Callable[[World], list[str]]
    shows: Callable[[str], frozenset[str]]

    def words(self, world: World, who: str) -> list[str]:
        """Of each address. A page that is refused may not tell anything either."""
        browser = world.browser(who)
        return [everything_of(browser.get(url)) for url in self.addresses(world)]


def of_plan(*parts: str) -> Callable[[World], list[str]]:
    return lambda world: [f"/plans/{world.cast.plan.id}{part}" for part in parts]


def of_rounds(name: str, *parts: str) -> Callable[[World], list[str]]:
    return lambda world: [f"/rounds/{world.rounds[name]}/review{part}" for part in parts]


def _ledger(name: str) -> Callable[[World], list[str]]:
    return lambda world: of_plan(
        *(f"/rounds/{world.rounds[name]}/ledger/ledger.{form}" for form in ("pdf", "xlsx"))
    )(world)


def _own(name: str) -> Callable[[str], frozenset[str]]:
    """What one wrote in a round oneself."""

    def shows(who: str) -> frozenset[str]:
        unsent = frozenset({UNSENT.get(who, "")})
        wrote = of_round(name) - {f"{name} unsent"} if AUTHORS.get(who) == name else frozenset()
        return wrote | (unsent & of_round(name))

    return shows


WAYS = {
    "list": Way(of_plan("/comments"), lambda _: frozenset(HEARS)),
    "reading view": Way(of_plan("/read/summary"), lambda _: SUMMARY),
    "form": Way(of_plan("/sections/summary"), lambda _: SUMMARY),
    "table": Way(of_plan("/comments/files/table.xlsx"), lambda _: frozenset(HEARS)),
    "word": Way(of_plan("/comments/files/plan.docx"), lambda _: frozenset(HEARS)),
}
ROUNDS = ("inside", "outside", "other")
for _name in ROUNDS:
    WAYS[f"ledger {_name}"] = Way(_ledger(_name), lambda _, name=_name: of_round(name))
    WAYS[f"seat {_name}"] = Way(
        of_rounds(_name, "/ledger/ledger.pdf", "/ledger/ledger.xlsx", "/files/table.xlsx",
                  "/files/plan.docx"),
        lambda _, name=_name: of_round(name),
    )  # fmt: skip
    WAYS[f"text {_name}"] = Way(
        lambda world, name=_name: [f"/rounds/{world.rounds[name]}/read/summary"],
        lambda _, name=_name: of_round(name),
    )
    WAYS[f"review {_name}"] = Way(of_rounds(_name, "/hand-in"), _own(_name))


def test_the_tables_know_every_way_and_every_reader() -> None:
    assert OPEN.keys() == {*WAYS, "own page"}
    assert {who for row in (*OPEN.values(), *HEARS.values()) for who in row} <= set(READERS)


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("name", WAYS)
def test_a_way_out_shows_its_readers_what_they_hear_and_nothing_else(
    world: World, name: str, who: str
) -> None:
    way = WAYS[name]
    heard = {one for one, readers in HEARS.items() if who in readers}
    wanted = heard & way.shows(who) if who in OPEN[name] else set()
    for text in way.words(world, who):
        assert markers_in(text) == wanted


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("name", [one for one in WAYS if one.split()[-1] in ROUNDS])
def test_no_way_out_of_a_round_tells_of_a_section_it_does_not_ask_about(
    world: World, name: str, who: str
) -> None:
    assert all(UNASKED not in text.casefold() for text in WAYS[name].words(world, who))


def test_what_no_round_asks_about_is_read_in_the_plan(world: World) -> None:
    """Or the test above would look for a word that is nowhere."""
    assert all(UNASKED in text.casefold() for text in WAYS["word"].words(world, "viewer"))


@pytest.mark.parametrize("who", READERS)
def test_the_page_of_a_comment_opens_to_who_hears_of_it(world: World, who: str) -> None:
    for name, uid in world.comments.items():
        page = world.browser(who).get(f"/plans/{world.cast.plan.id}/comments/{uid}")
        opens = who in HEARS[name] and who in OPEN["own page"]
        assert markers_in(page.text) == ({name} if opens else set()), name
        assert (page.status == 200) is opens, name


@pytest.mark.parametrize("who", READERS)
def test_a_file_opens_where_its_comment_is_heard_and_at_no_other_address(
    world: World, who: str
) -> None:
    plan, party = world.cast.plan.id, world.cast.amberland.id
    for name, uid in world.comments.items():
        browser, file, round_ = world.browser(who), world.files[name], name.split()[0]
        said, hears = f"{marker(name)}file", who in HEARS[name]
        page = browser.get(f"/plans/{plan}/comments/{uid}/files/{file}")
        assert (page.response.data == said.encode()) is (hears and who in OPEN["own page"]), name
        if round_ in world.rounds:
            page = browser.get(f"/rounds/{world.rounds[round_]}/review/comments/{uid}/files/{file}")
            sits = who in OPEN[f"text {round_}"]
            assert (page.response.data == said.encode()) is (hears and sits), name
        elsewhere = [f"/parties/{party}/files/{file}", f"/plans/{plan}/files/{file}"]
        elsewhere += [f"{url}/original" for url in elsewhere]
        assert not any(said in browser.get(url).text for url in elsewhere), name


def test_who_removes_words_is_shown_no_file_of_what_was_not_sent(world: World) -> None:
    leader = world.cast.actor("focal_point")
    listed, _ = withdrawals.of_party(leader, world.cast.amberland)
    assert {one.id for one in listed} == {world.files[name] for name in SAID}
    for name in set(HEARS) - SAID:
        with pytest.raises(Hidden):
            withdrawals.get(leader, world.cast.amberland, world.files[name])


@pytest.mark.parametrize("who", READERS)
def test_nobody_counts_what_is_not_for_them(world: World, who: str) -> None:
    browser, plan = world.browser(who), f"/plans/{world.cast.plan.id}"
    heard = {name for name, readers in HEARS.items() if who in readers & OPEN["list"]}
    told = {url: browser.get(url) for url in (plan, f"{plan}/comments", f"{plan}/read/summary")}
    open_ones = sum(map(int, re.findall(r"(\d+) open comment", told[plan].text)))
    assert open_ones == len(heard & STILL_OPEN)
    if who in OPEN["list"]:
        assert _first_count(told[f"{plan}/comments"]) == len(heard)
        assert _first_count(told[f"{plan}/read/summary"]) == len(heard & SUMMARY)


def _first_count(page: Page) -> int:
    """Of all comments, as the line of filters has it."""
    words = [link.text() for link in page.select(".app-tabs a")]
    return next(int(found[1]) for said in words if (found := re.search(r"\((\d+)\)$", said)))


MAILED = {"lead": SAID, "reviewer": frozenset({"free own"})}
MAILED |= {
    who: frozenset(one for one in of_round(name) & SAID if who in HEARS[one])
    for who, name in AUTHORS.items()
}
"""Who leads is told of all; who said something, of the replies to it."""


@pytest.mark.parametrize("who", READERS)
def test_mail_carries_words_to_who_hears_them_and_none_in_its_subject(
    world: World, who: str
) -> None:
    mails = db.session.scalars(select(Message).filter_by(to=world.address(who))).all()
    rendered = [mail.render(one) for one in mails]
    assert not [one["Subject"] for one in rendered if MARK in one["Subject"]]
    told = {name for one in rendered for name in markers_in(one.get_content())}
    assert told == MAILED.get(who, frozenset())
    assert all(who in HEARS[name] for name in told)


NOWHERE = of_plan("", "/log", "/log/csv", "/log/json", "/history", "/steps", "/versions", "/check",
                  "/exports", "/sections/summary/answers", "/read",
                  "/read/whole", "/rounds", "/comments?show=lost", "/files",
                  "/comments/files")  # fmt: skip


def _elsewhere(world: World, who: str) -> list[str]:
    party = f"/parties/{world.cast.amberland.id}"
    pages = ["/", "/account", "/reminders", party, f"{party}/log", f"{party}/reminders"]
    pages += [f"/search?q={MARK}", f"/search?q={MARK}&plan={world.cast.plan.id}"]
    for uid in world.rounds.values():
        board = f"/plans/{world.cast.plan.id}/rounds/{uid}"
        pages += [board, f"{board}/answers", f"{board}/changes", f"{board}/ledger"]
        pages += [f"/rounds/{uid}/read/whole", f"/rounds/{uid}/review/calendar.ics"]
    return [*pages, *filter(None, [world.calendars.get(who)])]


@pytest.mark.parametrize("who", READERS)
def test_what_is_no_page_of_comments_holds_none(world: World, who: str) -> None:
    for url in (*NOWHERE(world), *_elsewhere(world, who)):
        assert not markers_in(everything_of(world.browser(who).get(url))), url


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("format", ["json", "pdf", "docx", "xlsx"])
def test_no_document_of_the_plan_holds_any(world: World, format: str, audience: Audience) -> None:
    version = plans.newest(OPERATOR, world.cast.plan.id)
    export = exports.request(OPERATOR, version, format=format, audience=audience, mark="draft")
    assert not markers_in(export.content)


@pytest.fixture
def nothing_kept(world: World) -> Iterator[None]:
    """Neither what was heard rightly before, nor what is heard wrongly here for who comes after."""
    kept.forget()
    yield
    kept.forget()


@pytest.mark.usefixtures("nothing_kept")
def test_the_tables_would_notice_a_leak(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the one question answered wrongly, every way that asks it shows too much."""
    unheard = {
        (name, who): way.shows(who) - {one for one, readers in HEARS.items() if who in readers}
        for name, way in WAYS.items()
        for who in OPEN[name]
    }
    monkeypatch.setattr(comment_readers, "hears", lambda *_: True)
    noticed = {
        name
        for (name, who), hidden in unheard.items()
        if hidden and all(hidden <= markers_in(text) for text in WAYS[name].words(world, who))
    }
    own = {name for name in WAYS if name.startswith("review")}  # asks only whose seat it is
    alike = {"ledger other", "text other", "seat other"}  # all who open them hear all of it
    assert noticed == WAYS.keys() - own - alike
