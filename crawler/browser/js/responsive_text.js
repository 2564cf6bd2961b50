// Text that a box cuts off, before and after the page or its letters were made larger. Needs telling.js.
// Clipping is meant as in W3C's rule 59br37: some of the text is seen, and some of it lies outside its box.
(() => {
  if (self.marsadText) return;
  const MOST_TEXTS = 2500;
  const SAMPLES = 10;
  const SLACK_PX = 4;
  const LINE_SHARE = 0.3; // of a line's height that may lie outside: accents and descents are drawn in it
  const LEAST_SEEN_PX = 3;
  const ICONS = /icon|symbol|awesome|glyph|material/i;
  const CONTROLS = "button, summary, [role=button], [aria-expanded], input[type=checkbox]";
  const known = new WeakSet(); // texts that were cut off before anything was enlarged

  const isHidden = (value) => value === "hidden" || value === "clip";
  const isScrolled = (value) => value === "auto" || value === "scroll";
  const holds = (style) => style.transform !== "none" || style.contain.includes("paint") || style.filter !== "none";

  // The boxes that cut off what stands in an element, along each axis; what a person can scroll is not cut off.
  const clippersOf = (start, styleOf) => {
    const found = [];
    const open = { x: true, y: true };
    let sought = "";
    for (let element = start; element; element = element.parentElement || element.getRootNode().host) {
      const style = styleOf(element);
      if (element.getAttribute("aria-hidden") === "true" || element.inert) return null;
      const passes = sought && !holds(style) && (sought === "fixed" || style.position === "static");
      if (passes) continue;
      sought = /fixed|absolute/.test(style.position) ? style.position : "";
      const isRoot = element === document.documentElement || element === document.body;
      if (style.display === "inline" || style.display === "contents") continue;
      for (const axis of ["x", "y"]) {
        const overflow = axis === "x" ? style.overflowX : style.overflowY;
        if (isScrolled(overflow) && !isRoot) open[axis] = false;
        else if (open[axis] && isHidden(overflow) && !(isRoot && axis === "y")) found.push({ element, axis, isRoot });
      }
    }
    return found;
  };

  const insideOf = ({ element, isRoot }) => {
    if (isRoot) return { left: 0, top: -Infinity, right: innerWidth, bottom: Infinity };
    const box = element.getBoundingClientRect();
    const left = box.left + element.clientLeft;
    const top = box.top + element.clientTop;
    return { left, top, right: left + element.clientWidth, bottom: top + element.clientHeight };
  };

  const isCleanCut = ({ element, axis }, styleOf) => {
    const style = styleOf(element);
    if (style.webkitLineClamp !== "none") return true;
    if (axis === "x") return style.textOverflow !== "clip";
    const height = parseFloat(style.lineHeight) || 1.2 * parseFloat(style.fontSize);
    return height >= element.getBoundingClientRect().height - 1; // one line is shown whole, by design
  };

  // Why it may be meant: a person can open it, it moves, it fades out, or it is one of many things in a row.
  const doubtOf = ({ element, axis, isRoot }, holder, styleOf) => {
    if (isRoot) return "edge";
    const around = element.parentElement || element;
    if (around.querySelector(CONTROLS) || element.closest("details, [aria-expanded]")) return "control";
    for (let one = holder; one; one = one.parentElement) {
      const style = styleOf(one);
      if (style.transform !== "none" || style.animationName !== "none") return "moves";
      if (one === element && /height|transform|all/.test(style.transitionProperty) && parseFloat(style.transitionDuration))
        return "moves";
      if (style.maskImage && style.maskImage !== "none") return "fades";
      if (one !== element && axis === "x" && /flex|grid/.test(style.display) && one.children.length > 1) return "row";
      if (one === element) break;
    }
    const after = getComputedStyle(element, "::after");
    return after.content !== "none" && /gradient/.test(after.backgroundImage) ? "fades" : "";
  };

  const cutOf = (text, clippers, styleOf) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const whole = range.getBoundingClientRect();
    if (whole.width < 1 || whole.height < 1) return null;
    const boxes = clippers.map((one) => ({ ...one, inside: insideOf(one) }));
    const over = ({ axis, inside }, box) =>
      axis === "x"
        ? Math.max(inside.left - box.left, box.right - inside.right)
        : Math.max(inside.top - box.top, box.bottom - inside.bottom);
    if (!boxes.some((one) => over(one, whole) > SLACK_PX)) return null;
    const lines = [...range.getClientRects()].filter((line) => line.width > 1 && line.height > 1);
    const seen = lines.filter((line) =>
      boxes.every(({ axis, inside }) => {
        const start = axis === "x" ? Math.max(line.left, inside.left) : Math.max(line.top, inside.top);
        const end = axis === "x" ? Math.min(line.right, inside.right) : Math.min(line.bottom, inside.bottom);
        return end - start >= LEAST_SEEN_PX;
      }),
    );
    if (!seen.length) return null; // hidden as a whole: nobody misses the rest of it
    return boxes.find((one) => {
      const least = (line) => (one.axis === "x" ? SLACK_PX : Math.max(SLACK_PX, LINE_SHARE * line.height));
      return lines.some((line) => over(one, line) > least(line)) && !isCleanCut(one, styleOf);
    });
  };

  const scan = () => {
    const styles = new Map();
    const styleOf = (element) => {
      if (!styles.has(element)) styles.set(element, getComputedStyle(element));
      return styles.get(element);
    };
    const chains = new Map();
    const found = [];
    const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
    for (let number = 0; number < MOST_TEXTS && walker.nextNode(); number += 1) {
      const text = walker.currentNode;
      const holder = text.parentElement;
      if (!text.data.trim() || !(holder instanceof HTMLElement)) continue;
      if (/^(script|style|noscript|template|title|textarea|option)$/.test(holder.localName)) continue;
      if (!chains.has(holder)) {
        const isShown = holder.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        const isText = isShown && !ICONS.test(styleOf(holder).fontFamily);
        chains.set(holder, isText ? clippersOf(holder, styleOf) : null);
      }
      const clippers = chains.get(holder);
      const by = clippers && clippers.length ? cutOf(text, clippers, styleOf) : null;
      if (by) found.push({ text, holder, by, doubt: doubtOf(by, holder, styleOf) });
    }
    return found;
  };

  // What is cut off now; with `fresh` only what was whole when `clipped` was asked for the first time.
  const clipped = (fresh) => {
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    const found = scan();
    if (!fresh) for (const { text } of found) known.add(text);
    const boxes = new Map();
    for (const one of found) {
      if (fresh && known.has(one.text)) continue;
      const before = boxes.get(one.by.element);
      if (!before) boxes.set(one.by.element, one);
      else if (!before.doubt) before.doubt = one.doubt;
    }
    const all = [...boxes.values()].sort((one, other) => Boolean(one.doubt) - Boolean(other.doubt));
    return {
      total: all.length,
      clipped: all.slice(0, SAMPLES).map(({ text, by, doubt }) => ({
        ...self.marsadTold(by.element),
        text: text.data.trim().replace(/\s+/g, " ").slice(0, 80),
        axis: by.axis,
        doubt,
      })),
    };
  };

  // --- twice as large letters, and the spacing of WCAG 1.4.12; both undo themselves

  const changed = [];
  const enlarge = () => {
    const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
    const sizes = new Map();
    for (let number = 0; number < MOST_TEXTS && walker.nextNode(); number += 1) {
      const holder = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !(holder instanceof HTMLElement) || sizes.has(holder)) continue;
      const style = getComputedStyle(holder);
      sizes.set(holder, [parseFloat(style.fontSize), parseFloat(style.lineHeight)]);
    }
    for (const [element, [size, line]] of sizes) {
      changed.push([element, element.getAttribute("style")]);
      element.style.setProperty("font-size", `${2 * size}px`, "important");
      if (line) element.style.setProperty("line-height", `${2 * line}px`, "important");
    }
  };
  const shrink = () => {
    for (const [element, style] of changed.splice(0)) {
      element.getAttribute("style"); // brings attribute and declarations together; without it the removal leaves ""
      if (style === null) element.removeAttribute("style");
      else element.setAttribute("style", style);
    }
  };
  let sheet = null;
  const space = () => {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }" +
        "p { margin-block-end: 2em !important }",
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };
  const unspace = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };

  self.marsadText = { clipped, enlarge, shrink, space, unspace };
})();
