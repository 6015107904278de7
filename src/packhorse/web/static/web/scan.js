// The scan loop's manners: the field is always ready, and a wrong scan is felt and heard.
"use strict";

function ready() {
  const field = document.querySelector("[data-scan]");
  if (field && document.activeElement !== field) field.focus({ preventScroll: true });
}

function tell() {
  const answer = document.querySelector("[data-answer]");
  if (!answer || answer.dataset.told) return;
  answer.dataset.told = "yes";
  signal(answer.dataset.answer === "bad");
}

// Felt and heard: a wrong scan long and low, a right one short and high.
function signal(bad) {
  if (navigator.vibrate) navigator.vibrate(bad ? [200, 80, 200] : 40);
  beep(bad ? 180 : 880, bad ? 0.4 : 0.08);
}

function beep(pitch, seconds) {
  try {
    beep.sound = beep.sound || new AudioContext();
    const tone = beep.sound.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(beep.sound.destination);
    tone.start();
    tone.stop(beep.sound.currentTime + seconds);
  } catch (error) { /* a browser without sound still shows colour */ }
}

// At the swap and not only when htmx has settled: what a quick scanner types in between would be lost. For the same
// reason no scan field is marked `autofocus`: htmx would focus it once more a moment later, under somebody's typing.
document.addEventListener("htmx:afterSwap", () => { tell(); ready(); });
document.addEventListener("htmx:afterSettle", () => {
  tell();
  if (document.activeElement === document.body) ready();  // whoever types elsewhere by now is left there
});
document.addEventListener("htmx:sendError", () => {
  const lost = document.querySelector("[data-offline]");
  if (lost) lost.hidden = false;
});
document.addEventListener("DOMContentLoaded", () => { tell(); ready(); });
document.addEventListener("keydown", (event) => {
  // A scanner types without a focused field after somebody tapped beside it.
  if (event.target === document.body && event.key.length === 1) ready();
});

document.addEventListener("click", (event) => {
  // The scan field keeps the phone's keyboard away; this brings it up for typing.
  if (!event.target.matches("[data-keyboard]")) return;
  const field = document.querySelector("[data-scan]");
  field.inputMode = "text";
  field.blur();
  field.focus();
});

document.addEventListener("keydown", (event) => {
  // After a typed number of units, Enter leads to the scan field instead of sending an empty scan.
  if (event.key !== "Enter" || event.target.name !== "quantity" || event.target.matches("[data-scan]")) return;
  event.preventDefault();
  ready();
});
