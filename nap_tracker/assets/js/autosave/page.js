// A form that saves by itself: what it knows of itself, and what happens when.
import { Copies } from "./copies.js";
import { Fields, key } from "./fields.js";
import { Keeper } from "./keeper.js";
import { ask } from "./line.js";
import { offer } from "./offer.js";
import { Presence } from "./presence.js";
import { Saying } from "./saying.js";
import { SignIn } from "./sign-in.js";
import { unique } from "./unique.js";

const value = (form, name) => form.elements[name]?.value ?? "";

/** The name of this window, the same after a reload: what is typed in it is one sitting. */
function windowName() {
  try {
    const kept = sessionStorage.getItem("nap-window") ?? unique();
    sessionStorage.setItem("nap-window", kept);
    return kept;
  } catch {
    return unique(); // where the browser keeps nothing, each page is a window of its own
  }
}

export class Page {
  constructor(place) {
    this.form = place.closest("form");
    this.settings = place.dataset;
    this.name = unique();
    this.fields = new Fields(this.form);
    this.saying = new Saying(place);
    const { person, place: where, born } = place.dataset;
    this.copies = new Copies({ person, place: where, born, name: this.name }, () => this.tell());
    this.signIn = new SignIn(this.settings, (answer) => this.signedIn(answer));
    this.news = new Map();
    this.problems = new Set();
  }

  start() {
    const { form, settings } = this;
    delete form.dataset.unsaved; // this page asks by itself, and only where something is unsaved
    this.keeper = new Keeper(
      this.fields,
      {
        url: settings.autosave,
        page: this.name,
        window: windowName(),
        version: value(form, "_version"),
        person: settings.person,
        token: value(form, "csrf_token"),
        seen: value(form, "_seen"),
        isNew: Boolean(settings.born),
        isHeld: "held" in settings,
      },
      {
        state: () => this.tell(),
        sending: (fields) => this.sending(fields),
        answer: (answer, keys) => this.answered(answer, keys),
        signedOut: () => this.signIn.show(),
        redacted: () => this.redacted(),
      },
    );
    this.settingsShown = this.fields.settings();
    this.listen();
    this.unlock();
    if ("held" in settings) this.keeper.note();
    const place = document.querySelector("[data-presence]");
    this.shownAt = settings.now;
    this.knows = Number(value(form, "_seen"));
    if (place) new Presence(place, this).start();
  }

  /** What others are told of this page. */
  told() {
    const { token, window: where, seen } = this.keeper.page;
    const bases = [...new Set([Number(seen), ...this.keeper.seen.values()])];
    return { name: this.name, token, window: where, shownAt: this.shownAt, seen: this.knows, bases };
  }

  get isBusy() {
    return this.keeper.isRunning || Boolean(this.keeper.trouble);
  }

  says() {
    return [this.isUnsaved && "unsaved", this.hasSaved && "saved"].filter(Boolean);
  }

  /** The others know that this page has saved. */
  heard(says) {
    if (says.includes("saved")) this.hasSaved = false;
  }

