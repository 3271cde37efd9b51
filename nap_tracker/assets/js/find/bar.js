// Finding words on the page of a section: marks them, goes from one to the next by keyboard, says in
// words where one is. The link stays what it is without scripts, a way to the search of the section.
import { hits } from "./hits.js";

const AFTER_TYPING_MS = 200;
const ALL = "app-find";
const HERE = "app-find-here";

export class FindBar {
  constructor(link) {
    this.link = link;
    this.bar = document.getElementById(link.dataset.find);
    this.root = document.getElementById("main");
    const part = (name) => this.bar.querySelector(`[data-find-${name}]`);
    this.input = part("words");
    this.told = part("told");
    this.whole = part("whole");
    this.words = this.bar.dataset;
    this.found = [];
    this.at = -1;
    link.addEventListener("click", (event) => this.clicked(event));
    link.setAttribute("role", "button");
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return; // what looks like a button is pressed like one
      event.preventDefault();
      this.open();
    });
    part("next").addEventListener("click", () => this.go(1));
    part("previous").addEventListener("click", () => this.go(-1));
    part("close").addEventListener("click", () => this.close());
    part("edit").addEventListener("click", () => this.enter());
    this.edit = part("edit");
    this.input.addEventListener("input", () => this.soon());
    this.bar.addEventListener("keydown", (event) => this.pressed(event));
    this.bar.addEventListener("submit", (event) => event.preventDefault());
    // What is typed into the page, and what a save brings, changes what stands where.
    this.root.addEventListener("input", (event) => !this.bar.contains(event.target) && this.soon());
    document.addEventListener("nap:shown", () => this.soon());
    const asked = new URL(window.location.href).searchParams.get("find");
    if (asked) this.open(asked);
  }

  clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open();
  }

  open(words) {
    this.bar.hidden = false;
    document.documentElement.classList.add("app-finding");
    this.link.setAttribute("aria-expanded", "true");
    if (words !== undefined) {
      this.input.value = words;
      this.look();
      return; // who came by a link is led to the field it names
    }
    this.input.focus();
    this.input.select();
    this.look();
  }

  close() {
    clearTimeout(this.timer);
    this.bar.hidden = true;
    document.documentElement.classList.remove("app-finding");
    this.link.setAttribute("aria-expanded", "false");
    this.found = [];
    this.mark();
    this.link.focus();
  }

  pressed(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.input) this.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  soon() {
    if (this.bar.hidden) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), AFTER_TYPING_MS);
  }

  /** Look again; one stays where one was, as far as that is still there. */
  look() {
    clearTimeout(this.timer);
    const query = this.input.value;
    const isSame = query === this.looked;
    this.looked = query;
    this.found = hits(this.root, query);
    this.at = isSame ? Math.min(this.at, this.found.length - 1) : -1;
    const url = new URL(this.link.href);
    url.searchParams.set("q", query);
    this.whole.href = url;
    this.mark();
  }

  go(step) {
    if (this.input.value !== this.looked) this.look();
    const { length } = this.found;
    if (!length) return;
    this.at = this.at < 0 ? (step > 0 ? 0 : length - 1) : (this.at + step + length) % length;
    this.mark();
    this.found[this.at].element.scrollIntoView({ block: "center" });
  }

  /** Into the place itself, to write there. */
  enter() {
    const hit = this.found[this.at];
    if (!hit) return;
    const writing = hit.control ?? hit.element.closest("[contenteditable=true]");
    if (writing) {
      writing.focus();
      if (hit.control?.setSelectionRange && hit.control.type !== "number") hit.control.setSelectionRange(...hit.span);
      else if (hit.range) window.getSelection().setBaseAndExtent(...ends(hit.range));
      return;
    }
    const link = hit.element.closest("a") ?? hit.element.querySelector("a");
    const target = link ?? hit.element;
    if (!link) target.tabIndex = -1;
    target.focus();
  }

  mark() {
    const here = this.found[this.at];
    this.say(here);
    this.edit.disabled = !here;
    this.outlined?.classList.remove("app-find__here");
    this.outlined = here?.control;
    this.outlined?.classList.add("app-find__here");
    if (!window.CSS?.highlights) return;
    const others = this.found.filter((hit) => hit.range && hit !== here).map((hit) => hit.range);
    CSS.highlights.set(ALL, new Highlight(...others));
    CSS.highlights.set(HERE, new Highlight(...(here?.range ? [here.range] : [])));
  }

  say(here) {
    const { words } = this;
    const total = this.found.length;
    let sentence = "";
    if (total && here) {
      const question = questionOf(here.element);
      sentence = fill(question ? words.hereIn : words.here, { n: this.at + 1, total, question });
    } else if (total) sentence = total === 1 ? words.one : fill(words.several, { total });
    else if (this.looked.trim()) sentence = words.nothing;
    if (this.told.textContent !== sentence) this.told.textContent = sentence;
  }
}

const ends = (range) => [range.startContainer, range.startOffset, range.endContainer, range.endOffset];

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => write(values[name]));
}

function write(value) {
  if (typeof value !== "number") return value;
  return new Intl.NumberFormat(document.documentElement.lang).format(value);
}

/** The question or table in which a place stands, as the page calls it. */
function questionOf(element) {
  const frame = element.closest("[data-field], .govuk-summary-list__row, table");
  const title = frame?.querySelector("legend, label, dt, caption");
  return title?.textContent.trim().replace(/\s+/g, " ") ?? "";
}
