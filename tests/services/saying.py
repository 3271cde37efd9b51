"""Comments in tests: a section with two paragraphs, and what people say of it."""

from __future__ import annotations

from typing import Any

from nap_tracker.content.tree import PlanContent
from nap_tracker.models.comment import Comment
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Actor
from nap_tracker.services import comments, contents, plans
from nap_tracker.services.comment_places import Where
from nap_tracker.services.sayings import Saying
from tests.cast import Cast
from tests.services.endangered import type_into

SECTION, FIELD = "summary", "executive_summary"
TEXT = (
    '<p data-block="aaaaaaaa">Mercury is burned in the open at forty camps.</p>'
    '<p data-block="bbbbbbbb">Retorts are used at few camps.</p>'
)


def newest(cast: Cast) -> PlanVersion:
    return plans.newest(OPERATOR, cast.plan.id)


def content(cast: Cast) -> PlanContent:
    return contents.load(newest(cast))


def write_text(cast: Cast, html: str = TEXT) -> PlanVersion:
    """The words everybody speaks of; the version."""
    type_into(cast.actor("officer"), newest(cast), SECTION, FIELD, html)
    return newest(cast)


def there(cast: Cast) -> Where:
    entry = content(cast).section(SECTION)
    return Where(SECTION, entry.uid if entry else None, FIELD, "en")


def saying(cast: Cast, **values: Any) -> Saying:
    given = {"where": there(cast), "kind": "change", "body": "Say how many", **values}
    return Saying(**given)


def say(cast: Cast, who: str | Actor, **values: Any) -> Comment:
    """Somebody comments on the words in the first paragraph."""
    actor = cast.actor(who) if isinstance(who, str) else who
    given = {"quote": "burned in the open", **values}
    return comments.add(actor, newest(cast), saying(cast, **given))
