// Footnotes of Word, LibreOffice and Google Docs: a reference and a note that link to each other.
// The note's words move to where the reference stood.

const target = (body, link) => {
  const name = decodeURIComponent((link.getAttribute("href") || "").slice(1));
  if (!name) return null;
  const escaped = CSS.escape(name);
  return body.querySelector(`a[name="${escaped}"], a[id="${escaped}"], [id="${escaped}"] a[href^="#"]`);
};

const names = (link) => [link.getAttribute("name"), link.getAttribute("id")].filter(Boolean);

/** Pairs of reference and note anchor that point at each other, the reference standing first. */
function pairs(body) {
  const found = [];
  for (const reference of body.querySelectorAll("a[href^='#']")) {
    const note = target(body, reference);
    if (!note || note === reference) continue;
    const back = decodeURIComponent((note.getAttribute("href") || "").slice(1));
    const isFirst = reference.compareDocumentPosition(note) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (names(reference).includes(back) && isFirst) found.push({ reference, note });
  }
  return found;
}

/** What holds the note's words: the whole note where there is one, else its paragraph. */
function holderOf(note) {
  return note.closest("[data-style*='mso-element:footnote'], [data-style*='mso-element:endnote'], div[id^='sdfootnote'], div[id^='sdendnote'], li")
    || note.closest("p, div");
}

function wordsOf(holder) {
  const paragraphs = holder.querySelectorAll("p");
  const parts = paragraphs.length ? [...paragraphs] : [holder];
  return parts.flatMap((part, index) => [...(index ? [" "] : []), ...part.childNodes]);
}

function trimStart(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/^[\s\u00a0]+/, "");
    if (walker.currentNode.data) return;
  }
}

export function footnotes(body) {
  for (const { reference, note } of pairs(body)) {
    const holder = holderOf(note);
    if (!holder || holder.contains(reference)) continue;
    const footnote = body.ownerDocument.createElement("span");
    footnote.className = "fn";
    const raised = note.closest("sup");
    (raised && holder.contains(raised) ? raised : note).remove();
    footnote.append(...wordsOf(holder));
    trimStart(footnote);
    holder.remove();
    const sup = reference.closest("sup");
    const outer = sup && sup.textContent.trim() === reference.textContent.trim() ? sup : reference;
    outer.replaceWith(footnote);
  }
  for (const list of body.querySelectorAll("[data-style*='mso-element:footnote-list'], [data-style*='mso-element:endnote-list']")) {
    if (!list.textContent.trim()) list.remove();
  }
}
