// From the canonical HTML to the editor's document and back.
//
// A block that was not touched goes back exactly as it came, even where ProseMirror would write
// the same content differently; so a change of one paragraph is a change of one block.
import { DOMParser, DOMSerializer } from "prosemirror-model";

import { schema } from "./schema.js";

const serializer = DOMSerializer.fromSchema(schema);

/** The body of an inert document: nothing in it runs or loads, and styles are only text. */
export function inert(html) {
  const plain = html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)style(\s*=)/gi, "$1data-style$2"));
  return new window.DOMParser().parseFromString(`<body>${plain}`, "text/html").body;
}

function move(from, to, name) {
  if (from.hasAttribute(name)) {
    to.setAttribute(name, from.getAttribute(name));
    from.removeAttribute(name);
  }
}

function wrapTable(table) {
  const document = table.ownerDocument;
  const wrapper = document.createElement("div");
  wrapper.setAttribute("data-table", "");
  for (const name of ["data-block", "lang", "dir"]) move(table, wrapper, name);
  table.replaceWith(wrapper);
  if (table.caption) {
    const caption = document.createElement("div");
    caption.setAttribute("data-caption", "");
    for (const name of ["lang", "dir"]) move(table.caption, caption, name);
    caption.append(...table.caption.childNodes);
    table.caption.remove();
    wrapper.append(caption);
  }
  wrapper.append(table);
  const hasSections = Boolean(table.tHead);
  for (const row of table.rows) {
    const inHead = row.parentNode === table.tHead;
    if (hasSections || table.hasAttribute("data-canonical")) row.setAttribute("data-head", `${inHead}`);
  }
}

/** A table inside a cell becomes a paragraph a row: printed tables do not nest. */
function flatten(table) {
  const lines = [...table.rows].map((row) => {
    const line = table.ownerDocument.createElement("p");
    line.textContent = [...row.cells].map((cell) => cell.textContent.trim()).join(" | ");
    return line;
  });
  table.replaceWith(...lines);
}

/** Shapes HTML as the schema expects it: tables wrapped, captions after their picture. */
export function arrange(body) {
  for (const nested of [...body.querySelectorAll("table table")].reverse()) flatten(nested);
  for (const table of body.querySelectorAll("table")) {
    if (!table.parentNode.hasAttribute?.("data-table")) wrapTable(table);
  }
  for (const figure of body.querySelectorAll("figure")) {
    const caption = figure.querySelector("figcaption");
    if (caption) figure.append(caption);
  }
  return body;
}

/** The document of stored HTML; spaces are content. */
export function read(html) {
  const body = inert(html);
  for (const table of body.querySelectorAll("table")) table.setAttribute("data-canonical", "");
  for (const paragraph of body.querySelectorAll("li > p, td > p, th > p")) {
    paragraph.setAttribute("data-written", "");
  }
  return DOMParser.fromSchema(schema).parse(arrange(body), { preserveWhitespace: true });
}

const BARE = "li, td, th";

/** <li><p>text</p></li> that nobody wrote so becomes <li>text</li>. */
function unwrapLoneParagraph(element) {
  const paragraphs = [...element.children].filter((child) => child.tagName === "P");
  if (paragraphs.length !== 1) return;
  const [paragraph] = paragraphs;
  if (paragraph !== element.firstElementChild || paragraph.attributes.length) return;
  paragraph.replaceWith(...paragraph.childNodes);
}

function unwrapTable(wrapper) {
  const document = wrapper.ownerDocument;
  const table = wrapper.querySelector("table");
  const caption = wrapper.querySelector("[data-caption]");
  for (const name of ["data-block", "lang", "dir"]) move(wrapper, table, name);
  const rows = [...table.rows];
  const isHead = (row) => {
    const cells = [...row.cells];
    if (row.dataset.head === "false") return false;
    if (row.dataset.head === "true") return cells.some((cell) => cell.tagName === "TH");
    return cells.every((cell) => cell.tagName === "TH");
  };
  let heads = 0;
  while (heads < rows.length && isHead(rows[heads])) heads += 1;
  rows.forEach((row, index) => {
    row.removeAttribute("data-head");
    for (const cell of row.cells) {
      if (cell.tagName === "TH" && !cell.hasAttribute("scope")) {
        cell.setAttribute("scope", index < heads ? "col" : "row");
      }
    }
  });
  table.replaceChildren();
  if (caption && caption.textContent.trim()) {
    const element = table.createCaption();
    for (const name of ["lang", "dir"]) move(caption, element, name);
    element.append(...caption.childNodes);
  }
  if (heads) table.createTHead().append(...rows.slice(0, heads));
  if (heads < rows.length) {
    const body = document.createElement("tbody");
    body.append(...rows.slice(heads));
    table.append(body);
  }
  wrapper.replaceWith(table);
}

/** The HTML of one top-level block. */
export function writeBlock(node) {
  const holder = document.implementation.createHTMLDocument("").body;
  const dom = serializer.serializeNode(node, { document: holder.ownerDocument });
  holder.append(dom);
  for (const element of holder.querySelectorAll(BARE)) unwrapLoneParagraph(element);
  for (const element of holder.querySelectorAll("[data-written]")) element.removeAttribute("data-written");
  for (const caption of holder.querySelectorAll("figcaption")) {
    if (!caption.textContent.trim()) caption.remove();
  }
  for (const figure of holder.querySelectorAll("figure")) {
    if (!figure.querySelector("img[data-file]")) figure.remove();
  }
  for (const wrapper of holder.querySelectorAll("div[data-table]")) unwrapTable(wrapper);
  return holder.innerHTML;
}

/** Nothing written at all: one paragraph without a word. */
export function isEmpty(doc) {
  return doc.childCount === 1 && doc.firstChild.type.name === "paragraph" && !doc.firstChild.content.size;
}

/** Remembers how each block came, to give the untouched ones back as they were. */
export class Original {
  constructor(html, doc) {
    this.html = html;
    this.doc = doc;
    this.blocks = new Map();
    this.written = new WeakMap();
    const sources = new Map(
      [...inert(html).children].map((element) => [element.getAttribute("data-block"), element.outerHTML]),
    );
    doc.forEach((node) => {
      const source = node.attrs.block && sources.get(node.attrs.block);
      if (source) this.blocks.set(node.attrs.block, { node, source });
    });
  }

  /** The server stores this text now: its blocks, too, go back exactly as they came. */
  learn(html, doc) {
    const later = new Original(html, doc);
    for (const [block, known] of later.blocks) this.blocks.set(block, known);
  }

  /** The HTML of a document that began as this one. */
  write(doc) {
    if (doc.eq(this.doc)) return this.html;
    if (isEmpty(doc)) return "";
    const parts = [];
    doc.forEach((node) => {
      const known = this.blocks.get(node.attrs.block);
      parts.push(known && known.node.eq(node) ? known.source : this.writeOnce(node));
    });
    return parts.join("");
  }

  /** Nodes never change, so what one was written as holds as long as it lives. */
  writeOnce(node) {
    if (!this.written.has(node)) this.written.set(node, writeBlock(node));
    return this.written.get(node);
  }
}
