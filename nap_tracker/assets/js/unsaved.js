// Asks before answers that were changed and not sent are left behind: form[data-unsaved].

export function guardUnsaved(root) {
  const changed = new Set();
  const note = (event) => {
    const form = event.target.form || event.target.closest("form");
    if (form && "unsaved" in form.dataset) changed.add(form);
  };
  root.addEventListener("input", note);
  root.addEventListener("change", note);
  root.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}
