"""After a removal no byte of the words lies in the database's files, in storage, or in a backup."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nap_tracker import jobs
from nap_tracker.exports import press
from nap_tracker.extensions import db
from nap_tracker.models.account import Party, User
from nap_tracker.models.plan import Plan
from nap_tracker.roles import OPERATOR
from nap_tracker.services import accounts, auditing, backups, removals, restoring
from nap_tracker.text.redaction import Needle
from tests.cast import Cast, assemble
from tests.installations import POSTGRESQL, Installation, install
from tests.services.endangered import Endangered, dumped, endanger, freeze, stored

LETTERS = "абвгджзийклёéüñößابتثجحخدذرزس水俣公约王李小明ກຂຄງ"

EXAMPLES = itertools.count()
FIRST = ord("ა")


@pytest.fixture(scope="module")
def place(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One installation for all examples; each has a name of its own."""
    kind = "postgresql" if POSTGRESQL else "sqlite"
    installation = install(tmp_path_factory.mktemp("protected") / "here", kind).migrated()
    with installation.entered():
        assemble()
        db.session.commit()
    return installation


def cast_of() -> Cast:
    """The people again, by their roles."""
    amberland = db.session.query(Party).filter_by(code="XAA").one()
    borealia = db.session.query(Party).filter_by(code="XBB").one()
    people = {user.name.split()[0]: user for user in db.session.query(User)}
    plan = db.session.query(Plan).filter_by(party_id=amberland.id).first()
    other = db.session.query(Plan).filter_by(party_id=borealia.id).first()
    assert plan is not None
    assert other is not None
    return Cast(
        amberland=amberland,
        borealia=borealia,
        plan=plan,
        other_plan=other,
        focal_point=people["Amina"],
        coordinator=people["Bruno"],
        officer=people["Chen"],
        colleague=people["Dina"],
        viewer=people["Emeka"],
        reviewer=people["Fatou"],
        administrator=people["Gus"],
        stranger=people["Hana"],
    )


def in_bytes(name: str) -> list[bytes]:
    """The name as it may be written: as it is, escaped in JSON, in upper case."""
    forms = {name, name.upper(), name.casefold()}
    escaped = {form.encode("unicode_escape") for form in forms if not form.isascii()}
    return [form.encode() for form in forms] + sorted(escaped)


def remove(world: Endangered, name: str) -> None:
    actor, party, needle = (
        accounts.actor_of(world.cast.focal_point),
        world.cast.amberland,
        Needle(name),
    )
    found = removals.look(actor, party, needle)
    removals.remove_words(
        actor,
        party,
        needle,
        places=[p.key for p in found.places],
        files=[line.key for line in found.files if line.is_certain],
        reason="A threat",
    )
    db.session.commit()
    jobs.erase()


@given(
    letters=st.text(LETTERS, min_size=4, max_size=8),
    cut=st.integers(1, 3),
    tag=st.sampled_from(["strong", "em", "sub"]),
)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_byte_of_the_words_is_left(place: Installation, letters: str, cut: int, tag: str):
    own = chr(FIRST + next(EXAMPLES))  # the same name twice would bring the same files in again
    name = f"Q{letters}{own}w {letters[::-1]}j"
    folder = Path(place.app.config["INSTANCE"])
    with place.entered():
        parts = folder / "printed-parts"
        press.configure(megabytes=100, seconds=10, store=parts)
        parts.mkdir(exist_ok=True)
        (parts / "a-part").write_text(name)
        html = f"<{tag}>{name[:cut]}</{tag}>{name[cut:]}"
        world = endanger(cast_of(), name, html)
        assert any(form in dumped().encode() for form in in_bytes(name))
        remove(world, name)
        assert not [form for form in in_bytes(name) if form in dumped().encode()]
        db.session.remove()
        db.engine.dispose()
        left = stored(folder)
        assert not [form for form in in_bytes(name) if form in left]
        assert not any(auditing.examine(OPERATOR).values())
        press.configure(megabytes=100, seconds=10)


def test_a_backup_made_after_it_is_whole_and_goes_back(place: Installation, tmp_path: Path):
    name = "Qwérty Ünlikely"
    with place.entered():
        world = endanger(cast_of(), name, name)
        freeze(world, name)
        remove(world, name)
        made = backups.take(OPERATOR, tmp_path / "backup.zip", directory=place.directory)
        assert made.lost == ()
        assert made.manifest.missing == ()
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(tmp_path / "backup.zip", kept)
    assert not [form for form in in_bytes(name) if form in stored(kept)]
    again = install(tmp_path / "again", "postgresql" if POSTGRESQL else "sqlite")
    with again.entered():
        restoring.restore(OPERATOR, tmp_path / "backup.zip", directory=again.directory)
        db.session.commit()
        assert not any(auditing.examine(OPERATOR).values())
