// Panels under the toolbar: the few things that need more than a press. A panel holds labelled
// controls and buttons; Escape or Cancel closes it and gives the focus back to the text.
import { toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

import {
  deleteFigure,
  figureAt,
  footnoteAt,
  insertTable,
  markAt,
  putFigure,
  putFootnote,
  putMark,
} from "./commands.js";
import { isWebAddress, schema } from "./schema.js";

const { marks, nodes } = schema;
let lastId = 0;

function element(tag, attrs = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function labelled(words, control) {
  return element("label", {}, words, control);
}

const input = (value, attrs = {}) => {
  const made = element("input", { class: "govuk-input", type: "text", ...attrs });
  made.value = value;
  return made;
};

/** "www.example.org/x" is meant as a web address, "a@b.org" as a mail address. */
function address(typed) {
  const text = typed.trim();
  if (!text || isWebAddress(text)) return text;
  return /^[^\s@/]+@[^\s@/]+$/.test(text) ? `mailto:${text}` : `https://${text}`;
}

export class Panels {
  constructor(view, place, words, figures) {
    Object.assign(this, { view, place, words, figures, name: null });
    // What is typed here is no answer of the form until it is applied.
    for (const kind of ["input", "change"]) place.addEventListener(kind, (event) => event.stopPropagation());
    place.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && event.target.matches("input, select")) {
        event.preventDefault();
        this.apply();
      }
    });
  }

  /** controls: elements in their order; apply: runs on the text, returning a command or null. */
  show(name, controls, makeCommand, remove = null) {
    const apply = element("button", { type: "button", class: "govuk-button" }, this.words.apply);
    const cancel = element("button", { type: "button", class: "app-plain-button" }, this.words.cancel);
    const buttons = [apply];
    if (remove) {
      const button = element("button", { type: "button", class: "govuk-button govuk-button--secondary" }, this.words.remove);
      button.addEventListener("click", () => this.run(remove));
      buttons.push(button);
    }
    this.name = name;
    this.apply = () => {
      const command = makeCommand();
      if (command) this.run(command);
    };
    apply.addEventListener("click", () => this.apply());
    cancel.addEventListener("click", () => this.close());
    this.place.replaceChildren(...controls, ...buttons, cancel);
    this.place.setAttribute("aria-label", this.words[name]);
    this.place.hidden = false;
    this.place.querySelector("input, select, [contenteditable], button").focus();
  }

  run(command) {
    command(this.view.state, this.view.dispatch);
    this.close();
  }

  close() {
    this.inner?.destroy();
    this.inner = null;
    this.name = null;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.view.focus();
  }

  /** Opens the panel of this name, or closes it when it is open already. */
  toggle(name) {
    if (this.name === name) this.close();
    else this[name]();
  }

  link() {
    const present = markAt(this.view.state, marks.link);
    const href = input(present ? present.href : "", { type: "url", dir: "ltr" });
    const make = () => {
      const value = address(href.value);
      if (!isWebAddress(value)) return value ? null : putMark(marks.link, null);
      return putMark(marks.link, { ...present, href: value }, value);
    };
    this.show("link", [labelled(this.words.address, href)], make, present && putMark(marks.link, null));
  }

  language() {
    const present = markAt(this.view.state, marks.passage);
    const code = input(present?.lang || "", { dir: "ltr", autocapitalize: "none", spellcheck: "false" });
    const make = () => {
      const lang = code.value.trim();
      if (!lang) return putMark(marks.passage, null);
      if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(lang) || this.view.state.selection.empty) return null;
      const isRightToLeft = /^(ar|fa|he|ps|ur|yi|dv|ug|sd|ckb)\b/i.test(lang);
      return putMark(marks.passage, { lang, dir: isRightToLeft ? "rtl" : null });
    };
    this.show("language", [labelled(this.words.languageCode, code)], make, present && putMark(marks.passage, null));
  }

  table() {
    const rows = input("3", { type: "number", min: 1, max: 50 });
    const columns = input("3", { type: "number", min: 1, max: 12 });
    const size = (control) => Math.min(Number(control.max), Math.max(1, Math.trunc(Number(control.value)) || 1));
    this.show(
      "table",
      [labelled(this.words.rows, rows), labelled(this.words.columns, columns)],
      () => insertTable(size(rows), size(columns)),
    );
  }

  figure() {
    const present = figureAt(this.view.state)?.node.firstChild.attrs;
    const address = this.place.closest("[data-files]")?.dataset.files;
    const add = address
      ? [element("a", { class: "govuk-link", href: address, target: "_blank" }, this.words.figureAdd)]
      : [];
    if (!this.figures.size) {
      this.show("figure", [element("p", { class: "app-editor__note" }, this.words.figureNone), ...add], () => () => true);
      return;
    }
    const file = element("select", { class: "govuk-select" });
    for (const [uid, { name }] of this.figures) file.append(element("option", { value: uid }, name));
    const alt = input(present?.alt ?? "");
    if (present && this.figures.has(present.file)) file.value = present.file;
    const suggest = () => {
      alt.value = this.figures.get(file.value).alt;
    };
    if (!present) suggest();
    file.addEventListener("change", suggest);
    this.show(
      "figure",
      [labelled(this.words.figureFile, file), labelled(this.words.alt, alt), ...add],
      () => putFigure(file.value, alt.value.trim()),
      present && deleteFigure,
    );
  }

  footnote() {
    const present = footnoteAt(this.view.state)?.node;
    const id = `footnote-words-${(lastId += 1)}`;
    const label = element("span", { id }, this.words.footnoteText);
    const frame = element("label", {}, label);
    this.show("footnote", [frame], () => putFootnote(this.inner.state.doc.content), present && putFootnote(nodes.footnote.create().content));
    this.inner = new EditorView(frame, {
      attributes: {
        class: "govuk-input app-editor__footnote",
        role: "textbox",
        "aria-multiline": "false",
        "aria-labelledby": id,
      },
      state: EditorState.create({
        doc: present || nodes.footnote.create(),
        plugins: [
          history(),
          keymap({
            Enter: () => {
              this.apply();
              return true;
            },
            "Mod-b": toggleMark(marks.strong),
            "Mod-i": toggleMark(marks.em),
            "Mod-z": undo,
            "Mod-y": redo,
            "Mod-Shift-z": redo,
          }),
        ],
      }),
    });
    this.inner.focus();
  }
}
