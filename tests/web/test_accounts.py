"""Coming in, going out, one's own account: what the pages do and what they do not tell."""

from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from nap_tracker import links, passwords
from nap_tracker.extensions import db
from nap_tracker.models.account import Invitation, PasswordReset, SignInAttempt, User
from nap_tracker.models.message import Message
from nap_tracker.roles import Role
from nap_tracker.services import accounts, invitations, samples
from tests.browser_client import Browser, Page
from tests.cast import Cast
from tests.doors import Clock

PASSWORD = "seven herons over wet slate"
NEW = "nine otters under the bridge"


@pytest.fixture
def officer(cast: Cast) -> User:
    cast.officer.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()
    return cast.officer


def sign_in(
    browser: Browser, email: str = "chen@example.org", password: str = PASSWORD, wanted: str = ""
) -> Page:
    url = f"/sign-in?next={wanted}" if wanted else "/sign-in"
    return browser.post(url, {"email": email, "password": password}, token_from="/sign-in")


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/account").status == 200


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    invitation = invitations.invite(
        cast.actor("coordinator"),
        cast.amberland,
        email="nia@example.org",
        role=Role.OFFICER,
        locale="en",
        lifetime=timedelta(days=7),
    )
    db.session.commit()
    return invitation


def address_of(invitation: Invitation) -> str:
    return "/invitations/" + links.token("invitation", invitation.id)


@pytest.mark.usefixtures("officer")
def test_the_right_password_opens_a_session_in_a_safe_cookie(browser: Browser) -> None:
    page = sign_in(browser)
    assert (page.status, page.location) == (302, "/")
    assert is_signed_in(browser)
    cookie = page.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


@pytest.mark.usefixtures("officer")
def test_no_message_tells_whether_there_is_an_account(browser: Browser) -> None:
    wrong = sign_in(browser, password="wrong")
    unknown = sign_in(browser, email="nobody@example.org", password="wrong")
    assert wrong.status == unknown.status == 200
    messages = [page.one(".govuk-error-summary__list").text() for page in (wrong, unknown)]
    assert messages[0] == messages[1]
    assert not is_signed_in(browser)


@pytest.mark.usefixtures("officer")
def test_a_password_is_never_sent_back_in_the_page(browser: Browser) -> None:
    assert "wrong but secret" not in sign_in(browser, password="wrong but secret").text


@pytest.mark.usefixtures("officer")
def test_too_many_failures_are_refused_on_the_page(browser: Browser, clock: Clock) -> None:
    for _ in range(5):
        assert sign_in(browser, password="wrong").status == 200
    assert sign_in(browser).status == 429
    assert db.session.query(SignInAttempt).count() == 5
    clock.pass_by(minutes=15)
    assert sign_in(browser).status == 302


@pytest.mark.usefixtures("officer")
def test_signing_in_leads_where_one_wanted_to_go(browser: Browser) -> None:
    asked = browser.get("/account/edit")
    assert asked.location == "/sign-in?next=/account/edit"
    assert sign_in(browser, wanted="/account/edit").location == "/account/edit"


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%09/evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "account",
        "/sign-out",
        "/no-such-page",
        "/sign-in",
    ],
)
def test_nobody_is_led_away_after_signing_in(browser: Browser, elsewhere: str) -> None:
    assert sign_in(browser, wanted=elsewhere).location == "/"


def test_who_is_signed_in_already_goes_on(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    assert browser.get("/sign-in").location == "/"
    assert browser.get("/sign-in?next=/account").location == "/account"


@pytest.mark.usefixtures("officer")
def test_signing_in_begins_a_session_of_its_own(browser: Browser) -> None:
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["language"] = "en"
    sign_in(browser)
    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "en"


@pytest.mark.usefixtures("officer")
def test_who_does_nothing_for_twelve_hours_is_signed_out(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser)
    begun = TimestampSigner("x").get_timestamp()
    hours = 12 * 3600

    def later(seconds: int) -> None:
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: begun + seconds)

    later(hours - 10)
    assert is_signed_in(browser), "and the clock starts again"
    later(hours - 10 + hours - 10)
    assert is_signed_in(browser)
    later(3 * hours)
    assert not is_signed_in(browser)


