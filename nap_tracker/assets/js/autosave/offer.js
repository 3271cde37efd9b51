// Offers, when a page is opened again, what was typed before and never reached the server.
//
// Only what differs from what the server has, and is newer than it: who is asked about nothing
// learns to click the question away.
import { key } from "./fields.js";

/** Whether the server has got something of the same person since: then the copy is the older one. */
function isNewer(copy, page) {
  const { fields, settings } = page;
  const now = key(fields.pairs().get(copy.field));
  const isUnchanged = copy.base === now;
  const savedAt = settings.savedByMe ? Number(settings.savedByMe) : 0;
  return isUnchanged || copy.at > savedAt;
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

export function offer(page, found) {
  const newest = new Map(found.map((copy) => [copy.field, copy]));
  const useless = [];
  for (const copy of found) {
    const pairs = page.fields.pairs().get(copy.field);
    const isSame = pairs && key(pairs) === copy.text;
    if (newest.get(copy.field) !== copy || !pairs || isSame || !isNewer(copy, page)) useless.push(copy);
  }
  for (const { id } of useless) page.copies.drop(id);
  const copies = found.filter((copy) => !useless.includes(copy));
  if (copies.length) ask(page, copies);
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
