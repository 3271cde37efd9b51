// Saves what was changed, one request at a time, and knows of every question whether it is saved.
//
// A request is sent again, the very same one, until it is answered: the server writes it once. Only
// then the next one is made, of what has been changed since.
import { key } from "./fields.js";
import { ask } from "./line.js";

const PAUSE_MS = 500;
const WAITS_MS = [2000, 4000, 8000, 16000, 32000];
/** What no question holds: the server does not have it. */
const UNSAVED = "";
/** After these nothing is sent before somebody has done something about it. */
const FINAL = new Set(["signed_out", "forbidden", "locked", "redacted", "removed"]);
/** Sends while the page is being left carry no more than this. */
const MOST_KEEPALIVE = 60000;

export class Keeper {
  /**
   * `page` is what the form knows: url, page, window, version, person, token, seen. `on` is told of
   * every change of state, of answers, and asked to sign in.
   */
  constructor(fields, page, on) {
    this.fields = fields;
    this.page = page;
    this.on = on;
    this.turn = 0;
    this.pending = null;
    this.isRunning = false;
    this.wantsMore = false;
    this.isTouched = false;
    this.tries = 0;
    this.timer = 0;
    this.trouble = null;
    this.savedWords = "";
    this.held = new Set();
    this.seen = new Map();
    this.shown = new Map();
    this.settled = [];
    for (const [field, pairs] of fields.pairs()) {
      this.shown.set(field, page.isNew || page.isHeld ? UNSAVED : key(pairs));
    }
    if (page.isNew) this.takeBlanks();
  }

  /** Of a row nobody has saved, what is filled in beforehand is not saved either. */
  takeBlanks() {
    for (const [field, pairs] of this.fields.pairs()) {
      const isBlank = pairs.every(([name, value]) => !value || /-(format|new|unit|currency|empty)$/.test(name));
      if (isBlank) this.shown.set(field, key(pairs));
    }
  }

  /** Question -> what it holds, of those that are not as the server has them. */
  changed() {
    const found = new Map();
    for (const [field, pairs] of this.fields.pairs()) {
      if (this.shown.get(field) !== key(pairs)) found.set(field, pairs);
    }
    return found;
  }

  get isClean() {
    return !this.pending && !this.changed().size;
  }

