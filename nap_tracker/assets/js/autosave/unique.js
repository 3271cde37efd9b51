/** A name no other page has, also where randomUUID is held back (plain http). */
export function unique() {
  if (window.crypto.randomUUID) return window.crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}
