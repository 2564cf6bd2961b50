// Adds to `walker` what the focus looks like, and what lies over the focused element.
(() => {
  const { styleOf, above, closest, insideOf, isSeen, roleOf, selectorOf, INPUTS } = self.walker;

  // --- the visible style of the element and of what stands around it

  const isClear = (colour) => colour === "transparent" || /^rgba\(.*,\s*0\)$|\/\s*0\)$/.test(colour);
  const shadows = (value) =>
    value
      .split(/,(?![^(]*\))/)
      .filter((one) => !isClear((/rgba?\([^)]*\)|color\([^)]*\)/.exec(one) || ["none"])[0]) && /[1-9]/.test(one.replace(/\w+\([^)]*\)/, "")))
      .join();
  const PLAIN = [
    "color", "backgroundImage", "textDecorationLine", "textDecorationStyle", "textDecorationColor", "opacity",
    "visibility", "display", "transform", "filter", "clip", "clipPath", "fontWeight", "fontStyle", "fill", "stroke",
    "textDecorationThickness", "backgroundPosition", "scale", "translate",
  ];
  const looks = (element, pseudo) => {
    const style = styleOf(element, pseudo);
    if (pseudo && (style.content === "none" || style.content === "normal")) return "";
    const parts = PLAIN.map((name) => style[name]);
    if (style.textDecorationLine === "none") parts[3] = parts[4] = parts[16] = "";
    parts.push(isClear(style.backgroundColor) ? "" : style.backgroundColor, shadows(style.boxShadow), style.content);
    const line = (kind, width, colour) => (kind === "none" || width === "0px" || isClear(colour) ? "" : kind + width + colour);
    parts.push(line(style.outlineStyle, style.outlineWidth, style.outlineColor));
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      parts.push(line(style[`border${side}Style`], style[`border${side}Width`], style[`border${side}Color`]));
    }
    return parts.join(";");
  };
  const appearance = (element) => {
    const around = [];
    for (let one = above(element); one && around.length < 3; one = above(one)) around.push(one);
    const near = [element.nextElementSibling, element.previousElementSibling, ...(element.labels || [])];
    const own = isSeen(element) ? [element] : []; // where it cannot be seen, its own style tells nobody anything
    const parts = [...own, ...around, ...near.filter(Boolean), ...[...element.children].slice(0, 4)].map(
      (one) => looks(one) + looks(one, "::before") + looks(one, "::after"),
    );
    const style = styleOf(element);
    if (!own.length) return parts.join("|");
    return [...parts, style.width, style.height, style.left, style.top, style.position, style.margin].join("|");
  };
  const hasCaret = (element) => {
    const isText =
      element.isContentEditable || element.localName === "textarea" ||
      (element.localName === "input" && roleOf(element) !== "button" && !INPUTS[element.type] ) ||
      (element.localName === "input" && ["search", "number"].includes(element.type));
    const none = ["color", "file"];
    return isText && !element.readOnly && !none.includes(element.type) && !isClear(styleOf(element).caretColor);
  };

  // --- what lies over the focused element

  const paints = (element) => {
    if (closest(element, (one) => Number(styleOf(one).opacity) < 0.5)) return false;
    if (["img", "video", "canvas", "iframe", "svg", "picture"].includes(element.localName)) return true;
    const style = styleOf(element);
    const colour = style.backgroundColor;
    const alpha = /(?:,|\/)\s*([\d.]+)\)$/.exec(colour);
    const opaque = colour.startsWith("rgba") || colour.includes("/") ? Number(alpha?.[1] ?? 0) >= 0.5 : colour !== "transparent";
    return opaque || style.backgroundImage !== "none";
  };
  const topmost = (x, y) => {
    let found = document.elementFromPoint(x, y);
    while (found?.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
      found = inner;
    }
    return found;
  };
  const cover = (element) => {
    if (element.ownerDocument !== document || !isSeen(element)) return null;
    let blocker = null;
    let points = 0;
    for (const rect of [...element.getClientRects()].slice(0, 3)) {
      for (const [across, down] of [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]) {
        const x = rect.x + rect.width * across;
        const y = rect.y + rect.height * down;
        if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
        const top = topmost(x, y);
        if (!top) continue;
        points += 1;
        if (insideOf(element, top) || insideOf(top, element)) return null;
        if ([...(element.labels || [])].some((label) => insideOf(label, top))) return null;
        const painted = closest(top, (one) => insideOf(one, element) || paints(one));
        if (!painted || insideOf(painted, element)) return null;
        blocker = painted;
      }
    }
    if (!points || !blocker) return null;
    const fixed = closest(blocker, (one) => ["fixed", "sticky"].includes(styleOf(one).position));
    return { selector: selectorOf(fixed || blocker), fixed: Boolean(fixed && !insideOf(fixed, element)) };
  };

  Object.assign(self.walker, { isClear, appearance, hasCaret, cover });
})();
