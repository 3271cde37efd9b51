// Loaded only by pages that hold long text (base.html decides).
import { enhance } from "../editor/field.js";

const words = document.querySelector("template[data-editor-words]");

function enhanceAll(root) {
  for (const frame of root.querySelectorAll("[data-editor]")) enhance(frame, words.dataset);
}

enhanceAll(document);
// A question was shown anew by the script that saves by itself.
document.addEventListener("nap:shown", ({ detail }) => enhanceAll(detail));
