"""Filling in the form of a page as a browser without scripts would send it."""

from __future__ import annotations

from typing import Any

from tests.browser_client import Browser, Page

Sent = dict[str, list[str]]


def controls(page: Page, form: str = "#entry-form") -> Sent:
    """Every control of a form with what it holds, as it would be sent untouched."""
    sent: Sent = {}
    for found in page.select(f"{form} input, {form} select, {form} textarea"):
        name = found.attrib.get("name")
        value = _value(found.element)
        if name and value is not None:
            sent.setdefault(name, []).append(value)
    return sent


def _value(element: Any) -> str | None:
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [o for o in options if "selected" in o.attrib] or options[:1]
        return str(chosen[-1].attrib.get("value", "")) if chosen else ""
    if element.tag == "textarea":
        text = "".join(element.itertext())
        return text.removeprefix("\n").replace("\n", "\r\n")
    if element.attrib.get("type") in ("checkbox", "radio"):
        return str(element.attrib.get("value", "on")) if "checked" in element.attrib else None
    return str(element.attrib.get("value", ""))


def fill(page: Page, form: str = "#entry-form", **changes: Any) -> Sent:
    """The form of a page with some controls changed; a list for several ticks."""
    sent = controls(page, form)
    for name, value in changes.items():
        sent[name] = value if isinstance(value, list) else [value]
    return sent


def send(browser: Browser, page: Page, sent: Sent, form: str = "#entry-form") -> Page:
    """Press the button of the form."""
    action = page.one(form).attrib["action"]
    return browser.post(action, sent)


def follow(browser: Browser, page: Page) -> Page:
    """The page a form led to."""
    assert page.status in (302, 303), page.text[:2000]
    return browser.get(page.location)


def save(browser: Browser, url: str, **changes: Any) -> Page:
    """Open a page, change some controls, send it, and follow."""
    page = browser.get(url)
    assert page.status == 200, page.status
    answer = send(browser, page, fill(page, **changes))
    return follow(browser, answer) if answer.status in (302, 303) else answer


def errors(page: Page) -> list[tuple[str, str]]:
    """(where it leads, words) of the error summary."""
    links = page.select(".govuk-error-summary__list a")
    return [(link.attrib["href"].removeprefix("#"), link.text()) for link in links]
