// Who may keep text in this browser: one person at a time. Others' copies go at once.
//
// A mark in localStorage says whose copies there may be, so that pages without forms, which all
// carry this, need not open the database to know that there is nothing to wipe.

export const MARK = "nap-copies";
const NAME = "nap-tracker";
/** Told to the window when everything was wiped. */
export const WIPED = "nap:wiped";

/** Whose copies there may be; null also where the browser keeps nothing and lets nobody look. */
function marked() {
  try {
    return localStorage.getItem(MARK);
  } catch {
    return null;
  }
}

/** From here on there may be copies of this person. */
export function mine(person) {
  localStorage.setItem(MARK, person);
}

export function wipe() {
  window.dispatchEvent(new Event(WIPED));
  localStorage.removeItem(MARK);
  sessionStorage.clear();
  return new Promise((resolve) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("copies", { keyPath: "id" });
    request.onerror = resolve;
    request.onsuccess = () => {
      const { result } = request;
      const change = result.transaction("copies", "readwrite");
      change.objectStore("copies").clear();
      change.oncomplete = change.onabort = () => {
        result.close();
        resolve();
      };
    };
  });
}

/** Wipes what another person left, and everything when somebody signs out. */
export function guardCopies(document) {
  const { person } = document.body.dataset;
  const owner = marked();
  if (owner && person && owner !== person) wipe();
  for (const form of document.querySelectorAll("form[data-signs-out]")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.signsOut === "now" || !marked()) return;
      event.preventDefault();
      event.stopPropagation();
      form.dataset.signsOut = "now";
      await wipe();
      form.requestSubmit();
    });
  }
}

/** A page that the browser brings back from memory shows nothing before its person is still here. */
export function guardReturn(window) {
  const { document } = window;
  const { person, session } = document.body.dataset;
  window.addEventListener("pageshow", async (event) => {
    if (!event.persisted || !person) return;
    document.documentElement.hidden = true;
    const answer = await fetch(session, { headers: { Accept: "application/json" } })
      .then((response) => response.json())
      .catch(() => ({}));
    if (answer.person === person) document.documentElement.hidden = false;
    else window.location.reload();
  });
}
