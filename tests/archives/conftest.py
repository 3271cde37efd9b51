"""Installations to copy from and to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archives.filled import fill
from tests.installations import POSTGRESQL, Installation, install

KINDS = ("sqlite", "postgresql") if POSTGRESQL else ("sqlite",)
Place = Callable[..., Installation]


@pytest.fixture
def place(app: object, database: None, tmp_path: Path) -> Place:
    """Make an installation without tables: `place("second", "sqlite")`."""

    def make(name: str, kind: str = KINDS[-1]) -> Installation:
        return install(tmp_path / name, kind)

    return make


@pytest.fixture
def used(place: Place, as_filled: Path) -> Installation:
    """An installation with two Parties and some history, to be changed."""
    return filled(place("used"), as_filled)


@pytest.fixture(scope="package")
def as_it_was(tmp_path_factory: pytest.TempPathFactory, as_filled: Path) -> Installation:
    """The same, made once: only to be read."""
    folder = tmp_path_factory.mktemp("as-it-was") / "used"
    return filled(install(folder, KINDS[-1]), as_filled)


@pytest.fixture(scope="package")
def as_filled(app: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a filled one, made once: a database that is one file can be copied."""
    folder = tmp_path_factory.mktemp("as-filled") / "used"
    if KINDS[-1] == "sqlite":
        installation = install(folder, "sqlite").migrated()
        with installation.entered():
            fill()
    return folder


def filled(installation: Installation, as_filled: Path) -> Installation:
    """With tables and rows."""
    if KINDS[-1] == "sqlite":
        shutil.copytree(as_filled, installation.environment["NAP_INSTANCE"], dirs_exist_ok=True)
        return installation
    with installation.migrated().entered():
        fill()
    return installation


@pytest.fixture(scope="package")
def empty(app: object, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Without tables, and so it stays: what is refused leaves nothing."""
    return install(tmp_path_factory.mktemp("empty") / "empty", KINDS[-1])


@pytest.fixture(scope="package")
def unused(app: object, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """With empty tables, and so they stay."""
    return install(tmp_path_factory.mktemp("unused") / "unused", KINDS[-1]).migrated()
