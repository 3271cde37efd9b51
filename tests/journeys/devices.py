"""What a browser keeps, and what it says of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.site import PASSWORD, PEOPLE, Visitors, sign_in

KEPT = """async () => {
    const open = indexedDB.open("nap-tracker", 1);
    const db = await new Promise((done, failed) => {
        open.onupgradeneeded = () => open.result.createObjectStore("copies", { keyPath: "id" });
        open.onsuccess = () => done(open.result);
        open.onerror = failed;
    });
    const all = db.transaction("copies").objectStore("copies").getAll();
    const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
    db.close();
    return found.map(({ field, data }) => [field, new TextDecoder().decode(data)]);
}"""


def words(page: Page) -> Locator:
    return page.locator("[data-autosave-words]")


def kept(page: Page) -> list[Any]:
    """What the browser keeps: question and what can be read of it without the key."""
    found: list[Any] = page.evaluate(KEPT)
    return found


def end_session(page: Page) -> None:
    """As when it ran out: the cookie is gone, the page stays."""
    page.context.clear_cookies(name="nap_session")


def fresh(visit: Visitors, who: str = "officer", **options: Any) -> Page:
    """Somebody with a session of their own, which the story may end."""
    page = visit("", **options)
    sign_in(page, PEOPLE[who], PASSWORD)
    return page
