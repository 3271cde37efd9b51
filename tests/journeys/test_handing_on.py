"""On leave, and leaving: a role lent for some days, and work that goes to a colleague for good."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.chromium import violations
from tests.journeys.site import Site, Visitors, until
from tests.journeys.test_moving_on import line, take
from tests.journeys.writing import follow, headed, press, told

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
TASKS = "Prepare your national action plan: Lendia"
PASSWORD = "seven copper kettles under rain"


def today() -> date:
    return datetime.now(UTC).date()


def come_in(page: Page, site: Site, party: str, name: str, role: str, language: str = "en") -> Page:
    """The operator makes an account with a role; its person sets the password and signs in."""
    email = f"{name.split()[0].lower()}@{party.lower()}.example"
    person = ("--email", email, "--name", name, "--language", language)
    link = site.run("user", "create", *person, "--party", party, "--role", role).strip()
    page.goto(link)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    headed(page, "Plans")
    return page


def begin(page: Page, title: str) -> str:
    page.goto("/plans/new")
    page.locator("[name^=title]").first.fill(title)
    page.locator("[name=language]").select_option("en")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile("/plans/[0-9a-f-]{36}$"))
    return page.url


def people(page: Page) -> str:
    """The page of the people of one's Party; its address."""
    page.goto("/people")
    expect(page).to_have_url(re.compile("/parties/.+/people$"))
    return page.url


def invite_drafter(page: Page, site: Site, invited: Page, email: str, plan: str) -> None:
    """Somebody of another ministry, by the link in her mail, for one section of one plan."""
    people(page)
    follow(page, "Invite somebody to draft a section")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label(plan, exact=True).check()
    page.get_by_label("Public health strategy").check()
    press(page, "Send the invitation")
    mail = until(lambda: site.mail_to(email), "the mail with the invitation")
    found = re.search(r"http\S+/invitations/\S+", mail)
    assert found is not None
    invited.goto(found.group())
    invited.get_by_label("Your name").fill("Binta Sow")
    invited.get_by_label("Password").fill(PASSWORD)
    press(invited, "Make my account")
    headed(invited, "Plans")


def lend(page: Page, colleague: str, last_day: date) -> None:
    """The page is open on the form."""
    page.get_by_label("Colleague").select_option(colleague)
    page.get_by_label("First day").fill(today().isoformat())
    page.get_by_label("Last day").fill(last_day.isoformat())
    press(page, "Hand it over for these days")


def the_days_pass(site: Site) -> None:
    """What is lent was lent three days ago, and ended a minute ago."""
    site.database(
        "UPDATE delegation SET starts_at = datetime('now', '-3 days') || '.000000',"
        " ends_at = datetime('now', '-1 minute') || '.000000'"
        " WHERE party_id = (SELECT id FROM party WHERE code = 'XLA')"
    )


def reads_nothing(page: Page, *addresses: str) -> None:
    for address in addresses:
        answered = page.goto(address)
        assert answered is not None
        assert answered.status == 404, f"{address} can still be read"


