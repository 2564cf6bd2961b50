// The places that links can name, and the addresses that the page uses, as scripts have left it.
(() => {
  const MOST_IDS = 3000;
  const MOST_ADDRESSES = 1000;
  const folded = (text) => (text || "").replace(/\s+/g, " ").trim();
  const ids = new Set();
  for (const element of document.querySelectorAll("[id], a[name]")) {
    if (ids.size >= MOST_IDS) break;
    if (element.id) ids.add(element.id.slice(0, 200));
    const name = element.localName === "a" && element.getAttribute("name");
    if (name) ids.add(name.slice(0, 200));
  }
  const used = new Map();
  const add = (kind, address, text) => {
    if (used.size < MOST_ADDRESSES && /^https?:/.test(address) && address.length <= 2000 && !used.has(address)) {
      used.set(address, [kind, address, folded(text).slice(0, 100)]);
    }
  };
  for (const link of document.querySelectorAll("a[href]:not(svg a), area[href]")) add("a", link.href, link.textContent);
  for (const image of document.querySelectorAll("img[src]")) {
    const style = getComputedStyle(image);
    const isPixel = style.display === "none" || (image.naturalWidth === 1 && image.naturalHeight === 1);
    if (!isPixel) add("img", image.currentSrc || image.src, image.alt);
  }
  return { ids: [...ids], addresses: [...used.values()] };
})();