  /** Something was typed. */
  note() {
    this.isTouched = true;
    const code = this.trouble?.code;
    if (code === "invalid" || code === "server_error") this.trouble = null;
    const waits = FINAL.has(code) || (code === "network" && this.timer);
    if (!waits) this.schedule(PAUSE_MS);
    this.on.state();
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.run();
    }, wait);
  }

  /** Try at once: the line is back, or somebody asks for it. */
  again() {
    this.tries = 0;
    clearTimeout(this.timer);
    this.timer = 0;
    return this.run();
  }

  /** Saves everything there is to save; resolves when that is done or cannot be done now. */
  flush() {
    const done = new Promise((resolve) => this.settled.push(resolve));
    this.again();
    return done;
  }

  async run(options = {}) {
    if (this.isRunning) {
      this.wantsMore = true;
      return;
    }
    if (!this.pending) this.pending = this.request();
    if (!this.pending) {
      this.settle();
      return;
    }
    this.isRunning = true;
    this.wantsMore = false;
    this.on.state();
    const { body } = this.pending;
    body.set("csrf_token", this.page.token);
    const tooLong = options.keepalive && body.toString().length > MOST_KEEPALIVE;
    const answer = await ask(this.page.url, body, tooLong ? {} : options);
    this.isRunning = false;
    this.take(answer);
  }

  /** The next request: what has been changed and is not waiting for a decision; null for nothing. */
  request() {
    const sent = new Map([...this.changed()].filter(([field]) => !this.held.has(field)));
    if (!sent.size) return null;
    this.turn += 1;
    const { person, version, window, page, seen } = this.page;
    const body = new URLSearchParams({
      _person: person,
      _version: version,
      _window: window,
      _request: `${page}:${this.turn}`,
      _seen: seen,
      _fields: [...sent.keys()].join(","),
    });
    for (const [field, number] of this.seen) body.set(`_seen-${field}`, number);
    for (const pairs of sent.values()) {
      for (const [name, value] of pairs) body.append(name, value);
    }
    const keys = new Map([...sent].map(([field, pairs]) => [field, key(pairs)]));
    this.on.sending([...sent.keys()]);
    return { body, keys };
  }

  take(answer) {
    switch (answer.code) {
      case "ok":
      case "stale":
        return this.accepted(answer);
      case "network":
        return this.unheard();
      case "signed_out":
        return this.signedOut(answer);
      case "server_error":
        return this.stop(answer);
      default:
        this.pending = null;
        return this.stop(answer);
    }
  }

  accepted(answer) {
    const { keys } = this.pending;
    this.pending = null;
    this.tries = 0;
    this.trouble = null;
    if (answer.removed) return this.stop({ code: "removed" });
    this.savedWords = answer.message || this.savedWords;
    this.seenBefore = new Map(this.seen);
    const collided = new Set(Object.keys(answer.collided));
    const known = new Set(this.seen.keys());
    for (const [field, sent] of keys) {
      if (collided.has(field)) {
        this.held.add(field);
      } else {
        this.shown.set(field, sent);
        known.add(field);
      }
    }
    // What nobody else has changed says the same at the newest revision: one number is enough.
    for (const field of known) {
      const isNews = field in answer.shown && !keys.has(field);
      if (!isNews && !this.held.has(field)) this.seen.set(field, answer.seen);
    }
    this.on.answer(answer, keys);
    return this.goOn();
  }

  goOn() {
    const more = [...this.changed().keys()].some((field) => !this.held.has(field));
    if (more) this.schedule(this.wantsMore || this.settled.length ? 0 : PAUSE_MS);
    else this.settle();
    this.on.state();
  }

  unheard() {
    this.trouble = { code: "network", isFinal: this.tries >= WAITS_MS.length };
    if (!this.trouble.isFinal) {
      this.schedule(WAITS_MS[this.tries]);
      this.tries += 1;
    }
    this.settle();
    this.on.state();
  }

  signedOut(answer) {
    const isSame = answer.person === this.page.person;
    if (isSame && this.trouble?.code !== "signed_out") {
      // Signed in again in another window: only the token of this page is old.
      this.trouble = { code: "signed_out" };
      this.page.token = answer.token;
      return this.run();
    }
    this.trouble = { code: "signed_out" };
    this.settle();
    this.on.signedOut();
    return this.on.state();
  }

  /** The same person has signed in again. */
  signedIn(token) {
    this.page.token = token;
    this.trouble = null;
    return this.again();
  }

  stop(answer) {
    this.trouble = { code: answer.code, message: answer.message || "" };
    if (answer.code === "redacted") this.on.redacted();
    this.settle();
    this.on.state();
  }

  settle() {
    const waiting = this.settled;
    this.settled = [];
    for (const resolve of waiting) resolve(this.isSafe);
  }

  /** Whether everything is with the server, or waits there for a decision. */
  get isSafe() {
    return !this.trouble && !this.pending && [...this.changed().keys()].every((f) => this.held.has(f));
  }

  /** A question was shown anew, as it stands at a revision. */
  renewed(field, number) {
    this.shown.set(field, key(this.fields.pairs().get(field) ?? []));
    this.seen.set(field, number);
    this.held.delete(field);
  }

  /** What stands in the form is not what is stored, although it was saved: it goes there next. */
  unread(field, number) {
    this.shown.set(field, UNSAVED);
    const seen = number ?? this.seenBefore.get(field);
    if (seen === undefined) this.seen.delete(field);
    else this.seen.set(field, seen);
  }

  /**
   * Save is a request too, with a turn of its own: where its answer never comes and the page stays,
   * the next one must not be taken for the same one again.
   */
  press() {
    this.turn += 1;
  }

  /** What the page sends with Save, so that the server knows what it shows. */
  stamps() {
    const { page, window } = this.page;
    const stamps = [["_window", window], ["_request", `${page}:${this.turn}`]];
    for (const [field, number] of this.seen) stamps.push([`_seen-${field}`, number]);
    return stamps;
  }
}
