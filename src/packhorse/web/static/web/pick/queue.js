// Scans go to the server in order, each until it is answered. The same way is used with the network and without.
import * as store from "./store.js";

const AT_ONCE = 100;
let size = AT_ONCE;
let busy = false;
let more = false;

const answered = []; // what the server said of short picks, and nobody was told yet

export const state = { away: false, stranger: false };

export function shorts() {
  return answered.splice(0);
}

// Do something while nobody sends or takes back, in any page of this browser: what is read then belongs together.
let line = Promise.resolve();
export function alone(work) {
  if (navigator.locks) return navigator.locks.request("packhorse-scans", work);
  const mine = line.then(work);
  line = mine.catch(() => {});
  return mine;
}

// Send what waits; `told()` is called after each answer.
export async function send(user, told) {
  more = true;
  if (busy) return;
  busy = true;
  try {
    while (more) {
      more = false;
      // One page of this browser at a time: the same scan sent twice counts once, but its answer belongs to one.
      await alone(() => empty(user, told));
    }
  } finally {
    busy = false;
  }
}

async function empty(user, told) {
  for (;;) {
    const rows = (await store.kept(user)).filter((row) => !row.refused).slice(0, size);
    if (!rows.length) break;
    state.away = navigator.onLine === false;
    if (state.away) break;
    await store.change(rows.map((row) => ({ ...row, tried: true })));
    const answer = await ask("/api/v1/floor/scans", { scans: rows.map((row) => row.scan) });
    if (state.away || state.stranger) break;
    if (!answer.ok && rows.length > 1) { // one of them cannot be read: find out which
      size = 1;
      continue;
    }
    await (answer.ok ? settle(rows, answer.said.outcomes) : refuse(rows, () => answer.said));
    await told();
  }
  size = AT_ONCE;
}

// Take scans back that were never sent; false when one of them may have arrived.
export function takeBack(user, group) {
  return alone(async () => {
    const rows = (await store.kept(user)).filter((row) => row.group === group);
    if (!rows.length || rows.some((row) => row.tried)) return false;
    await store.drop(rows.map((row) => row.turn));
    return true;
  });
}

async function settle(rows, outcomes) {
  const answers = new Map(outcomes.map((each) => [each.id, each]));
  const refused = rows.filter((row) => answers.get(row.scan.id)?.outcome === "refused");
  if (refused.length) await refuse(refused, (row) => answers.get(row.scan.id));
  const done = rows.filter((row) => answers.has(row.scan.id) && !refused.includes(row));
  answered.push(...done.filter((row) => row.scan.kind === "short").map((row) => answers.get(row.scan.id)));
  if (done.length) await store.settle(done);
}

function refuse(rows, why) {
  return store.change(rows.map((row) => ({ ...row, refused: { code: why(row).code, text: why(row).text } })));
}

// What the server says: { ok, said }. Without an answer `state.away` is set, without a login `state.stranger`.
export async function ask(path, body) {
  const headers = { Accept: "application/json" };
  if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": token() });
  let answer;
  try {
    answer = await fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
    state.away = answer.status >= 500 || answer.status === 429;
  } catch {
    state.away = true;
  }
  if (state.away) return { ok: false };
  const said = await answer.json().catch(() => ({ code: "NO_ANSWER", text: "The server's answer cannot be read." }));
  state.stranger = answer.status === 401 || (answer.status === 403 && said.code === "WRONG_REQUEST");
  return { ok: answer.ok, said };
}

function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