@pytest.mark.usefixtures("officer")
def test_signing_out_ends_the_session(browser: Browser) -> None:
    sign_in(browser)
    page = browser.post("/sign-out", token_from="/account")
    assert page.location == "/sign-in"
    assert not is_signed_in(browser)


def test_a_link_elsewhere_cannot_sign_anybody_out(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    assert browser.get("/sign-out").status == 405
    assert browser.client.post("/sign-out").status_code == 400
    assert is_signed_in(browser)


def test_signing_out_everywhere_ends_the_other_sessions(app: Flask, officer: User) -> None:
    here, there = Browser(app), Browser(app)
    sign_in(here)
    sign_in(there)
    here.post("/account/sign-out-everywhere", token_from="/account")
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(here).status == 302
    assert not is_signed_in(there)


def test_a_stopped_account_is_out_at_once(browser: Browser, cast: Cast, officer: User) -> None:
    sign_in(browser)
    accounts.disable(cast.actor("administrator"), officer)
    assert not is_signed_in(browser)
    assert sign_in(browser).status == 200


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    app: Flask, officer: User
) -> None:
    here, there = Browser(app), Browser(app)
    sign_in(here)
    sign_in(there)
    page = here.post(
        "/account/password", {"current": PASSWORD, "password": NEW}, token_from="/account"
    )
    assert page.location == "/account"
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(there, password=NEW).status == 302


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("wrong", NEW, "current"), (PASSWORD, "short", "password"), (PASSWORD, "", "password")],
)
def test_the_password_changes_only_for_who_knows_it_and_to_a_good_one(
    browser: Browser, officer: User, current: str, password: str, field: str
) -> None:
    browser.sign_in(officer)
    fields = {"current": current, "password": password}
    page = browser.post("/account/password", fields, token_from="/account")
    assert page.status == 200
    assert page.one(".govuk-error-summary__list a").attrib["href"] == f"#{field}"
    assert passwords.matches(PASSWORD, officer.password_hash)


def test_guessing_the_present_password_is_counted_like_signing_in(
    browser: Browser, officer: User
) -> None:
    browser.sign_in(officer)
    fields = {"current": "wrong", "password": NEW}
    for _ in range(5):
        browser.post("/account/password", fields, token_from="/account")
    page = browser.post(
        "/account/password", {"current": PASSWORD, "password": NEW}, token_from="/account"
    )
    assert page.status == 429


