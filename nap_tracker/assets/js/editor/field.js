// Turns one field of long text (macros/longtext.html, where the protocol is) into an editor.
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { DOMSerializer } from "prosemirror-model";
import { EditorState, NodeSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { tableEditing } from "prosemirror-tables";

import { nameless, ordered, orderPlugin } from "./blocks.js";
import { Original, read } from "./html.js";
import { keys, typed } from "./keys.js";
import { Adoption } from "./adopt.js";
import { Panels } from "./panels.js";
import { clean } from "./paste.js";
import { schema } from "./schema.js";
import { Toolbar } from "./toolbar.js";

/** uid -> { name, url, alt } of the pictures that may be inserted. */
function picturesOf(frame) {
  const list = frame.querySelector("template[data-editor-figures]");
  const options = list ? [...list.content.querySelectorAll("option")] : [];
  return new Map(
    options.map((option) => [option.value, { name: option.textContent, ...option.dataset }]),
  );
}

/** Pictures are shown from their address; the text keeps only their id. */
function pictureView(pictures) {
  return (node) => {
    const dom = document.createElement("img");
    const known = pictures.get(node.attrs.file);
    if (known) dom.src = known.url;
    dom.alt = node.attrs.alt || known?.name || "";
    dom.dataset.file = node.attrs.file;
    return { dom };
  };
}

/** A footnote is read in place as one thing; a double click or Enter opens its panel. */
function footnoteView(node) {
  const dom = document.createElement("span");
  dom.className = "fn";
  dom.contentEditable = "false";
  dom.append(DOMSerializer.fromSchema(schema).serializeFragment(node.content));
  return { dom, ignoreMutation: () => true };
}

/** A click on a picture selects its whole figure. */
function selectFigure(view, _pos, node, nodePos) {
  if (node.type !== schema.nodes.image) return false;
  view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, nodePos - 1)));
  return true;
}

function lay(frame, parts) {
  const box = document.createElement("div");
  box.className = "app-editor__frame";
  box.append(...parts);
  frame.append(box);
  frame.classList.add("app-editor--on");
}

function division(className, attrs = {}) {
  const made = document.createElement("div");
  made.className = className;
  for (const [name, value] of Object.entries(attrs)) made.setAttribute(name, value);
  return made;
}

/** Label and descriptions move from the textarea to the text. */
function textAttributes(textarea, label, id) {
  label.id = label.id || `${id}-label`;
  const attrs = {
    id,
    class: "app-editor__text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label.id,
  };
  for (const name of ["aria-describedby", "aria-invalid", "lang", "dir"]) {
    if (textarea.hasAttribute(name)) attrs[name] = textarea.getAttribute(name);
  }
  return attrs;
}

export function enhance(frame, words) {
  const textarea = frame.querySelector("textarea");
  const format = frame.querySelector("[data-editor-format]");
  const { id } = textarea;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const pictures = picturesOf(frame);

  const stored = frame.dataset.html;
  // Going back in the browser restores what was typed; it counts more than what the server sent.
  const current = format.value === "html" ? textarea.value : stored;
  const toolbar = new Toolbar(words, id);
  const panelPlace = division("app-editor__panel", { role: "group", hidden: "" });
  const note = division("app-editor__note", { role: "status" });
  const textPlace = division("");
  lay(frame, [toolbar.dom, panelPlace, note, textPlace]);
  textarea.id = `${id}-markup`;

  const plugins = [
    typed,
    ...keys({ toToolbar: () => toolbar.focus(), open: (name) => panels.toggle(name) }),
    history(),
    gapCursor(),
    dropCursor(),
    tableEditing(),
    orderPlugin,
  ];
  const open = (html) => ordered(EditorState.create({ doc: read(html), plugins }));
  const original = new Original(stored, open(stored).doc);

  const view = new EditorView(textPlace, {
    state: open(current),
    attributes: textAttributes(textarea, label, id),
    nodeViews: { image: pictureView(pictures), footnote: footnoteView },
    transformPastedHTML: (html) => {
      // Our own pieces come back as they left; everything else is cleaned.
      if (/data-pm-slice/.test(html) && !/<(meta|html)[^>]*Office/i.test(html)) return html;
      const cleaned = clean(html, (uid) => pictures.has(uid));
      note.textContent = cleaned.dropped ? words.figuresDropped : "";
      return cleaned.html;
    },
    transformPasted: nameless,
    handleClickOn: selectFigure,
    handleDoubleClickOn: (_view, _pos, node) => {
      if (node.type.name !== "footnote" && node.type.name !== "figure") return false;
      panels.toggle(node.type.name);
      return true;
    },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      toolbar.update(view.state);
      if (!transaction.docChanged) return;
      adoption.follow(transaction);
      textarea.value = original.write(view.state.doc);
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const adoption = new Adoption(view, original);
  // For the script that saves by itself; it is another bundle and must not carry the editor.
  frame.napEditor = adoption;
  const panels = new Panels(view, panelPlace, words, pictures);
  toolbar.attach(view, panels);
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
  textarea.value = original.write(view.state.doc);
  format.value = "html";
  return view;
}
