// Loaded only by the pages on which a plan is read: the contents stand open where there is room.
const room = matchMedia("(min-width: 64em)");

for (const contents of document.querySelectorAll("[data-contents]")) {
  const fit = () => (contents.open = room.matches);
  room.addEventListener("change", fit);
  fit();
}
