// What was typed and is not with the server yet, kept in this browser under lock and key.
//
// The key comes from the server, for the signed-in person alone, and lives only as long as the page:
// without it a copy is noise. Sign-out and another person's sign-in wipe everything (keeping.js).
import { MARK, WIPED, mine } from "../keeping.js";
import { earliest, latest } from "./clock.js";

const NAME = "nap-tracker";
const STORE = "copies";
const WRITE_MS = 250;
const KEPT_MS = 60 * 24 * 3600 * 1000;

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Only what a transaction has completed is kept: a full disk is noticed at its very end. */
function completed(change) {
  return new Promise((resolve, reject) => {
    change.oncomplete = resolve;
    change.onabort = () => reject(change.error);
  });
}

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return done(request);
}

/** Bound to its name, so that a copy cannot be passed off as that of another question. */
const locked = (iv, id) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(id) });

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

export class Copies {
  /**
   * `page` says whose page it is, of which place in the plan, and by which name; `on` is told when
   * a copy is finished. Without a key nothing is ever kept. `isChoice`: what is typed where two
   * texts are to be chosen from is done with when the choice is.
   */
  constructor({ person, place, born, name, isChoice = false }, on) {
    this.isChoice = isChoice;
    this.person = person;
    this.place = place;
    this.born = born;
    this.page = name;
    this.on = on;
    this.key = null;
    this.written = new Map();
    this.waiting = new Map();
    this.queue = Promise.resolve();
    window.addEventListener(WIPED, () => this.close());
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key === MARK && newValue !== this.person) this.close(); // signed out in another window
    });
  }

  async unlock(secret) {
    try {
      if (!secret || !window.crypto?.subtle || !window.indexedDB) return;
      this.db = await open();
      this.db.onclose = () => this.close(); // the browser's data were cleared
      this.key = await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
      mine(this.person);
    } catch {
      this.close(); // private windows may have no database, and may not even be asked
    }
  }

  close() {
    this.key = null;
    this.written.clear();
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    this.on();
  }

  /** Whether this very text of a question is kept. */
  has(field, text) {
    return Boolean(this.key) && this.written.get(field) === text;
  }

  /** Keep what a question holds, a moment after the last key. */
  keep(field, text, seen, base) {
    if (!this.key || this.written.get(field) === text) return;
    clearTimeout(this.waiting.get(field));
    this.waiting.set(field, setTimeout(() => this.write(field, text, seen, base), WRITE_MS));
  }

  write(field, text, seen, base) {
    this.waiting.delete(field);
    this.queue = this.queue.then(() => this.store(field, text, seen, base)).catch(() => this.on());
    return this.queue;
  }

  async store(field, text, seen, base) {
    if (!this.key) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const said = new TextEncoder().encode(JSON.stringify({ text, base }));
    const { person, place, born, isChoice } = this;
    const id = this.named(field);
    const data = await crypto.subtle.encrypt(locked(iv, id), this.key, said);
    if (!this.key) return;
    const copy = { id, person, place, born, isChoice, field, seen, at: latest(), iv, data };
    const change = this.db.transaction(STORE, "readwrite", { durability: "strict" });
    change.objectStore(STORE).put(copy);
    await completed(change);
    if (!this.key) return; // wiped meanwhile
    this.written.set(field, text);
    this.on();
  }

  /** The server has it. */
  forget(field) {
    clearTimeout(this.waiting.get(field));
    this.waiting.delete(field);
    this.written.delete(field);
    this.drop(this.named(field));
  }

  drop(id) {
    if (!this.key) return;
    const drop = () => this.key && done(this.table("readwrite").delete(id));
    this.queue = this.queue.then(drop).catch(() => {});
  }

  /** What is kept of this place, readable; copies of which the key is another are left alone. */
  async found() {
    if (!this.key) return [];
    const all = await done(this.table("readonly").getAll());
    for (const { id, at } of all) if (at < earliest() - KEPT_MS) this.drop(id);
    const isOwn = ({ person, place, born }) =>
      person === this.person && (place === this.place || (this.born && born === this.born));
    const read = await Promise.all(all.filter(isOwn).map((one) => this.read(one)));
    return read.filter(Boolean).sort((one, other) => one.at - other.at);
  }

  async read(copy) {
    try {
      const said = await crypto.subtle.decrypt(locked(copy.iv, copy.id), this.key, copy.data);
      return { ...copy, ...JSON.parse(new TextDecoder().decode(said)) };
    } catch {
      return null;
    }
  }

  table(mode) {
    return this.db.transaction(STORE, mode).objectStore(STORE);
  }

  named(field) {
    return JSON.stringify([this.person, this.place, field, this.page]);
  }
}

