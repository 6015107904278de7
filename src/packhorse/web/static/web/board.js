// The board by mouse: orders are dragged into a wave or out of all, a wave to the floor. Boxes and buttons do the same.
"use strict";

const board = document.getElementById("board");
let held = null;

// Nothing is drawn anew under somebody's hand.
function inUse() {
  const here = document.activeElement;
  return held || board.querySelector("input:checked") || (board.contains(here) && here.matches("select"));
}

function zoneOf(event) {
  const zone = held && event.target.closest("[data-drop]");
  if (!zone || zone.contains(held)) return null;
  return (zone.dataset.drop === "floor") === ("wave" in held.dataset) ? zone : null;
}

function mark(zone) {
  for (const each of board.querySelectorAll(".board-over")) if (each !== zone) each.classList.remove("board-over");
  if (zone) zone.classList.add("board-over");
}

// What is dragged is moved; if it is one of those that are chosen, all of these are.
function ordersOf(row) {
  const box = row.querySelector("input");
  if (!box.checked) return [box.value];
  return [...board.querySelectorAll("input[name=order]:checked")].map((each) => each.value);
}

board.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === board && inUse()) event.preventDefault();
});
board.addEventListener("dragstart", (event) => {
  held = event.target.closest("[data-order], [data-wave]");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.order || held.dataset.wave);
});
board.addEventListener("dragover", (event) => {
  const zone = zoneOf(event);
  mark(zone);
  if (zone) event.preventDefault();
});
board.addEventListener("dragend", () => {
  held = null;
  mark(null);
});
board.addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  const values = "wave" in held.dataset ? { release: held.dataset.wave } : { order: ordersOf(held), to: zone.dataset.drop };
  held = null;
  mark(null);
  htmx.ajax("POST", board.dataset.does, { source: document.body, target: board, swap: "innerHTML", values });
});
