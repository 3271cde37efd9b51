"""Claims that hold for every kind of answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.annex_c.definitions import PEOPLE, RANGE, Empty, Kind
from nap_tracker.annex_c.values import is_blank, problems
from nap_tracker.forms.kinds import BUILDERS, PlanFile, Setting
from nap_tracker.text import normalise
from nap_tracker.text.html import sanitise
from tests.forms.asking import OTHER, ROW, ask, controls, question, send, setting

KINDS = [kind for kind in Kind if BUILDERS[kind] is not None]
READERS = ("en", "fr", "de", "ar")

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
).map(normalise.line)
languages = st.sampled_from(["en", "fr", "lo"])
translated = st.dictionaries(languages, words, min_size=1, max_size=3)
amount = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda d: f"{d:f}")
whole = st.integers(0, 10**9).map(str)
year = st.integers(1900, 2100).map(str)
empty = st.sampled_from([Empty.NOT_KNOWN, Empty.DOES_NOT_APPLY]).flatmap(
    lambda code: st.fixed_dictionaries(
        {"empty": st.just(code.value)}, optional={"reason": translated}
    )
)


def _ranges() -> st.SearchStrategy[dict[str, str]]:
    three = st.lists(st.decimals(0, 10**6, places=3), min_size=3, max_size=3).map(sorted)
    return three.map(lambda ends: {k: f"{v:f}" for k, v in zip(RANGE, ends, strict=True)})


VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.CHOICE: st.sampled_from(["a", "b", "c"]),
    Kind.CHOICES: st.sets(st.sampled_from(["a", "b", "c"]), min_size=1).map(sorted),
    Kind.COORDINATES: st.fixed_dictionaries(
        {
            "lat": st.decimals(-90, 90, places=4).map(lambda d: f"{d + Decimal(0):f}"),
            "lon": st.decimals(-180, 180, places=4).map(lambda d: f"{d + Decimal(0):f}"),
        }
    ),
    Kind.COUNTRY: st.sampled_from(["MLI", "MNG", "ZWE"]),
    Kind.DATE: st.dates()
    .map(str)
    .flatmap(lambda d: st.sampled_from([d[:4], d[:7], d]))
    .filter(lambda d: 1800 <= int(d[:4]) <= 2150),
    Kind.EVIDENCE: translated.map(
        lambda title: [
            {"id": ROW, "file": OTHER, "title": title},
            {"id": OTHER, "link": "https://example.org/report"},
        ]
    ),
    Kind.ITEMS: st.sampled_from([["1a"], ["1b.i", "1e"], ["1a", "2"]]),
    Kind.LONGTEXT: st.lists(words, min_size=1, max_size=3).map(
        lambda parts: {"en": sanitise("".join(f"<p>{p}</p>" for p in parts).replace("&", "&amp;"))}
    ),
    Kind.MONEY: empty
    | st.just({"empty": "not_costed"})
    | st.fixed_dictionaries({"amount": amount, "currency": st.sampled_from(["USD", "MNT", "TND"])}),
    Kind.NUMBER: empty | whole.map(lambda n: {"value": n}),
    Kind.PARAGRAPH: translated.map(lambda w: {k: f"{v}\n{v}" for k, v in w.items()}),
    Kind.PEOPLE: empty
    | st.dictionaries(st.sampled_from(PEOPLE), whole, min_size=1).flatmap(
        lambda counts: st.just({**counts, "year": "2023", "source": {"en": "Census"}})
    ),
    Kind.PLACE: translated,
    Kind.QUANTITY: empty
    | _ranges().flatmap(
        lambda ends: st.fixed_dictionaries(
            {k: st.just(v) for k, v in ends.items()} | {"unit": st.sampled_from(["kg/yr", "t/yr"])},
            optional={"year": year, "method": translated, "source": translated},
        )
    ),
    Kind.REF: st.sampled_from([ROW, OTHER]),
    Kind.REFS: st.sampled_from([[ROW], [ROW, OTHER]]),
    Kind.TEXT: translated,
    Kind.YESNO: st.booleans(),
}


def a_setting(**details: Any) -> Setting:
    return setting(
        rows={"institution": [(ROW, "Ministry"), (OTHER, "Agency")]},
        files=[PlanFile(OTHER, "report.pdf", "/files/report")],
        **details,
    )


def a_question(kind: Kind) -> Any:
    register = "institution" if kind in (Kind.REF, Kind.REFS) else None
    return question(kind, register=register)


def test_every_kind_has_a_field_but_the_places_of_tables() -> None:
    assert [kind for kind in Kind if BUILDERS[kind] is None] == [Kind.ROWS]
    assert set(VALUES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), reader=st.sampled_from(READERS))
def test_opening_and_sending_unchanged_keeps_the_very_value(
    kind: Kind, data: st.DataObject, reader: str
) -> None:
    value = data.draw(VALUES[kind])
    spec, at = a_question(kind), a_setting(reader=reader, binding="en")
    assert problems(spec, value) == ()
    form = send(spec, controls(ask(spec, value, at)), value, at)
    assert form.answers == {"q": value}
    assert form.unaccepted == {}


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in (Kind.EVIDENCE, Kind.LONGTEXT)])
@given(data=st.data())
def test_what_a_value_is_shown_as_can_be_typed_in_to_give_the_same_value(
    kind: Kind, data: st.DataObject
) -> None:
    value = _only_english(data.draw(VALUES[kind]))
    spec, at = a_question(kind), a_setting()
    form = send(spec, controls(ask(spec, value, at)), None, at)
    assert form.unaccepted == {}
    assert form.answers == {"q": None if is_blank(value) else value}


def _only_english(value: Any) -> Any:
    """A form shows one language; what it cannot show, an empty form cannot be told."""
    if isinstance(value, dict):
        if set(value) <= {"en", "fr", "lo"}:
            return {"en": value["en"]} if "en" in value else {}
        parts = {k: _only_english(v) for k, v in value.items()}
        return {k: v for k, v in parts.items() if v != {}}
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_form_is_a_blank_answer(kind: Kind) -> None:
    spec, at = a_question(kind), a_setting()
    form = send(spec, controls(ask(spec, None, at)), None, at)
    assert form.answers == {"q": None}
    assert form.unaccepted == {}


@pytest.mark.parametrize(
    "kind", [k for k in KINDS if k not in (Kind.CHOICES, Kind.ITEMS, Kind.REFS)]
)
def test_a_field_that_was_not_on_the_form_is_not_touched(kind: Kind) -> None:
    form = send(a_question(kind), {"other": "x"}, None, a_setting())
    assert form.answers == {}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_whatever_is_sent_becomes_canonical_or_is_told(kind: Kind, data: st.DataObject) -> None:
    spec, at = a_question(kind), a_setting()
    field = ask(spec, None, at)
    junk = st.text(max_size=30) | st.sampled_from(["12", "1,234", "2024", "USD", "not_known"])
    sent = {name: data.draw(junk) for name in controls(field)}
    if kind is Kind.LONGTEXT:
        sent["q-format"] = data.draw(st.sampled_from(["markup", "html"]))
    form = send(spec, sent, None, at)
    for value in form.answers.values():
        assert value is None or problems(spec, value) == ()
    for told in form.unaccepted.values():
        assert told["message"]
        assert told["typed"]
    assert form.answers or form.unaccepted
    if form.unaccepted:
        assert form.errors_in_order
