"""`search rebuild`, and `db upgrade` where a migration made the table it fills."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select

from nap_tracker.cli import migrations
from nap_tracker.extensions import db
from nap_tracker.models.search_text import SearchText
from tests.cast import Cast
from tests.cli.conftest import Console
from tests.services.saving import add_row


def indexed() -> int:
    return db.session.scalar(select(func.count()).select_from(SearchText)) or 0


def test_the_words_are_made_anew(console: Console, cast: Cast):
    add_row(cast, "objective", {"statement": {"en": "words"}})
    db.session.execute(delete(SearchText))
    code, out, _ = console("search", "rebuild")
    assert code == 0
    assert "can be searched" in out
    assert indexed() == 1


def test_an_upgrade_fills_the_table(console: Console, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    add_row(cast, "objective", {"statement": {"en": "words"}})
    db.session.execute(delete(SearchText))
    monkeypatch.setattr(migrations, "is_newest", lambda: True)
    code, _, err = console("db", "upgrade")
    assert code == 0
    assert "can be searched" in err
    assert indexed() == 1
