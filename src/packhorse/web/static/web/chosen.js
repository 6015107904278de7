// Choosing rows of a list: all at once, and how many they are. Without this script the boxes and buttons work too.
"use strict";

function choosing(form) {
  const all = form.querySelector("[data-all]");
  const box = all.querySelector("input");
  const count = form.querySelector("[data-count]");
  const rows = () => [...form.querySelectorAll("input[name=order]")];

  function tell() {
    const boxes = rows();
    const chosen = boxes.filter((each) => each.checked).length;
    box.checked = chosen > 0 && chosen === boxes.length;
    box.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = chosen ? `${chosen} of ${boxes.length} chosen` : "Choose orders";
    form.classList.toggle("none-chosen", chosen === 0);
    for (const button of form.querySelectorAll("button[name=do]")) button.disabled = chosen === 0;
    for (const each of boxes) each.closest("tr").classList.toggle("table-active", each.checked);
  }

  all.hidden = false;
  for (const words of form.querySelectorAll("[data-all-words]")) words.hidden = false;
  form.querySelector("[data-plain]").hidden = true; // the link that does the same by a page
  box.addEventListener("change", () => {
    for (const each of rows()) each.checked = box.checked;
    tell();
  });
  form.addEventListener("change", tell);
  // A page that comes back from the browser's memory shows its boxes as they were.
  window.addEventListener("pageshow", tell);
  tell();
}

for (const form of document.querySelectorAll("[data-chosen]")) choosing(form);