  listen() {
    const { form, keeper } = this;
    for (const type of ["input", "change"]) form.addEventListener(type, () => this.typed());
    form.addEventListener("focusout", () => setTimeout(() => this.showNews()));
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("formdata", ({ formData }) => {
      if (!this.isSubmitting) return;
      for (const [name, stamp] of keeper.stamps()) formData.set(name, stamp);
    });
    this.saying.again.addEventListener("click", () => keeper.again());
    this.saying.signIn.addEventListener("click", () => this.signIn.show());
    window.addEventListener("online", () => keeper.trouble?.code === "network" && keeper.again());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && keeper.timer && !keeper.trouble) keeper.again();
    });
    window.addEventListener("pagehide", () => keeper.isTouched && !keeper.isClean && keeper.run({ keepalive: true }));
    window.addEventListener("beforeunload", (event) => {
      if (!this.isSubmitting && this.isUnsaved) event.preventDefault();
    });
  }

  get isUnsaved() {
    const { keeper } = this;
    return (keeper.isTouched && !keeper.isClean) || this.hasSettings;
  }

  get hasSettings() {
    return this.fields.settings() !== this.settingsShown;
  }

  typed() {
    if (this.isFilling) return;
    this.keeper.note();
    this.copy();
  }

  /** Keep on the device what the server does not have, but for what is never kept there. */
  copy() {
    if (this.isRedacted) return;
    for (const [field, pairs] of this.keeper.changed()) {
      if ("sensitive" in this.fields.frame(field).dataset) continue;
      const { seen, page, shown } = this.keeper;
      this.copies.keep(field, key(pairs), seen.get(field) ?? Number(page.seen), shown.get(field));
    }
  }

  tell() {
    const { keeper } = this;
    const changed = keeper.isTouched ? keeper.changed() : new Map();
    keeper.hasMore = [...changed.keys()].some((field) => !keeper.held.has(field));
    const kept = [...changed].filter(([field, pairs]) => this.copies.has(field, key(pairs)));
    const copied = !kept.length ? "none" : kept.length === changed.size ? "all" : "some";
    this.saying.tell({ keeper, copied, hasSettings: this.hasSettings });
  }

  sending(fields) {
    for (const field of fields) this.editor(field)?.mark();
  }

  editor(field) {
    return this.fields.frame(field)?.querySelector("[data-editor]")?.napEditor;
  }

  answered(answer, keys) {
    if (answer.seen) {
      this.hasSaved = true;
      this.shownAt = answer.now;
      this.knows = answer.seen;
    }
    if (answer.moved.page) this.moveTo(answer.moved.page);
    for (const [field, { html, mine }] of Object.entries(answer.stored)) this.adopt(field, html, mine, answer.seen);
    for (const field of keys.keys()) {
      this.mark(field, answer.problems[field] ?? []);
      if (!(field in answer.collided) && !this.keeper.changed().has(field)) this.copies.forget(field);
    }
    for (const [field, html] of Object.entries(answer.shown)) this.news.set(field, { html, seen: answer.seen });
    this.showNews();
    this.saying.note(answer.notices);
    if (answer.collision) this.saying.collide(answer.collision, answer.collided);
  }

  /** Words were removed here since the page was opened: nothing of it stays on this device. */
  redacted() {
    for (const field of this.fields.pairs().keys()) this.copies.forget(field);
    this.isRedacted = true;
  }

  /** The text as the server has it; where it cannot be put in, the server will ask at the next save. */
  adopt(field, html, mine, seen) {
    const editor = this.editor(field);
    if (!editor) {
      if (html !== mine) this.keeper.unread(field);
      return;
    }
    const before = key(this.fields.pairs().get(field));
    const wasAsSent = before === this.keeper.shown.get(field);
    this.isFilling = true;
    const isIn = editor.adopt(html, mine);
    this.isFilling = false;
    if (!isIn) this.keeper.unread(field);
    else if (wasAsSent) this.keeper.renewed(field, seen);
    else this.keeper.unread(field, seen);
  }

  /** Questions that others changed are shown anew as soon as nobody is writing in them. */
  showNews() {
    for (const [field, { html, seen }] of this.news) {
      const frame = this.fields.frame(field);
      if (!frame) {
        this.news.delete(field);
      } else if (!frame.contains(document.activeElement) && !this.keeper.changed().has(field)) {
        this.news.delete(field);
        this.renew(frame, field, html, seen);
      }
    }
  }

  renew(frame, field, html, seen) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const made = fresh.content.firstElementChild;
    this.isFilling = true;
    frame.replaceWith(made);
    document.dispatchEvent(new CustomEvent("nap:shown", { detail: made }));
    this.isFilling = false;
    this.keeper.renewed(field, seen);
    this.tell();
  }

  /** What was typed and is no answer yet is said at the question; it is kept beside the answer. */
  mark(field, told) {
    const frame = this.fields.frame(field);
    const id = `${field}-told`;
    const old = frame?.querySelector(`#${CSS.escape(id)}`);
    if (!frame || (!old && !told.length)) return;
    old?.remove();
    const controls = frame.querySelectorAll("input:not([type=hidden]), select, textarea, [contenteditable]");
    for (const control of controls) {
      const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
      const ids = told.length ? [...others, id] : others;
      if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
      else control.removeAttribute("aria-describedby");
    }
    if (!told.length) return;
    const box = document.createElement("div");
    box.id = id;
    for (const [, words] of told) {
      const line = document.createElement("p");
      line.className = "govuk-error-message";
      line.textContent = words;
      box.append(line);
    }
    frame.append(box);
  }

  /** A new row is stored: after a reload this page shall be that row. */
  moveTo(address) {
    if (!this.settings.born) return;
    delete this.settings.born;
    const here = new URL(window.location.href);
    const there = new URL(address, here);
    if (here.searchParams.has("back")) there.searchParams.set("back", here.searchParams.get("back"));
    window.history.replaceState(null, "", there);
  }

  /** Save waits for what is under way, and stays on the page where the line is down. */
  async submitted(event) {
    if (event.defaultPrevented || this.isSubmitting) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    await this.keeper.flush();
    await new Promise((resolve) => setTimeout(resolve)); // a form does not submit while it submits
    const code = this.keeper.trouble?.code;
    if (code === "network" || code === "signed_out" || code === "server_error") return;
    this.keeper.press();
    this.isSubmitting = true;
    this.form.requestSubmit(submitter);
    setTimeout(() => {
      this.isSubmitting = false;
    }, 1000);
  }

  signedIn(answer) {
    this.form.elements.csrf_token.value = answer.token;
    this.keeper.signedIn(answer.token);
    if (this.settings.copies === "on") this.copies.unlock(answer.key).then(() => this.copy());
  }

  async unlock() {
    if (this.settings.copies !== "on") return;
    const answer = await ask(this.settings.session);
    if (answer.person !== this.settings.person) return;
    await this.copies.unlock(answer.key);
    this.copy();
    offer(this, await this.copies.found());
  }
}
