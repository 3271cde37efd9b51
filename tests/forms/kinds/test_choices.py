"""Claims about answers picked from lists: options, countries, rows of the plan."""

from __future__ import annotations

from nap_tracker.annex_c.definitions import Kind
from nap_tracker.forms.kinds.references import GONE
from tests.forms.asking import OTHER, ROW, ask, question, send, setting, told

LISTED = setting(rows={"institution": [(ROW, "Ministry")]}, links={"institution": ("Add", "/new")})
REF = question(Kind.REF, register="institution")
REFS = question(Kind.REFS, register="institution")


def test_a_choice_is_one_of_those_offered() -> None:
    spec = question(Kind.CHOICE)
    assert send(spec, {"q": "b"}).answers == {"q": "b"}
    assert send(spec, {"q": ""}, "b").answers == {"q": None}
    assert told(send(spec, {"q": "zzz"}, "b")) == [("q", "“zzz” is not one of the answers offered")]


def test_no_is_an_answer() -> None:
    spec = question(Kind.YESNO)
    assert send(spec, {"q": "no"}).answers == {"q": False}
    assert send(spec, {"q": ""}, False).answers == {"q": None}
    assert [o.value for o in ask(spec, False).iter_choices() if o.selected] == ["no"]  # type: ignore[attr-defined]


def test_several_choices_keep_the_order_of_the_list() -> None:
    spec = question(Kind.CHOICES)
    assert send(spec, {"q": ["c", "a"]}).answers == {"q": ["a", "c"]}
    assert send(spec, {}, ["a"]).answers == {"q": None}


def test_items_stand_with_their_citation_in_the_order_of_the_treaty() -> None:
    spec = question(Kind.ITEMS)
    assert send(spec, {"q": ["1e", "1b.i"]}).answers == {"q": ["1b.i", "1e"]}
    labels = [o.label for o in ask(spec).iter_choices()]  # type: ignore[attr-defined]
    assert labels[0].startswith("Annex C 1(a)")


def test_countries_are_named_in_the_readers_language() -> None:
    spec = question(Kind.COUNTRY)
    field = ask(spec, "DEU", setting(reader="fr"))
    assert "Allemagne" in [o.label for o in field.iter_choices() if o.selected]  # type: ignore[attr-defined]
    assert send(spec, {"q": "XXX"}).answers == {}


def test_a_row_is_picked_from_the_plans_own_register_with_a_link_to_add_one() -> None:
    field = ask(REF, None, LISTED)
    assert [o.label for o in field.iter_choices()] == ["", "Ministry"]  # type: ignore[attr-defined]
    assert field.links == [("Add", "/new")]
    assert send(REF, {"q": ROW}, None, LISTED).answers == {"q": ROW}


def test_a_row_that_is_not_in_the_plan_is_refused() -> None:
    form = send(REF, {"q": OTHER}, ROW, LISTED)
    assert form.answers == {}
    assert form.unaccepted["q"]["message"] == GONE


def test_a_reference_to_a_removed_row_survives_saving_unchanged() -> None:
    assert send(REF, {"q": OTHER}, OTHER, LISTED).answers == {"q": OTHER}
    assert send(REFS, {"q": [OTHER, ROW]}, [OTHER, ROW], LISTED).answers == {"q": [OTHER, ROW]}


def test_several_rows_keep_the_order_of_their_register() -> None:
    listed = setting(rows={"institution": [(ROW, "Ministry"), (OTHER, "Agency")]})
    assert send(REFS, {"q": [OTHER, ROW]}, None, listed).answers == {"q": [ROW, OTHER]}
    assert send(REFS, {"q": ["no-such-row"]}, None, listed).answers == {}
