"""Parties are added by the installation and described by their own people."""

import pytest
from sqlalchemy import select

from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.event import INSTALLATION, Event
from nap_tracker.roles import OPERATOR
from nap_tracker.services import parties
from tests.cast import Cast


def test_an_administrator_adds_a_party(cast: Cast) -> None:
    party = parties.create(
        cast.actor("administrator"),
        code=" gha ",
        name={"en": "Ghana", "fr": ""},
        time_zone="Africa/Accra",
    )
    assert (party.code, party.name, party.time_zone) == ("GHA", {"en": "Ghana"}, "Africa/Accra")
    chains = {e.chain for e in db.session.query(Event).filter_by(subject=f"party:{party.id}")}
    assert chains == {INSTALLATION, party.id}


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "officer", "reviewer", "stranger"])
def test_nobody_else_adds_one(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        parties.create(cast.actor(who), code="GHA", name={"en": "Ghana"})


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("facts", "about"),
    [
        ({"code": "GH"}, "code"),
        ({"code": "QQQ"}, "code"),
        ({"code": "X1A"}, "code"),
        ({"name": {"en": ""}}, "name"),
        ({"name": {"en": "x" * 201}}, "name"),
        ({"name": {"zz": "Nowhere"}}, "other_language"),
        ({"time_zone": "Moon/Tycho"}, "time_zone"),
    ],
)
def test_what_cannot_be_a_party_is_refused(facts: dict[str, object], about: str) -> None:
    details: dict[str, object] = {"code": "GHA", "name": {"en": "Ghana"}, "time_zone": "UTC"}
    with pytest.raises(Invalid) as refused:
        parties.create(OPERATOR, **(details | facts))  # type: ignore[arg-type]
    assert refused.value.about == about


def test_a_code_is_there_once(cast: Cast) -> None:
    with pytest.raises(Invalid):
        parties.create(OPERATOR, code=cast.amberland.code, name={"en": "Again"})


@pytest.mark.parametrize("who", ["focal_point", "coordinator"])
def test_who_leads_the_drafting_names_the_party(cast: Cast, who: str) -> None:
    name = {"en": "Amberland", "lo": "ອຳເບີ"}
    parties.edit(cast.actor(who), cast.amberland, name=name, time_zone="Asia/Vientiane")
    assert cast.amberland.name == name


@pytest.mark.parametrize("who", ["officer", "viewer", "reviewer", "administrator"])
def test_nobody_else_names_it(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        parties.edit(cast.actor(who), cast.amberland, name={"en": "Mine"}, time_zone="UTC")


def test_a_stranger_does_not_learn_of_it(cast: Cast) -> None:
    for unseen in (cast.amberland.id, cast.plan.id):
        with pytest.raises(NotFound):
            parties.get(cast.actor("stranger"), unseen)
    with pytest.raises(NotFound):
        parties.edit(cast.actor("stranger"), cast.amberland, name={"en": "X"}, time_zone="UTC")


def test_authentic_text_is_kept_by_item_and_language(cast: Cast) -> None:
    actor, party = cast.actor("focal_point"), cast.amberland
    parties.set_authentic(actor, party, language="fr", texts={"1a": "Objectifs", "1b.i": "Minerai"})
    parties.set_authentic(actor, party, language="en", texts={"1a": "Objectives"})
    assert party.authentic == {
        "1a": {"fr": "Objectifs", "en": "Objectives"},
        "1b.i": {"fr": "Minerai"},
    }
    parties.set_authentic(actor, party, language="fr", texts={"1a": "", "1b.i": ""})
    assert party.authentic == {"1a": {"en": "Objectives"}}


def test_authentic_text_is_for_items_of_annex_c_only(cast: Cast) -> None:
    with pytest.raises(KeyError):
        parties.set_authentic(
            cast.actor("focal_point"), cast.amberland, language="fr", texts={"9z": "x"}
        )


def test_a_book_is_no_text_of_one_item(cast: Cast) -> None:
    with pytest.raises(Invalid):
        parties.set_authentic(
            cast.actor("focal_point"), cast.amberland, language="fr", texts={"1a": "x" * 4001}
        )


def test_the_installation_counts_people_and_reads_nothing(cast: Cast) -> None:
    lines = {line.party.code: line for line in parties.listing(cast.actor("administrator"))}
    assert (lines["XAA"].people, lines["XAA"].focal_points) == (6, 1)
    assert (lines["XBB"].people, lines["XBB"].focal_points) == (1, 1)
    with pytest.raises(Forbidden):
        parties.listing(cast.actor("focal_point"))


def test_a_party_is_found_by_its_code(cast: Cast) -> None:
    assert parties.by_code(OPERATOR, "xaa") is cast.amberland
    with pytest.raises(NotFound):
        parties.by_code(OPERATOR, "XZZ")


def test_only_the_focal_point_lets_mail_carry_what_people_wrote(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        parties.let_mail_carry_words(cast.actor("coordinator"), cast.amberland, True)
    assert cast.amberland.mail_has_words is False, "off until somebody decides"
    for allowed in (True, True, False):
        parties.let_mail_carry_words(cast.actor("focal_point"), cast.amberland, allowed)
        assert cast.amberland.mail_has_words is allowed
    kinds = db.session.scalars(select(Event.kind).order_by(Event.recorded_at)).all()
    assert [kind for kind in kinds if kind.startswith("mail:")] == ["mail:widened", "mail:narrowed"]
