// Adds to `walker` what takes clicks and no keys.
(() => {
  const { states, idOf, byId, describe, closest, insideOf, isSeen, styleOf, folded, boxOf, COMPOSITE, ITEM, NATIVE, FOCUSABLE } =
    self.walker;

  // `found` comes from the page's own world, as selectors with what listens

  const find = (selector) => {
    let root = document;
    let element = null;
    for (const step of selector.split(" >>> ")) {
      if (element) root = element.shadowRoot || element.contentDocument;
      element = root?.querySelector(step);
      if (!element) return null;
    }
    return element;
  };
  const judged = (element) => {
    const modal = [...document.querySelectorAll("dialog:modal")].pop();
    if (modal && !insideOf(modal, element)) return false;
    if (!isSeen(element) || element.closest("label,[aria-hidden=true],[inert]") || element.matches("html,body,form,main")) return false;
    if (closest(element, (one) => one.matches(FOCUSABLE))) return false;
    if (element.querySelector(FOCUSABLE) || element.shadowRoot) return false;
    if (closest(element, (one) => ITEM.test(one.getAttribute("role") || "") || COMPOSITE.test(one.getAttribute("role") || ""))) return false;
    const [, , width, height] = boxOf(element);
    return width * height < innerWidth * innerHeight * 0.4;
  };
  // A heading that takes clicks and hides nothing below it often only does again what a link or the Home key does.
  const isConvenience = (element) => {
    if (!element.matches("h1,h2,h3,h4,h5,h6,[role=heading]") || element.hasAttribute("aria-expanded")) return false;
    const below = element.nextElementSibling ?? element.parentElement?.nextElementSibling;
    return !below || isSeen(below);
  };
  let made = []; // buttons made of other elements, which may answer keys
  const pressable = () => {
    const kinds = new Map(made.map((id) => [`${byId(id).className} ${byId(id).parentElement?.className}`, id]));
    return [...kinds.values()].slice(0, 5);
  };
  const clicks = (found) => {
    made = [];
    const problems = [];
    const told = new Set();
    const tell = (kind, outcome, element) => {
      if (told.has(element) || [...told].some((one) => insideOf(one, element))) return;
      told.add(element);
      problems.push({ kind, outcome, ...describe(element) });
    };
    for (const { selector, own, keys } of found) {
      const element = find(selector);
      if (!element?.isConnected) continue;
      const state = states.get(idOf(element));
      if (state?.selector) {
        const role = element.getAttribute("role") || "";
        const isPlain = !element.matches(NATIVE) && !element.isContentEditable && !ITEM.test(role) && !COMPOSITE.test(role);
        const holds = element.querySelector(FOCUSABLE) || element.hasAttribute("aria-activedescendant");
        if (own && !keys && isPlain && !holds && (role === "button" || role === "link" || styleOf(element).cursor === "pointer"))
          tell("keys-ignored", "fail", element);
        else if (own && keys && isPlain && !holds && role === "button" && element.ariaDisabled !== "true") made.push(state.id);
        continue;
      }
      if (!judged(element)) continue;
      const hand = styleOf(element).cursor === "pointer";
      const role = /^(button|link|checkbox|switch)$/.test(element.getAttribute("role") || "");
      const sure = hand || role || (element.localName === "a" && !element.hasAttribute("href"));
      if (own && sure) tell("click-no-key", isConvenience(element) ? "review" : "fail", element);
      else if (own ? folded(element.textContent) : hand || role) tell("click-no-key", "review", element);
    }
    const reached = new Set([...states.values()].map((state) => byId(state.id)?.href).filter(Boolean));
    for (const link of document.querySelectorAll("a[href][tabindex^='-']")) {
      if (isSeen(link) && !reached.has(link.href) && !link.closest("[aria-hidden=true],[role]:not([role=link],[role=main],[role=navigation])"))
        tell("click-no-key", "review", link);
    }
    return problems.slice(0, 60);
  };

  Object.assign(self.walker, { clicks, pressable });
})();
