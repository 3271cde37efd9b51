"""A Party's own page, its facts, the treaty's words, and who from outside may read."""

import pytest

from nap_tracker.extensions import db
from nap_tracker.models.account import Consent, Party
from nap_tracker.services import consents
from tests.browser_client import Browser
from tests.cast import Cast
from tests.doors import QueryCount


def address(cast: Cast) -> str:
    return f"/parties/{cast.amberland.id}"


@pytest.fixture
def consent(cast: Cast) -> Consent:
    made = consents.give(
        cast.actor("focal_point"),
        cast.amberland,
        administrator_id=cast.administrator.id,
        reason="A fault in the budget",
        days=3,
    )
    db.session.commit()
    return made


def test_an_administrator_adds_a_party(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    fields = {
        "code": "lao",
        "name_en": "Lao PDR",
        "other_language": "lo",
        "other_name": "ສປປ ລາວ",
        "time_zone": "Asia/Vientiane",
    }
    page = browser.post("/parties/new", fields, token_from="/account")
    party = db.session.query(Party).filter_by(code="LAO").one()
    assert page.location == f"/parties/{party.id}/people"
    assert party.name == {"en": "Lao PDR", "lo": "ສປປ ລາວ"}


@pytest.mark.parametrize("who", ["focal_point", "officer", "reviewer", "stranger"])
def test_nobody_else_adds_one(browser: Browser, cast: Cast, who: str) -> None:
    browser.sign_in(getattr(cast, who))
    assert browser.get("/parties/new").status == 403
    fields = {"code": "LAO", "name_en": "Lao PDR", "time_zone": "UTC"}
    assert browser.post("/parties/new", fields, token_from="/account").status == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "LAOS"}, "code"),
        ({"code": "XAA"}, "code"),
        ({"name_en": ""}, "name_en"),
        ({"other_language": "klingon", "other_name": "x"}, "other_language"),
        ({"other_language": "", "other_name": "x"}, "other_language"),
        ({"time_zone": "Moon"}, "time_zone"),
    ],
)
def test_what_is_wrong_with_a_party_is_said_at_its_field(
    browser: Browser, cast: Cast, changes: dict[str, str], field: str
) -> None:
    browser.sign_in(cast.administrator)
    fields = {"code": "LAO", "name_en": "Lao PDR", "time_zone": "UTC"}
    page = browser.post("/parties/new", fields | changes, token_from="/account")
    assert page.one(".govuk-error-summary__list a").attrib["href"] == f"#{field}"
    assert page.select(f"#{field}-error")
    assert db.session.query(Party).filter_by(code="LAO").count() == 0


@pytest.mark.parametrize(
    ("who", "status", "people"),
    [
        ("focal_point", 200, True),
        ("viewer", 200, True),
        ("administrator", 200, True),
        ("reviewer", 200, False),
        ("stranger", 404, False),
    ],
)
def test_who_sees_a_party(
    browser: Browser, cast: Cast, consent: Consent, who: str, status: int, people: bool
) -> None:
    page = browser.sign_in(getattr(cast, who)).get(address(cast))
    assert page.status == status
    assert ("A fault in the budget" in page.text) is people
    assert (f"{address(cast)}/people" in page.text) is people


def test_the_page_lists_the_plans_one_may_read_and_no_others(browser: Browser, cast: Cast) -> None:
    assert "Plan of Amberland" in browser.sign_in(cast.reviewer).get(address(cast)).text
    assert "Plan of Amberland" not in browser.sign_in(cast.administrator).get(address(cast)).text


@pytest.mark.usefixtures("consent")
def test_with_consent_the_administrator_sees_the_plan(browser: Browser, cast: Cast) -> None:
    assert "Plan of Amberland" in browser.sign_in(cast.administrator).get(address(cast)).text


def test_names_and_time_zone_are_changed(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.coordinator)
    cast.amberland.name = {"en": "Amberland", "lo": "ອຳເບີ"}
    db.session.commit()
    page = browser.get(f"{address(cast)}/edit")
    assert page.one("#name_lo").attrib["value"] == "ອຳເບີ"
    fields = {"name_en": "Amberlands", "name_lo": "", "time_zone": "Asia/Vientiane"}
    changed = browser.post(f"{address(cast)}/edit", fields, token_from="/account")
    assert changed.location == address(cast)
    assert cast.amberland.name == {"en": "Amberlands"}
    assert cast.amberland.time_zone == "Asia/Vientiane"


