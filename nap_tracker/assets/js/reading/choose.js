// Who selects words of a place may comment on just these: a link beside the others of the place, which
// leads to the same form with the words in it. Without this script the form has the whole paragraph.
const LONGEST = 2000; // characters: an address has its limits, and so has a quote
const ENOUGH = 40; // characters in which a word surely ends
// Scripts that write no spaces between words.
const RUNS_ON =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

/** The text of a range, without the numbers that stand among the words but are none of them. */
function plain(range) {
  const copy = range.cloneContents();
  for (const sign of copy.querySelectorAll(".app-mark__number, .fn, .app-tools, .app-said")) sign.remove();
  return copy.textContent.replace(/\s+/g, " ");
}

/** What was selected. */
function words(range) {
  return plain(range).trim().slice(0, LONGEST);
}

/** How often words stand in a text; those that overlap count, too. */
function times(text, words) {
  let found = 0;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found += 1;
  return found;
}

/** Words and signs; where the browser knows no words, letters with the marks that belong to them. */
function pieces(text) {
  if (!Intl.Segmenter) return text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
  return [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)].map((one) => one.segment);
}

/** Where the word before this place begins: at a space, or as its script parts words without one. */
function wordBefore(text, start) {
  const space = text.lastIndexOf(" ", Math.max(0, start - 2)) + 1;
  const beside = text.slice(Math.max(space, start - ENOUGH), start);
  return RUNS_ON.test(beside) ? start - pieces(beside).at(-1).length : space;
}

/** Where the word after this place ends. */
function wordAfter(text, end) {
  const found = text.indexOf(" ", end + 1);
  const space = found < 0 ? text.length : found;
  const beside = text.slice(end, Math.min(space, end + ENOUGH));
  return RUNS_ON.test(beside) ? end + pieces(beside)[0].length : space;
}

/**
 * What was selected, with as many words beside it as tell it from the same words elsewhere in `cell`:
 * a comment is kept by its words, so "mercury" alone would not say which of five is meant.
 */
function distinct(cell, range) {
  const chosen = words(range);
  const around = document.createRange();
  around.selectNodeContents(cell);
  const text = plain(around);
  around.setEnd(range.startContainer, range.startOffset);
  let start = text.indexOf(chosen, Math.max(0, plain(around).length - 1));
  let end = start + chosen.length;
  while (start >= 0 && times(text, text.slice(start, end)) > 1) {
    start = start > 0 ? wordBefore(text, start) : 0;
    end = wordAfter(text, end);
  }
  return start < 0 ? chosen : text.slice(start, end).trim().slice(0, LONGEST);
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
    const cell = element(range.commonAncestorContainer).closest("[data-field]");
    address.searchParams.set("quote", distinct(cell ?? place, range));
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
