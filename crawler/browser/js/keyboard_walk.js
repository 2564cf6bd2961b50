// Adds to `walker` one reading after a key: where the focus is, and what it looks like there.
(() => {
  const {
    noted, states, idOf, byId, isFrame, isShown, documentIn, plan, groupOf, boxOf, isSeen, hasInside, describe, appearance,
    hasCaret, cover,
  } = self.walker;
  const baseline = new Map();
  let last = 0;
  const forget = () => {
    noted.focus = [];
    noted.moves = [];
  };

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
  const read = async (whole = true) => {
    await settled();
    const element = active();
    const id = element ? idOf(element) : 0;
    if (last && last !== id) leave(last);
    const got = [...new Set(noted.focus)];
    const moved = noted.moves;
    forget();
    last = id;
    if (element && whole && !states.has(id)) {
      states.set(id, {});
      await remember(element, id);
    }
    const foreign = Boolean(element && isFrame(element) && !documentIn(element));
    return { id, got, moved, foreign, group: element ? groupOf(element) : "", inside: element ? hasInside(element) : false };
  };
  const begin = (most) => {
    const expected = plan();
    for (const id of expected.slice(0, most)) if (byId(id) !== active()) baseline.set(id, appearance(byId(id)));
    last = active() ? idOf(active()) : 0;
    forget();
    return { expected, start: last, groups: expected.map((id) => groupOf(byId(id))) };
  };

  Object.assign(self.walker, { begin, read, active, settled, leave });
})();
