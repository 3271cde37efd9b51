// The form as questions: which controls belong to which, and what they hold as it would be sent.

/** The question a control belongs to; "" for the page's own controls. */
export function fieldOf(name) {
  return !name || name.startsWith("_") || name === "csrf_token" ? "" : name.split("-", 1)[0];
}

export class Fields {
  constructor(form) {
    this.form = form;
  }

  frames() {
    return [...this.form.querySelectorAll("[data-field]")];
  }

  frame(field) {
    return this.form.querySelector(`[data-field="${CSS.escape(field)}"]`);
  }

  label(field) {
    const words = this.frame(field)?.querySelector("label, legend");
    return words ? words.textContent.trim() : field;
  }

  /** Question -> [[name, value], …], also of questions none of whose controls sends anything. */
  pairs() {
    const found = new Map(this.frames().map((frame) => [frame.dataset.field, []]));
    for (const [name, value] of new FormData(this.form)) {
      const pairs = found.get(fieldOf(name));
      if (pairs && typeof value === "string") pairs.push([name, value]);
    }
    return found;
  }

  /** The page's own choices (who may see it, whether it is completed), which only Save sends. */
  settings() {
    const passing = /^_(seen|window|request|then|version|uid|held|person|proof)/;
    const own = [...new FormData(this.form)].filter(
      ([name]) => name.startsWith("_") && !passing.test(name),
    );
    return JSON.stringify(own);
  }

  /** Puts what was kept back into the controls of a question. */
  fill(field, pairs) {
    const frame = this.frame(field);
    if (!frame) return;
    const editor = frame.querySelector("[data-editor]");
    if (editor?.napEditor) {
      editor.napEditor.replace(pairs.find(([name]) => name === field)?.[1] ?? "");
      return;
    }
    for (const control of frame.querySelectorAll("input, select, textarea")) {
      const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = values.includes(control.value);
      } else if (values.length) {
        [control.value] = values;
      }
    }
    frame.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** One text for what a question holds, to compare it by. */
export const key = (pairs) => JSON.stringify(pairs);
