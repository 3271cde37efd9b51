"""The README is true today: its map, its settings, its pictures, its commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import config
from nap_tracker.services.samples import PASSWORD, SIGN_INS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_settings_are_those_of_the_configuration():
    assert config.settings_table().rstrip() in README


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_what_it_links_to_is_there(link: str):
    assert (ROOT / link).exists()


def test_the_map_names_what_is_there():
    tree = README.split("## The map")[1].split("```")[1]
    names = re.findall(r"(?<![\w./])([a-z_]+(?:/|\.py))", tree)
    places = (ROOT, ROOT / "nap_tracker", ROOT / "tests", ROOT / "templates")
    missing = [n for n in names if not any((place / n).exists() for place in places)]
    assert missing == []


def test_every_package_is_on_the_map():
    tree = README.split("## The map")[1].split("```")[1]
    packages = {p.name for p in (ROOT / "nap_tracker").iterdir() if (p / "__init__.py").exists()}
    assert {name for name in packages if f"{name}/" not in tree} == set()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z-]+)", README))))
def test_its_targets_are_in_the_makefile(target: str):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_sign_ins_are_those_of_the_sample():
    assert all(account.email in README for account in SIGN_INS)
    assert PASSWORD in README
