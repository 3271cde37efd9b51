// Loaded only by pages with a form that saves by itself (base.html decides), after the editor, which
// puts what stands in long texts into the form in its own way.
import { Choosing } from "../autosave/choosing.js";
import { Page } from "../autosave/page.js";

for (const place of document.querySelectorAll("[data-autosave]")) new Page(place).start();
for (const place of document.querySelectorAll("[data-choosing]")) new Choosing(place).start();
