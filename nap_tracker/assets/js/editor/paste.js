// Cleans what comes from the clipboard before the schema reads it: Word, LibreOffice, Google Docs
// and web pages. Headings, lists, tables, links, emphasis and footnotes stay; the rest goes.
import { arrange, inert } from "./html.js";
import { wordLists } from "./paste-lists.js";
import { footnotes } from "./paste-footnotes.js";

const GONE = [
  "script, style, meta, link, title, xml, iframe, object, embed, svg, form, input, button, select",
  "del, s, strike, [class*=msoDel], [class*=MsoComment], [class*=msocom]",
  "[data-style*='mso-element:comment-list'], [data-style*='display:none'], [data-style*='mso-hide:all']",
].join(", ");

const BLOCKS = "p, div, ul, ol, table, figure, h1, h2, h3, h4, h5, h6";

const PICTURES = "img:not([data-file]), picture, video, canvas, [class*=MsoPicture]";

function removeComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

const SAID = [
  [/(^|;)\s*font-weight\s*:\s*(bold|[6-9]00)/i, "strong"],
  [/(^|;)\s*font-style\s*:\s*(italic|oblique)/i, "em"],
  [/(^|;)\s*vertical-align\s*:\s*super/i, "sup"],
  [/(^|;)\s*vertical-align\s*:\s*sub/i, "sub"],
];
const UNSAID = /(^|;)\s*font-(weight\s*:\s*(normal|[1-4]00)|style\s*:\s*normal)/i;

/** Emphasis that is only a style becomes an element; an element whose style takes it back goes. */
function emphasis(body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = element.getAttribute("data-style");
    if (element.matches("b, strong, i, em") && UNSAID.test(style)) {
      element.replaceWith(...element.childNodes);
    } else if (element.matches("span, font, a")) {
      for (const [pattern, tag] of SAID) {
        if (!pattern.test(style)) continue;
        const said = body.ownerDocument.createElement(tag);
        said.append(...element.childNodes);
        element.append(said);
      }
    }
  }
}

/** o:p, v:shape, w:sdt: elements of Office's own namespaces; only their words stay. */
function unwrapOffice(body) {
  for (const element of body.querySelectorAll("*")) {
    if (!element.localName.includes(":")) continue;
    if (element.localName.startsWith("v:")) element.remove();
    else element.replaceWith(...element.childNodes);
  }
}

/** The highest heading pasted becomes our highest; the steps between them stay. */
function lowerHeadings(body) {
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const top = Math.min(...headings.map((heading) => Number(heading.localName[1])));
  for (const heading of headings) {
    const level = Math.min(5, 3 + Number(heading.localName[1]) - top);
    const lowered = body.ownerDocument.createElement(`h${level}`);
    lowered.append(...heading.childNodes);
    for (const strong of lowered.querySelectorAll("b, strong")) strong.replaceWith(...strong.childNodes);
    heading.replaceWith(lowered);
  }
}

/** A line break inside a paragraph makes two paragraphs; anywhere else it is a space. */
function splitBreaks(body) {
  for (const paragraph of body.querySelectorAll("p, div")) {
    if (paragraph.querySelector(BLOCKS)) continue;
    let rest = [...paragraph.children].find((child) => child.localName === "br");
    while (rest) {
      const before = body.ownerDocument.createElement("p");
      while (paragraph.firstChild !== rest) before.append(paragraph.firstChild);
      if (before.textContent.trim()) paragraph.before(before);
      rest.remove();
      rest = [...paragraph.children].find((child) => child.localName === "br");
    }
  }
  for (const left of body.querySelectorAll("br")) left.replaceWith(" ");
}

/** Word's caption is a paragraph before or after its table. */
function tableCaptions(body) {
  for (const caption of body.querySelectorAll("p.MsoCaption")) {
    const next = caption.nextElementSibling?.querySelector?.("table") || caption.nextElementSibling;
    const previous = caption.previousElementSibling;
    const table = [next, previous].find((element) => element?.localName === "table");
    if (!table || table.caption) continue;
    table.createCaption().append(...caption.childNodes);
    caption.remove();
  }
}

/** Repeated header rows in Word are cells in thead: they are headings. */
function headCells(body) {
  for (const cell of body.querySelectorAll("thead td")) {
    const heading = body.ownerDocument.createElement("th");
    for (const name of ["colspan", "rowspan"]) {
      if (cell.hasAttribute(name)) heading.setAttribute(name, cell.getAttribute(name));
    }
    heading.append(...cell.childNodes);
    cell.replaceWith(heading);
  }
}

/** Word marks every run with its proofing language; that is not a passage in another language. */
function dropLanguages(body) {
  for (const element of body.querySelectorAll("[lang]")) element.removeAttribute("lang");
  for (const element of body.querySelectorAll("[dir]")) {
    const dir = element.getAttribute("dir").toLowerCase();
    if (dir === "rtl" && element.localName !== "span") element.setAttribute("dir", dir);
    else element.removeAttribute("dir");
  }
}

function dropEmptyParagraphs(body) {
  for (const paragraph of body.querySelectorAll("p, h3, h4, h5")) {
    const alone = paragraph.parentNode.childNodes.length === 1 && paragraph.closest("td, th");
    if (!alone && !paragraph.textContent.trim() && !paragraph.querySelector("img")) paragraph.remove();
  }
}

/** Word breaks its source into lines; inside a paragraph that is a space and nothing more. */
function joinLines(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[ \t\r\n\f]+/g, " ");
  }
}

/** Clean HTML of pasted HTML, and whether pictures were left behind. */
export function clean(html, isOurPicture) {
  const body = inert(html);
  for (const id of body.querySelectorAll("[data-block]")) id.removeAttribute("data-block");
  footnotes(body);
  for (const element of body.querySelectorAll(GONE)) element.remove();
  wordLists(body);
  removeComments(body);
  for (const image of body.querySelectorAll("img[data-file]")) {
    if (!isOurPicture(image.dataset.file)) image.removeAttribute("data-file");
  }
  const pictures = [...body.querySelectorAll(PICTURES)];
  const shapes = [...body.querySelectorAll("*")].some((each) => each.localName === "v:imagedata");
  for (const picture of pictures) picture.remove();
  unwrapOffice(body);
  emphasis(body);
  for (const figure of body.querySelectorAll("figure")) {
    if (!figure.querySelector("img")) figure.replaceWith(...figure.childNodes);
  }
  joinLines(body);
  tableCaptions(body);
  lowerHeadings(body);
  headCells(body);
  splitBreaks(body);
  dropLanguages(body);
  dropEmptyParagraphs(body);
  for (const element of body.querySelectorAll("[data-style]")) element.removeAttribute("data-style");
  return { html: arrange(body).innerHTML, dropped: pictures.length > 0 || shapes };
}
