"""What a correction under Article 7 would change, said line by line before it is done."""

from __future__ import annotations

from collections.abc import Iterator

from nap_tracker.i18n import N_, day, gettext
from nap_tracker.services.consequences import Consequences, DutyChange
from nap_tracker.services.treaty_facts import Fact
from nap_tracker.workflow import duty_words
from nap_tracker.workflow.duties import Duty
from nap_tracker.workflow.notification import NOTIFICATION

STATE = N_("The Party then stands at “%(after)s”, and no longer at “%(before)s”.")
CHANGED = N_("%(duty)s. Now: %(before)s. Then: %(after)s.")
GONE = N_("%(duty)s. Now: %(before)s. Then it is not owed any more.")
COMES = N_("%(duty)s. It is not owed now. Then: %(after)s.")
LETTER = N_(
    "The letter to the Secretariat (%(letter)s) no longer counts, since what it tells of does not"
    " stand."
)
LETTER_AGAIN = N_("The letter to the Secretariat (%(letter)s) counts then.")
FILING = N_("What was filed (%(letter)s) stays in the record, and no duty asks for it any more.")


def lines(found: Consequences) -> list[str]:
    """One a change; nothing where nothing depends on it."""
    return [*_lines(found)]


def _lines(found: Consequences) -> Iterator[str]:
    if found.changes_state:
        before, after = (gettext(NOTIFICATION.names[state]) for state in found.states)
        yield gettext(STATE, before=before, after=after)
    for change in found.duties:
        yield _duty(change)
    for words, facts in (
        (LETTER, found.letters),
        (LETTER_AGAIN, found.letters_again),
        (FILING, found.filings),
    ):
        yield from (gettext(words, letter=_named(fact)) for fact in facts)


def _duty(change: DutyChange) -> str:
    before, after = change.before, change.after
    if after is None:
        assert before is not None
        return gettext(GONE, duty=duty_words.title(before), before=_stands(before))
    if before is None:
        return gettext(COMES, duty=duty_words.title(after), after=_stands(after))
    title = duty_words.title(before)
    return gettext(CHANGED, duty=title, before=_stands(before), after=_stands(after))


def _stands(duty: Duty) -> str:
    """Its date and how it stands: "3 May 2020, overdue by 12 days"."""
    due, standing = duty_words.due(duty), duty_words.standing(duty)
    return gettext("%(due)s (%(standing)s)", due=due, standing=standing) if due else standing


def _named(fact: Fact) -> str:
    row = fact.now
    on = row.happened_on or row.received_on or row.acknowledged_on
    parts = [row.reference, day(on) if on else ""]
    return ", ".join(part for part in parts if part) or gettext("Not known")
