// Runs in a frame of another site: a mark of the element that has the focus there, and what the frame says in words.
(() => {
  const known = (self.marsadInside ??= { ids: new WeakMap(), count: 0 });
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const text = (document.body?.innerText || "").slice(0, 20000);
  if (!at || at === document.body || at === document.documentElement || !document.hasFocus()) return { mark: 0, text };
  if (!known.ids.has(at)) known.ids.set(at, (known.count += 1));
  const dates = ["date", "datetime-local", "month", "week", "time"];
  const holds =
    ["audio", "video", "object", "embed", "iframe", "frame"].includes(at.localName) ||
    (at.localName.includes("-") && !at.shadowRoot) || (at.localName === "input" && dates.includes(at.type));
  return { mark: known.ids.get(at), holds, html: at.cloneNode(false).outerHTML.slice(0, 120), text };
})();
