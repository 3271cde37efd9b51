// Where words stand on a page: in its text, and in what fields hold. Nothing of the page is changed:
// an open editor must not find marks in its text.
import { spans, wanted } from "./folding.js";

const BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6, dt, dd, label, legend, caption, figcaption, summary, div, main";
const FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea, select";
const SKIPPED =
  "h1, .govuk-caption-l, script, style, template, nav, button, .app-find, .app-saving, .app-presence, .govuk-visually-hidden";

const said = (control) => (control.matches("select") ? (control.selectedOptions[0]?.text ?? "") : control.value);

/** The text of one block, piece by piece: words may be bold in the middle. */
class Run {
  constructor(block) {
    this.block = block;
    this.text = "";
    this.pieces = [];
  }

  add(node) {
    this.pieces.push([this.text.length, node]);
    this.text += node.data;
  }

  range([from, to]) {
    const range = document.createRange();
    range.setStart(...this.point(from, false));
    range.setEnd(...this.point(to, true));
    return { range, element: this.block };
  }

  point(offset, isEnd) {
    const piece = this.pieces.findLast(([start]) => (isEnd ? start < offset : start <= offset));
    return [piece[1], offset - piece[0]];
  }
}

/** What can be read on the page, in its order: runs of text, and controls with what they say. */
function* readable(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    if (node.parentElement.closest(FIELDS) || node.matches(SKIPPED)) return NodeFilter.FILTER_REJECT;
    const isSeen = node.checkVisibility?.() ?? node.getClientRects().length > 0;
    return isSeen || node.matches("option") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
  });
  let run = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement.closest(FIELDS)) continue;
      const block = node.parentElement.closest(BLOCKS) ?? root;
      if (run?.block !== block) {
        if (run) yield run;
        run = new Run(block);
      }
      run.add(node);
    } else if (node.matches(FIELDS)) {
      if (run) yield run;
      run = null;
      yield { control: node, text: said(node) };
    }
  }
  if (run) yield run;
}

function places(root, phrase) {
  const found = [];
  for (const part of readable(root)) {
    for (const span of spans(part.text, phrase)) {
      found.push(part.control ? { control: part.control, element: part.control, span } : part.range(span));
    }
  }
  return found;
}

/** The words as they stand together; where they nowhere do, each of them. */
export function hits(root, words) {
  const phrase = wanted(words);
  if (!phrase) return [];
  const together = places(root, phrase);
  if (together.length || !phrase.includes(" ")) return together;
  const each = [...new Set(phrase.split(" "))].flatMap((one) => places(root, one));
  return each.sort((one, other) => (follows(one, other) ? 1 : -1));
}

function follows(one, other) {
  if (one.element !== other.element) {
    return Boolean(one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_PRECEDING);
  }
  if (one.range) return one.range.compareBoundaryPoints(Range.START_TO_START, other.range) > 0;
  return one.span[0] > other.span[0];
}
