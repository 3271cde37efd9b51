"""What a person chose for a file is kept as JSON and comes back the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nap_tracker.imports.columns import Column
from nap_tracker.imports.figures import Notation
from nap_tracker.imports.options import Options, RowFilter, Zero, from_data, to_data
from tests.imports.tables import patient

OPTIONS = st.builds(
    Options,
    language=st.sampled_from(["en", "fr"]),
    zero=st.sampled_from(Zero),
    currency=st.sampled_from([None, "USD"]),
    notation=st.sampled_from([None, *Notation]),
    day_first=st.sampled_from([None, True, False]),
    scale=st.sampled_from([None, 1, 1000]),
    item_map=st.dictionaries(st.text(), st.sampled_from([("1c",), ("1b", "1e")])),
    default_items=st.sampled_from([(), ("2",)]),
    only=st.none() | st.builds(RowFilter, st.integers(0, 9), st.text()),
)
COLUMNS = st.dictionaries(st.integers(0, 30), st.sampled_from(Column))


@patient
@given(COLUMNS, OPTIONS)
def test_choices_survive_being_stored(columns: dict[int, Column], options: Options) -> None:
    stored = json.loads(json.dumps(to_data(columns, options)))
    assert from_data(stored) == (columns, options)


def test_anything_else_is_refused() -> None:
    good = to_data({0: Column.ACTIVITY}, Options("en"))
    for change in ({"zero": "maybe"}, {"unknown": 1}):
        with pytest.raises((KeyError, TypeError, ValueError)):
            from_data({**good, "options": {**good["options"], **change}})
