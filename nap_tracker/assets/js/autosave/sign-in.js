// Signing in again in place: the page and what was typed in it stay.
import { ask } from "./line.js";

export class SignIn {
  constructor(settings, on) {
    this.settings = settings;
    this.on = on;
    this.dialog = document.querySelector("dialog[data-sign-in]");
    this.form = this.dialog?.querySelector("form");
    this.told = this.dialog?.querySelector("[data-sign-in-told]");
    this.form?.addEventListener("submit", (event) => this.send(event));
    this.dialog?.querySelector("[data-sign-in-later]")?.addEventListener("click", () => this.dialog.close());
  }

  show() {
    if (!this.dialog || this.dialog.open) return;
    this.tell("");
    this.dialog.showModal();
  }

  tell(words) {
    this.told.textContent = words;
    this.told.hidden = !words;
  }

  async send(event) {
    event.preventDefault();
    event.stopPropagation();
    const visit = await ask(this.settings.session);
    if (visit.code !== "ok") return this.tell(this.dialog.dataset.network);
    // Somebody signed in again in another window: nothing has to be asked.
    if (visit.person === this.settings.person) return this.done(visit);
    const body = new URLSearchParams(new FormData(this.form));
    body.set("csrf_token", visit.token);
    body.set("_person", this.settings.person);
    const answer = await ask(this.form.action, body);
    if (answer.code === "ok") return this.done(answer);
    return this.tell(answer.message || this.dialog.dataset.network);
  }

  done(answer) {
    for (const control of this.form.querySelectorAll("input[type=password]")) control.value = "";
    this.dialog.close();
    this.on(answer);
  }
}
