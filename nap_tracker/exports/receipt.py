"""The receipt of a submission that was recorded, as one page for the printer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from nap_tracker.exports import html
from nap_tracker.i18n import chosen, day, direction, gettext, moment
from nap_tracker.workflow.duties import Kind
from nap_tracker.workflow.duty_words import TITLES
from nap_tracker.workflow.spans import Span


def title(facts: Mapping[str, Any]) -> str:
    """What stands on top."""
    return gettext("Receipt no. %(number)s", number=facts["number"])


def lines(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(question, answer) in the reader's language; what is not known is left out."""
    recorded = moment(datetime.fromisoformat(facts["recorded_at"]), facts["zone"])
    found = [
        (gettext("Party"), chosen(facts["party"])),
        (gettext("Plan"), chosen(facts["title"], facts["language"])),
        (gettext("Version"), str(facts["version"])),
        (gettext("Sent"), _day(facts.get("sent_on"))),
        (gettext("Received by the Secretariat"), _day(facts.get("received_on"))),
        (gettext("Reference"), facts.get("reference", "")),
        (gettext("Recorded"), _in_zone(recorded, facts["zone"])),
        (gettext("Recorded by"), facts["by"] or gettext("the operator")),
        (gettext("Corrects"), _receipt(facts.get("corrects"))),
        (gettext("SHA-256 of the frozen text"), facts["snapshot_sha256"]),
        *(_redaction(one, facts["zone"]) for one in facts.get("redactions", ())),
    ]
    return [(question, answer) for question, answer in found if answer]


def duties(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(date, what) of what comes next by the treaty's clock, in the reader's language."""
    return [
        (_span(one["first"], one["last"]), gettext(TITLES[Kind(one["kind"])], **one["params"]))
        for one in facts["duties"]
    ]


def to_html(facts: Mapping[str, Any], language: str) -> str:
    """The whole page. Must be called under the `use_locale` of its language."""
    return (
        html.environment()
        .get_template("receipt.html")
        .render(
            facts=facts,
            title=title(facts),
            lines=lines(facts),
            duties=duties(facts),
            language=language,
            direction=direction(language),
            fonts=html.fonts(language),
            size=html.size(language),
        )
    )


def _redaction(one: Mapping[str, Any], zone: str) -> tuple[str, str]:
    """What was sent may be the text as it was before, or as it was made again."""
    when = moment(datetime.fromisoformat(one["at"]), zone)
    said = gettext(
        "%(when)s, by %(who)s. SHA-256 of the text since then: %(sum)s",
        when=when,
        who=one["by"] or "–",
        sum=one["sha256"],
    )
    return gettext("Words or files removed from it to protect people"), said


def _day(value: str | None) -> str:
    return day(value) if value else ""


def _span(first: str, last: str) -> str:
    return Span(date.fromisoformat(first), date.fromisoformat(last)).words


def _in_zone(words: str, zone: str) -> str:
    return gettext("%(moment)s (time zone %(zone)s)", moment=words, zone=zone)


def _receipt(number: int | None) -> str:
    return gettext("Receipt no. %(number)s", number=number) if number else ""
