"""Completed and submitted never mean each other, in any language of the interface.

A person completes a section; a Party submits a plan to the Secretariat. Where the two words were
mixed, ministries took a plan that was filled in for one that was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from nap_tracker.annex_c.definitions import Field
from nap_tracker.annex_c.schema import treaty
from tests.house.test_translations import catalogue, texts

COMPLETE = re.compile(r"\bcomplet(e[sd]?|ing|ion)\b", re.I)
SUBMIT = re.compile(r"\bsubmi(t|ts|tted|tting|ssion|ssions)\b", re.I)
OF_A_SECTION = {
    "Completed": "the status of a section in the task list",
    "It is marked as completed now.": "said where two people changed one section",
    "Press Save to keep what you chose about who may see this, or whether it is completed.": "of a"
    " section, where the rest saves by itself",
}
"""Messages about completing that do not name the section, and what they stand beside."""
TO_THE_SECRETARIAT = {
    "%(who)s corrected a recorded submission.": "the log of acts, where only plans are submitted",
    "%(who)s said that a recorded submission was a mistake.": "likewise",
    "It was recorded as published, and no submission is recorded.": "a warning of the record",
    "Correct a submission": "a heading, the line under it names the Secretariat",
    "No submission is recorded.": "under the heading of submissions",
    "No, the reviews go on from the first submission": "a reading of Article 7(3)(c)",
    "Record a submission": "a heading, the line under it names the Secretariat",
    "Submission: the note": "a place where words were removed",
    "Submission: the receipt": "a place where words were removed",
    "Submitted": "the column of dates beside Endorsed and Published",
    "Submitted, received %(day)s": "a line of the record of a version",
    "Submitted, sent %(day)s": "a line of the record of a version",
    "Submitted: %(date)s": "a line of the list of plans",
    "The submission is recorded. This is its receipt.": "after recording it",
    "Yes, the three years begin again with each submission": "a reading of Article 7(3)(c)",
}
"""Messages about submitting that name neither the plan nor the Secretariat."""
OTHER_WORDS = {"fr": (re.compile(r"\btermin", re.I), re.compile(r"\bsou(mi|me)[ts]", re.I))}
"""Language -> what stands for completing, and for submitting and nothing else."""

Message = tuple[str, str]


def messages(language: str = "fr") -> list[Message]:
    """(English, the other language) of every message of the interface."""
    found = []
    for message in catalogue(language):
        said = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        found += list(zip(said, texts(message), strict=False))
    return [(said, other) for said, other in found if said]


def labels() -> Iterator[str]:
    """What the form of Annex C says of itself."""
    schema = treaty()
    for owner in (*schema.sections, *schema.registers):
        yield owner.title
        for field in owner.fields:
            assert isinstance(field, Field)
            yield from (field.label, field.hint)


def test_only_a_section_is_completed():
    about = {said for said, _ in messages() if COMPLETE.search(said)}
    assert len(about) > 10
    assert {said for said in about if "section" not in said.casefold()} == OF_A_SECTION.keys()
    assert not [said for said in about if re.search(r"plan (is|was) (now )?complet", said)]


def test_only_a_plan_is_submitted_and_only_to_the_secretariat():
    about = {said for said, _ in messages() if SUBMIT.search(said)}
    assert len(about) > 20
    told = re.compile(r"\bplan\b|Secretariat|endorsement|version", re.I)
    assert {said for said in about if not told.search(said)} == TO_THE_SECRETARIAT.keys()


def test_no_message_says_both_words():
    both = [said for said, _ in messages() if COMPLETE.search(said) and SUBMIT.search(said)]
    assert both == []


def test_the_form_of_annex_c_asks_nobody_to_complete_or_submit():
    said = [words for words in labels() if COMPLETE.search(words)]
    assert said == []


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_each_word_has_one_word_in_another_language(language: str):
    completing, submitting = OTHER_WORDS[language]
    for said, other in messages(language):
        if COMPLETE.search(said):
            assert completing.search(other), (said, other)
        assert bool(SUBMIT.search(said)) is bool(submitting.search(other)), (said, other)