@pytest.mark.parametrize("page", ["edit", "treaty-text"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 403),
        ("viewer", 403),
        ("reviewer", 403),
        ("administrator", 403),
        ("stranger", 404),
    ],
)
def test_who_does_not_lead_changes_nothing_of_the_party(
    browser: Browser, cast: Cast, page: str, who: str, status: int
) -> None:
    browser.sign_in(getattr(cast, who))
    assert browser.get(f"{address(cast)}/{page}").status == status
    fields = {"name_en": "Mine", "time_zone": "UTC", "item_1a": "Mine"}
    assert browser.post(f"{address(cast)}/{page}", fields, token_from="/account").status == status
    assert cast.amberland.name == {"en": "Amberland"}
    assert cast.amberland.authentic == {}


def test_authentic_text_is_loaded_for_one_language(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.focal_point)
    url = f"{address(cast)}/treaty-text?language=fr"
    fields = {"item_1a": "Objectifs\r\net cibles", "item_1b_i": " "}
    assert browser.post(url, fields, token_from="/account").location == url
    assert cast.amberland.authentic == {"1a": {"fr": "Objectifs\net cibles"}}
    page = browser.get(url)
    assert page.one("#item_1a").text() == "Objectifs et cibles"
    assert page.one("#item_1a").attrib["lang"] == "fr"
    other = browser.get(f"{address(cast)}/treaty-text?language=en")
    assert other.one("#item_1a").text() == ""


def test_a_language_that_does_not_exist_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.focal_point)
    assert browser.get(f"{address(cast)}/treaty-text?language=zz").status == 404


def test_a_focal_point_lets_an_administrator_read_and_ends_it(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.focal_point)
    fields = {"administrator": cast.administrator.id, "days": "3", "reason": "A fault"}
    page = browser.post(f"{address(cast)}/consents/new", fields, token_from="/account")
    assert page.location == address(cast)
    assert cast.actor("administrator").consents == {cast.amberland.id}
    button = browser.get(address(cast)).select("tbody form")
    page = browser.post(button[0].attrib["action"], token_from="/account")
    assert page.location == address(cast)
    assert cast.actor("administrator").consents == frozenset()
    assert browser.get(address(cast)).select("tbody form") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"administrator": ""}, "administrator"),
        ({"days": "300"}, "days"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_consent_names_whom_how_long_and_why(
    browser: Browser, cast: Cast, changes: dict[str, str], field: str
) -> None:
    browser.sign_in(cast.focal_point)
    fields = {"administrator": cast.administrator.id, "days": "3", "reason": "A fault"}
    page = browser.post(f"{address(cast)}/consents/new", fields | changes, token_from="/account")
    assert page.one(".govuk-error-summary__list a").attrib["href"] == f"#{field}"
    assert db.session.query(Consent).count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 403), ("officer", 403), ("administrator", 403), ("stranger", 404)],
)
def test_only_the_focal_point_gives_or_ends_a_consent(
    browser: Browser, cast: Cast, consent: Consent, who: str, status: int
) -> None:
    browser.sign_in(getattr(cast, who))
    fields = {"administrator": cast.administrator.id, "days": "30", "reason": "Mine"}
    new = browser.post(f"{address(cast)}/consents/new", fields, token_from="/account")
    ended = browser.post(f"{address(cast)}/consents/{consent.id}/withdraw", token_from="/account")
    assert (new.status, ended.status) == (status, status)
    assert db.session.query(Consent).one().withdrawn_at is None


def test_many_consents_cost_no_more_queries(
    browser: Browser, cast: Cast, queries: QueryCount
) -> None:
    def give(times: int) -> None:
        for _ in range(times):
            consents.give(
                cast.actor("focal_point"),
                cast.amberland,
                administrator_id=cast.administrator.id,
                reason="Again",
                days=1,
            )
        db.session.commit()

    def cost() -> int:
        with queries as count:
            browser.get(address(cast))
        return count.count

    browser.sign_in(cast.viewer)
    give(1)
    few = cost()
    give(8)
    assert cost() == few
    assert few <= 12


def test_the_party_and_its_emblem_are_found_from_any_page(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.focal_point).get("/")
    assert address(cast) in [a.attrib["href"] for a in page.select(".app-navigation__link")]
    links = [a.attrib["href"] for a in browser.get(address(cast)).select("main a")]
    assert f"/plans/{cast.plan.id}/files" in links
    links = [a.attrib["href"] for a in browser.sign_in(cast.officer).get(address(cast)).select("a")]
    assert f"/plans/{cast.plan.id}/files" not in links


def test_the_focal_point_decides_what_mail_may_carry(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.focal_point)
    page = browser.get(f"{address(cast)}/mail")
    assert page.one("input[checked]").attrib["value"] == "titles"
    answer = browser.post(f"{address(cast)}/mail", {"carries": "notes"})
    assert answer.location.endswith(address(cast))
    db.session.expire_all()
    assert cast.amberland.mail_has_words
    assert "Also notes that people write" in browser.get(address(cast)).text
    refused = browser.post(f"{address(cast)}/mail", {"carries": "everything"})
    assert "Choose what mail may carry" in refused.one(".govuk-error-summary").text()
