"use strict";
(() => {
  const { words, say, figure, make, unpack } = marsad;

  // Big tables: unpacked, sorted, filtered; only the rows in sight are in the document.
  const ROW = 35, SPARE = 8, HIGHEST = 15e6;
  const isWeb = (text) => /^https?:\/\/[^\s]+$/i.test(text);
  const own = document.documentElement.dataset.host;
  const readable = (address) => {
    let text = address.replace(/^https?:\/\/([^/]+)(?=\/)/, (whole, host) => (host === own ? "" : whole));
    return text.replace(/(%[0-9A-F]{2})+/gi, (run) => {
      try { const plain = decodeURIComponent(run); return /[\u0000-\u00a0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>"'`]/.test(plain) ? run : plain; } catch { return run; }
    });
  };
  class Grid {
    constructor(root, data) {
      this.root = root;
      this.columns = data.columns;
      this.kinds = root.dataset.kinds.split(" ");
      this.total = data.rows;
      this.region = root.querySelector(".scroll");
      this.table = root.querySelector("table");
      this.body = this.table.tBodies[0];
      this.heads = [...this.table.tHead.rows[0].cells];
      this.shown = this.heads.map((_, at) => at);
      this.count = root.querySelector("output");
      this.box = root.querySelector("input");
      this.order = null;
      this.only = null;
      this.all = this.rows = new Uint32Array(this.total).map((_, at) => at);
      root.classList.add("live");
      root.querySelector(".grid-tools").hidden = false;
      this.heads.forEach((head, at) => this.equip(head, at));
      this.add(data.more || []);
      this.choices = [...root.querySelectorAll("select[data-column]")];
      for (const choice of this.choices) this.fill(choice);
      this.box.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.choose(), 120); });
      this.region.addEventListener("scroll", () => { if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); }); });
      this.region.addEventListener("focusin", () => this.draw());
      addEventListener("resize", () => this.draw());
      if (root.dataset.sort) this.sort(Number(root.dataset.sort)); else this.choose();
    }
    equip(head, at) {
      const button = make("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => this.sort(at));
    }
    // Columns beyond those that the table shows at first: name, kind and class of each.
    add(more) {
      for (const [name, kind, look] of more) {
        const head = make("th", name);
        head.scope = "col";
        head.className = `col-${look}${kind === "number" ? " number" : ""}`;
        this.equip(head, this.heads.length);
        this.kinds[this.heads.length] = kind;
        this.heads.push(head);
      }
    }
    toggle(at, on) {
      this.shown = this.heads.map((_, one) => one).filter((one) => (one === at ? on : this.shown.includes(one)));
      this.table.tHead.rows[0].replaceChildren(...this.shown.map((one) => this.heads[one]));
      this.root.style.setProperty("--more", Math.max(0, this.shown.length - this.least));
      this.top = -1;
      this.draw();
    }
    // A filter by the values of a column; a row of a list has several, parted by "|".
    fill(choice) {
      const at = Number(choice.dataset.column), column = this.columns[at], split = this.kinds[at] === "list";
      const counts = new Map();
      if (column) {
        const met = new Uint32Array(column.d.length);
        for (const number of column.i) met[number]++;
        column.d.forEach((text, number) => { for (const one of split ? text.split("|") : [text]) if (one) counts.set(one, (counts.get(one) || 0) + met[number]); });
      }
      const values = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 300);
      choice.parentElement.hidden = values.length < (split ? 1 : 2);
      choice.append(...values.map((value) => { const option = make("option", `${value} (${figure(counts.get(value))})`); option.value = value; return option; }));
      choice.addEventListener("change", () => this.choose());
    }
    value(at, row) {
      const column = this.columns[at];
      if (!column.by) return column.d[column.i[row]];
      return column.raw[row] ? (column.raw[row] - 1 + column.n) / column.by : null;
    }
    // Whole numbers from 0 on, in the order of the rows' values.
    ranks(at) {
      const column = this.columns[at];
      if (column.by) return column.raw;
      if (!column.ranks) {
        // Runs of digits begin with their length, so that they stand by their size. The collator is slow: it gets what is nearly in order.
        const keys = column.d.map((text) => text.toLowerCase().replace(/\d+/g, (run) => String.fromCharCode(48 + Math.min(run.length, 40)) + run));
        const { compare } = new Intl.Collator(document.documentElement.lang);
        const place = new Uint32Array(keys.length);
        const order = Array.from(keys.keys()).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : 0));
        order.sort((a, b) => compare(keys[a], keys[b])).forEach((number, rank) => { place[number] = rank; });
        column.ranks = column.i.map((number) => place[number]);
      }
      return column.ranks;
    }
    sorted(rows) {
      const ranks = this.ranks(this.order.at), { way } = this.order, { total } = this;
      const most = rows.reduce((high, row) => Math.max(high, ranks[row]), 0);
      if ((most + 1) * total > Number.MAX_SAFE_INTEGER) return rows.sort((a, b) => way * (ranks[a] - ranks[b]) || a - b);
      // Rank and row in one number: numbers are sorted without asking a function of ours.
      return Uint32Array.from(Float64Array.from(rows, (row) => (way > 0 ? ranks[row] : most - ranks[row]) * total + row).sort(), (key) => key % total);
    }
    // What each text of a column is searched by.
    texts(at) {
      const column = this.columns[at];
      column.low ||= column.d.map((text) => {
        const shown = this.kinds[at] === "url" ? readable(text) : text;
        return (shown === text || text.endsWith(shown) ? text : `${text}\n${shown}`).toLowerCase();
      });
      return column.low;
    }
    sort(at) {
      const number = !!this.columns[at].by;
      const now = this.order && this.order.at === at ? -this.order.way : number ? -1 : 1;
      this.order = { at, way: now };
      this.heads.forEach((head, one) => { if (one === at) head.setAttribute("aria-sort", now > 0 ? "ascending" : "descending"); else head.removeAttribute("aria-sort"); });
      this.choose();
    }
    choose() {
      const needle = this.box.value.trim().toLowerCase();
      let rows = this.only || this.all;
      for (const choice of this.choices) if (choice.value) {
        const at = Number(choice.dataset.column), column = this.columns[at], split = this.kinds[at] === "list";
        const fits = Uint8Array.from(column.d, (text) => (split ? text.split("|").includes(choice.value) : text === choice.value));
        rows = rows.filter((row) => fits[column.i[row]]);
      }
      if (needle) {
        const hits = this.columns.map((column, at) => this.shown.includes(at) && !column.by && Uint8Array.from(this.texts(at), (text) => text.includes(needle)));
        const fits = this.columns.flatMap((column, at) => (hits[at] && hits[at].includes(1) ? [[column.i, hits[at]]] : []));
        rows = rows.filter((row) => fits.some(([numbers, hit]) => hit[numbers[row]]));
      }
      if (this.order) rows = this.sorted(rows);
      this.rows = rows;
      this.count.textContent = say("filter.rows", { n: figure(rows.length), all: figure(this.total) });
      this.table.setAttribute("aria-rowcount", rows.length + 1);
      this.region.scrollTop = 0;
      this.draw();
    }
    cell(at, row) {
      const cell = make("td"), value = this.value(at, row), kind = this.kinds[at];
      if (kind === "number") {
        cell.className = "number";
        cell.textContent = value === null ? "–" : figure(value);
      } else if (value === "") {
        cell.textContent = "–";
      } else if (kind === "cause") {
        const [id, number] = value.split("|"), link = make("a", figure(Number(number)));
        link.href = `#cause-${id}`;
        cell.className = "number";
        cell.append(link);
      } else if (kind === "code") {
        cell.append(make("code", value));
        cell.title = value;
      } else if (kind === "url") {
        if (at === 0 && this.open) {
          const button = make("button");
          button.type = "button";
          button.className = "open";
          button.setAttribute("aria-label", say("table.details", { name: readable(value) }));
          button.addEventListener("click", () => this.open(row));
          cell.append(button);
        }
        const shown = make("bdi", readable(value));
        shown.dir = "ltr";
        if (isWeb(value)) {
          const link = make("a");
          link.href = value;
          link.rel = "noopener noreferrer nofollow";
          link.append(shown);
          cell.append(link);
        } else cell.append(shown);
        cell.title = value;
        cell.dir = "ltr";
      } else {
        cell.append(make("bdi", kind === "list" ? value.replaceAll("|", ", ") : value));
        cell.dir = "auto"; // what does not fit is cut off at its own end
        if (kind === "title" || kind === "prose") cell.title = value;
      }
      return cell;
    }
    fit() {
      // The region ends with a whole row, so that no row is half hidden before anybody scrolls.
      const around = this.region.offsetHeight - this.region.clientHeight, head = this.table.tHead.offsetHeight;
      if (!this.region.clientHeight || !head) return Math.ceil(576 / ROW);
      if (this.seen !== innerHeight || this.sized !== this.rows.length) {
        this.region.style.blockSize = "";
        this.seen = innerHeight;
        this.sized = this.rows.length;
      }
      // Few rows need no tall region.
      const rows = Math.max(1, Math.min(this.rows.length, Math.floor((this.region.clientHeight - head) / ROW)));
      this.region.style.blockSize = `${head + rows * ROW + around}px`;
      return rows + (this.isWalked() ? 1 : 0);
    }
    // Rows beyond the edge are drawn for whoever scrolls or tabs on; before that nothing lies half hidden.
    isWalked() { return this.region.scrollTop > 0 || this.region.contains(document.activeElement); }
    draw() {
      const full = this.rows.length * ROW, high = Math.min(full, HIGHEST), scale = full > high ? full / high : 1;
      const sight = this.fit();
      const first = Math.floor((this.region.scrollTop * scale) / ROW), spare = this.isWalked() ? SPARE : 0;
      const top = Math.max(0, Math.min(first - spare, this.rows.length));
      const end = Math.min(this.rows.length, first + sight + spare);
      if (top === this.top && end === this.end && this.drawn === this.rows) return;
      const focused = this.body.contains(document.activeElement) ? document.activeElement.closest("td") : null;
      const place = focused && { row: focused.parentElement.getAttribute("aria-rowindex"), cell: focused.cellIndex, name: document.activeElement.localName };
      const part = document.createDocumentFragment();
      part.append(this.spacer((top * ROW) / scale));
      for (let at = top; at < end; at++) {
        const row = make("tr");
        row.setAttribute("aria-rowindex", at + 2);
        for (const one of this.shown) row.append(this.cell(one, this.rows[at]));
        part.append(row);
      }
      part.append(this.spacer(Math.max(0, high - (top * ROW) / scale - (end - top) * ROW)));
      this.top = top; this.end = end; this.drawn = this.rows;
      this.body.replaceChildren(part);
      if (place) {
        // The rows are new: whoever walks through them by keyboard stays on the same link.
        const row = this.body.querySelector(`tr[aria-rowindex="${place.row}"]`);
        ((row && row.cells[place.cell] && row.cells[place.cell].querySelector(place.name)) || this.region).focus({ preventScroll: true });
      }
    }
    spacer(height) {
      const row = make("tr"), cell = make("td");
      row.className = "spacer";
      row.setAttribute("aria-hidden", "true");
      cell.colSpan = this.shown.length;
      cell.style.height = `${height}px`;
      row.append(cell);
      return row;
    }
  }
  // The pages table's further columns, which wait packed until somebody asks for them, and what is known of one page.
  const explore = (grid, lists) => {
    const { root } = grid, chooser = root.querySelector(".chooser"), panel = root.querySelector(".page-detail");
    grid.least = grid.shown.length;
    let whole = null;
    const load = () => (whole ||= unpack("pages-more-data").then((more) => { grid.columns.push(...more.columns); grid.add(more.more); grid.causes = more.causes; }));
    chooser.hidden = false;
    chooser.addEventListener("toggle", async () => {
      if (!chooser.open || chooser.querySelector("input")) return;
      await load();
      const list = chooser.querySelector("ul");
      grid.heads.forEach((head, at) => {
        if (!at) return;
        const line = make("li"), label = make("label"), box = make("input");
        box.type = "checkbox";
        box.checked = grid.shown.includes(at);
        box.addEventListener("change", () => grid.toggle(at, box.checked));
        label.append(box, ` ${head.textContent}`);
        line.append(label);
        list.append(line);
      });
    });
    const causesOn = (row) => Object.keys(lists).filter((id) => { let at = 0; return lists[id].some((step) => (at += step) === row); });
    grid.open = async (row) => {
      await load();
      const [title, facts, causes] = panel.querySelectorAll("h3, dl, ul");
      const address = grid.cell(0, row);
      address.querySelector(".open").remove();
      title.replaceChildren(...address.childNodes);
      facts.replaceChildren(...grid.heads.flatMap((head, at) => {
        if (!at) return [];
        const fact = make("dd");
        fact.append(...grid.cell(at, row).childNodes);
        const pair = make("div");
        pair.append(make("dt", head.textContent), fact);
        return [pair];
      }));
      const found = causesOn(row);
      causes.replaceChildren(...found.map((id) => {
        const [name, weight] = grid.causes[id], line = make("li"), link = make("a", name);
        link.href = `#cause-${id}`;
        line.append(link, make("span", weight));
        return line;
      }));
      panel.querySelector(".no-causes").hidden = found.length > 0;
      panel.hidden = false;
      panel.scrollIntoView({ block: "nearest" });
      title.focus({ preventScroll: true });
    };
    panel.querySelector("button").addEventListener("click", () => { panel.hidden = true; grid.region.focus({ preventScroll: true }); });
    grid.top = -1;
    grid.draw();
  };
  const start = async () => {
    const grids = {};
    for (const root of document.querySelectorAll("[data-grid]")) {
      try { grids[root.dataset.grid] = new Grid(root, await unpack(root.dataset.grid)); } catch { const note = make("p", words["table.old"]); note.className = "note"; root.append(note); }
    }
    const pages = grids["pages-data"];
    if (pages) {
      const lists = await unpack("cause-pages-data");
      explore(pages, lists);
      const only = pages.root.querySelector(".only");
      const offer = (part) => { for (const button of part.querySelectorAll("[data-show]")) {
        const steps = lists[button.dataset.show];
        if (!steps) continue;
        button.parentElement.hidden = false;
        button.addEventListener("click", () => {
          let row = 0;
          pages.only = Uint32Array.from(steps, (step) => (row += step));
          pages.box.value = "";
          only.hidden = false;
          only.querySelector("bdi").textContent = say("table.cause", { name: button.dataset.name });
          pages.choose();
          document.getElementById("pages").scrollIntoView();
          pages.region.focus({ preventScroll: true });
        });
      } };
      offer(document);
      // Details of a cause that were opened later.
      document.addEventListener("marsad:part", (event) => offer(event.detail));
      only.querySelector("button").addEventListener("click", () => { pages.only = null; only.hidden = true; pages.choose(); pages.region.focus({ preventScroll: true }); });
    }
    document.documentElement.dataset.ready = Math.ceil(performance.now());
    // What sorting and searching will need is made while nobody waits, a column at a time; of very long ones when it is asked for.
    const later = Object.values(grids).flatMap((grid) => grid.columns.flatMap((column, at) => (column.d && column.d.length < 2e5 ? [() => grid.ranks(at), () => grid.texts(at)] : [])));
    const idle = window.requestIdleCallback || setTimeout;
    const next = () => { const step = later.shift(); if (step) { step(); idle(next); } };
    idle(next);
  };
  start();
})();
