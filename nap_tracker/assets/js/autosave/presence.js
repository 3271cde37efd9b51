// Tells the server that this page is open, and the reader who else is here.
//
// Every ten seconds while the page can be seen, seldom on slow lines, never while it is saving: a
// page must not take its own save for somebody else's.
//
// `page` is what is open: `told()` gives name, token, window, shownAt, seen, the newest revision it
// knows of, and bases, those at which its form shows something; `says()` the words that are true of it; `isBusy` while it saves or cannot. A page
// that is only read says nothing of itself: its reader is viewing, or away.
import { ask } from "./line.js";

const EVERY_MS = 10000;
const SELDOM_MS = 60000;
const SLOW_MS = 2000;

export class Presence {
  constructor(place, page) {
    this.place = place;
    this.page = page;
    this.isActive = true;
    this.wait = EVERY_MS;
  }

  start() {
    for (const type of ["keydown", "pointerdown"]) {
      document.addEventListener(type, () => {
        this.isActive = true;
      });
    }
    document.addEventListener("visibilitychange", () => (document.hidden ? this.release() : this.ping()));
    window.addEventListener("pagehide", (event) => this.release({ isClosed: !event.persisted }));
    if (!document.hidden) this.ping();
  }

  body(says, { isClosed = false } = {}) {
    const { name, token, window: where, shownAt, seen, bases } = this.page.told();
    const body = new URLSearchParams({
      csrf_token: token,
      _page: name,
      _window: where,
      _entry: this.place.dataset.entry,
      _shown_at: shownAt,
      _seen: seen,
      _bases: isClosed ? "" : bases.join(","),
    });
    for (const word of says) body.append("_says", word);
    return body;
  }

  async ping() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    if (!this.page.isBusy) await this.tell();
    this.timer = setTimeout(() => this.ping(), this.wait);
  }

  async tell() {
    const says = this.page.says();
    if (this.isActive) says.push("active");
    const began = performance.now();
    const answer = await ask(this.place.dataset.presence, this.body(says));
    const isSlow = performance.now() - began > SLOW_MS || navigator.connection?.saveData;
    this.wait = isSlow || answer.code !== "ok" ? SELDOM_MS : EVERY_MS;
    if (answer.code !== "ok" || this.page.isBusy) return;
    this.isActive = false;
    this.page.heard(says);
    const fresh = document.createElement("template");
    fresh.innerHTML = answer.html;
    if (this.shown !== answer.html) this.place.replaceChildren(fresh.content);
    this.shown = answer.html;
  }

  /** Nobody is here. What a form that may come back was opened with is kept; of a closed one not. */
  release(how) {
    clearTimeout(this.timer);
    navigator.sendBeacon?.(this.place.dataset.presence, this.body(["released"], how));
  }
}
