"""Accounts are personal: made once, changed by their owner, stopped by the installation."""

import pytest

from nap_tracker import passwords
from nap_tracker.errors import Forbidden, Invalid, NotFound
from nap_tracker.extensions import db
from nap_tracker.models.event import INSTALLATION, Event
from nap_tracker.models.message import Message
from nap_tracker.roles import OPERATOR, WORKER, Role
from nap_tracker.services import accounts
from tests.cast import Cast, give, make_user

PASSWORD = "seven herons over wet slate"


@pytest.mark.usefixtures("database")
def test_an_address_has_one_account_however_it_is_typed() -> None:
    user = accounts.create(OPERATOR, email=" Ama@EPA.Example ", name=" Ama  Serwaa ")
    assert (user.email, user.name, user.password_hash) == ("ama@epa.example", "Ama Serwaa", None)
    assert accounts.by_email("AMA@epa.example") is user
    with pytest.raises(Invalid) as refused:
        accounts.create(OPERATOR, email="ama@epa.example", name="Ama Again")
    assert refused.value.about == "email"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_an_account_has_a_name(name: str) -> None:
    with pytest.raises(Invalid):
        accounts.create(OPERATOR, email="ama@epa.example", name=name)


@pytest.mark.usefixtures("database")
def test_a_password_made_of_ones_own_name_is_refused() -> None:
    with pytest.raises(Invalid):
        accounts.create(
            OPERATOR, email="ama@epa.example", name="Ama Serwaa", password="serwaa-ama-epa-1990"
        )


def test_changing_ones_password_ends_every_session_and_is_told(cast: Cast) -> None:
    key = cast.officer.session_key
    accounts.change_password(cast.actor("officer"), PASSWORD)
    assert passwords.matches(PASSWORD, cast.officer.password_hash)
    assert cast.officer.session_key != key
    assert db.session.query(Message).one().to == cast.officer.email
    assert db.session.query(Event).filter_by(kind="password:changed").one()


def test_ones_name_and_language_are_ones_own_to_change(cast: Cast) -> None:
    accounts.edit(cast.actor("officer"), name="Chen Wei", locale="fr")
    assert (cast.officer.name, cast.officer.locale) == ("Chen Wei", "fr")


def test_who_has_no_account_changes_none() -> None:
    with pytest.raises(NotFound):
        accounts.edit(WORKER, name="Nobody", locale="en")


def test_a_stopped_account_is_stopped_at_once_and_its_parties_see_it(cast: Cast) -> None:
    key = cast.officer.session_key
    accounts.disable(cast.actor("administrator"), cast.officer)
    assert not cast.officer.is_active
    assert cast.officer.session_key != key
    chains = {e.chain for e in db.session.query(Event).filter_by(kind="account:disabled")}
    assert chains == {INSTALLATION, cast.amberland.id}


def test_stopping_and_allowing_twice_changes_nothing(cast: Cast) -> None:
    actor = cast.actor("administrator")
    for act, kind in ((accounts.disable, "disabled"), (accounts.enable, "enabled")):
        act(actor, cast.officer)
        act(actor, cast.officer)
        found = db.session.query(Event).filter_by(kind=f"account:{kind}", chain=INSTALLATION)
        assert found.count() == 1
    assert cast.officer.is_active


def test_an_administrator_does_not_stop_themselves(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        accounts.disable(cast.actor("administrator"), cast.administrator)


@pytest.mark.parametrize("who", ["focal_point", "coordinator", "officer", "stranger"])
def test_nobody_else_stops_or_lists_accounts(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        accounts.disable(cast.actor(who), cast.viewer)
    with pytest.raises(Forbidden):
        accounts.listing(cast.actor(who))
    with pytest.raises(Forbidden):
        accounts.get(cast.actor(who), cast.viewer.id)


def test_an_account_that_is_not_there_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        accounts.get(cast.actor("administrator"), cast.amberland.id)


def test_accounts_are_found_by_name_or_address_without_wild_cards(cast: Cast) -> None:
    actor = cast.actor("administrator")
    assert [u.name for u in accounts.listing(actor, search="CHEN").users] == ["Chen Li"]
    assert [u.name for u in accounts.listing(actor, search="dina@").users] == ["Dina Petrova"]
    assert accounts.listing(actor, search="%").users == []
    assert accounts.listing(actor, search="_hen").users == []


def test_a_long_list_of_accounts_comes_by_the_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "PAGE", 3)
    actor = cast.actor("administrator")
    pages = [accounts.listing(actor, page=n) for n in (1, 2, 3)]
    names = [u.name for page in pages for u in page.users]
    assert names == sorted(names)
    assert len(set(names)) == 8
    assert (pages[2].number, pages[2].last) == (3, 3)
    assert accounts.listing(actor, page=99).number == 3
    assert accounts.listing(actor, page=-1).number == 1


def test_the_operator_appoints_an_administrator_and_it_is_written_down(cast: Cast) -> None:
    accounts.appoint_administrator(OPERATOR, cast.viewer)
    assert cast.actor("viewer").is_administrator
    assert db.session.query(Event).filter_by(kind="administrator:appointed").one()


def test_consents_open_nothing_to_who_is_no_administrator_any_more(cast: Cast) -> None:
    give(make_user("Ines Next"), Role.VIEWER, cast.amberland)
    cast.administrator.is_administrator = False
    assert cast.actor("administrator").consents == frozenset()
