// Lays `walker` into our own world: what can be reached with Tab, where the focus is, and what it looks like there.
(() => {
  if (self.walker) return;
  const MOST_ELEMENTS = 20000;
  const ids = new WeakMap();
  const elements = [];
  const states = new Map(); // id -> what is known of the stop
  let logged = []; // ids of elements that got the focus since the last reading
  let navigations = [];
  let last = 0;

  const idOf = (element) => {
    if (!ids.has(element)) ids.set(element, elements.push(element));
    return ids.get(element);
  };
  const byId = (id) => elements[id - 1];
  const styleOf = (element, pseudo) => element.ownerDocument.defaultView.getComputedStyle(element, pseudo);
  const above = (element) =>
    element.assignedSlot || element.parentElement || element.getRootNode().host || frameOf(element) || null;
  const frameOf = (element) => {
    try {
      return element.ownerDocument.defaultView?.frameElement ?? null;
    } catch {
      return null;
    }
  };
  const insideOf = (outer, inner) => {
    for (let one = inner; one; one = above(one)) if (one === outer) return true;
    return false;
  };
  const documentIn = (frame) => {
    try {
      return frame.contentDocument;
    } catch {
      return null;
    }
  };
  const isFrame = (element) => element.localName === "iframe" || element.localName === "frame";
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const closest = (element, test) => {
    for (let one = element; one; one = above(one)) if (test(one)) return one;
    return null;
  };

  // --- all elements in the order of the composed tree, without what is inert or cannot be tabbed into

  const watched = new WeakSet();
  const watch = (root) => {
    if (watched.has(root)) return;
    watched.add(root);
    root.addEventListener("focus", (event) => logged.push(idOf(event.composedPath()[0])), true);
    const page = root.defaultView?.navigation;
    page?.addEventListener("navigate", (event) => {
      if (event.hashChange || event.destination.sameDocument) return;
      navigations.push({ url: event.destination.url.slice(0, 300), form: Boolean(event.formData), id: active() ? idOf(active()) : 0 });
      if (event.cancelable) event.preventDefault();
    });
  };
  const collect = () => {
    const found = [];
    const visit = (element) => {
      if (found.length >= MOST_ELEMENTS || element.inert) return;
      found.push(element);
      const isShut = element.getAttribute("tabindex")?.trim().startsWith("-");
      if (element.shadowRoot) {
        watch(element.shadowRoot);
        if (!isShut) for (const child of element.shadowRoot.children) visit(child);
      }
      if (isFrame(element) && !isShut && isShown(element)) {
        const inner = documentIn(element);
        if (inner?.documentElement) {
          watch(inner);
          visit(inner.documentElement);
        }
      }
      for (const child of element.children) visit(child);
    };
    watch(document);
    visit(document.documentElement);
    const modal = [...document.querySelectorAll("dialog:modal")].pop();
    return modal ? found.filter((element) => insideOf(modal, element)) : found;
  };
  const isTabbable = (element) => {
    const name = element.localName;
    if (element.matches(":disabled") || !isShown(element) || isFrame(element)) return false;
    if (name === "area" || name === "object" || name === "embed" || name === "audio" || name === "video") return false;
    if (name === "body" || name === "html") return false;
    if (name === "summary") {
      const details = element.parentElement;
      const isFirst = details?.localName === "details" && details.querySelector(":scope > summary") === element;
      if (!isFirst && !element.hasAttribute("tabindex")) return false;
    }
    if ((name === "a" || name === "area") && !element.hasAttribute("href") && !element.hasAttribute("xlink:href") &&
      !element.hasAttribute("tabindex")) return false;
    if (element.shadowRoot?.delegatesFocus) return false;
    return element.tabIndex >= 0;
  };
  const groupOf = (element) =>
    element.localName === "input" && element.type === "radio" && element.name
      ? `radio ${element.form ? idOf(element.form) : 0} ${element.name}`
      : "";
  let expected = [];
  const plan = () => {
    const groups = new Set();
    expected = [];
    for (const element of collect()) {
      if (!isTabbable(element)) continue;
      const group = groupOf(element);
      if (group && groups.has(group)) continue;
      groups.add(group);
      expected.push(idOf(element));
    }
    return expected;
  };

  // --- what an element is

  const stepOf = (element) => {
    const root = element.getRootNode();
    const steps = [];
    for (let one = element; one && one.nodeType === 1; one = one.parentElement) {
      if (one.id && /^[A-Za-z][\w-]*$/.test(one.id) && root.querySelectorAll(`#${one.id}`).length === 1) {
        steps.unshift(`#${one.id}`);
        break;
      }
      if (one.localName === "html" || one.localName === "body") {
        steps.unshift(one.localName);
        break;
      }
      const same = one.parentNode ? [...one.parentNode.children].filter((other) => other.localName === one.localName) : [];
      const name = CSS.escape(one.localName);
      steps.unshift(same.length > 1 ? `${name}:nth-of-type(${same.indexOf(one) + 1})` : name);
    }
    return steps.join(" > ");
  };
  const selectorOf = (element) => {
    const steps = [];
    for (let one = element; one; one = one.getRootNode().host || frameOf(one)) steps.unshift(stepOf(one));
    return steps.join(" >>> ");
  };
  const placeOf = (element) => {
    const steps = [];
    for (let one = element; one && one.localName !== "html" && one.localName !== "body"; ) {
      const named = [...one.classList].find((name) => !/\d/.test(name));
      steps.unshift(named ? `${one.localName}.${named}` : one.localName);
      one = one.parentElement || one.getRootNode().host || null;
    }
    return steps.join(" > ");
  };
  const folded = (text) => (text || "").replace(/\s+/g, " ").trim();
  const nameOf = (element) => {
    const root = element.getRootNode();
    const named = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const text =
      named.map((id) => root.getElementById?.(id)?.textContent || "").join(" ") ||
      element.getAttribute("aria-label") ||
      [...(element.labels || [])].map((label) => label.textContent).join(" ") ||
      element.getAttribute("alt") ||
      (element.localName === "input" && ["submit", "button", "reset"].includes(element.type) && element.value) ||
      (["input", "select", "textarea"].includes(element.localName) ? "" : element.innerText || element.textContent) ||
      [...element.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ") ||
      element.getAttribute("title") ||
      element.getAttribute("placeholder");
    return folded(text).slice(0, 120);
  };
  const ROLES = { a: "link", button: "button", select: "combobox", textarea: "textbox", summary: "button" };
  const INPUTS = { checkbox: "checkbox", radio: "radio", range: "slider", number: "spinbutton", search: "searchbox" };
  const PRESSED = ["button", "submit", "reset", "image"];
  const roleOf = (element) => {
    const given = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (given) return given;
    if (element.localName !== "input") return ROLES[element.localName] || "";
    return INPUTS[element.type] || (PRESSED.includes(element.type) ? "button" : "textbox");
  };
  const boxOf = (element) => {
    const rect = element.getBoundingClientRect();
    let x = rect.x;
    let y = rect.y;
    for (let frame = frameOf(element); frame; frame = frameOf(frame)) {
      const outer = frame.getBoundingClientRect();
      x += outer.x + frame.clientLeft;
      y += outer.y + frame.clientTop;
    }
    return [x + scrollX, y + scrollY, rect.width, rect.height].map((side) => Math.round(side));
  };
  const isSeen = (element) => {
    const [x, y, width, height] = boxOf(element);
    if (width < 2 || height < 2 || x + width <= 0 || y + height <= 0 || !isShown(element)) return false;
    if (closest(element, (one) => Number(styleOf(one).opacity) < 0.05)) return false;
    const style = styleOf(element);
    return style.clipPath !== "inset(100%)" && style.clipPath !== "inset(50%)" && !/^rect\(0/.test(style.clip);
  };
  const hasInside = (element) => {
    const name = element.localName;
    const inner = ["date", "datetime-local", "month", "week", "time"];
    return (
      isFrame(element) || ["audio", "video", "object", "embed"].includes(name) ||
      (name.includes("-") && !element.shadowRoot) || (name === "input" && inner.includes(element.type))
    );
  };
  const describe = (element) => ({
    selector: selectorOf(element),
    place: placeOf(element),
    html: folded(element.cloneNode(false).outerHTML).slice(0, 300),
    name: nameOf(element),
    role: roleOf(element),
    tag: element.localName,
    rect: boxOf(element),
    tabindex: element.tabIndex,
    frame: element.ownerDocument !== document,
  });

  // --- what the focus looks like: the visible style of the element and of what stands around it

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

  // --- one reading

  const active = () => {
    let element = document.activeElement;
    for (;;) {
      if (!element) return null;
      if (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      else if (isFrame(element)) {
        const inner = documentIn(element);
        const next = inner?.activeElement;
        if (!next || next === inner.body || next === inner.documentElement) break;
        element = next;
      } else break;
    }
    return element === document.body || element === document.documentElement ? null : element;
  };
  const settled = (ms = 25) =>
    new Promise((resolve) => {
      const go = () => setTimeout(resolve, ms);
      const late = setTimeout(go, 150);
      requestAnimationFrame(() => {
        clearTimeout(late);
        go();
      });
    });
  const leave = (id) => {
    const state = states.get(id);
    const element = byId(id);
    if (!state || state.focus !== "unknown" || !element.isConnected) return;
    if (!isShown(element)) return;
    const now = appearance(element);
    if (now !== state.focused || (state.before && state.before !== state.focused)) state.focus = "style";
    else state.focus = "same";
    delete state.focused;
    delete state.before;
  };
  const remember = async (element, id) => {
    const state = { ...describe(element), id, focus: "unknown", before: baseline.get(id) };
    state.seen = isSeen(element);
    state.focused = appearance(element);
    if (hasCaret(element)) state.focus = "caret";
    if (hasInside(element)) state.focus = "inside";
    state.covered = cover(element);
    if (state.covered) {
      await settled(300); // what scrolls or slides comes to rest first
      state.covered = active() === element ? cover(element) : null;
      state.rect = boxOf(element);
    }
    states.set(id, state);
  };
  const baseline = new Map();
  const read = async (whole = true) => {
    await settled();
    const element = active();
    const id = element ? idOf(element) : 0;
    if (last && last !== id) leave(last);
    const got = [...new Set(logged)];
    const moved = navigations;
    logged = [];
    navigations = [];
    last = id;
    if (element && whole && !states.has(id)) {
      states.set(id, {});
      await remember(element, id);
    }
    return { id, got, moved, group: element ? groupOf(element) : "", inside: element ? hasInside(element) : false };
  };
  const begin = (most) => {
    plan();
    for (const id of expected.slice(0, most)) if (byId(id) !== active()) baseline.set(id, appearance(byId(id)));
    last = active() ? idOf(active()) : 0;
    logged = [];
    navigations = [];
    return { expected, start: last, groups: expected.map((id) => groupOf(byId(id))) };
  };

  self.walker = {
    begin, read, plan, describe, states, byId, idOf, active, isSeen, isShown, isTabbable, isFrame, above, closest,
    collect, insideOf, selectorOf, styleOf, settled, leave, nameOf, roleOf, folded, groupOf, hasInside, boxOf, frameOf,
  };
})();
