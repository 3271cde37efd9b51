"""Claims about writing over lines that are cut, slow, doubled and out of order, in a browser."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Begin
from tests.journeys.site import Visitors
from tests.journeys.writing import Writer

pytestmark = pytest.mark.browser

RUNS = 200
PER_PAGE = 50
"""Runs that follow each other in one open page; each ends with server and screen compared."""

BAD_LINE = """(() => {
    // Time passes faster, so that waits of seconds cost none; and the line does what it is told.
    const { setTimeout: later, fetch: real } = window;
    window.setTimeout = (work, wait = 0, ...rest) => later(work, wait / 100, ...rest);
    const line = { plan: [], late: [], log: [] };
    window.line = line;
    const lost = () => Promise.reject(new TypeError("the line was cut"));
    const pause = (wait) => new Promise((done) => later(done, wait));
    window.fetch = async (url, options = {}) => {
        if (!String(url).endsWith("/autosave")) return real(url, options);
        const what = line.plan.shift() ?? "pass";
        line.log.push(what);
        const body = new URLSearchParams(options.body);
        const copy = () => real(url, { ...options, body, signal: undefined });
        if (what === "cut") return lost();
        if (what === "unanswered") return copy().then(lost);
        if (what === "slow") await pause(30);
        if (what === "late") { line.late.push(copy); return lost(); }
        if (what === "double") { copy().catch(() => {}); return copy(); }
        if (what === "again") line.late.push(copy);
        return copy();
    };
    // Requests that were held up somewhere arrive after newer ones.
    line.deliver = () => Promise.all(line.late.splice(0).map((send) => send().catch(() => {})));
})()"""

RUN = """async ({ run, plan, words }) => {
    const form = document.getElementById("entry-form");
    const status = document.querySelector("[data-autosave-words]");
    const problem = form.elements.problem;
    const editor = problem.closest("[data-editor]").querySelector("[contenteditable]");
    const screen = () => ({ goal: form.elements.goal.value, problem: editor.innerText });
    const pause = (wait) => new Promise((done) => window.setTimeout(done, wait * 100));
    const stored = async () => {
        const page = await fetch(location.href).then((answer) => answer.text());
        const there = new DOMParser().parseFromString(page, "text/html");
        const html = there.querySelector("[data-editor]").dataset.html;
        const box = document.createElement("div");
        box.innerHTML = html;
        const text = [...box.children].map((block) => block.textContent).join("\\n");
        return { goal: there.querySelector("#goal").value, problem: text };
    };
    const told = [];
    window.line.plan = [...plan];
    // Whatever is shown as saved is written down at that moment, and must be there afterwards.
    const watch = new MutationObserver(() => {
        if (status.textContent.startsWith("Saved at")) told.push(screen());
    });
    watch.observe(status, { childList: true, characterData: true, subtree: true });
    for (const word of words) {
        if (word.into === "goal") {
            form.elements.goal.value += word.text;
            form.elements.goal.dispatchEvent(new Event("input", { bubbles: true }));
        } else {
            editor.focus();
            const at = document.createRange();
            at.selectNodeContents(editor.lastElementChild);
            at.collapse(false);
            getSelection().removeAllRanges();
            getSelection().addRange(at);
            document.dispatchEvent(new Event("selectionchange"));
            await pause(2);
            document.execCommand("insertText", false, word.text);
        }
        await pause(word.wait);
        if (word.wait > 12) await window.line.deliver();
    }
    window.line.plan = [];
    window.dispatchEvent(new Event("online"));
    for (let turn = 0; turn < 400; turn += 1) {
        if (status.textContent.startsWith("Saved at")) break;
        await pause(10);
        if (turn % 50 === 49) window.dispatchEvent(new Event("online"));
    }
    await window.line.deliver();
    watch.disconnect();
    const log = window.line.log.splice(0);
    return { says: status.textContent, screen: screen(), stored: await stored(), told, log };
}"""


def script(seed: int) -> dict[str, Any]:
    """What the person types and what the line does to it, from one number."""
    chance = random.Random(seed)
    words = [
        {
            "into": chance.choice(["goal", "problem"]),
            "text": f" {seed}.{number}{chance.choice(['', ' и', ' ກ', ' 汞', '  '])}",
            "wait": chance.choice([0, 1, 3, 6, 9, 15]),
        }
        for number in range(chance.randint(3, 6))
    ]
    acts = ["pass", "cut", "unanswered", "slow", "late", "double", "again"]
    return {"run": seed, "plan": chance.choices(acts, k=chance.randint(1, 8)), "words": words}


@pytest.mark.parametrize("first", range(0, RUNS, PER_PAGE))
def test_nothing_shown_as_saved_is_lost_and_the_server_holds_what_the_screen_shows(
    visit: Visitors, begin: Begin, first: int
) -> None:
    plan = begin(f"Bad lines {first}")
    page = visit("officer")
    page.add_init_script(BAD_LINE)
    page.goto(f"{plan}/sections/objectives")
    Writer(page, "Problem statement").begin().type("Begun.")
    expect(page.locator("[data-autosave-words]")).to_contain_text("Saved at")
    for seed in range(first, first + PER_PAGE):
        if seed % 10 == 0:
            page.evaluate("document.getElementById('entry-form').elements.goal.value = ''")
        found = page.evaluate(RUN, script(seed))
        assert found["says"].startswith("Saved at"), (seed, found)
        assert same(found["stored"]) == same(found["screen"]), (seed, found)
        for told in found["told"]:
            there, said = same(found["stored"]), same(told)
            kept = all(there[field][: len(said[field])] == said[field] for field in said)
            assert kept, (seed, told, found)


def same(texts: dict[str, str]) -> dict[str, list[str]]:
    """The words in their order: spaces at the end of a line are nobody's words."""
    return {field: text.split() for field, text in texts.items()}
