"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const figure = (number) => number.toLocaleString("en");
  const make = (name, text) => { const it = document.createElement(name); if (text !== undefined) it.textContent = text; return it; };

  // Opens the cause that an address names.
  const open = () => {
    let at = null;
    try { at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!at || !at.closest("details")) return;
    for (let fold = at.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.hidden = false; fold.open = true; }
    at.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();

  // Filters of the causes.
  const filters = document.getElementById("cause-filters");
  if (filters) {
    const all = [...document.querySelectorAll("#causes .cause")];
    const texts = all.map((one) => one.textContent.toLowerCase());
    const box = filters.querySelector("input"), count = filters.querySelector("output"), clear = filters.querySelector("[data-clear]");
    const chips = [...filters.querySelectorAll("[data-filter]")];
    const apply = () => {
      const wanted = {};
      for (const chip of chips) if (chip.getAttribute("aria-pressed") === "true") (wanted[chip.dataset.filter] ||= []).push(chip.dataset.value);
      const needle = box.value.trim().toLowerCase();
      let shown = 0;
      all.forEach((one, at) => {
        const fits = Object.entries(wanted).every(([name, values]) => values.some((value) => (one.dataset[name] || "").split("|").includes(value))) && texts[at].includes(needle);
        one.hidden = !fits;
        shown += fits;
      });
      const active = needle || Object.keys(wanted).length;
      for (const fold of document.querySelectorAll("#causes .more-causes")) {
        fold.hidden = ![...fold.querySelectorAll(".cause")].some((one) => !one.hidden);
        if (active) fold.open = true;
      }
      count.textContent = say("filter.count", { n: figure(shown), all: figure(all.length) });
      clear.hidden = !active;
    };
    for (const chip of chips) chip.addEventListener("click", () => { chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") !== "true"); apply(); });
    box.addEventListener("input", apply);
    filters.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", () => { for (const chip of chips) chip.setAttribute("aria-pressed", "false"); box.value = ""; apply(); box.focus(); });
    filters.hidden = false;
    apply();
  }

  // Copies commands.
  if (navigator.clipboard) {
    for (const command of document.querySelectorAll(".command")) {
      const button = make("button", words["verify.copy"]);
      button.type = "button";
      button.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(command.querySelector("code").textContent); button.textContent = words["verify.copied"]; } catch { button.hidden = true; }
      });
      command.append(button);
    }
  }
})();
