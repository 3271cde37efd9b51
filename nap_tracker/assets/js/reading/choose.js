// Who selects words of a place may comment on just these: a link beside the others of the place, which
// leads to the same form with the words in it. Without this script the form has the whole paragraph.
const LONGEST = 2000; // characters: an address has its limits, and so has a quote

/** What was selected, without the numbers that stand among the words but are none of them. */
function words(range) {
  const copy = range.cloneContents();
  for (const sign of copy.querySelectorAll(".app-mark__number, .fn, .app-tools, .app-said")) sign.remove();
  return copy.textContent.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

/** The element a node is, or stands in. */
function element(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

/** Offers the link while words of one place of `text` are selected. */
export function chooseWords(text) {
  const offer = document.createElement("a");
  offer.className = "govuk-link app-tools__chosen";

  function look() {
    const selection = document.getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
    const place = range && element(range.startContainer).closest(".app-place");
    const link = place && text.contains(place) && place.querySelector("[data-say]");
    const all = link ? words(range) : "";
    // A comment is about one place: of words that go on into the next, those of the first are taken.
    // A paragraph chosen by three clicks ends at the first letter of the next one.
    if (link && !place.contains(range.endContainer)) range.setEnd(place, place.childNodes.length);
    const chosen = link ? words(range) : "";
    if (!chosen) return void offer.remove();
    const address = new URL(link.href);
    address.searchParams.set("quote", chosen);
    const cell = element(range.commonAncestorContainer).closest("[data-field]");
    if (cell) {
      address.searchParams.set("field", cell.dataset.field);
      address.searchParams.set("language", text.lang);
    }
    // A heading, or the name of a column, is in no question: there are no words of it to be found.
    if (!address.searchParams.get("field")) return void offer.remove();
    offer.textContent = chosen === all ? text.dataset.choose : text.dataset.part;
    offer.href = address.href;
    if (offer.parentElement !== link.parentElement) link.after(offer);
  }

  document.addEventListener("selectionchange", () => {
    clearTimeout(look.waiting);
    look.waiting = setTimeout(look, 150);
  });
}
