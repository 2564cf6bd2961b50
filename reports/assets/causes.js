"use strict";
(() => {
  const { words, say, figure, make } = marsad;

  // Copies commands, and shows the pages of a cause in the table once that is ready.
  const equip = (part) => {
    for (const command of navigator.clipboard ? part.querySelectorAll(".command") : []) {
      const button = make("button", words["verify.copy"]);
      button.type = "button";
      button.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(command.querySelector("code").textContent); button.textContent = words["verify.copied"]; } catch { button.hidden = true; }
      });
      command.append(button);
    }
    document.dispatchEvent(new CustomEvent("marsad:part", { detail: part }));
  };
  equip(document);

  // Details of causes beyond the first wait as text until they are wanted.
  const unfold = (cause) => {
    const waiting = cause.querySelector(":scope > .cause-body > noscript");
    if (!waiting) return;
    const holder = document.createElement("template");
    holder.innerHTML = waiting.textContent;
    waiting.replaceWith(holder.content);
    equip(cause);
  };
  document.addEventListener("toggle", (event) => { if (event.target.matches?.(".cause") && event.target.open) unfold(event.target); }, true);
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll(".cause[open]")) unfold(one); });

  // Opens the cause that an address names.
  const open = () => {
    let at = null;
    try { at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!at || !at.closest("details")) return;
    for (let fold = at.closest("details"); fold; fold = fold.parentElement.closest("details")) { if (fold.matches(".cause")) unfold(fold); fold.hidden = false; fold.open = true; }
    at.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();

  // Filters and order of the causes.
  const filters = document.getElementById("cause-filters");
  if (filters) {
    const list = document.querySelector("#causes .cause-list");
    const all = [...list.querySelectorAll(".cause")];
    const homes = [list, ...list.querySelectorAll(".more-causes")].map((home) => [home, [...home.children]]);
    const texts = all.map((one) => [one.querySelector("summary").textContent, one.dataset.cause, one.dataset.template, one.querySelector(".cause-body").textContent].join(" ").toLowerCase());
    const box = filters.querySelector("input"), count = filters.querySelector("output"), clear = filters.querySelector("[data-clear]");
    const chips = [...filters.querySelectorAll("[data-filter]")], choices = [...filters.querySelectorAll("[data-choice]")];
    const order = filters.querySelector("[data-order]");
    const ways = {
      rank: (one) => one.dataset.rank,
      pages: (one) => -one.dataset.pages,
      clicks: (one) => -one.dataset.clicks,
      severity: (one) => -one.dataset.weight,
      newest: (one) => -one.dataset.seen,
    };
    let flat = "";
    const arrange = (wanted) => {
      // In the order of priority causes of one check fold away; in any other order, and where they are filtered, each stands alone.
      if (wanted === flat) return;
      flat = wanted;
      if (!wanted) for (const [home, children] of homes) home.replaceChildren(...children);
      else list.replaceChildren(...[...all].sort((a, b) => ways[wanted](a) - ways[wanted](b) || a.dataset.rank - b.dataset.rank));
    };
    const apply = () => {
      const wanted = {};
      for (const chip of chips) if (chip.getAttribute("aria-pressed") === "true") (wanted[chip.dataset.filter] ||= []).push(chip.dataset.value);
      for (const choice of choices) if (choice.value) wanted[choice.dataset.choice] = [choice.value];
      const needle = box.value.trim().toLowerCase(), asked = Object.entries(wanted);
      let shown = 0;
      all.forEach((one, at) => {
        const fits = asked.every(([name, values]) => { const own = (one.dataset[name] || "").split("|"); return values.some((value) => own.includes(value)); }) && texts[at].includes(needle);
        if (one.hidden === fits) one.hidden = !fits;
        shown += fits;
      });
      const active = needle || asked.length;
      arrange(active || order.value !== "rank" ? order.value : "");
      count.textContent = say("filter.count", { n: figure(shown), all: figure(all.length) });
      clear.hidden = !active;
    };
    for (const chip of chips) chip.addEventListener("click", () => { chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") !== "true"); apply(); });
    for (const choice of [...choices, order]) choice.addEventListener("change", apply);
    box.addEventListener("input", () => { clearTimeout(box.timer); box.timer = setTimeout(apply, 100); });
    filters.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", () => { for (const chip of chips) chip.setAttribute("aria-pressed", "false"); for (const choice of choices) choice.value = ""; box.value = ""; apply(); box.focus(); });
    filters.hidden = false;
    apply();
  }

})();
