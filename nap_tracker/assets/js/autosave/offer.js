// Offers, when a page is opened again, what was typed before and never reached the server.
//
// Only what differs from what the server has, and is newer than what the same person saved there: who
// is asked about nothing learns to click the question away.
import { key } from "./fields.js";
import { ask as line } from "./line.js";

/**
 * Whether the server has got something of the same person since the copy: then the copy is the older
 * one. What others have saved is no reason to drop it, and the clock of the device none at all.
 */
function isOlder(copy, { own }) {
  const saved = own?.[copy.isChoice ? "" : copy.field];
  return Boolean(saved) && saved[0] > copy.seen && saved[1] >= copy.at;
}

const uidOf = (place) => place.split("/")[1];

/** Whether words were removed there to protect people since the copy: it may still hold them. */
const isRedacted = (copy, { protected: since }) => copy.seen < (since ?? 0);

/** Place -> what the server knows of it since the oldest copy; null where it cannot be asked now. */
async function knownOf(page, copies) {
  const found = new Map();
  for (const place of new Set(copies.map((copy) => copy.place))) {
    const since = Math.min(...copies.filter((copy) => copy.place === place).map(({ seen }) => seen));
    const url = page.settings.own.replace(uidOf(page.settings.place), uidOf(place));
    const answer = await line(`${url}?since=${since}`);
    const isUnsaved = answer.code === "forbidden"; // a row the server has never seen
    found.set(place, answer.code === "ok" || isUnsaved ? answer : null);
  }
  return found;
}

function plain(pairs, field) {
  const own = pairs.filter(([name, value]) => value && !/-(format|new)$/.test(name));
  const isText = pairs.some(([name, value]) => name === `${field}-format` && value === "html");
  if (!isText) return own.map(([, value]) => value).join(" · ");
  const body = new window.DOMParser().parseFromString(own.map(([, value]) => value).join(""), "text/html").body;
  return [...body.children].map((block) => block.textContent).join("\n");
}

function shown(page, copies) {
  const list = document.createElement("dl");
  for (const { field, text } of copies) {
    const term = document.createElement("dt");
    term.textContent = page.fields.label(field);
    const said = document.createElement("dd");
    said.textContent = plain(JSON.parse(text), field);
    said.className = "app-saving__mine";
    list.append(term, said);
  }
  return list;
}

export async function offer(page, found) {
  const pairs = page.fields.pairs();
  const shown = (copy) => key(pairs.get(copy.field));
  const differing = found.filter((copy) => pairs.has(copy.field) && shown(copy) !== copy.text);
  const changed = differing.filter((copy) => shown(copy) !== copy.base);
  const known = await knownOf(page, differing);
  const isUnknown = ({ place }) => known.get(place) === null;
  const isWanted = (copy, told) => !isRedacted(copy, told) && !(changed.includes(copy) && isOlder(copy, told));
  const wanted = differing.filter((copy) => !isUnknown(copy) && isWanted(copy, known.get(copy.place)));
  for (const copy of found) if (!wanted.includes(copy) && !isUnknown(copy)) page.copies.drop(copy.id);
  // An older text, of another window, is offered when the newer one is done with.
  const newest = new Map(wanted.map((copy) => [copy.field, copy]));
  if (newest.size) ask(page, [...newest.values()]);
}

function ask(page, copies) {
  const template = document.querySelector("template[data-autosave-offer]");
  const box = template.content.firstElementChild.cloneNode(true);
  const latest = new Date(Math.max(...copies.map(({ at }) => at)));
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const words = box.querySelector("[data-offer-words]");
  words.textContent = words.textContent.replace("{time}", time.format(latest));
  const both = box.querySelector("[data-offer-both]");
  const end = () => {
    for (const { id } of copies) page.copies.drop(id);
    box.remove();
  };
  box.querySelector("[data-offer-show]").addEventListener("click", () => {
    both.replaceChildren(shown(page, copies));
    both.hidden = !both.hidden;
  });
  box.querySelector("[data-offer-use]").addEventListener("click", () => {
    use(page, copies);
    end();
  });
  box.querySelector("[data-offer-drop]").addEventListener("click", end);
  page.form.before(box);
}

/** Mine goes into the form and from there to the server, which merges it with what it has. */
function use(page, copies) {
  const { fields, keeper, settings } = page;
  const [{ place }] = copies;
  if (settings.born && place !== settings.place) bear(page, place);
  for (const { field, text, seen, base } of copies) {
    const isUnchanged = key(fields.pairs().get(field)) === base;
    if (!isUnchanged) keeper.seen.set(field, seen);
    fields.fill(field, JSON.parse(text));
  }
  page.typed();
}

/** A row that was never saved keeps the id it was given at birth. */
function bear(page, place) {
  const [, uid] = place.split("/");
  const old = page.form.elements._uid.value;
  page.form.elements._uid.value = uid;
  page.keeper.page.url = page.keeper.page.url.replace(old, uid);
}
