"""Installations to copy from and to."""

from __future__ import annotations

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


@pytest.fixture(scope="package")
def filled(app: object, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with two Parties and some history: never used, only copied."""
    installation = install(tmp_path_factory.mktemp("filled") / "filled", KINDS[-1]).migrated()
    with installation.entered():
        fill()
    return installation


@pytest.fixture
def used(place: Place, filled: Installation) -> Installation:
    """One like it, to be changed."""
    return place("used").like(filled)


@pytest.fixture(scope="package")
def as_it_was(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One like it, only to be read; that it is copied stands in its log."""
    return install(tmp_path_factory.mktemp("as-it-was") / "used", KINDS[-1]).like(filled)


@pytest.fixture(scope="package")
def empty(app: object, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Without tables, and so it stays: what is refused leaves nothing."""
    return install(tmp_path_factory.mktemp("empty") / "empty", KINDS[-1])


@pytest.fixture(scope="package")
def unused(app: object, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """With empty tables, and so they stay."""
    return install(tmp_path_factory.mktemp("unused") / "unused", KINDS[-1]).migrated()
