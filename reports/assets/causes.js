"use strict";
(() => {
  const { words, say, figure, make, unpack } = marsad;

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

  // Details of causes beyond the first wait as text, and causes beyond sixty in packed blocks, until they are wanted.
  const parsed = (html) => { const holder = document.createElement("template"); holder.innerHTML = html; return holder.content; };
  const blocks = {};
  const block = (id) => (blocks[id] ||= unpack(id));
  const details = async (id) => {
    const { blocks: places } = await block("causes-data");
    return id in places ? (await block(`causes-data-${places[id]}`))[id] : "";
  };
  const arrive = async (part) => {
    if (!part.querySelector(".later")) return;
    const { heads } = await block("causes-data");
    for (const place of part.querySelectorAll(".later")) place.replaceWith(parsed(heads[place.id.slice(6)]));
  };
  const unfold = async (cause) => {
    const body = cause.querySelector(":scope > .cause-body");
    const near = body.querySelector(":scope > noscript");
    if (body.ariaBusy || (body.childElementCount && !near)) return;
    body.ariaBusy = true;
    body.replaceChildren(parsed(near ? near.textContent : await details(cause.dataset.cause)));
    body.ariaBusy = null;
    equip(cause);
  };
  document.addEventListener("toggle", (event) => {
    const fold = event.target;
    if (fold.open && fold.matches(".cause")) unfold(fold);
    else if (fold.open) arrive(fold);
  }, true);

  // Opens the cause that an address names.
  const open = async () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    let at = id && document.getElementById(id);
    if (at && at.matches(".later")) {
      await arrive(at.closest("section"));
      at = document.getElementById(id);
    }
    if (!at || !at.closest("details")) return;
    for (let fold = at.closest("details"); fold; fold = fold.parentElement.closest("details")) { if (fold.matches(".cause")) await unfold(fold); fold.hidden = false; fold.open = true; }
    at.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();

  // Filters and order of the causes.
  const filters = document.getElementById("cause-filters");
  if (filters) {
    const list = document.querySelector("#causes .cause-list");
    const total = list.querySelectorAll(".cause, .later").length;
    let all = [], homes = [], texts = null;
    const gather = async () => {
      if (all.length) return;
      await arrive(list);
      all = [...list.querySelectorAll(".cause")];
      homes = [list, ...list.querySelectorAll(".more-causes")].map((home) => [home, [...home.children]]);
    };
    // What is searched of a cause: its line, its names and its details.
    const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|#34|#39);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" })[name]);
    const read = async () => {
      texts ||= await Promise.all(all.map(async (one) => {
        const body = one.querySelector(".cause-body"), said = plain(body.textContent.trim() || (await details(one.dataset.cause)));
        return [one.querySelector("summary").textContent, one.dataset.cause, one.dataset.template, said].join(" ").toLowerCase();
      }));
    };
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
    const tell = (shown) => { count.textContent = say("filter.count", { n: figure(shown), all: figure(total) }); };
    let asking = 0;
    const apply = async () => {
      const turn = ++asking;
      await gather();
      if (box.value.trim()) await read();
      if (turn !== asking) return;
      const wanted = {};
      for (const chip of chips) if (chip.getAttribute("aria-pressed") === "true") (wanted[chip.dataset.filter] ||= []).push(chip.dataset.value);
      for (const choice of choices) if (choice.value) wanted[choice.dataset.choice] = [choice.value];
      const needle = box.value.trim().toLowerCase(), asked = Object.entries(wanted);
      let shown = 0;
      all.forEach((one, at) => {
        const fits = asked.every(([name, values]) => { const own = (one.dataset[name] || "").split("|"); return values.some((value) => own.includes(value)); }) && (!needle || texts[at].includes(needle));
        if (one.hidden === fits) one.hidden = !fits;
        shown += fits;
      });
      const active = needle || asked.length;
      arrange(active || order.value !== "rank" ? order.value : "");
      tell(shown);
      clear.hidden = !active;
    };
    for (const chip of chips) chip.addEventListener("click", () => { chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") !== "true"); apply(); });
    for (const choice of [...choices, order]) choice.addEventListener("change", apply);
    box.addEventListener("input", () => { clearTimeout(box.timer); box.timer = setTimeout(apply, 100); });
    filters.addEventListener("submit", (event) => event.preventDefault());
    clear.addEventListener("click", () => { for (const chip of chips) chip.setAttribute("aria-pressed", "false"); for (const choice of choices) choice.value = ""; box.value = ""; apply(); box.focus(); });
    filters.hidden = false;
    tell(total);
  }

})();
