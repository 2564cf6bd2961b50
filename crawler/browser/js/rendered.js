// The facts of the page as scripts have left it.
(() => {
  const MOST_LINKS = 1000;
  const MOST_TEXT = 60000;
  const folded = (text) => (text || "").replace(/\s+/g, " ").trim();
  const all = (css) => [...document.querySelectorAll(css)];
  const words = folded(document.body ? document.body.innerText : "");
  const address = (element) => (folded(element.getAttribute("href")) ? element.href : "");
  const ignored = ["hreflang", "lang", "media", "type"];

  // The links of the page's own host, each once; a fragment leads to no other page.
  const linked = new Set();
  for (const link of all("a[href]:not(svg a), area[href]")) {
    if (linked.size >= MOST_LINKS) break;
    const target = link.href.split("#")[0];
    if (/^https?:/.test(target) && link.host === location.host && target !== location.href.split("#")[0]) {
      linked.add(target.slice(0, 2000));
    }
  }

  // What a reader sees of the main content, open shadow trees with it, without what floats above the page.
  const SILENT = new Set(
    "SCRIPT STYLE TEMPLATE NOSCRIPT SVG IFRAME OBJECT DATALIST SELECT TEXTAREA NAV HEADER FOOTER ASIDE DIALOG".split(" "),
  );
  const CONTENT = "main, [role=main], article, h1";
  const isLeftOut = (element) => {
    if (SILENT.has(element.tagName.toUpperCase())) return true;
    if (/^(alert)?dialog$/.test(element.getAttribute("role") || "")) return true;
    const style = getComputedStyle(element);
    if (style.display === "none") return true;
    return style.position === "fixed" && !element.matches(CONTENT) && !element.querySelector(CONTENT);
  };
  const SPACE = {};
  const pieces = [];
  let length = 0;
  const root = document.querySelector("main") || document.querySelector("[role=main]") || document.body;
  const waiting = root ? [root] : [];
  while (waiting.length && length < MOST_TEXT) {
    const node = waiting.pop();
    if (node === SPACE) {
      pieces.push(" ");
      continue;
    }
    if (node.nodeType === 3) {
      pieces.push(node.data);
      length += node.data.length;
      continue;
    }
    if (node.nodeType === 1) {
      if (node !== root && isLeftOut(node)) continue;
      if (node.localName === "br" || !getComputedStyle(node).display.startsWith("inline")) {
        pieces.push(" ");
        waiting.push(SPACE);
      }
    } else if (node.nodeType !== 11) {
      continue;
    }
    const slotted = node.localName === "slot" && node.assignedNodes ? node.assignedNodes() : [];
    const inside = node.shadowRoot ? [node.shadowRoot] : slotted.length ? slotted : [...node.childNodes];
    for (let number = inside.length - 1; number >= 0; number -= 1) waiting.push(inside[number]);
  }

  const description = document.querySelector("meta[name=description i]");
  const navigation = performance.getEntriesByType("navigation")[0];
  return {
    title: folded(document.title).slice(0, 1000),
    description: folded(description ? description.content : "").slice(0, 2000),
    canonical: all("head link[rel~=canonical i]")
      .filter((link) => address(link) && !ignored.some((name) => link.getAttribute(name)))
      .slice(0, 20)
      .map((link) => link.href.slice(0, 2000)),
    hreflang: all("head link[rel~=alternate i][hreflang]")
      .filter(address)
      .slice(0, 500)
      .map((link) => [link.hreflang.slice(0, 100), link.href.slice(0, 2000)]),
    robots: all("meta[name=robots i], meta[name=googlebot i]").slice(0, 20).map((meta) => meta.content.slice(0, 500)),
    h1: all("h1").slice(0, 20).map((heading) => folded(heading.textContent).slice(0, 500)),
    links: all("a[href], area[href]").length,
    linked: [...linked],
    words: words ? words.split(" ").length : 0,
    main_text: folded(pieces.join("")).slice(0, MOST_TEXT),
    document_url: navigation ? navigation.name.slice(0, 2000) : "",
  };
})();
