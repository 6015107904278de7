// The scan loop of a picker: every scan is checked on the device against the list's plan, kept, and sent.
import * as camera from "./camera.js";
import { Loop } from "./loop.js";
import { page } from "./page.js";
import * as queue from "./queue.js";
import * as store from "./store.js";

const LOOK_AGAIN = 60_000; // milliseconds until the plan is asked for anew
const AGAIN_AFTER = 5000; // milliseconds until the network is tried again
const STANDS = {
  short: "A short pick cannot be undone: the rest is looked for elsewhere. Have the bin counted.",
  done: "The list is done: its last pick stands, and can only be sorted now. Keep the goods, and ask the lead.",
};
const start = document.querySelector("[data-loop]");
const number = start?.dataset.loop || listOf(location.pathname);
let user = start?.dataset.user;
let view, loop, timer, looked = 0, wasAway = false;
let turn = Promise.resolve(); // ends when all that was scanned is kept

if (start && number) begin();

function listOf(path) {
  const id = path.match(/^\/pick\/(\d+)$/)?.[1];
  return id && `PL${id.padStart(6, "0")}`;
}

async function begin() {
  if (start.dataset.worker && navigator.serviceWorker) {
    navigator.serviceWorker.register(start.dataset.worker, { scope: "/pick/" }).catch(() => {});
  }
  try {
    if (user) await store.remember("user", user);
    else user = await store.recall("user");
  } catch {
    return; // a browser that keeps nothing: the forms do the work
  }
  if (user) await plan(true);
  if (loop && !queue.state.away) await tidy();
}

// Take the server's plan, or the last one that is known here; then what this device did since. Nothing is sent
// meanwhile: a scan that the server took after it made the plan would be in neither, and asked for again.
async function plan(open = false) {
  const rows = await queue.alone(() => planned(open));
  if (!rows) {
    if (loop) location.reload();
    return;
  }
  if (!view) mount();
  await draw();
  if (rows.length || queue.state.away) send();
}

// Return the scans of this device that wait; nothing when the list is not this picker's any more.
async function planned(open) {
  const answer = await queue.ask(`/api/v1/floor/lists/${number}`);
  if (answer.ok) await store.remember(number, { user, plan: answer.said });
  const known = await store.recall(number);
  if (!known || known.user !== user || known.plan.picker !== user || (open && known.plan.state !== "picking")) return;
  looked = Date.now();
  let rows, upTo;
  do { // what is scanned while this is read counts, too
    upTo = turn;
    await turn;
    rows = await mine();
  } while (upTo !== turn);
  const { bin, count, code, numbers } = loop ?? {};
  const before = loop?.portion;
  loop = new Loop(known.plan, rows.filter((row) => !row.refused));
  if (bin) loop.bin = bin;
  const now = loop.portion;
  if (before && now && count && same(before, now)) Object.assign(loop, { count, code, numbers });
  return rows;
}

// Plans of other lists are forgotten once nothing of them waits.
async function tidy() {
  const wanted = new Set([number, "user", ...(await store.kept(user)).map((row) => row.list)]);
  for (const name of await store.names()) if (!wanted.has(name)) await store.forget(name);
}

function same(before, now) {
  return before.units === now.units && before.tasks[0].task === now.tasks[0].task;
}

async function mine() {
  return (await store.kept(user)).filter((row) => row.list === number);
}

function mount() {
  const typed = document.querySelector("#panel [data-scan]")?.value ?? "";
  document.getElementById("panel").replaceChildren();
  document.getElementById("panel").hidden = true;
  start.append(document.getElementById("loop").content.cloneNode(true));
  view = page(start);
  view.say("name", number);
  const code = view.part("code");
  code.value = typed;
  start.addEventListener("submit", submit);
  start.addEventListener("click", click);
  window.addEventListener("online", () => send());
  window.addEventListener("offline", () => send());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  setInterval(look, LOOK_AGAIN);
  view.show("camera", camera.there());
  start.dataset.ready = "yes";
  ready();
}

