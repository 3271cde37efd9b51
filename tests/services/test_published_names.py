"""The name and the note of a publication in each language of the plan."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nap_tracker.errors import Invalid
from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.progress_publication import ProgressPublication
from nap_tracker.services import public_progress
from tests.cast import Cast
from tests.services.carried_out import CarriedOut, carry_out, publish
from tests.services.test_progress_publications import FIRST


@pytest.fixture
def made(cast: Cast) -> CarriedOut:
    return carry_out(cast)


def test_a_name_and_a_note_are_kept_in_each_language_they_were_written_in(
    cast: Cast, made: CarriedOut
):
    made.version.plan.languages = ["en", "fr"]
    words = {"names": {"fr": "Où en est le plan"}, "notes": {"fr": "À lire"}, "note": "Read it"}
    publish(cast, made, FIRST, **words)
    (row,) = db.session.scalars(select(ProgressPublication))
    assert row.content["others"]["fr"]["name"] == "Où en est le plan"
    assert row.content["others"]["fr"]["note"] == "À lire"
    (one,) = public_progress.of_plan(made.version.plan_id)
    assert (one.shown_name, one.name_in) == ("How it stands", "en")
    with use_locale("fr"):
        (one,) = public_progress.of_plan(made.version.plan_id)
        (listed,) = public_progress.of_everybody()[0]
    assert one.progress is not None
    assert (one.name, one.shown_name, one.name_in) == ("How it stands", "Où en est le plan", "fr")
    assert (one.progress.read_in("fr").note, one.progress.read_in("fr").note_in) == ("À lire", "")
    assert (listed.name, listed.language) == ("Où en est le plan", "fr")
    assert one.is_intact


def test_a_name_in_a_language_that_the_plan_has_not_is_left_out(cast: Cast, made: CarriedOut):
    publish(cast, made, FIRST, names={"fr": "Où en est le plan"})
    (row,) = db.session.scalars(select(ProgressPublication))
    assert "others" not in row.content
    with use_locale("fr"):
        (listed,) = public_progress.of_everybody()[0]
    assert (listed.name, listed.language) == ("How it stands", "en")


@pytest.mark.parametrize(("field", "most"), [("name", 300), ("note", 2000)])
def test_words_in_a_further_language_are_no_longer_than_those_of_the_first(
    cast: Cast, made: CarriedOut, field: str, most: int
):
    made.version.plan.languages = ["en", "fr"]
    publish(cast, made, FIRST, **{f"{field}s": {"fr": "x" * most}})
    with pytest.raises(Invalid) as refused:
        publish(cast, made, FIRST, **{f"{field}s": {"fr": "x" * (most + 1)}})
    assert refused.value.about == f"{field}_fr"
