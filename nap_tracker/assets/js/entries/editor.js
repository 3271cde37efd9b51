// Loaded only by pages that hold long text (base.html decides).
import { enhance } from "../editor/field.js";

const words = document.querySelector("template[data-editor-words]");
for (const frame of document.querySelectorAll("[data-editor]")) {
  enhance(frame, words.dataset);
}
