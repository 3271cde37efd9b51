// What the toolbar and the keys do to the text.
import { lift, setBlockType, toggleMark } from "prosemirror-commands";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, TextSelection } from "prosemirror-state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
  toggleHeaderCell,
} from "prosemirror-tables";

import { schema } from "./schema.js";

const { nodes, marks } = schema;

/** The innermost ancestor of the selection that passes, with its position and depth, or null. */
export function ancestor(state, passes) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (passes(node)) return { node, depth, pos: $from.before(depth) };
  }
  return null;
}

const isList = (node) => node.type.spec.group?.includes("list");
const isTableBlock = (node) => node.type === nodes.table_block;

/** Text or a heading; block ids and languages stay. */
export function setStyle(level) {
  return (state, dispatch) => {
    const { attrs } = state.selection.$from.parent;
    const kept = { block: attrs.block ?? null, lang: attrs.lang ?? null, dir: attrs.dir ?? null };
    const command = level
      ? setBlockType(nodes.heading, { ...kept, level })
      : setBlockType(nodes.paragraph, kept);
    return command(state, dispatch);
  };
}

/** Into a list of this kind, into the other kind, or out of the list again. */
export function toggleList(type) {
  return (state, dispatch) => {
    const list = ancestor(state, isList);
    if (!list) return wrapInList(type)(state, dispatch);
    if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    if (dispatch) dispatch(state.tr.setNodeMarkup(list.pos, type, list.node.attrs));
    return true;
  };
}

export const indent = sinkListItem(nodes.list_item);

export function outdent(state, dispatch) {
  return ancestor(state, isList) ? liftListItem(nodes.list_item)(state, dispatch) : lift(state, dispatch);
}

function tableOf(rows, columns) {
  const cells = (type) => Array.from({ length: columns }, () => type.createAndFill());
  const body = Array.from({ length: rows }, (_row, index) =>
    nodes.table_row.create(null, cells(index ? nodes.table_cell : nodes.table_header)),
  );
  return nodes.table_block.create(null, [nodes.table_caption.create(), nodes.table.create(null, body)]);
}

/** Puts a block after the one the cursor is in; a caption or a cell holds no blocks of its own. */
function insertBlock(state, dispatch, node) {
  const { $from } = state.selection;
  const after = $from.depth ? $from.after(1) : state.selection.to;
  const first = $from.depth ? $from.node(1) : null;
  const isSpare = first?.type === nodes.paragraph && !first.content.size;
  const tr = isSpare ? state.tr.replaceWith($from.before(1), after, node) : state.tr.insert(after, node);
  const start = isSpare ? $from.before(1) : after;
  tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1)));
  dispatch(tr.scrollIntoView());
  return true;
}

export const insertTable = (rows, columns) => (state, dispatch) =>
  insertBlock(state, dispatch, tableOf(rows, columns));

export function deleteWholeTable(state, dispatch) {
  const table = ancestor(state, isTableBlock);
  if (!table) return false;
  if (dispatch) dispatch(state.tr.delete(table.pos, table.pos + table.node.nodeSize).scrollIntoView());
  return true;
}

export function mergeOrSplit(state, dispatch) {
  return mergeCells(state, dispatch) || splitCell(state, dispatch);
}

/** A row whose cells changed kind is head or body by its cells from now on. */
export function toggleHeader(state, dispatch) {
  const row = ancestor(state, (node) => node.type === nodes.table_row);
  return toggleHeaderCell(state, dispatch && ((tr) => {
    if (row) tr.setNodeMarkup(row.pos, null, { ...row.node.attrs, head: null });
    dispatch(tr);
  }));
}

export const tableCommands = {
  rowAfter: addRowAfter,
  columnAfter: addColumnAfter,
  rowDelete: deleteRow,
  columnDelete: deleteColumn,
  header: toggleHeader,
  merge: mergeOrSplit,
  tableDelete: deleteWholeTable,
};

/** The figure under the selection or around it, or null. */
export function figureAt(state) {
  const { selection } = state;
  if (selection instanceof NodeSelection && selection.node.type === nodes.figure) {
    return { node: selection.node, pos: selection.from };
  }
  return ancestor(state, (node) => node.type === nodes.figure);
}

export const putFigure = (file, alt) => (state, dispatch) => {
  const image = nodes.image.create({ file, alt });
  const present = figureAt(state);
  if (!present) return insertBlock(state, dispatch, nodes.figure.create(null, [image, nodes.figcaption.create()]));
  dispatch(state.tr.replaceWith(present.pos + 1, present.pos + 2, image));
  return true;
};

export function deleteFigure(state, dispatch) {
  const { pos, node } = figureAt(state);
  dispatch(state.tr.delete(pos, pos + node.nodeSize).scrollIntoView());
  return true;
}

/** The footnote that is selected, or null. */
export function footnoteAt(state) {
  const { selection } = state;
  const isFootnote = selection instanceof NodeSelection && selection.node.type === nodes.footnote;
  return isFootnote ? { node: selection.node, pos: selection.from } : null;
}

export const putFootnote = (content) => (state, dispatch) => {
  const present = footnoteAt(state);
  const { tr } = state;
  if (present && !content.size) tr.delete(present.pos, present.pos + present.node.nodeSize);
  else if (present) tr.replaceWith(present.pos, present.pos + present.node.nodeSize, nodes.footnote.create(present.node.attrs, content));
  else if (content.size) tr.insert(state.selection.to, nodes.footnote.create(null, content));
  dispatch(tr.scrollIntoView());
  return true;
};

/** The stretch of a mark around the cursor, or the selection itself. */
function reach(state, type) {
  const { $from, from, to, empty } = state.selection;
  if (!empty) return { from, to };
  const carries = (node) => node && type.isInSet(node.marks);
  let start = $from.pos - $from.textOffset;
  let index = $from.index();
  const found = carries($from.parent.maybeChild(index)) || carries($from.nodeBefore);
  if (!found) return { from, to };
  if (!carries($from.parent.maybeChild(index))) {
    index -= 1;
    start -= $from.nodeBefore.nodeSize;
  }
  let end = start + $from.parent.child(index).nodeSize;
  return { from: start, to: end };
}

/** The attributes of a mark at the cursor or in the selection, or null. */
export function markAt(state, type) {
  const { from, to } = reach(state, type);
  let found = null;
  state.doc.nodesBetween(from, to, (node) => {
    found = found || type.isInSet(node.marks) || null;
  });
  return found && found.attrs;
}

/** Sets a mark, or with null removes it, where it stands or on the selection. */
export const putMark = (type, attrs, words = "") => (state, dispatch) => {
  const { from, to } = reach(state, type);
  const { tr } = state;
  if (!attrs) tr.removeMark(from, to, type);
  else if (from === to) tr.insert(from, schema.text(words, [type.create(attrs)]));
  else tr.addMark(from, to, type.create(attrs));
  dispatch(tr.scrollIntoView());
  return true;
};

export const toggle = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  sub: toggleMark(marks.sub),
  sup: toggleMark(marks.sup),
};