def test_a_role_is_lent_for_some_days_and_ends_by_itself(visit: Visitors, site: Site) -> None:
    site.run("party", "create", "--code", "XLA", "--name", "en=Lendia")
    awa = come_in(visit(), site, "XLA", "Awa Diop", "coordinator")
    health, north = begin(awa, "Plan of the south"), begin(awa, "Plan of the north")
    binta = visit()
    invite_drafter(awa, site, binta, "binta@xla.example", "Plan of the south")
    binta.goto(health)
    headed(binta, TASKS)
    reads_nothing(binta, north, f"{north}/steps", f"{north}/log")

    # Awa goes on leave. A period that ends before it begins is refused, and what was typed stays.
    all_people = people(awa)
    follow(awa, "Hand your role over for a while")
    lend(awa, "Binta Sow", today() - timedelta(days=1))
    expect(awa.locator("[data-error-summary]")).to_contain_text("first day")
    expect(awa.get_by_label("Colleague").locator("option:checked")).to_have_text("Binta Sow")
    assert violations(awa) == []
    lend(awa, "Binta Sow", today() + timedelta(days=2))
    told(awa, "Binta Sow will stand in for you. It ends by itself.")
    loans = awa.get_by_role("table", name="Standing in for a while")
    expect(loans).to_contain_text("Binta Sow")
    until(lambda: "Awa Diop" in site.mail_to("binta@xla.example"), "the mail to who stands in")

    # Binta sees the work and acts.
    binta.goto("/")
    follow(binta, "Plan of the north")
    headed(binta, TASKS)
    act = {"who": "Ministry of Mines", "until": "2099-05-20"}
    take(binta, north, "Open the internal review", **act)
    headed(binta, "The internal review is open")
    assert "With Ministry of Mines since today." in line(binta)
    binta.goto(all_people)
    binta.get_by_role("main").get_by_role("link", name="What they can do Binta Sow").first.click()
    headed(binta, "What you can do here, and why")
    expect(binta.locator('[data-permission="plan:create"]')).to_contain_text("for Awa Diop")
    assert violations(binta) == []

    # The days are over, with a page still open: nothing can be done or read by it any more.
    binta.goto(f"{north}/steps/return-from-internal-review")
    the_days_pass(site)
    binta.get_by_role("textbox", name="Reason").fill("The figures of the north are missing.")
    with binta.expect_response(lambda answered: answered.request.method == "POST") as pressed:
        press(binta, "Return the plan from the internal review")
    assert pressed.value.status == 404
    reads_nothing(binta, north, f"{north}/steps", f"{north}/log", f"{north}/exports")
    assert binta.goto(all_people).status == 403  # type: ignore[union-attr]
    binta.goto("/")
    expect(binta.get_by_role("main")).to_contain_text("Plan of the south")
    expect(binta.get_by_role("main")).not_to_contain_text("Plan of the north")
    binta.goto(health)
    headed(binta, TASKS)

    # What she did stays hers, on behalf of Awa, and the plan stands where she left it.
    awa.goto(f"{north}/steps")
    assert "With Ministry of Mines since today." in line(awa)
    expect(awa.get_by_role("main")).to_contain_text("Binta Sow")
    awa.goto(f"{north}/log")
    step = awa.locator(".app-acts__line", has_text="Binta Sow").filter(has_text="internal review")
    step.first.get_by_text("Details").click()
    expect(step.first).to_contain_text("Awa Diop")


