// What long text may hold: the HTML subset of nap_tracker/text, as a ProseMirror schema.
//
// Two things differ from the HTML, because ProseMirror's tables want rows and nothing else:
// a table and its caption are wrapped in a `table_block`, and thead is a mark on the row.
// html.js translates both ways.
import { Schema } from "prosemirror-model";

const LANGUAGE = { lang: { default: null }, dir: { default: null } };
const BLOCK = { block: { default: null }, ...LANGUAGE };
const CELL = {
  colspan: { default: 1 },
  rowspan: { default: 1 },
  colwidth: { default: null },
  ...LANGUAGE,
};

const language = (dom) => ({ lang: dom.getAttribute("lang"), dir: dom.getAttribute("dir") });
const block = (dom) => ({ block: dom.getAttribute("data-block"), ...language(dom) });
const span = (dom, name) => Math.max(1, Number.parseInt(dom.getAttribute(name), 10) || 1);
const cell = (dom) => ({
  colspan: span(dom, "colspan"),
  rowspan: span(dom, "rowspan"),
  ...language(dom),
});

/** DOM attributes in one fixed order, without the empty ones. */
function attributes(attrs, extra = {}) {
  const all = {
    "data-block": attrs.block,
    lang: attrs.lang,
    dir: attrs.dir,
    colspan: attrs.colspan > 1 ? attrs.colspan : null,
    rowspan: attrs.rowspan > 1 ? attrs.rowspan : null,
    ...extra,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== null && value !== undefined),
  );
}

function textBlock(tag, rest = {}) {
  return {
    group: "block",
    content: "inline*",
    attrs: BLOCK,
    parseDOM: [{ tag, getAttrs: block }],
    toDOM: (node) => [tag, attributes(node.attrs), 0],
    ...rest,
  };
}

function list(tag) {
  return {
    group: "block list",
    content: "list_item+",
    attrs: BLOCK,
    parseDOM: [{ tag, getAttrs: block }],
    toDOM: (node) => [tag, attributes(node.attrs), 0],
  };
}

