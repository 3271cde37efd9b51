// Loaded only by the pages of a section (base.html decides): words are found on the page itself.
import { FindBar } from "../find/bar.js";

for (const link of document.querySelectorAll("[data-find]")) new FindBar(link);
