// Keeps the document in order after every change: block ids stay unique and at the top level, and
// tables and figures always offer a caption to fill in.
import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";

import { schema } from "./schema.js";

const hasId = (node) => "block" in node.attrs && node.attrs.block !== null;

/** Of two blocks with one id (a paragraph split in two) the first with words in it keeps it. */
function keepers(doc) {
  const keep = new Map();
  doc.forEach((node, pos) => {
    if (!hasId(node)) return;
    const rival = keep.get(node.attrs.block);
    if (!rival || (!rival.node.textContent && node.textContent)) {
      keep.set(node.attrs.block, { node, pos });
    }
  });
  return keep;
}

function dropStrayIds(doc, tr) {
  const keep = keepers(doc);
  doc.descendants((node, pos, parent) => {
    if (!hasId(node)) return;
    if (parent !== doc || keep.get(node.attrs.block).pos !== pos) {
      tr.setNodeMarkup(pos, null, { ...node.attrs, block: null }, node.marks);
    }
  });
}

/** Where a caption is missing, from the end of the document backwards. */
function missingCaptions(doc) {
  const places = [];
  doc.descendants((node, pos) => {
    const { name } = node.type;
    if (name === "table_block" && node.childCount === 1) {
      places.unshift({ at: pos + 1, type: schema.nodes.table_caption });
    }
    if (name === "figure" && node.childCount === 1) {
      places.unshift({ at: pos + node.nodeSize - 1, type: schema.nodes.figcaption });
    }
  });
  return places;
}

function tidy(state) {
  const { tr } = state;
  dropStrayIds(state.doc, tr);
  for (const { at, type } of missingCaptions(state.doc)) tr.insert(at, type.create());
  return tr.docChanged ? tr : null;
}

/** A state to open with, already in order. */
export function ordered(state) {
  const tr = tidy(state);
  return tr ? state.apply(tr) : state;
}

export const orderPlugin = new Plugin({
  appendTransaction: (transactions, _before, state) =>
    transactions.some((transaction) => transaction.docChanged) ? tidy(state) : null,
});

/** A copy of a block is a new block; one that was cut, or is being moved, is still itself. */
export function nameless(slice, view) {
  if (view.dragging?.move) return slice;
  const present = new Set();
  view.state.doc.forEach((node) => present.add(node.attrs.block));
  const content = [];
  slice.content.forEach((node) => {
    const isCopy = hasId(node) && present.has(node.attrs.block);
    content.push(isCopy ? node.type.create({ ...node.attrs, block: null }, node.content, node.marks) : node);
  });
  return new Slice(Fragment.fromArray(content), slice.openStart, slice.openEnd);
}