def test_work_is_handed_over_for_good_on_a_phone_in_french(visit: Visitors, site: Site) -> None:
    site.run("party", "create", "--code", "XLB", "--name", "fr=Offrandie", "--name", "en=Offeria")
    on_a_phone = {"viewport": PHONE, "java_script_enabled": False, "locale": "fr-FR"}
    moussa = come_in(visit(**on_a_phone), site, "XLB", "Moussa Ba", "focal_point", "fr")
    lead = ("--email", "moussa@xlb.example", "--party", "XLB", "--role", "coordinator")
    site.run("user", "create", *lead)
    nadia = come_in(visit(**on_a_phone), site, "XLB", "Nadia Sy", "viewer", "fr")
    plan = begin(moussa, "Le plan de Moussa")
    moussa.goto(f"{plan}/sections/objectives")
    moussa.get_by_role("textbox", name="But").first.fill("Moitié moins de mercure.")
    moussa.get_by_role("main").get_by_role("button").first.click()
    moussa.wait_for_url(re.compile(r"ask=1|/answers"))
    moussa.goto(f"{plan}/steps/open-internal-review")
    for warning in moussa.locator("[name=accepted]").all():
        warning.check()
    moussa.get_by_label("Qui est sollicité ?").fill("Ministère des mines")
    moussa.get_by_label("Jusqu’à quand ?").fill("2099-05-20")
    press(moussa, "Ouvrir la relecture interne")
    assert "Ministère des mines" in stands(moussa)

    # Nobody else leads here: neither of his roles can simply be dropped.
    all_people = people(moussa)
    role_of(moussa, "Moussa Ba", "Coordination")
    headed(moussa, "Rôle : Moussa Ba")
    press(moussa, "Mettre fin au rôle")
    told(moussa, "la seule personne chargée de la coordination")
    assert moussa.goto("/plans/new").status == 200  # type: ignore[union-attr]

    # The list names what is in hand, the request that waits among it.
    moussa.goto(all_people)
    follow(moussa, "Transmettre votre travail définitivement")
    headed(moussa, "Transmettre votre travail définitivement")
    main = moussa.get_by_role("main")
    for held in ("Coordination", "Point focal", "Ministère des mines : "):
        expect(main).to_contain_text(held)
    fits(visit, moussa)
    moussa.get_by_label("Ce que votre collègue doit savoir").fill("Appelez le ministère.")
    press(moussa, "Le proposer")
    expect(moussa.locator("[data-error-summary]")).to_contain_text("collègue")
    note = moussa.get_by_label("Ce que votre collègue doit savoir")
    expect(note).to_have_value("Appelez le ministère.")
    moussa.get_by_label("Collègue", exact=True).select_option("Nadia Sy")
    press(moussa, "Le proposer")
    told(moussa, "Proposé à Nadia Sy. Tout reste à vous jusqu’à son acceptation.")
    assert moussa.goto("/plans/new").status == 200  # type: ignore[union-attr]
    until(lambda: "Moussa Ba" in site.mail_to("nadia@xlb.example"), "the mail with the offer")

    # Nadia reads it, says so, and takes it over.
    people(nadia)
    nadia.get_by_role("main").get_by_role("link", name="Moussa Ba", exact=True).first.click()
    headed(nadia, "Travail de Moussa Ba")
    expect(nadia.get_by_role("main")).to_contain_text("Appelez le ministère.")
    fits(visit, nadia)
    press(nadia, "La reprendre")
    expect(nadia.locator("[data-error-summary]")).to_be_visible()
    nadia.get_by_label("J’ai lu la liste et je reprends le tout").check()
    press(nadia, "La reprendre")
    told(nadia, "Le travail de Moussa Ba est désormais le vôtre.")
    assert nadia.goto("/plans/new").status == 200  # type: ignore[union-attr]

    # Who left reads nothing, and stays author of what he wrote; the act is recorded.
    reads_nothing(moussa, plan, f"{plan}/steps", f"{plan}/sections/objectives", all_people)
    assert moussa.goto("/plans/new").status == 403  # type: ignore[union-attr]
    moussa.goto("/")
    expect(moussa.get_by_role("main")).not_to_contain_text("Le plan de Moussa")
    nadia.goto(f"{plan}/history")
    expect(nadia.get_by_role("main")).to_contain_text("Moussa Ba")
    nadia.goto(f"{plan}/steps")
    assert "Ministère des mines" in stands(nadia)
    nadia.goto(all_people.removesuffix("/people"))
    follow(nadia, "Journal de la Partie : qui a fait quoi")
    expect(nadia.get_by_role("main")).to_contain_text("a repris le travail de Moussa Ba")
    fits(visit, nadia)
    people(nadia)
    role_of(nadia, "Nadia Sy", "Coordination")
    press(nadia, "Mettre fin au rôle")
    told(nadia, "la seule personne chargée de la coordination")


def role_of(page: Page, name: str, role: str) -> None:
    """From the page of people to one of the roles somebody has."""
    roles = page.get_by_role("table", name="Personnes et rôles")
    row = roles.get_by_role("row", name=name).filter(has_text=role)
    row.get_by_role("link", name=name, exact=True).click()


def stands(page: Page) -> str:
    """What stands on top of a page of the plan, in French."""
    return page.get_by_role("complementary").first.inner_text()


def fits(visit: Visitors, page: Page) -> None:
    """Nothing is wider than the phone. axe looks at the page where scripts run, as it needs."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} scrolls sideways"
    visit.signed_in["on a phone"] = page.context.storage_state()
    looked_at = visit("on a phone", viewport=PHONE, locale="fr-FR")
    looked_at.goto(page.url)
    assert violations(looked_at) == []
    visit.forget("on a phone")
