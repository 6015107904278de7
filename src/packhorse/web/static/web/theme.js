// Light or dark on the floor: as the device is set, until somebody chooses. Runs before anything is shown.
"use strict";

(() => {
  const kept = () => { try { return localStorage.getItem("packhorse-theme"); } catch { return null; } };
  const device = matchMedia("(prefers-color-scheme: light)");
  const show = () => { document.documentElement.dataset.bsTheme = kept() || (device.matches ? "light" : "dark"); };
  show();
  device.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme]")) return;
    const other = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    try { localStorage.setItem("packhorse-theme", other); } catch { /* it lasts as long as the page */ }
    document.documentElement.dataset.bsTheme = other;
  });
})();
