"""From the deposit to the letter, on a phone, in French, without scripts: dates follow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.site import Site, Visitors
from tests.journeys.writing import follow, headed, press

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
EMAIL = "nadia@exemple.example"
PASSWORD = "sept bouilloires de cuivre"


def begin(site: Site, page: Page) -> None:
    """The operator lets the first focal point of a new Party in; she sets her password."""
    site.run("party", "create", "--code", "XNA", "--name", "fr=Nadoré", "--name", "en=Nadore")
    person = ("--email", EMAIL, "--name", "Nadia Traoré", "--language", "fr")
    role = ("--party", "XNA", "--role", "focal_point")
    link = site.run("user", "create", *person, *role).strip()
    page.goto(link)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.goto("/sign-in")
    if page.locator("#email").count():
        page.locator("#email").fill(EMAIL)
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/")
    headed(page, "Plans")


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, f"{page.url} scrolls sideways"


def test_from_the_deposit_to_the_notification(visit: Visitors, site: Site) -> None:
    page = visit(viewport=PHONE, java_script_enabled=False, locale="fr-FR")
    begin(site, page)
    panel = page.locator(".app-clock")
    expect(panel).to_contain_text("aucune date de la Convention ne s’applique à lui")
    follow(page, "Consigner le dépôt de l’instrument")

    headed(page, "Dépôt de l’instrument")
    page.get_by_label("Adhésion").check()
    page.get_by_label("Instrument déposé").fill("14 juillet 2019")
    fits(page)
    press(page, "Consigner")

    headed(page, "Article 7")
    expect(page.get_by_role("main")).to_contain_text("12 octobre 2019")
    follow(page, "Consigner ce qui a été déterminé")
    headed(page, "Détermination")
    page.get_by_label("Son extraction est non négligeable").check()
    page.get_by_label("Quand").fill("mars 2025")
    page.get_by_label("Motivation").fill("Le mercure est utilisé dans trois régions.")
    press(page, "Consigner")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Saisissez qui a décidé")
    expect(page.get_by_label("Quand")).to_have_value("2025-03")
    expect(page.get_by_label("Motivation")).to_have_value(
        "Le mercure est utilisé dans trois régions."
    )
    fits(page)
    page.get_by_label("Qui a décidé").fill("Conseil des ministres")
    press(page, "Consigner")

    headed(page, "Article 7")
    expect(panel).to_contain_text("Notifier la détermination au Secrétariat")
    expect(page.locator("#duty-plan")).to_contain_text("Au plus tôt ; dépend de la notification")
    expect(page.locator("#duty-plan")).to_contain_text("12 octobre 2022")
    follow(page, "Consigner la notification")
    headed(page, "Notification au Secrétariat")
    page.get_by_label("Envoyée").fill("avril 2025")
    page.get_by_label("Joindre des fichiers").set_input_files(
        {"name": "lettre.txt", "mimeType": "text/plain", "buffer": b"Nous notifions"}
    )
    press(page, "Consigner")

    headed(page, "Article 7")
    expect(panel).to_contain_text("Soumettre le plan d’action national au Secrétariat")
    expect(panel).to_contain_text("avril 2028")
    expect(panel).to_contain_text("La plus tardive des deux compte : la notification.")
    fits(page)

    follow(page, "Lettre au Secrétariat")
    expect(page.get_by_role("link", name="lettre.txt", exact=True)).to_be_visible()
    follow(page, "Compléter ou corriger")
    page.get_by_label("Envoyée").fill("2 avril 2025")
    press(page, "Consigner")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Dites pourquoi cela change")
    page.get_by_label("Pourquoi cela change").fill("La copie porte le jour.")
    press(page, "Consigner")
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est encore enregistré")
    press(page, "Consigner")
    before = page.locator(".app-statement--before")
    expect(before).to_contain_text("avril 2025")
    expect(before).to_contain_text("Nadia Traoré")
    expect(page.locator(".app-statement").first).to_contain_text("La copie porte le jour.")
    fits(page)

    page.goto("/")
    expect(panel).to_contain_text(re.compile("2 avril 2028"))
    follow(page, "Toutes les obligations, et pourquoi")
    headed(page, "Article 7")
