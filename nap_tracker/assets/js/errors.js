// The error summary takes focus when a page comes back with errors, and its links lead into the
// control, not merely to its frame.

const CONTROLS =
  "input:not([type=hidden]):not([disabled]), select, textarea, [contenteditable=true]";

/** The control of a target: itself, or the first visible one inside a fieldset. */
export function controlOf(target) {
  if (target.matches(CONTROLS)) return target;
  return [...target.querySelectorAll(CONTROLS)].find((control) => control.offsetParent) || target;
}

export function focusErrors(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && root.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const group = target.closest("fieldset, .govuk-form-group") || target;
    group.scrollIntoView();
    controlOf(target).focus({ preventScroll: true });
  });
}
