// Lays `walker` into our own world: the elements in the order of the composed tree, and which of them Tab comes to.
(() => {
  if (self.walker) return;
  const MOST_ELEMENTS = 20000;
  const ids = new WeakMap();
  const elements = [];
  const states = new Map(); // id -> what is known of the stop
  const noted = { focus: [], moves: [] }; // ids that got the focus, and navigations, since the last reading

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
    root.addEventListener("focus", (event) => noted.focus.push(idOf(event.composedPath()[0])), true);
    const page = root.defaultView?.navigation;
    page?.addEventListener("navigate", (event) => {
      if (event.hashChange || event.destination.sameDocument) return;
      noted.moves.push({ url: event.destination.url.slice(0, 300), form: Boolean(event.formData), id: self.walker.active() ? idOf(self.walker.active()) : 0 });
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
  const plan = () => {
    const groups = new Set();
    const expected = [];
    for (const element of collect()) {
      if (!isTabbable(element)) continue;
      const group = groupOf(element);
      if (group && groups.has(group)) continue;
      groups.add(group);
      expected.push(idOf(element));
    }
    return expected;
  };

  self.walker = {
    noted, states, idOf, byId, styleOf, above, frameOf, insideOf, isFrame, isShown, closest, documentIn, collect, isTabbable,
    groupOf, plan,
  };
})();
