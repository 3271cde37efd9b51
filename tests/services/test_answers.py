"""Claims about answers in words, for lists and pages."""

from __future__ import annotations

from nap_tracker.annex_c.schema import treaty
from nap_tracker.content.audience import Audience
from nap_tracker.content.tree import EntryContent
from nap_tracker.services.answers import LABEL_LENGTH, Reading, referring
from tests.factories import complete_plan, uid

SCHEMA = treaty()


def reading(language: str = "") -> Reading:
    return Reading(complete_plan(), SCHEMA, Audience.DRAFTING_TEAM, language)


def test_a_row_is_named_by_its_number_and_name_on_one_line() -> None:
    row = EntryContent(
        uid="x",
        kind="activity",
        answers={"number": {"en": "1.2"}, "statement": {"en": "Train " + "x" * 500}},
    )
    label = reading().label(row)
    assert label.startswith("1.2 Train")
    assert len(label) <= LABEL_LENGTH + 1
    assert label.endswith("…")


def test_a_row_without_a_name_borrows_that_of_the_row_it_belongs_to() -> None:
    row = EntryContent(uid="x", kind="budget_line", answers={"activity": uid("activity")})
    assert reading().label(row)
    assert reading().label(EntryContent(uid="x", kind="budget_line")) == ""
    assert reading().label(EntryContent(uid="x", kind="institution")) == ""


def test_long_text_is_read_as_html_and_listed_as_words() -> None:
    field = SCHEMA.register("site").field("notes")
    value = {"en": '<p data-block="aaaaaaaa">One</p><p data-block="bbbbbbbb">Two</p>'}
    answer = reading().answer(field, value)
    assert (answer.html, answer.language) == (value["en"], "en")
    assert reading("fr").answer(field, {**value, "fr": "<p>Un</p>"}).html == "<p>Un</p>"
    assert reading().words(field, value) == "One Two"


def test_where_a_figure_comes_from_is_read_on_its_page_and_not_in_a_list() -> None:
    field = SCHEMA.register("baseline").field("amount")
    value = {"best": "12500", "unit": "kg/yr", "year": "2023", "source": {"en": "Survey"}}
    assert "Survey" in " ".join(line.text for line in reading().answer(field, value).lines)
    assert "Survey" not in reading().words(field, value)


def test_what_points_at_a_row_is_found_in_single_and_several_references() -> None:
    plan = complete_plan()
    fields = {field.id for _, field in referring(plan, SCHEMA, uid("institution"))}
    assert {"lead", "supporting"} <= fields
    assert referring(plan, SCHEMA, "nothing") == []
