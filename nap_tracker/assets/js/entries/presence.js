// Loaded only by pages that are read and have no form (base.html decides): who reads is viewing.
import { Presence } from "../autosave/presence.js";
import { unique } from "../autosave/unique.js";

for (const place of document.querySelectorAll("[data-presence]")) {
  const told = {
    name: unique(),
    token: place.dataset.token,
    window: "",
    shownAt: place.dataset.shownAt,
    seen: place.dataset.seen,
    bases: [],
  };
  new Presence(place, { told: () => told, says: () => [], heard: () => {}, isBusy: false }).start();
}
