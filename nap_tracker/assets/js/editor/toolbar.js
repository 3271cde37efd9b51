// The toolbar: one tab stop, arrow keys inside it (Home and End too), Escape back to the text.
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import { isInTable } from "prosemirror-tables";

import {
  ancestor,
  figureAt,
  footnoteAt,
  indent,
  markAt,
  outdent,
  setStyle,
  tableCommands,
  toggle,
  toggleList,
} from "./commands.js";
import { icon } from "./icons.js";
import { schema } from "./schema.js";

const { marks, nodes } = schema;

const inside = (type) => (state) => Boolean(ancestor(state, (node) => node.type === type));
const marked = (type) => (state) => Boolean(markAt(state, type));
const stored = (type) => (state) => {
  const { empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks || $from.marks()));
  return marked(type)(state);
};

const MARKS = ["strong", "em", "sub", "sup"].map((name) => ({
  name,
  run: toggle[name],
  isPressed: stored(marks[name]),
}));

const LISTS = [
  { name: "bullets", run: toggleList(nodes.bullet_list), isPressed: inside(nodes.bullet_list) },
  { name: "numbers", run: toggleList(nodes.ordered_list), isPressed: inside(nodes.ordered_list) },
  { name: "indent", run: indent },
  { name: "outdent", run: outdent },
];

const PANELS = [
  { name: "link", panel: true, isPressed: marked(marks.link) },
  { name: "footnote", panel: true, isPressed: (state) => Boolean(footnoteAt(state)) },
  { name: "language", panel: true, isPressed: marked(marks.passage) },
  { name: "figure", panel: true, isPressed: (state) => Boolean(figureAt(state)) },
  { name: "table", panel: true },
];

const TABLE = Object.entries(tableCommands).map(([name, run]) => ({ name, run }));

const HISTORY = [
  { name: "undo", run: undo, isEnabled: (state) => undoDepth(state) > 0 },
  { name: "redo", run: redo, isEnabled: (state) => redoDepth(state) > 0 },
];

const GROUPS = [MARKS, LISTS, PANELS, TABLE, HISTORY];

function button(item, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "app-toolbar__button";
  made.setAttribute("aria-label", words[item.name]);
  made.title = words[item.name];
  made.tabIndex = -1;
  made.append(icon(item.name));
  return made;
}

function styleChoice(words) {
  const choice = document.createElement("select");
  choice.className = "app-toolbar__style";
  choice.setAttribute("aria-label", words.style);
  for (const [level, word] of ["paragraph", "heading3", "heading4", "heading5"].entries()) {
    choice.append(new Option(words[word], level ? level + 2 : 0));
  }
  return choice;
}

export class Toolbar {
  constructor(words, textId) {
    this.dom = document.createElement("div");
    this.dom.className = "app-toolbar";
    this.dom.setAttribute("role", "toolbar");
    this.dom.setAttribute("aria-label", words.toolbar);
    this.dom.setAttribute("aria-controls", textId);
    this.style = styleChoice(words);
    this.dom.append(this.style);
    this.items = [];
    for (const group of GROUPS) {
      const frame = document.createElement("div");
      frame.className = "app-toolbar__group";
      if (group === TABLE) this.tableGroup = frame;
      for (const item of group) {
        const dom = button(item, words);
        this.items.push({ ...item, dom });
        frame.append(dom);
      }
      this.dom.append(frame);
    }
    this.dom.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Ties the buttons to a text; panels opens what needs more than a press. */
  attach(view, panels) {
    this.view = view;
    this.style.addEventListener("change", (event) => {
      event.stopPropagation();
      setStyle(Number(this.style.value))(view.state, view.dispatch);
      view.focus();
    });
    for (const item of this.items) {
      // The press must not take the selection away from the text.
      item.dom.addEventListener("mousedown", (event) => event.preventDefault());
      item.dom.addEventListener("click", () => {
        if (item.dom.getAttribute("aria-disabled") === "true") return;
        if (item.panel) {
          panels.toggle(item.name);
          return;
        }
        item.run(view.state, view.dispatch);
        view.focus();
      });
    }
    this.update(view.state);
  }

  update(state) {
    const inTable = isInTable(state) || inside(nodes.table_block)(state);
    this.tableGroup.hidden = !inTable;
    const heading = ancestor(state, (node) => node.type === nodes.heading);
    this.style.value = `${heading ? heading.node.attrs.level : 0}`;
    for (const { dom, run, isPressed, isEnabled } of this.items) {
      if (isPressed) dom.setAttribute("aria-pressed", `${isPressed(state)}`);
      const enabled = isEnabled ? isEnabled(state) : !run || run(state);
      if (enabled) dom.removeAttribute("aria-disabled");
      else dom.setAttribute("aria-disabled", "true");
    }
  }

  stops() {
    return [this.style, ...this.items.map((item) => item.dom)].filter((dom) => dom.offsetParent);
  }

  focus() {
    (this.stops().find((dom) => dom.tabIndex === 0) || this.style).focus();
  }

  onKey(event) {
    const stops = this.stops();
    const at = stops.indexOf(event.target);
    const forward = getComputedStyle(this.dom).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const moves = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: stops.length - 1 };
    if (event.key === "Escape") {
      this.view.focus();
    } else if (event.key in moves) {
      const next = stops[(moves[event.key] + stops.length) % stops.length];
      for (const dom of stops) dom.tabIndex = dom === next ? 0 : -1;
      next.focus();
    } else {
      return;
    }
    event.preventDefault();
  }
}
