// Takes over what the server stores while somebody goes on writing: the names it gave to new blocks,
// and blocks that others changed. The cursor stays where it is, and undo does not undo the others.
import { Mapping } from "prosemirror-transform";

import { read } from "./html.js";

const nameless = (node) => node.type.create({ ...node.attrs, block: null }, node.content, node.marks);
const isSame = (one, other) => nameless(one).eq(nameless(other));

function blocks(doc) {
  const found = [];
  doc.forEach((node, pos) => found.push({ node, pos }));
  return found;
}

/** Pairs of places, in order, of blocks that are one block in both: by their id, else by content. */
function aligned(sent, stored) {
  const ids = new Set(sent.map(({ node }) => node.attrs.block).filter(Boolean));
  const isOne = (a, b) =>
    a.attrs.block ? a.attrs.block === b.attrs.block : !ids.has(b.attrs.block) && isSame(a, b);
  const pairs = [];
  let from = 0;
  sent.forEach((one, place) => {
    const at = stored.findIndex((other, other_place) => other_place >= from && isOne(one.node, other.node));
    if (at < 0) return;
    pairs.push([place, at]);
    from = at + 1;
  });
  return pairs;
}

export class Adoption {
  constructor(view, original) {
    this.view = view;
    this.original = original;
    this.mark();
  }

  /** The text as it stands now is about to be sent. */
  mark() {
    this.sent = this.view.state.doc;
    this.since = new Mapping();
  }

  follow(transaction) {
    this.since?.appendMapping(transaction.mapping);
  }

  /** Another text altogether, in place of what stands here. */
  replace(html) {
    const { state } = this.view;
    const doc = read(html);
    this.original.learn(html, doc);
    this.view.dispatch(state.tr.replaceWith(0, state.doc.content.size, doc.content));
  }

  /**
   * What was sent at the last mark reads `mine` in the server's own form and is stored as `html`,
   * which differs where others have changed something. False where their changes cannot be put in
   * without touching what is being written.
   */
  adopt(html, mine) {
    const doc = read(html);
    const places = this.places(blocks(read(mine)));
    const { tr } = this.view.state;
    if (html !== mine && !this.takeChanges(tr, places, blocks(doc))) return false;
    this.takeNames(tr, places);
    this.original.learn(html, doc);
    if (tr.docChanged) this.view.dispatch(tr.setMeta("addToHistory", false));
    return true;
  }

  /** The blocks as the server has them, each with the one that was sent, where it is known which. */
  places(mine) {
    const sent = blocks(this.sent);
    const pairs =
      mine.length === sent.length ? mine.map((_, place) => [place, place]) : aligned(sent, mine);
    const sources = new Map(pairs.map(([place, at]) => [at, sent[place]]));
    return mine.map(({ node }, at) => ({ node, source: sources.get(at) }));
  }

  /** Where a block that was sent stands now; null where it was written in since, or is gone. */
  whereNow(source) {
    if (!source) return null;
    const at = this.since.mapResult(source.pos, 1);
    const now = at.deletedAfter ? null : this.view.state.doc.nodeAt(at.pos);
    return now && now.eq(source.node) ? at.pos : null;
  }

  /** From the end to the start, so that places stay true. */
  takeChanges(tr, mine, stored) {
    const ids = new Map(stored.map(({ node }, at) => [node.attrs.block, at]));
    const pairs = [];
    mine.forEach(({ node }, place) => {
      const at = ids.get(node.attrs.block);
      if (at !== undefined && at > (pairs.at(-1)?.[1] ?? -1)) pairs.push([place, at]);
    });
    const edges = [[-1, -1], ...pairs, [mine.length, stored.length]];
    for (let edge = edges.length - 1; edge > 0; edge -= 1) {
      const [here, there] = edges[edge];
      const [hereBefore, thereBefore] = edges[edge - 1];
      const isChanged = here < mine.length && !mine[here].node.eq(stored[there].node);
      if (isChanged && !this.swap(tr, mine[here].source, stored[there].node)) return false;
      const fresh = stored.slice(thereBefore + 1, there).map(({ node }) => node);
      if (fresh.length && !this.put(tr, mine, here, fresh)) return false;
      for (let place = here - 1; place > hereBefore; place -= 1) {
        if (!this.swap(tr, mine[place].source, null)) return false;
      }
    }
    return true;
  }

  swap(tr, source, node) {
    const at = this.whereNow(source);
    if (at === null) return false;
    const end = at + source.node.nodeSize;
    if (node) tr.replaceWith(at, end, node);
    else tr.delete(at, end);
    return true;
  }

  /** Blocks of others before one of mine, or at the end. */
  put(tr, mine, place, nodes) {
    const { doc } = this.view.state;
    const source = place < mine.length ? mine[place].source : { pos: this.sent.content.size };
    if (!source) return false;
    const at = doc.resolve(this.since.map(source.pos, 1));
    tr.insert(at.depth ? at.before(1) : at.pos, nodes);
    return true;
  }

  takeNames(tr, mine) {
    for (const { node, source } of mine) {
      const { block } = node.attrs;
      if (!source || source.node.attrs.block || !block) continue;
      const here = tr.mapping.map(this.since.map(source.pos, 1));
      const now = here < tr.doc.content.size ? tr.doc.nodeAt(here) : null;
      const isBlock = now && "block" in now.attrs && !tr.doc.resolve(here).depth;
      if (isBlock && !now.attrs.block) {
        tr.setNodeMarkup(here, null, { ...now.attrs, block }, now.marks);
      }
    }
  }
}
