"""Whatever is recorded has a sentence that people can read, and holds no names of people."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from nap_tracker.roles import Permission
from nap_tracker.services.sentences import DETAILS, GROUP_NAMES, SENTENCES, group_of
from tests.house.test_doors import MODULES, PACKAGE, parsed, place

KIND = re.compile(r"[a-z][a-z-]*:[a-z][a-z_-]*")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
PERMISSIONS = frozenset(permission.value for permission in Permission)
WORDS = PACKAGE / "services" / "sentences.py"


def kinds_in_the_code() -> Iterator[tuple[str, str]]:
    """(kind, file): every constant that has the form of a kind and is no permission."""
    for path in MODULES:
        if path == WORDS:
            continue
        for node in ast.walk(parsed(path)):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and KIND.fullmatch(value) and value not in PERMISSIONS:
                yield value, place(path)


def calls_of_record() -> Iterator[tuple[str, ast.Call]]:
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "history.record":
                yield place(path), node


def test_every_kind_of_act_has_a_sentence():
    known = SENTENCES.keys()
    assert sorted({(kind, at) for kind, at in kinds_in_the_code() if kind not in known}) == []


def test_every_sentence_is_of_an_act_that_happens():
    assert sorted(SENTENCES.keys() - {kind for kind, _ in kinds_in_the_code()}) == []


def test_a_kind_is_written_out_where_it_is_recorded_or_handed_over():
    """A kind that is put together from parts would escape the two tests above."""
    calls = list(calls_of_record())
    assert calls
    made_up = (ast.JoinedStr, ast.BinOp)
    assert [at for at, call in calls if isinstance(call.args[1], made_up)] == []


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_a_sentence_names_only_what_is_known_of_an_act(kind: str):
    named = set(PLACEHOLDER.findall(SENTENCES[kind]))
    assert named <= {"who", "what", *DETAILS}
    assert SENTENCES[kind].endswith(".")
    assert group_of(kind) in GROUP_NAMES


def test_no_act_writes_names_addresses_or_texts_into_its_details():
    """Ids, codes, dates, sums and counts only; texts go in as `content`, which is hashed."""
    told = {"name", "email", "title", "reason", "note", "text", "body", "address", "words"}
    found = [
        (at, key.value)
        for at, call in calls_of_record()
        for keyword in call.keywords
        if keyword.arg == "details"
        for node in ast.walk(keyword.value)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value in told
    ]
    assert found == []
