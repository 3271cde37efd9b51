// One request to the server and its answer, whatever the line does to it.

import { asking, learn } from "./clock.js";

const PATIENCE_MS = 20000;

/** The answer of the server; `{ code: "network" }` where none of ours arrives. */
export async function ask(url, body, { keepalive = false } = {}) {
  const stop = new AbortController();
  const asked = asking();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, {
      body,
      headers: { Accept: "application/json" },
      keepalive,
      method: body ? "POST" : "GET",
      redirect: "error",
      signal: stop.signal,
    });
    const answer = await response.json();
    if (typeof answer.code !== "string") return { code: "network" };
    learn(answer.clock, asked);
    return answer;
  } catch {
    // No line, no answer in time, or a page of something that stands between us and the server.
    return { code: "network" };
  } finally {
    clearTimeout(timer);
  }
}
