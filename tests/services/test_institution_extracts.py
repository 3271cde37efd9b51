"""What an officer of an institution takes out: theirs, and nothing of anybody else's."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from sqlalchemy import select

from nap_tracker.content.extract import What
from nap_tracker.content.extract_schema import extract_schema
from nap_tracker.errors import Hidden
from nap_tracker.estimates.on_track import Direction
from nap_tracker.extensions import db
from nap_tracker.models.event import Event
from nap_tracker.models.plan import PlanVersion
from nap_tracker.permissions import can
from nap_tracker.roles import Actor, Permission
from nap_tracker.services import accounts, extracts, indicators
from nap_tracker.services.activities import Following, of_version
from nap_tracker.services.extracts import Format
from tests.cast import Cast
from tests.factories import uid
from tests.services.observed import approved, follow, value
from tests.services.test_activities import merge
from tests.services.test_my_updates import HEALTH, MINES, changed, officer_of
from tests.services.test_tracking import endorsed

LED, OTHERS = uid("activity", 7), uid("activity", 3)
MEASURED = {HEALTH: "mercury_used", MINES: "mercury_to_air"}


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    """A plan in force; each of two institutions measures something, and one handed work on."""
    made = endorsed(cast)
    officer = cast.actor("officer")
    for body, standard in MEASURED.items():
        track = follow(cast, made, standard)
        how = indicators.Settings(Direction.DOWN, responsible_uid=body)
        indicators.change(officer, made, track, how)
        approved(cast, made, track, value(190 if body == HEALTH else 7301, "2025-06"))
    merge(cast, made, LED, OTHERS)
    db.session.commit()
    return made


@pytest.fixture
def lina(cast: Cast, version: PlanVersion) -> Actor:
    return accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))


def everything(data: bytes, format: Format) -> str:
    """Every word of a file."""
    if format is not Format.XLSX:
        return data.decode("utf-8")
    pages = load_workbook(io.BytesIO(data)).worksheets
    rows = (row for page in pages for row in page.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def apart(every: Following, mine: Following) -> tuple[list[str], list[str]]:
    """Words and ids of the activities of all, that are and that are not among somebody's."""
    theirs = {one.activity.uid for one in mine.activities}
    kept: tuple[list[str], list[str]] = ([], [])
    for one in every.activities:
        kept[one.activity.uid not in theirs].append(one.activity.statement["en"])
    return kept


@pytest.mark.parametrize("format", Format)
def test_activities_are_those_of_their_institution_alone(
    cast: Cast, version: PlanVersion, lina: Actor, format: Format
) -> None:
    made = extracts.take(lina, version, What.ACTIVITIES, format)
    mine, others = apart(of_version(cast.actor("officer"), version), of_version(lina, version))
    said = everything(made.data, format)
    assert mine
    assert others
    for words in mine:
        assert words in said
    for words in (*others, OTHERS):
        assert words not in said
    for of_money in ("Secured", "Spent", "USD", "spent"):
        assert of_money not in said
    assert "institution" in made.name


@pytest.mark.parametrize("format", Format)
def test_indicators_are_those_they_measure(
    version: PlanVersion, lina: Actor, format: Format
) -> None:
    made = extracts.take(lina, version, What.INDICATORS, format)
    said = everything(made.data, format)
    assert "190" in said
    assert "7301" not in said


def cover(actor: Actor, version: PlanVersion) -> dict[str, str]:
    """What the first sheet says of the file."""
    made = extracts.take(actor, version, What.ACTIVITIES, Format.XLSX)
    page = load_workbook(io.BytesIO(made.data)).worksheets[0]
    return {label: words for label, words in page.iter_rows(values_only=True, max_col=2) if label}


def test_the_cover_names_the_institution(version: PlanVersion, lina: Actor) -> None:
    told = cover(lina, version)
    name = of_version(lina, version).tracked.institution(HEALTH)
    assert name is not None
    assert told["Audience"].startswith(name.name["en"])
    assert told["Audience"].endswith("and nothing of others")
    assert told["Rows"] == "5 of 5"


@pytest.mark.parametrize("kept", [{"audience": "drafting_team"}, {"name": {}}])
def test_the_cover_says_whose_the_file_is_where_the_name_is_not_known_to_them(
    cast: Cast, kept: dict[str, Any]
) -> None:
    made = endorsed(cast, changed(HEALTH, **kept))
    lina = accounts.actor_of(officer_of(cast, "Lina Health", HEALTH))
    assert cover(lina, made)["Audience"].startswith("Your institution: what is led")


@pytest.mark.parametrize("what", [What.ACTIVITIES, What.INDICATORS])
def test_the_data_say_for_whom_they_are_and_keep_to_their_schema(
    version: PlanVersion, lina: Actor, what: What
) -> None:
    found = json.loads(extracts.take(lina, version, what, Format.JSON).data)
    Draft202012Validator(extract_schema(what)).validate(found)
    assert found["audience"] == "institution"
    act = db.session.scalars(select(Event).filter_by(kind=extracts.KINDS[what])).one()
    assert json.loads(act.details)["audience"] == "institution"


def test_money_and_documents_are_not_theirs_to_take(version: PlanVersion, lina: Actor) -> None:
    with pytest.raises(Hidden):
        extracts.take(lina, version, What.BUDGET, Format.XLSX)
    assert not can(lina, Permission.EXPORT_CREATE, version)
