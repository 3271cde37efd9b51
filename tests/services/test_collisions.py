"""Claims about choosing after a collision."""

from __future__ import annotations

import pytest

from nap_tracker.errors import Forbidden, NotFound
from nap_tracker.services import collisions
from nap_tracker.services.entries import Saved
from tests.cast import Cast
from tests.services.saving import save, section


def collide(cast: Cast) -> Saved:
    mine, theirs = section(cast), section(cast)
    save(cast.actor("colleague"), theirs, answers={"goal": {"en": "Theirs"}})
    return save(cast.actor("officer"), mine, answers={"goal": {"en": "Mine"}})


def test_a_collision_is_told_again_exactly_as_it_was(cast: Cast) -> None:
    saved = collide(cast)
    assert saved.kept is not None
    for _ in range(2):
        again = collisions.find(cast.actor("officer"), section(cast), saved.kept, saved.counter)
        assert again.conflicts == saved.conflicts
        assert again.other == cast.colleague.name
        save(cast.actor("colleague"), section(cast), answers={"goal": {"en": "Later still"}})


@pytest.mark.parametrize("who", ["colleague", "coordinator"])
def test_only_who_wrote_it_chooses(cast: Cast, who: str) -> None:
    saved = collide(cast)
    assert saved.kept is not None
    with pytest.raises(NotFound):
        collisions.find(cast.actor(who), section(cast), saved.kept, saved.counter)


def test_who_may_not_write_may_not_look(cast: Cast) -> None:
    saved = collide(cast)
    assert saved.kept is not None
    with pytest.raises(Forbidden):
        collisions.find(cast.actor("viewer"), section(cast), saved.kept, saved.counter)


def test_another_entry_has_nothing_to_choose(cast: Cast) -> None:
    saved = collide(cast)
    assert saved.kept is not None
    with pytest.raises(NotFound):
        collisions.find(cast.actor("officer"), section(cast, "gender"), saved.kept, saved.counter)
