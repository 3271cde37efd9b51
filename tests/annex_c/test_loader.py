"""Faulty treaty files: each fault stops the program and names the file and the id."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nap_tracker.annex_c import loader
from nap_tracker.annex_c.schema import SchemaFault, treaty


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(loader.ROOT / "v1", tmp_path / "v1")
    return tmp_path


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / "v1" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


FAULTS = [
    ("sections/health.toml", 'kind = "longtext"', 'kind = "longtxt"', "kind 'longtxt'"),
    ("sections/health.toml", 'kind = "longtext"\n', "", "kind None"),
    ("sections/health.toml", 'level = "required"', 'level = "urgent"', "level 'urgent'"),
    ("sections/health.toml", 'cites = "1h"', 'cites = "1z"', "cites '1z'"),
    ("sections/health.toml", 'register = "institution"', 'register = "office"', "'office'"),
    ("sections/health.toml", 'register = "institution"\n', "", "name a register"),
    ("sections/trade.toml", 'audience = "reviewers"', 'audience = "friends"', "'friends'"),
    ("sections/trade.toml", 'units = ["kg", "t", "flask"]', 'units = ["stone"]', "'stone'"),
    ("sections/trade.toml", 'units = ["kg", "t", "flask"]\n', "", "has units"),
    ("sections/trade.toml", 'options = "illegal_trade"', 'options = "sins"', "'sins'"),
    ("sections/trade.toml", 'options = "illegal_trade"\n', "", "has options"),
    ("sections/trade.toml", "hint = ", "hnt = ", "is not a key that is read"),
    ("sections/trade.toml", 'title = "Managing', 'titel = "Managing', "not a key that is read"),
    ("sections/trade.toml", 'item = "1f"', 'item = "9"', "item '9'"),
    ("sections/objectives.toml", 'label = "Goal"\n', 'label = " "\n', "has no label"),
    ("registers/places.toml", 'label_field = "name"', 'label_field = "nom"', "'nom'"),
    ("registers/places.toml", "max_length = 40", 'max_length = 40\nunits = ["kg"]', "has units"),
    ("registers/work.toml", 'kind = "money"', 'kind = "money"\nmax_length = 3', "words only"),
    ("sections/annexes.toml", 'register = "annex"', 'register = "acronym"', "exactly one"),
    ("edition.toml", '"strategy", ', "", "has a table but is not listed"),
    ("edition.toml", '"strategy", ', '"strategy", "plot", ', "is listed but has no table"),
    ("edition.toml", '"strategy", ', '"strategy", "strategy", ', "is listed twice"),
    ("registers/lists.toml", "[register.term]", "[register.acronym]", "twice"),
    ("registers/lists.toml", "[register.annex]", "[register.site]", "is already in"),
    ("items.toml", "[item.1a]", "stray = 1\n[item.1a]", "outside any table"),
    ("fr/edition.toml", "[group.front]", "[group.avant]", "does not exist in the English"),
    ("fr/sections/health.toml", "label = ", "labl = ", "does not exist in the English"),
    ("fr/sections/health.toml", "label = ", 'kind = "text"\nlabel = ', "words only"),
    ("fr/items.toml", 'citation = "Annexe C 1 a)"', "citation = 1", "not of the shape"),
]


@pytest.mark.parametrize(("file", "old", "new", "reason"), FAULTS)
def test_a_fault_names_its_file_and_its_reason(
    copy: Path, file: str, old: str, new: str, reason: str
) -> None:
    change(copy, file, old, new)
    with pytest.raises(SchemaFault) as caught:
        loader.load(1, "fr" if file.startswith("fr/") else "en", root=copy)
    assert reason in str(caught.value)
    named = caught.value.file
    assert named.startswith("v1/")
    if "exactly one" not in reason and "is already in" not in reason:
        assert named == f"v1/{file}"


def test_a_fault_names_the_id_down_to_the_field(copy: Path) -> None:
    change(copy, "sections/health.toml", 'kind = "number"', 'kind = "nombre"')
    with pytest.raises(SchemaFault, match=r"v1/sections/health\.toml: section\.health\.field\.fac"):
        loader.load(1, root=copy)


def test_words_an_overlay_lacks_stay_english_field_by_field(copy: Path) -> None:
    text = 'label = "Exposition des mineurs"\n'
    change(copy, "fr/sections/health.toml", text, "")
    miners = loader.load(1, "fr", root=copy).section("health").field("miners")
    assert miners.label == treaty().section("health").field("miners").label
    assert miners.hint == treaty(language="fr").section("health").field("miners").hint


def test_a_new_language_is_a_folder_and_nothing_else(copy: Path) -> None:
    (copy / "v1" / "sw").mkdir()
    (copy / "v1" / "sw" / "words.toml").write_text('[section.health]\ntitle = "Afya ya umma"\n')
    assert loader.languages(1, copy) == ("en", "fr", "sw")
    swahili = loader.load(1, "sw", root=copy)
    assert swahili.section("health").title == "Afya ya umma"
    assert swahili.section("trade").title == treaty().section("trade").title


def test_editions_are_found_oldest_first(copy: Path) -> None:
    (copy / "v10").mkdir()
    (copy / "v2").mkdir()
    assert loader.editions(copy) == (1, 2, 10)
    with pytest.raises(KeyError):
        loader.load(3, root=copy)
