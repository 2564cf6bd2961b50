// Lays `contrast` into our own world: where an element's own text stands, and how to take the text away for a picture.
(() => {
  const kept = new Map();
  const find = (selector) => {
    const [first, ...rest] = document.querySelectorAll(selector);
    return rest.length ? null : first;
  };
  const settled = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));
  const rects = (element) => {
    const found = [];
    for (const node of element.childNodes) {
      if (node.nodeType !== 3 || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      found.push(...range.getClientRects());
    }
    return found.filter((one) => one.width >= 2 && one.height >= 2);
  };
  // Null where a picture would prove nothing: shadows, outlines and translucent layers are text too.
  const place = async (selector) => {
    const element = find(selector);
    if (!element) return null;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    await settled();
    const style = getComputedStyle(element);
    if (style.textShadow !== "none" || parseFloat(style.webkitTextStrokeWidth) > 0) return null;
    if (style.webkitTextFillColor !== style.color || style.backgroundClip === "text") return null;
    for (let one = element; one; one = one.parentElement) {
      const above = getComputedStyle(one);
      if (above.opacity !== "1" || above.mixBlendMode !== "normal" || above.filter !== "none") return null;
    }
    const all = rects(element);
    if (!all.length) return null;
    const left = Math.max(0, Math.min(...all.map((one) => one.left)));
    const top = Math.max(0, Math.min(...all.map((one) => one.top)));
    const right = Math.min(innerWidth, Math.max(...all.map((one) => one.right)));
    const bottom = Math.min(innerHeight, Math.max(...all.map((one) => one.bottom)));
    if (right - left < 4 || bottom - top < 4) return null;
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = style.color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    const size = parseFloat(style.fontSize);
    return {
      box: [left + scrollX, top + scrollY, right - left, bottom - top],
      colour: [red, green, blue, alpha / 255],
      large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700),
    };
  };
  const hide = async (selector) => {
    const element = find(selector);
    kept.set(selector, element.getAttribute("style"));
    for (const name of ["color", "-webkit-text-fill-color", "text-decoration-color", "text-emphasis-color"]) {
      element.style.setProperty(name, "transparent", "important");
    }
    element.style.setProperty("transition", "none", "important");
    await settled();
    return true;
  };
  const restore = (selector) => {
    const element = find(selector);
    const style = kept.get(selector);
    if (style === null) element.removeAttribute("style");
    else element.setAttribute("style", style);
    return true;
  };
  let at = [0, 0];
  self.contrast = {
    place, hide, restore,
    begin: () => { at = [scrollX, scrollY]; return true; },
    end: () => { scrollTo({ left: at[0], top: at[1], behavior: "instant" }); return true; },
  };
})();
