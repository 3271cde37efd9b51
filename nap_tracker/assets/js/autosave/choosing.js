// The page on which one of two texts is chosen: nothing of it is saved before Save is pressed, and
// what is typed there is kept on this device until then.
import { Copies } from "./copies.js";
import { Fields, key } from "./fields.js";
import { ask } from "./line.js";
import { offer } from "./offer.js";
import { SignIn } from "./sign-in.js";
import { unique } from "./unique.js";

export class Choosing {
  constructor(place) {
    this.settings = place.dataset;
    this.form = place.closest("form");
    this.line = place.querySelector("[data-autosave-words]");
    this.signInAgain = place.querySelector("[data-autosave-sign-in]");
    this.fields = new Fields(this.form);
    const { person, place: where } = place.dataset;
    this.copies = new Copies({ person, place: where, name: unique(), isChoice: true }, () => this.tell());
    this.signIn = new SignIn(this.settings, (answer) => this.signedIn(answer));
    this.trouble = "";
    place.hidden = false;
  }

  start() {
    this.shown = new Map([...this.fields.pairs()].map(([field, pairs]) => [field, key(pairs)]));
    for (const type of ["input", "change"]) this.form.addEventListener(type, () => this.typed());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.signInAgain.addEventListener("click", () => this.signIn.show());
    this.unlock();
  }

  /** What an offered copy may change of the form (offer.js). */
  keeper = { seen: new Map() };

  changed() {
    return [...this.fields.pairs()].filter(([field, pairs]) => key(pairs) !== this.shown.get(field));
  }

  typed() {
    this.copy();
    this.tell();
  }

  copy() {
    for (const [field, pairs] of this.changed()) {
      if ("sensitive" in this.fields.frame(field).dataset) continue;
      this.copies.keep(field, key(pairs), Number(this.settings.seen), this.shown.get(field));
    }
  }

  tell() {
    const { words } = this;
    if (this.line.textContent !== words) this.line.textContent = words;
    this.signInAgain.hidden = this.trouble !== "signed_out";
  }

  /** Where it cannot be sure it says the worse. */
  get words() {
    const { settings, trouble } = this;
    const changed = this.changed();
    const kept = changed.filter(([field, pairs]) => this.copies.has(field, key(pairs)));
    if (!changed.length) return trouble === "signed_out" ? settings.signedOut : trouble && settings.notSaved;
    const copied = kept.length === changed.length ? settings.notSavedDevice : settings.notSavedPartly;
    if (trouble === "signed_out") return kept.length ? `${settings.signedOut} (${copied})` : settings.signedOut;
    return kept.length ? copied : settings.notSaved;
  }

  /** Save leaves the page only where somebody is there to take it. */
  async submitted(event) {
    if (event.defaultPrevented || this.isSubmitting) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    const visit = await ask(this.settings.session);
    if (visit.code !== "ok") return this.stay("network");
    if (visit.person !== this.settings.person) return this.stay("signed_out");
    this.form.elements.csrf_token.value = visit.token;
    this.isSubmitting = true;
    this.form.requestSubmit(submitter);
    setTimeout(() => {
      this.isSubmitting = false;
    }, 1000);
  }

  stay(trouble) {
    this.trouble = trouble;
    this.tell();
    if (trouble === "signed_out") this.signIn.show();
  }

  signedIn(answer) {
    this.form.elements.csrf_token.value = answer.token;
    this.trouble = "";
    this.tell();
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
