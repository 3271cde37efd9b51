// Word pastes lists as paragraphs that carry their bullet as text: these become real lists.

const LEVEL = /mso-list:[^;]*\blevel(\d+)/i;
const NUMBER = /^[\s(]*(?:\d+|[a-z]|[ivxlcdm]+)[.)]/i;
const TYPED_MARKER = /^\s*(?:[·•▪◦§–o\uf0b7\uf0a7]|\(?(?:\d+|[a-z]|[ivxlcdm]+)[.)])[\s\u00a0]{2,}/i;

/** The list a paragraph belongs to, or null: { level, isNumbered }, its marker removed. */
function entryOf(paragraph) {
  const style = paragraph.getAttribute("data-style") || "";
  const found = LEVEL.exec(style);
  if (!found && !/\bMsoListParagraph/.test(paragraph.className)) return null;
  const marker = takeMarker(paragraph);
  if (!found && marker === null) return null;
  return {
    level: found ? Number(found[1]) : 1,
    isNumbered: NUMBER.test(marker || ""),
  };
}

function takeMarker(paragraph) {
  const ignored = [...paragraph.querySelectorAll("[data-style]")].find((element) =>
    /mso-list:\s*ignore/i.test(element.getAttribute("data-style")),
  );
  if (ignored) {
    ignored.remove();
    return ignored.textContent;
  }
  const typed = TYPED_MARKER.exec(paragraph.textContent);
  if (!typed) return null;
  removeStart(paragraph, typed[0].length);
  return typed[0];
}

function removeStart(element, length) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = length;
  while (left > 0 && walker.nextNode()) {
    const { data } = walker.currentNode;
    walker.currentNode.data = data.slice(left);
    left -= data.length;
  }
}

/** Opens or closes lists until the innermost is the one this entry belongs in. */
function listFor(open, entry, paragraph) {
  const tag = entry.isNumbered ? "ol" : "ul";
  while (open.length && open.at(-1).level > entry.level) open.pop();
  const last = open.at(-1);
  const isOther = last && last.level === entry.level && last.element.localName !== tag;
  if (isOther) open.pop();
  if (!last || isOther || last.level < entry.level) {
    const element = paragraph.ownerDocument.createElement(tag);
    const parent = open.at(-1);
    if (parent) parent.element.lastElementChild.append(element);
    else paragraph.before(element);
    open.push({ level: entry.level, element });
  }
  return open.at(-1).element;
}

export function wordLists(body) {
  let open = [];
  let previous = null;
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const entry = paragraph.localName === "p" ? entryOf(paragraph) : null;
    const follows = previous?.nextElementSibling === paragraph;
    if (!entry || !follows) open = [];
    previous = null;
    if (!entry) continue;
    const item = paragraph.ownerDocument.createElement("li");
    const list = listFor(open, entry, paragraph);
    item.append(...paragraph.childNodes);
    list.append(item);
    previous = open[0].element;
    paragraph.remove();
  }
  joinWordOnline(body);
}

/** Word in the browser wraps every item in a list of its own. */
function joinWordOnline(body) {
  for (const wrapper of body.querySelectorAll("div.ListContainerWrapper")) {
    wrapper.replaceWith(...wrapper.childNodes);
  }
  for (const list of body.querySelectorAll("ul, ol")) {
    if (!list.querySelector(":scope > li[data-aria-level]")) continue;
    const next = list.nextElementSibling;
    if (next && next.localName === list.localName && next.querySelector(":scope > li[data-aria-level]")) {
      next.prepend(...list.childNodes);
      list.remove();
    }
  }
}
