// Loaded only by the pages on which a plan is read: the contents stand open where there is room, and
// words that are selected can be commented on.
import { chooseWords } from "../reading/choose.js";

const room = matchMedia("(min-width: 64em)");

for (const contents of document.querySelectorAll("[data-contents]")) {
  const fit = () => (contents.open = room.matches);
  room.addEventListener("change", fit);
  fit();
}

for (const text of document.querySelectorAll("[data-choose]")) chooseWords(text);
