// Only the filter: all else of the page works without.
"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;

  const items = [...document.querySelectorAll(".change")].map(element => ({ element, text: element.textContent.toLowerCase() }));
  const unchanged = document.querySelector("details.unchanged");
  const shown = document.getElementById("shown");

  const filter = () => {
    const { text, kind, result } = Object.fromEntries(new FormData(form));
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const isFiltered = words.length > 0 || kind !== "" || result !== "";
    let count = 0;
    for (const item of items) {
      const { kind: itsKind, result: itsResult } = item.element.dataset;
      const fits = (kind === "" || kind === itsKind) && (result === "" || result === itsResult) && words.every(word => item.text.includes(word));
      item.element.hidden = !fits;
      if (fits) count++;
    }

    if (unchanged) {
      const fits = unchanged.querySelector(".change:not([hidden])") !== null;
      unchanged.hidden = !fits;
      if (isFiltered) unchanged.open = fits;
    }
    shown.textContent = isFiltered ? `${count} of ${items.length} assets` : "";
  };

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));

  // A link leads to its asset even where the filter has hidden it.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.classList.contains("change")) return;
    if (target.hidden) {
      form.reset();
      filter();
    }
    const details = target.closest("details");
    if (details) details.open = true;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", reveal);
  reveal();
})();