async function look() {
  if (!document.hidden && Date.now() - looked >= LOOK_AGAIN / 2 && !(await mine()).length) await plan();
}

function submit(event) {
  event.preventDefault();
  const field = event.target.querySelector("input");
  const text = field.value.trim();
  field.value = "";
  if (!text) return;
  const whole = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
  const work = { scan: () => loop.scan(text), amount: () => loop.type(whole), found: () => loop.short(whole, view.part("why").value) };
  act(work[event.target.dataset.part]());
}

function click(event) {
  const button = event.target.closest("button");
  const name = button?.dataset.part;
  if (name === "all") act(loop.type(loop.portion.units));
  if (name === "camera") lookThrough();
  if (name === "undo") undo();
  if (name === "seen") seen();
  // A scanner's Enter would press the button once more.
  if (button?.type === "button" && !button.matches("[data-keyboard]")) ready();
}

async function lookThrough() {
  const video = view.part("video");
  const opens = !camera.open();
  view.show("viewer", opens);
  view.say("camera", opens ? "Close the camera" : "Camera");
  if (!opens) return camera.stop(video);
  try {
    await camera.start(video, (code) => { if (loop.step !== "done" && !view.told) act(loop.scan(code)); });
  } catch {
    camera.stop(video);
    view.show("viewer", false);
    view.say("camera", "Camera");
    act({ kind: "bad", text: "The camera cannot be used: allow it for this page, or scan and type without it." });
  }
}

// What was scanned is kept before anything else happens, one after another.
function act(said) {
  signal(said.kind === "bad");
  view.answer(said);
  view.draw(loop);
  if (said.scans) {
    const rows = said.scans.map((scan) => ({ user, list: number, scan, group: said.group }));
    turn = turn.then(() => store.keep(rows)).then(() => { send(); }, () => lost());
  }
  const short = view.part("short");
  if (short.open && said.kind === "good") short.open = false;
  ready();
}

function lost() {
  act({ kind: "bad", text: "This device cannot keep scans any more: free some room, reload the page and scan again." });
}

async function undo() {
  const said = loop.undo();
  if (!STANDS[said.kind]) return act(said);
  const { group, stop } = loop.task(said.ids[0]);
  if (!(group && await queue.takeBack(user, group))) return act({ kind: "bad", text: STANDS[said.kind] });
  await plan();
  const what = said.kind === "short" ? "The short pick is taken back: it" : `Undone: lay all back into ${stop.bin}. It`;
  return act({ kind: "good", text: `${what} had not been sent.` });
}

async function seen() {
  const rows = (await mine()).filter((row) => row.refused);
  await store.drop(rows.map((row) => row.turn));
  await plan();
  ready();
}

async function send() {
  await queue.send(user, draw);
  await follow();
  clearTimeout(timer);
  if (queue.state.away) timer = setTimeout(send, AGAIN_AFTER);
  const conflict = await draw();
  if (wasAway && !queue.state.away && !conflict && !queue.state.stranger) await plan();
  wasAway = queue.state.away;
}

// A short pick may have given the list further stops, in other bins; the server says what to do now.
async function follow() {
  const said = queue.shorts();
  if (!said.length) return;
  await plan();
  const text = said.map((each) => each.text).filter(Boolean).join(" ");
  if (text && view.part("answer").dataset.answer === "good") view.answer({ kind: "good", text });
}

// Draw all; return whether something was refused that nobody has seen.
async function draw() {
  const rows = await mine();
  const refused = rows.filter((row) => row.refused);
  const waiting = (await store.kept(user)).filter((row) => !row.refused).length;
  view.draw(loop);
  view.wait(loop, waiting, queue.state, rows.length - refused.length);
  view.conflicts(refused, loop);
  if (refused.length && !view.told) signal(true);
  view.told = refused.length > 0;
  return refused.length > 0;
}
