// Runs in the page's own world with the command-line API: selectors of the elements that take clicks.
// `own`: the element listens itself; else only something above it listens. `keys`: something on the way up takes keys.
(() => {
  const MOST = 20000;
  const CLICKS = ["click", "mousedown", "mouseup", "pointerdown", "pointerup"];
  const KEYS = ["keydown", "keyup", "keypress"];
  const known = new Map();
  const cache = (element) => {
    if (known.has(element)) return known.get(element);
    let listeners = {};
    try {
      listeners = getEventListeners(element);
    } catch {
      // not an event target of this page
    }
    const react = Object.keys(element).find((name) => name.startsWith("__reactProps$"));
    const props = react ? element[react] : {};
    const vue = element._vei || {};
    const has = (types, names) =>
      types.some((type) => listeners[type]?.length || typeof element[`on${type}`] === "function") ||
      names.some((name) => typeof props?.[name] === "function" || vue[name]);
    const isBare = element === document.body || element === document.documentElement || element === document || element === window;
    const found = {
      click: has(CLICKS, ["onClick", "onMouseDown", "onPointerDown"]) || typeof element.__click === "function",
      keys: has(KEYS, ["onKeydown", "onKeyDown", "onKeyUp", "onKeyup", "onKeyPress"]) || typeof element.__keydown === "function",
      isBare,
    };
    known.set(element, found);
    return found;
  };
  const up = (element) => element.parentElement || element.getRootNode().host || null;
  const above = (element, test) => {
    for (let one = up(element); one; one = up(one)) if (test(cache(one))) return true;
    return test(cache(document)) || test(cache(window));
  };
  const stepOf = (element) => {
    const steps = [];
    for (let one = element; one; one = one.parentElement) {
      if (one === document.documentElement || one === document.body) {
        steps.unshift(one.localName);
        break;
      }
      const at = [...(one.parentNode?.children || [])].indexOf(one) + 1;
      steps.unshift(`${CSS.escape(one.localName)}:nth-child(${at})`);
    }
    return steps.join(" > ");
  };
  const selectorOf = (element) => {
    const steps = [];
    for (let one = element; one; one = one.getRootNode().host) steps.unshift(stepOf(one));
    return steps.join(" >>> ");
  };
  const delegated = [];
  try {
    for (const root of [document, document.body]) {
      for (const one of window.jQuery?._data(root, "events")?.click || []) if (one.selector) delegated.push(one.selector);
    }
  } catch {
    // a jQuery that keeps its events elsewhere
  }
  const isDelegated = (element) =>
    delegated.some((selector) => {
      try {
        return element.matches(selector);
      } catch {
        return false;
      }
    });
  const found = [];
  let count = 0;
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if ((count += 1) > MOST || found.length >= 400) return;
      if (element.shadowRoot) look(element.shadowRoot);
      const own = cache(element);
      const isOwn = own.click && !own.isBare;
      const hand = () => {
        if (getComputedStyle(element).cursor !== "pointer") return false;
        const parent = up(element);
        return !parent || getComputedStyle(parent).cursor !== "pointer";
      };
      const isButton = element.getAttribute("role") === "button" || element.getAttribute("role") === "link";
      const asked = isOwn || ((isDelegated(element) || hand() || isButton) && above(element, (one) => one.click));
      if (!asked) continue;
      found.push({ selector: selectorOf(element), own: isOwn, keys: own.keys || above(element, (one) => one.keys) });
    }
  };
  look(document);
  return found;
})();
