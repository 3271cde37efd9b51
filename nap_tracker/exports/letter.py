"""The cover letter a plan is sent with: what it says, for the ministry's own letterhead.

It names facts that were recorded and files with their sums. Whether the plan does what the
Convention asks is not for a letter of ours to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nap_tracker.i18n import day, gettext


@dataclass(frozen=True, slots=True)
class Endorsed:
    """One endorsement that was recorded."""

    body: str
    instrument: str
    endorsed_on: str | None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file that goes with the letter."""

    name: str
    what: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What is known when the letter is made; blanks are left open for the ministry to fill."""

    language: str
    party: str
    title: str
    period: tuple[str | None, str | None]
    is_amendment: bool
    endorsements: tuple[Endorsed, ...]
    enclosures: tuple[Enclosed, ...]
    made_on: date
    reference: str = ""
    contact: str = ""
    signatory: str = ""
    may_publish: bool = False


OPEN = "____________________"
"""Where the ministry writes by hand or in Word."""


def subject(letter: Letter) -> str:
    """What the letter is about."""
    if letter.is_amendment:
        return gettext(
            "Amendment of the national action plan under Article 7 of the Minamata Convention on"
            " Mercury"
        )
    return gettext("National action plan under Article 7 of the Minamata Convention on Mercury")


def head(letter: Letter) -> list[str]:
    """Lines above the subject: whom it goes to, place and date, reference."""
    reference = letter.reference or OPEN
    return [
        gettext("To the Secretariat of the Minamata Convention on Mercury"),
        gettext("United Nations Environment Programme, Geneva, Switzerland"),
        gettext("Place and date: %(blank)s", blank=OPEN),
        gettext("Reference: %(reference)s", reference=reference),
    ]


def body(letter: Letter) -> list[str]:
    """The paragraphs, in the language of the letter."""
    said = [_sent(letter), *map(_endorsed, letter.endorsements)]
    if letter.may_publish:
        said.append(gettext("The Secretariat may publish the text as it is enclosed."))
    if letter.contact:
        said.append(gettext("Contact: %(contact)s", contact=letter.contact))
    return said


def enclosures(letter: Letter) -> list[str]:
    """One line a file, with the sum by which an altered copy is known."""
    return [
        gettext(
            "%(what)s: %(name)s (SHA-256 %(sum)s)", what=one.what, name=one.name, sum=one.sha256
        )
        for one in letter.enclosures
    ]


def _sent(letter: Letter) -> str:
    words = {"party": letter.party, "title": letter.title}
    start, end = letter.period
    if letter.is_amendment:
        return gettext(
            "%(party)s herewith transmits to the Secretariat the amended national action plan"
            " “%(title)s”, in accordance with Article 7 and Annex C of the Convention.",
            **words,
        )
    if start and end:
        return gettext(
            "%(party)s herewith transmits to the Secretariat its national action plan “%(title)s”"
            " for the period from %(start)s to %(end)s, in accordance with Article 7, paragraph"
            " 3 (b), of the Convention.",
            start=day(start),
            end=day(end),
            **words,
        )
    return gettext(
        "%(party)s herewith transmits to the Secretariat its national action plan “%(title)s”, in"
        " accordance with Article 7, paragraph 3 (b), of the Convention.",
        **words,
    )


def _endorsed(one: Endorsed) -> str:
    if one.endorsed_on and one.instrument:
        return gettext(
            "It was endorsed by %(body)s on %(date)s (%(instrument)s).",
            body=one.body,
            date=day(one.endorsed_on),
            instrument=one.instrument,
        )
    if one.endorsed_on:
        return gettext(
            "It was endorsed by %(body)s on %(date)s.", body=one.body, date=day(one.endorsed_on)
        )
    if one.instrument:
        return gettext(
            "It was endorsed by %(body)s (%(instrument)s).",
            body=one.body,
            instrument=one.instrument,
        )
    return gettext("It was endorsed by %(body)s.", body=one.body)