const nodes = {
  doc: { content: "block+" },
  text: { group: "inline" },

  // `written` tells <li><p>text</p></li> from <li>text</li>, so that each goes back as it came.
  paragraph: textBlock("p", {
    attrs: { ...BLOCK, written: { default: null } },
    parseDOM: [
      { tag: "p", getAttrs: (dom) => ({ ...block(dom), written: dom.getAttribute("data-written") }) },
    ],
    toDOM: (node) => ["p", attributes(node.attrs, { "data-written": node.attrs.written }), 0],
  }),
  heading: textBlock("h3", {
    attrs: { ...BLOCK, level: { default: 3 } },
    defining: true,
    parseDOM: [3, 4, 5].map((level) => ({
      tag: `h${level}`,
      getAttrs: (dom) => ({ ...block(dom), level }),
    })),
    toDOM: (node) => [`h${node.attrs.level}`, attributes(node.attrs), 0],
  }),

  bullet_list: list("ul"),
  ordered_list: list("ol"),
  list_item: {
    content: "paragraph (paragraph | list)*",
    attrs: LANGUAGE,
    defining: true,
    parseDOM: [{ tag: "li", getAttrs: language }],
    toDOM: (node) => ["li", attributes(node.attrs), 0],
  },

  table_block: {
    group: "block",
    content: "table_caption? table",
    attrs: BLOCK,
    isolating: true,
    parseDOM: [{ tag: "div[data-table]", getAttrs: block }],
    // A wide table scrolls with the cursor in it; said outright, so that no checker misses it.
    toDOM: (node) => [
      "div",
      { "data-table": "", class: "tableWrapper", contenteditable: "true", ...attributes(node.attrs) },
      0,
    ],
  },
  table_caption: {
    content: "inline*",
    attrs: LANGUAGE,
    isolating: true,
    parseDOM: [{ tag: "div[data-caption]", getAttrs: language }],
    toDOM: (node) => ["div", { "data-caption": "", ...attributes(node.attrs) }, 0],
  },
  table: {
    content: "table_row+",
    tableRole: "table",
    isolating: true,
    parseDOM: [{ tag: "table" }],
    toDOM: () => ["table", ["tbody", 0]],
  },
  // head: came from thead (true), from tbody (false), or made here (null, then decided by its cells)
  table_row: {
    content: "(table_cell | table_header)*",
    tableRole: "row",
    attrs: { head: { default: null } },
    parseDOM: [
      {
        tag: "tr",
        getAttrs: (dom) => ({
          head: dom.hasAttribute("data-head") ? dom.getAttribute("data-head") === "true" : null,
        }),
      },
    ],
    toDOM: (node) => ["tr", node.attrs.head === null ? {} : { "data-head": `${node.attrs.head}` }, 0],
  },
  table_cell: {
    content: "(paragraph | list | figure)+",
    tableRole: "cell",
    attrs: CELL,
    isolating: true,
    parseDOM: [{ tag: "td", getAttrs: cell }],
    toDOM: (node) => ["td", attributes(node.attrs), 0],
  },
  table_header: {
    content: "(paragraph | list | figure)+",
    tableRole: "header_cell",
    attrs: { ...CELL, scope: { default: null } },
    isolating: true,
    parseDOM: [
      { tag: "th", getAttrs: (dom) => ({ ...cell(dom), scope: dom.getAttribute("scope") }) },
    ],
    toDOM: (node) => ["th", attributes(node.attrs, { scope: node.attrs.scope }), 0],
  },

  figure: {
    group: "block",
    content: "image figcaption?",
    attrs: BLOCK,
    isolating: true,
    parseDOM: [{ tag: "figure", getAttrs: block }],
    toDOM: (node) => ["figure", attributes(node.attrs), 0],
  },
  image: {
    atom: true,
    selectable: false,
    attrs: { file: { default: null }, alt: { default: "" } },
    parseDOM: [
      {
        tag: "img[data-file]",
        getAttrs: (dom) => ({
          file: dom.getAttribute("data-file"),
          alt: dom.getAttribute("alt") || "",
        }),
      },
    ],
    toDOM: (node) => ["img", { "data-file": node.attrs.file, alt: node.attrs.alt }],
  },
  figcaption: {
    content: "inline*",
    attrs: LANGUAGE,
    isolating: true,
    parseDOM: [{ tag: "figcaption", getAttrs: language }],
    toDOM: (node) => ["figcaption", attributes(node.attrs), 0],
  },

  // Read as one thing in the text; its words are edited in a panel (panels.js).
  footnote: {
    group: "inline",
    inline: true,
    atom: true,
    content: "text*",
    attrs: LANGUAGE,
    parseDOM: [{ tag: "span.fn", getAttrs: language, priority: 60 }],
    toDOM: (node) => ["span", { class: "fn", ...attributes(node.attrs) }, 0],
  },
};

function mark(tag, old = null, rest = {}) {
  return { parseDOM: [{ tag: old ? `${tag}, ${old}` : tag }], toDOM: () => [tag, 0], ...rest };
}

export const isWebAddress = (href) => /^(https?:\/\/|mailto:)\S+$/i.test(href || "");

// Their order is the order of nesting, outermost first, as the server writes it.
const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (dom) => {
          const href = dom.getAttribute("href");
          return isWebAddress(href) && { href };
        },
      },
    ],
    toDOM: (value) => ["a", { href: value.attrs.href }, 0],
  },
  passage: {
    attrs: LANGUAGE,
    parseDOM: [{ tag: "span[lang], span[dir]", getAttrs: language }],
    toDOM: (value) => ["span", attributes(value.attrs), 0],
  },
  strong: mark("strong", "b"),
  em: mark("em", "i"),
  sub: mark("sub", null, { excludes: "sub sup" }),
  sup: mark("sup", null, { excludes: "sub sup" }),
};

export const schema = new Schema({ nodes, marks });