def test_name_and_language_are_changed_on_the_page(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    fields = {"name": "  Chen   Wei ", "locale": "en"}
    assert browser.post("/account/edit", fields, token_from="/account").location == "/account"
    assert browser.get("/account").one(".app-header__tools a").text() == "Chen Wei"


def test_a_name_without_end_is_refused_at_its_field(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    page = browser.post("/account/edit", {"name": "x" * 201, "locale": "en"}, token_from="/account")
    assert page.select("#name-error")


def test_a_language_that_is_not_offered_is_refused(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.officer)
    page = browser.post("/account/edit", {"name": "Chen", "locale": "xx"}, token_from="/account")
    assert page.select("#locale-error")


def test_the_account_lists_roles_and_consents(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.stranger).get("/account")
    assert "Focal point, Borealia" in page.one("main").text()
    assert "Amberland" not in page.text


def test_the_answer_to_a_forgotten_password_is_the_same_for_everybody(
    browser: Browser, officer: User
) -> None:
    for email in ("chen@example.org", "nobody@example.org"):
        page = browser.post(
            "/forgotten-password", {"email": email}, token_from="/forgotten-password"
        )
        assert (page.status, page.location) == (302, "/sign-in")
    assert [m.to for m in db.session.query(Message)] == ["chen@example.org"]


def test_a_forgotten_password_is_set_by_the_link(browser: Browser, officer: User) -> None:
    browser.post("/forgotten-password", {"email": officer.email}, token_from="/forgotten-password")
    reset = db.session.query(PasswordReset).one()
    address = "/passwords/" + links.token("password", reset.id)
    assert officer.email in browser.get(address).text
    refused = browser.post(address, {"password": "short"}, token_from=address)
    assert refused.select("#password-error")
    assert browser.post(address, {"password": NEW}, token_from=address).location == "/sign-in"
    assert sign_in(browser, password=NEW).status == 302
    assert browser.get(address).status == 404


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("address", ["/passwords/x", "/invitations/x"])
def test_a_link_that_does_not_work_says_so(browser: Browser, address: str) -> None:
    page = browser.get(address)
    assert page.status == 404
    assert page.one("h1").text() == "This link does not work any more"


def test_an_invited_person_makes_an_account_and_is_in(
    browser: Browser, invitation: Invitation
) -> None:
    address = address_of(invitation)
    fields = {"name": "Nia New", "locale": "en", "password": NEW}
    assert browser.post(address, fields, token_from=address).location == "/"
    assert is_signed_in(browser)
    assert browser.get(address).status == 404
    assert sign_in(Browser(browser.app), "nia@example.org", NEW).status == 302


def test_a_weak_password_is_told_at_its_field_and_makes_no_account(
    browser: Browser, invitation: Invitation
) -> None:
    address = address_of(invitation)
    fields = {"name": "Nia New", "locale": "en", "password": "password1234"}
    page = browser.post(address, fields, token_from=address)
    assert page.select("#password-error")
    assert page.one("#name").attrib["value"] == "Nia New"
    assert accounts.by_email("nia@example.org") is None


def test_who_has_an_account_signs_in_to_accept(
    browser: Browser, cast: Cast, invitation: Invitation, officer: User
) -> None:
    invitation.email = officer.email
    invitation.role = Role.VIEWER
    address = address_of(invitation)
    page = browser.get(address)
    assert not page.select("#password")
    sign_in_here = page.one("main a.govuk-button").attrib["href"]
    assert sign_in_here == f"/sign-in?next={address}"
    assert sign_in(browser, wanted=address).location == address
    assert browser.post(address, token_from=address).location == "/"
    roles = cast.actor("officer").roles_in(cast.amberland.id)
    assert roles == {Role.OFFICER, Role.VIEWER}


def test_somebody_else_signed_in_cannot_accept(
    browser: Browser, cast: Cast, invitation: Invitation
) -> None:
    browser.sign_in(cast.stranger)
    address = address_of(invitation)
    assert cast.stranger.email in browser.get(address).one("main").text()
    assert browser.post(address, token_from=address).status == 403
    assert cast.actor("stranger").roles_in(cast.amberland.id) == frozenset()


def test_a_visitor_who_posts_to_an_existing_accounts_invitation_gets_nothing(
    browser: Browser, cast: Cast, invitation: Invitation
) -> None:
    invitation.email = cast.stranger.email
    address = address_of(invitation)
    fields = {"name": "Mallory", "locale": "en", "password": NEW}
    page = browser.post(address, fields, token_from="/sign-in")
    assert page.status == 200
    assert cast.actor("stranger").roles_in(cast.amberland.id) == frozenset()
    assert cast.stranger.name == "Hana Stranger"


def test_a_reader_of_arabic_letters_can_have_a_name_in_them(
    browser: Browser, invitation: Invitation
) -> None:
    address = address_of(invitation)
    fields = {"name": "نادية حسن", "locale": "en", "password": NEW}
    browser.post(address, fields, token_from=address)
    user = accounts.by_email("nia@example.org")
    assert user is not None
    assert user.name == "نادية حسن"


def test_a_control_character_in_a_name_is_refused_at_the_field(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.officer)
    fields = {"name": "Chen\x07", "locale": "en"}
    page = browser.post("/account/edit", fields, token_from="/account")
    assert page.select("#name-error")
    assert cast.officer.name == "Chen Li"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("mode", "shown"), [("demo", True), ("testing", False)])
def test_sample_accounts_are_listed_in_demonstrations_only(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, mode: str, shown: bool
) -> None:
    monkeypatch.setitem(app.config, "MODE", mode)
    page = browser.get("/sign-in")
    assert bool(page.select("table")) is shown
    assert (samples.PASSWORD in page.text) is shown
