// The time of the server, learned from its answers: the clock of a device may be wrong, or be set
// while the page is open.
//
// An answer was stamped after its request had left, so the server's time is known to lie between two
// bounds; whoever compares takes the one that errs on the side of keeping text.

let learned = null;

/** What an answer says the time is, and when it was asked for. */
export function learn(serverNow, asked) {
  if (Number.isFinite(serverNow)) learned = { serverNow, ...asked };
}

/** To be taken when a request leaves. */
export const asking = () => ({ ticks: performance.now(), date: Date.now() });

/** Since the last answer was asked for, by two clocks: one may stop in sleep, the other be set. */
const passed = () => [performance.now() - learned.ticks, Date.now() - learned.date];

/** No earlier than the server's time; null before anything was learned. */
export const latest = () => learned && learned.serverNow + Math.max(...passed());

/** Rather too early than too late; null before anything was learned. */
export const earliest = () => learned && learned.serverNow + Math.min(...passed());
