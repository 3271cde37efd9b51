// A second press of the same button within a moment is a double click, not a second wish.

const MOMENT_MS = 1000;

export function sendOnce(root) {
  const sent = new WeakMap();
  root.addEventListener("submit", (event) => {
    const before = sent.get(event.target);
    const now = event.timeStamp;
    if (before !== undefined && now - before < MOMENT_MS) event.preventDefault();
    else sent.set(event.target, now);
  });
}
