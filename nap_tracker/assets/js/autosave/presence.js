// Tells the server that this page is open, and the reader who else is here.
//
// Every ten seconds while the page can be seen, seldom on slow lines, never while it is saving: a
// page must not take its own save for somebody else's.
import { ask } from "./line.js";

const EVERY_MS = 10000;
const SELDOM_MS = 60000;
const SLOW_MS = 2000;

export class Presence {
  constructor(place, page) {
    this.place = place;
    this.page = page;
    this.isActive = true;
    this.hasSaved = false;
    this.wait = EVERY_MS;
  }

  start() {
    for (const type of ["keydown", "pointerdown"]) {
      document.addEventListener(type, () => {
        this.isActive = true;
      });
    }
    document.addEventListener("visibilitychange", () => (document.hidden ? this.release() : this.ping()));
    window.addEventListener("pagehide", () => this.release());
    if (!document.hidden) this.ping();
  }

  /** The page has just saved: the others shall know with the next ping. */
  saved(shownAt) {
    this.hasSaved = true;
    this.page.shownAt = shownAt;
  }

  body(says) {
    const { keeper, name, shownAt } = this.page;
    const body = new URLSearchParams({
      csrf_token: keeper.page.token,
      _page: name,
      _entry: this.place.dataset.entry,
      _shown_at: shownAt,
    });
    for (const word of says) body.append("_says", word);
    return body;
  }

  async ping() {
    clearTimeout(this.timer);
    if (document.hidden) return;
    const { keeper } = this.page;
    if (!keeper.isRunning && !keeper.trouble) await this.tell(keeper);
    this.timer = setTimeout(() => this.ping(), this.wait);
  }

  async tell(keeper) {
    const says = [];
    if (this.page.isUnsaved) says.push("unsaved");
    if (this.isActive) says.push("active");
    if (this.hasSaved) says.push("saved");
    const began = performance.now();
    const answer = await ask(this.place.dataset.presence, this.body(says));
    const isSlow = performance.now() - began > SLOW_MS || navigator.connection?.saveData;
    this.wait = isSlow || answer.code !== "ok" ? SELDOM_MS : EVERY_MS;
    if (answer.code !== "ok" || keeper.isRunning) return;
    this.isActive = false;
    this.hasSaved = false;
    const fresh = document.createElement("template");
    fresh.innerHTML = answer.html;
    if (this.shown !== answer.html) this.place.replaceChildren(fresh.content);
    this.shown = answer.html;
  }

  release() {
    clearTimeout(this.timer);
    navigator.sendBeacon?.(this.place.dataset.presence, this.body(["released"]));
  }
}
