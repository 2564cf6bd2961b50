// Adds to `walker` what only hovering shows.
(() => {
  const { idOf, byId, insideOf, isSeen, isShown, isTabbable, folded, settled } = self.walker;

  const reveals = (style) =>
    (style.display && style.display !== "none") || style.visibility === "visible" || Number(style.opacity) > 0 ||
    /^(auto|none|rect)/.test(style.clip) || (style.height && style.height !== "0px");
  const hovers = () => {
    const found = [];
    const rules = [];
    const gather = (list) => {
      for (const rule of list) {
        if (rules.length > 20000) return;
        if (rule.selectorText) rules.push(rule);
        if (rule.cssRules?.length && !(rule.media && !matchMedia(rule.media.mediaText).matches)) gather(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) {
      try {
        gather(sheet.cssRules);
      } catch {
        // another origin's sheet cannot be read
      }
    }
    const all = rules.map((rule) => rule.selectorText).join(",");
    for (const rule of rules) {
      if (!rule.selectorText.includes(":hover") || !reveals(rule.style)) continue;
      for (const part of rule.selectorText.split(/,(?![^(]*\))/)) {
        const match = /^(.*?):hover(?![\w-])([^\s>+~]*)\s*([\s>+~])\s*(.+)$/.exec(part.trim());
        if (!match || /:(hover|focus|active)/.test(match[1] + match[4])) continue;
        const twin = [":focus", ":focus-within", ":focus-visible"].some((focus) =>
          all.includes(part.trim().replace(":hover", focus)));
        if (twin) continue;
        let owners = [];
        try {
          owners = [...document.querySelectorAll((match[1] || "*") + match[2])];
        } catch {
          continue;
        }
        for (const owner of owners.slice(0, 3)) {
          const scope = /[+~]/.test(match[3]) ? owner.parentElement : owner;
          let hidden = null;
          try {
            const wanted = match[3] === " " ? match[4] : `${match[3]} ${match[4]}`;
            hidden = scope === owner
              ? owner.querySelector(`:scope ${wanted.replace(/::.*$/, "")}`)
              : [...scope.querySelectorAll(`:scope > ${match[4]}`)].find((one) => one !== owner);
          } catch {
            continue;
          }
          if (!hidden || isSeen(hidden) || !isShown(owner) || folded(hidden.textContent).length <= 2) continue;
          found.push({ owner: idOf(owner), hidden: idOf(hidden) });
          break;
        }
      }
    }
    return found.filter((one, at) => found.findIndex((other) => other.hidden === one.hidden) === at).slice(0, 5);
  };
  const middle = (id) => {
    byId(id).scrollIntoView({ block: "center", behavior: "instant" });
    const rect = byId(id).getBoundingClientRect();
    return [rect.x + Math.min(rect.width / 2, 40), rect.y + Math.min(rect.height / 2, 15)];
  };
  const isShownNow = async (id) => {
    await settled(60);
    return isSeen(byId(id));
  };
  // Whether any stop inside the owner, or the owner itself, shows the hidden part when focused.
  const focusShows = async (ownerId, hiddenId) => {
    const owner = byId(ownerId);
    const hidden = byId(hiddenId);
    const all = [owner, ...owner.querySelectorAll("*"), ...(owner.parentElement?.children || [])];
    for (const element of all.filter((one) => isTabbable(one) && !insideOf(hidden, one)).slice(0, 5)) {
      element.focus();
      await settled(60);
      const shown = isSeen(hidden);
      // a control that says that it opens something is a keyboard's own way
      const opens = element.hasAttribute("aria-expanded") || element.hasAttribute("aria-haspopup");
      const near = insideOf(owner, element) || element === owner.previousElementSibling || element === owner.nextElementSibling;
      if (shown || (opens && (near || element.getAttribute("aria-controls") === hidden.id))) return true;
    }
    return false;
  };

  Object.assign(self.walker, { hovers, middle, isShownNow, focusShows });
})();
