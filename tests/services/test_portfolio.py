"""The list of plans: those one may read, in the order of names, what was asked for, in pages."""

from __future__ import annotations

from nap_tracker.extensions import db
from nap_tracker.i18n import use_locale
from nap_tracker.models.plan import PlanVersion
from nap_tracker.roles import OPERATOR, Actor, Role
from nap_tracker.services import accounts, plans, portfolio
from nap_tracker.services.portfolio import Wanted
from nap_tracker.workflow.drafting import Drafting
from tests.cast import Cast, give, make_plan, make_user
from tests.doors import QueryCount
from tests.services.stored import many_plans

EVERYTHING = Wanted()


def titles(actor: Actor, wanted: Wanted = EVERYTHING) -> list[str]:
    return [next(iter(p.title.values())) for p in portfolio.listing(actor, wanted).plans]


def test_everybody_sees_the_plans_they_may_read_and_no_others(cast: Cast) -> None:
    for who in ("focal_point", "officer", "viewer", "reviewer"):
        assert titles(cast.actor(who)) == ["Plan of Amberland"]
    assert titles(cast.actor("stranger")) == ["Plan of Borealia"]
    assert titles(cast.actor("administrator")) == []
    assert titles(OPERATOR) == ["Plan of Amberland", "Plan of Borealia"]


def test_who_has_a_part_of_one_plan_does_not_see_its_sibling(cast: Cast) -> None:
    make_plan(cast.amberland, "Second plan")
    jana = make_user("Jana Health")
    give(jana, Role.SECTION_DRAFTER, cast.amberland, cast.plan, "health")
    db.session.commit()

    assert titles(cast.actor("reviewer")) == ["Plan of Amberland"]
    assert titles(accounts.actor_of(jana)) == ["Plan of Amberland"]
    assert titles(cast.actor("viewer")) == ["Plan of Amberland", "Second plan"]


def test_they_stand_in_the_order_of_names_and_never_by_date(cast: Cast) -> None:
    give(cast.officer, Role.VIEWER, cast.borealia)
    cast.amberland.name = {"en": "Zed", "fr": "Abe"}
    cast.borealia.name = {"en": "Élan", "fr": "Zoé"}
    make_plan(cast.borealia, "A plan")
    db.session.commit()
    officer = cast.actor("officer")
    with use_locale("en"):
        assert titles(officer) == ["A plan", "Plan of Borealia", "Plan of Amberland"]
    with use_locale("fr"):
        assert titles(officer) == ["Plan of Amberland", "A plan", "Plan of Borealia"]


def test_it_can_be_asked_for_by_words_party_and_state(cast: Cast) -> None:
    give(cast.officer, Role.VIEWER, cast.borealia)
    version = plans.newest(OPERATOR, cast.other_plan.id)
    db.session.get_one(PlanVersion, version.id).state = Drafting.RETURNED
    db.session.commit()
    officer = cast.actor("officer")
    assert titles(officer, Wanted(text="boréalia plan")) == ["Plan of Borealia"]
    assert titles(officer, Wanted(party=cast.amberland.id)) == ["Plan of Amberland"]
    assert titles(officer, Wanted(state="returned")) == ["Plan of Borealia"]
    assert titles(officer, Wanted(text="nothing like it")) == []
    page = portfolio.listing(officer, Wanted(state="returned"))
    assert (page.found, page.there, len(page.parties)) == (1, 2, 2)
    assert titles(cast.actor("viewer"), Wanted(party=cast.borealia.id)) == []


def test_long_lists_come_in_pages(cast: Cast) -> None:
    many_plans(cast.amberland, portfolio.PAGE + 3)
    officer = cast.actor("officer")
    first, second = (portfolio.listing(officer, Wanted(), n) for n in (1, 2))
    assert (len(first.plans), len(second.plans), first.last) == (portfolio.PAGE, 4, 2)
    assert not {p.plan_id for p in first.plans} & {p.plan_id for p in second.plans}
    assert portfolio.listing(officer, Wanted(), 99).number == 2
    assert portfolio.listing(officer, Wanted(), -1).number == 1


def test_it_asks_the_database_once_for_any_number_of_plans(cast: Cast) -> None:
    officer = cast.actor("officer")
    for more in (0, 30):
        many_plans(cast.amberland, more)
        with QueryCount(db.engine) as queries:
            portfolio.listing(officer, Wanted())
        assert queries.count <= 2, "BEGIN and one question"
