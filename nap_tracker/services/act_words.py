"""An act in words of the reader's language: its sentence, who did it, its details."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from nap_tracker.i18n import N_, day, gettext, moment
from nap_tracker.roles import ROLE_NAMES, ActorKind, Role
from nap_tracker.services.act_names import Names
from nap_tracker.services.acts import Act
from nap_tracker.services.sentences import DETAILS, Speech, sentence_of
from nap_tracker.workflow.drafting import DRAFTING, STAGE_NAMES

PLACE = re.compile(r"%\((\w+)\)s")
WHAT = "what"
ACTORS = {
    ActorKind.OPERATOR: N_("the operator"),
    ActorKind.PUBLIC: N_("a visitor"),
    ActorKind.WORKER: N_("the program"),
}
AUDIENCES = {
    "drafting_team": N_("Drafting team"),
    "public": N_("Public"),
    "reviewers": N_("Reviewers"),
}
STEPS = {str(step): words for step, words in {**DRAFTING.names, **STAGE_NAMES}.items()}


def pieces(act: Act, names: Names, zone: str) -> list[tuple[str, str]]:
    """The sentence in order: (which part it is, '' for plain words; its text)."""
    sentence = gettext(sentence_of(act.event.kind))
    found, end = [], 0
    for match in PLACE.finditer(sentence):
        found += [
            ("", sentence[end : match.start()]),
            (match[1], _part(act, names, zone, match[1])),
        ]
        end = match.end()
    whole = [*found, ("", sentence[end:])]
    if sentence.startswith("%(who)s") and not act.event.actor_id:  # "the operator", a word of ours
        part, text = whole[1]
        whole[1] = part, text[:1].upper() + text[1:]
    return [(part, text) for part, text in whole if text]


def sentence(act: Act, names: Names, zone: str) -> str:
    """The same as one text."""
    return "".join(text for _, text in pieces(act, names, zone))


def who(act: Act, names: Names) -> str:
    """Who did it: by the account as it is called now, or the word that was written down."""
    event = act.event
    if event.actor_id:
        return names.account(event.actor_id) or event.actor_name or gettext("Somebody")
    kind = ActorKind(event.actor_kind)
    return gettext(ACTORS[kind]) if kind in ACTORS else event.actor_name or gettext("Somebody")


def details(act: Act, names: Names, zone: str) -> Iterator[tuple[str, str]]:
    """(What, value) of what is known besides, but for what the sentence says already."""
    told = set(PLACE.findall(sentence_of(act.event.kind)))
    for name, (label, speech) in DETAILS.items():
        value = act.details.get(name)
        if value not in (None, "", [], {}) and name not in told:
            yield gettext(label), _said(value, speech, names, zone)


def _part(act: Act, names: Names, zone: str, part: str) -> str:
    if part == "who":
        return who(act, names)
    if part == WHAT:
        return names.of(act.event.subject) or gettext("(no longer there)")
    value = act.details.get(part)
    return gettext("(not known)") if value is None else _said(value, DETAILS[part][1], names, zone)


def _said(value: Any, speech: Speech, names: Names, zone: str) -> str:
    text = _listed(value)
    if speech is Speech.ACCOUNT:
        return names.account(text) or gettext("Somebody")
    if speech is Speech.AUDIENCE:
        return gettext(AUDIENCES[text]) if text in AUDIENCES else text
    if speech is Speech.DAY:
        return day(text)
    if speech is Speech.MOMENT:
        return moment(datetime.fromisoformat(text), zone)
    if speech is Speech.ROLE:
        return gettext(ROLE_NAMES[Role(text)]) if text in set(Role) else text
    if speech is Speech.SECTION:
        return names.section(text) or text
    if speech is Speech.STEP:
        steps = value if isinstance(value, list) else [text]
        return ", ".join(gettext(STEPS.get(step, step)) for step in steps)
    return text


def _listed(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_listed(one)}" for name, one in sorted(value.items()))
    if isinstance(value, list):
        return ", ".join(_listed(one) for one in value)
    return str(value)
