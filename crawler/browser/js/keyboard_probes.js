// Adds to `walker` what is asked where the walk is stuck and after it: dialogs, elements never reached, skip links.
(() => {
  const {
    byId, idOf, describe, states, closest, isShown, isSeen, isTabbable, insideOf, selectorOf, styleOf, roleOf, nameOf,
    folded, above, collect, active, groupOf, plan, boxOf, settled, frameOf,
  } = self.walker;
  const FOCUSABLE = "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex],audio[controls],video[controls],iframe";
  const COMPOSITE = /^(menu|menubar|listbox|grid|treegrid|tree|tablist|toolbar|radiogroup|combobox|spinbutton|application)$/;
  const ITEM = /^(option|menuitem|menuitemradio|menuitemcheckbox|tab|treeitem|gridcell|row|radio|columnheader|rowheader|slider)$/;
  const NATIVE = "a[href],area[href],button,input,select,textarea,summary,audio,video,option,label,iframe,object,embed";

  const isDialog = (element) =>
    /^(alert)?dialog$/.test(element.getAttribute("role") || "") || element.getAttribute("aria-modal") === "true" ||
    (element.localName === "dialog" && element.open);
  const isOverlay = (element) => {
    if (isDialog(element)) return true;
    if (styleOf(element).position !== "fixed") return false;
    const rect = element.getBoundingClientRect();
    if (rect.width * rect.height >= innerWidth * innerHeight * 0.6) return true;
    return [...document.querySelectorAll("body *")].slice(0, 3000).some((one) => {
      const box = one.getBoundingClientRect();
      const covers = box.width >= innerWidth * 0.9 && box.height >= innerHeight * 0.9;
      return covers && one !== element && styleOf(one).position === "fixed" && isShown(one) && !insideOf(one, element);
    });
  };
  // The dialog that holds all of these elements, with what can be pressed in it.
  const holder = (ids) => {
    const all = ids.map(byId).filter((element) => element?.isConnected);
    const box = all.length ? closest(all[0], (one) => one !== document.body && isOverlay(one)) : null;
    if (!box || !all.every((element) => insideOf(box, element))) return null;
    const pressed = all.some((one) => one.matches("a[href],button,input[type=button],input[type=submit],[role=button]"));
    return { id: idOf(box), selector: selectorOf(box), pressed };
  };
  const isOpen = (id) => {
    const box = byId(id);
    return Boolean(box?.isConnected && isShown(box));
  };
  // Key combinations that the page itself tells its readers to press.
  const advertised = (more = "") => {
    const text = `${(document.body?.innerText || "").slice(0, 50000)}\n${more}`;
    const found = [];
    const keys = /\b((?:(?:ctrl|control|alt|option|shift|cmd|command)\s*(?:\+|-|and)?\s*){1,3})[“"'‘]?([a-z0-9]|F\d{1,2}|esc(?:ape)?)\b|\bpress(?:ing)?\s+(?:the\s+)?[“"'‘]?(F\d{1,2}|[a-z])\b(?!\w)/gi;
    for (const match of text.matchAll(keys)) {
      found.push({ with: (match[1] || "").toLowerCase(), key: match[2] || match[3] });
      if (found.length >= 5) break;
    }
    return found;
  };
  const leap = (ids, visited) => {
    const known = new Set([...ids, ...visited]);
    const order = plan();
    const from = Math.max(...ids.map((id) => order.indexOf(id)));
    const next = order.slice(from + 1).find((id) => !known.has(id));
    if (!next) return 0;
    byId(next).focus();
    return next;
  };
  const takesTab = (id) => {
    const element = byId(id);
    return element.localName === "textarea" || element.isContentEditable || /^(textbox|application)$/.test(roleOf(element));
  };

  // --- after the walk

  const unreached = (before, visited) => {
    const seen = new Set(visited);
    const groups = new Set(visited.map((id) => groupOf(byId(id))).filter(Boolean));
    const now = new Set(plan());
    return before
      .filter((id) => !seen.has(id) && now.has(id))
      .map(byId)
      .filter((element) => isSeen(element) && !(groupOf(element) && groups.has(groupOf(element))))
      .map((element) => ({
        ...describe(element),
        composite: Boolean(closest(element, (one) => COMPOSITE.test(one.getAttribute?.("role") || ""))),
      }));
  };
  const stops = () =>
    [...states.values()].filter((state) => state.selector).map(({ focused, before, ...state }) => state);
  const same = () => {
    const kinds = new Map();
    for (const state of states.values()) {
      if (state.focus !== "same") continue;
      const element = byId(state.id);
      const kind = `${state.tag} ${element.className?.baseVal ?? element.className} ${above(element)?.className}`;
      if (!kinds.has(kind)) kinds.set(kind, []);
      kinds.get(kind).push(state.id);
    }
    return [...kinds.values()];
  };
  const show = async (id) => {
    const element = byId(id);
    if (!element.isConnected || !isShown(element)) return null;
    element.focus();
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    await settled(60);
    if (active() !== element) return null;
    const [x, y, width, height] = boxOf(element);
    return [x - scrollX, y - scrollY, width, height];
  };
  const unfocus = async () => {
    active()?.blur();
    await settled(60);
    return active() === null;
  };
  const focusOn = async (id) => {
    byId(id)?.focus();
    await settled();
    return active() === byId(id);
  };

  // --- skip links

  const SKIP = /\b(skip|jump|go) (to|over|past|main|nav)|zum (haupt)?inhalt|springe|aller (au|à)|passer|saltar|ir al|vai al|salta|naar (de )?(hoofd)?inhoud|pular|przejdź|preskoči|hoppa|gå til|siirry|přeskočit|ugrás|içeriğe|تخط|انتقل|スキップ|本文|跳/i;
  const skips = () => {
    const found = [];
    const first = [...states.values()].filter((state) => state.selector).slice(0, 3);
    for (const { id } of first) {
      const element = byId(id);
      const href = element.getAttribute?.("href") || "";
      if (!element.isConnected || element.ownerDocument !== document || !/^#./.test(href)) continue;
      if (element.hasAttribute("aria-expanded") || element.hasAttribute("aria-controls")) continue;
      const target = document.getElementById(decodeURIComponent(href.slice(1))) ?? document.getElementsByName(href.slice(1))[0];
      if (!target || !isShown(target)) continue; // a target that is missing is told by axe
      if (!(element.compareDocumentPosition(target) & 4) || insideOf(element, target)) continue;
      const isMain = target.matches("main,[role=main],h1") || Boolean(target.closest("main,[role=main]") || target.querySelector("main,[role=main],h1"));
      if (SKIP.test(nameOf(element)) || isMain) found.push({ id, target: idOf(target) });
    }
    return found;
  };
  // Whether the focus is in what the link promises to skip. Where nothing behind the target takes it, it begins anew.
  const isBetween = (linkId, targetId) => {
    let at = active();
    while (at && at.getRootNode() !== document) at = at.getRootNode().host || frameOf(at);
    const target = byId(targetId);
    if (!at || at === target || insideOf(target, at) || insideOf(at, target)) return false;
    return Boolean(byId(linkId).compareDocumentPosition(at) & 4 && target.compareDocumentPosition(at) & 2);
  };

  // --- buttons that open dialogs

  const openers = () =>
    collect()
      .filter((one) => one.matches("button[type=button],button:not([type]),[role=button],a[href='#'],[aria-haspopup=dialog]"))
      .filter((one) => isTabbable(one) && isSeen(one) && !one.form && !one.closest("form,[role=tablist],[role=menu]"))
      .filter((one) => !one.matches("[aria-haspopup=menu],[aria-haspopup=true],[aria-haspopup=listbox],[aria-pressed]"))
      .sort((one, two) => two.matches("[aria-haspopup=dialog]") - one.matches("[aria-haspopup=dialog]"))
      .slice(0, 10)
      .map(idOf);
  const dialogs = () =>
    collect()
      .filter((one) => (isDialog(one) || isOverlay(one)) && isSeen(one) && one.querySelector(FOCUSABLE))
      .map(idOf);
  const isInside = (boxId) => Boolean(active() && insideOf(byId(boxId), active()));
  const focusOnNow = (id) => active() === byId(id);
  const isModal = (boxId) => byId(boxId).matches("[aria-modal=true],dialog:modal") || false;

  const about = (id) => describe(byId(id));
  const aboutBody = () => ({ ...describe(document.body), name: "" });
  Object.assign(self.walker, {
    COMPOSITE, ITEM, NATIVE, FOCUSABLE,
    holder, isOpen, advertised, leap, takesTab, unreached, stops, same, show, unfocus, focusOn, skips, isBetween,
    openers, dialogs, isInside, isModal, about, aboutBody, focusOnNow,
  });
})();
