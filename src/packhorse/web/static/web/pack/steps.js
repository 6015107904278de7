// The steps of a parcel: a picture that can be turned by hand, by keys and by buttons, and walked through.
import { View, painted } from "./picture.js";

const WIDTH = 480, HEIGHT = 360, MARGIN = 20, ASIDE = 16;
const STEEP = { least: 0.15, most: 1.35 };
const QUARTER = Math.PI / 4;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let turn = Math.PI / 5, tilt = Math.PI / 6; // kept while the panel is renewed by a scan

function begin() {
  const place = document.querySelector("[data-steps]");
  if (!place || place.dataset.begun) return;
  place.dataset.begun = "yes";
  const plan = JSON.parse(place.dataset.steps);
  const view = place.querySelector("[data-steps-view]");
  const show = { place, view, plan, at: plan.at, touched: false };
  place.querySelector("[data-steps-buttons]").hidden = false;
  view.tabIndex = 0;
  view.setAttribute("role", "img");
  view.classList.add("lay-turnable");
  // The scan field keeps the focus when somebody taps here: a scanner types where the focus is.
  place.addEventListener("mousedown", (event) => { if (event.target.closest("[data-steps-view], button")) event.preventDefault(); });
  place.addEventListener("click", (event) => press(show, event.target.closest("button")));
  view.addEventListener("keydown", (event) => key(show, event));
  place.addEventListener("keydown", scanned);
  drag(show);
  draw(show);
}

function press(show, button) {
  if (button?.dataset.go) go(show, Number(button.dataset.go));
  if (button?.dataset.turn) swing(show, Number(button.dataset.turn) * QUARTER);
}

function key(show, event) {
  const does = {
    ArrowLeft: () => swing(show, -QUARTER / 2),
    ArrowRight: () => swing(show, QUARTER / 2),
    ArrowUp: () => lean(show, 0.15),
    ArrowDown: () => lean(show, -0.15),
    PageDown: () => go(show, 1),
    PageUp: () => go(show, -1),
  }[event.key];
  if (!does) return;
  event.preventDefault();
  does();
}

// What a scanner types while something here has the focus belongs in the scan field.
function scanned(event) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector("[data-scan]")?.focus({ preventScroll: true });
}

function go(show, by) {
  show.at = Math.min(show.plan.steps.length - 1, Math.max(0, show.at + by));
  show.touched = true;
  draw(show);
}

function lean(show, by) {
  tilt = Math.min(STEEP.most, Math.max(STEEP.least, tilt + by));
  draw(show);
}

function swing(show, by) {
  const from = turn, begun = performance.now(), takes = calm.matches ? 0 : 250;
  cancelAnimationFrame(show.frame);
  const move = (now) => {
    const part = takes ? Math.min(1, Math.max(0, now - begun) / takes) : 1;
    turn = from + by * part;
    draw(show);
    if (part < 1) show.frame = requestAnimationFrame(move);
  };
  move(begun);
}

function drag(show) {
  let last = null;
  show.view.addEventListener("pointerdown", (event) => {
    last = event;
    show.view.setPointerCapture(event.pointerId);
  });
  show.view.addEventListener("pointermove", (event) => {
    if (!last) return;
    turn -= (event.clientX - last.clientX) / 120;
    lean(show, (event.clientY - last.clientY) / 160);
    last = event;
  });
  for (const ends of ["pointerup", "pointercancel"]) show.view.addEventListener(ends, () => { last = null; });
}

function draw(show) {
  const { plan, at } = show;
  const whole = plan.steps.every((step) => step.done) && !show.touched;
  const view = new View(plan.room, WIDTH, HEIGHT, turn, tilt, MARGIN);
  const blocks = plan.steps.flatMap((step, nth) => (nth > at && !step.done ? [] : step.boxes.map((box) => ({
    low: box.slice(0, 3), high: box.slice(3, 6), parts: box.slice(6), step: nth,
    now: !whole && (nth === at || (!show.touched && plan.now.includes(nth))),
    due: nth < at && !step.done && !show.touched,
  }))));
  const found = painted(blocks, view);
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  for (const wall of found.walls) svg.append(polygon(wall, "lay-wall"));
  for (const face of found.faces) svg.append(...side(face, plan));
  for (const near of found.front) svg.append(polygon(near, "lay-front"));
  svg.append(...signs(view));
  show.view.replaceChildren(svg);
  const words = whole ? "Everything is in." : plan.steps[at].words;
  show.view.setAttribute("aria-label", `Step ${at + 1}: ${words}. Arrow keys turn the carton.`);
  show.place.querySelector("[data-step-number]").textContent = at + 1;
  const line = show.place.querySelector("[data-step-words]");
  const early = plan.steps.slice(0, at).some((step) => !step.done);
  const told = `${words}${early && !show.touched ? ". Steps before it are not scanned yet: what lies below comes first." : ""}`;
  if (line.textContent !== told) line.textContent = told;
  show.place.querySelector("[data-go='-1']").disabled = at === 0;
  show.place.querySelector("[data-go='1']").disabled = at === plan.steps.length - 1;
}

function side(face, plan) {
  const { now, due, step } = face.block;
  const fill = (now ? plan.laid : plan.steps[step].shades)[face.axis];
  const parts = [polygon(face.corners, due ? "lay-due" : "", fill)];
  for (const line of face.seams) parts.push(path(line, "lay-seam"));
  for (const line of face.edges) parts.push(path(line, now ? "lay-edge lay-now" : due ? "lay-edge lay-later" : "lay-edge"));
  if (face.middle) {
    const [x, y] = face.middle;
    const text = element("text", { x, y: y + 5, class: "lay-number" });
    text.textContent = step + 1;
    parts.push(text);
  }
  return parts;
}

function signs(view) {
  return [["left", "right"], ["back", "front"]].map((names, axis) => {
    const near = view.away[axis] < 0, middle = [view.room[0] / 2, view.room[1] / 2, 0];
    middle[axis] = near ? view.room[axis] + ASIDE / view.scale : -ASIDE / view.scale;
    const [x, y] = view.at(middle);
    const text = element("text", { x, y: y + ASIDE / 2, class: "lay-sign" });
    text.textContent = names[Number(near)];
    return text;
  });
}

function polygon(corners, name, fill) {
  const points = corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return element("polygon", { points, class: name, ...(fill ? { fill, stroke: fill } : {}) });
}

function path(line, name) {
  return element("path", { d: `M${line.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`, class: name });
}

function element(name, values) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  return made;
}

document.addEventListener("htmx:afterSwap", begin);
begin();
