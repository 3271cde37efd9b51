// One request to the server and its answer, whatever the line does to it.

const PATIENCE_MS = 20000;

/** The answer of the server; `{ code: "network" }` where none of ours arrives. */
export async function ask(url, body, { keepalive = false } = {}) {
  const stop = new AbortController();
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
    return typeof answer.code === "string" ? answer : { code: "network" };
  } catch {
    // No line, no answer in time, or a page of something that stands between us and the server.
    return { code: "network" };
  } finally {
    clearTimeout(timer);
  }
}
