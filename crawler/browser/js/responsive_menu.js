// The menu of narrow screens: links that a wide screen shows and a narrow one hides, and what brings them back.
(() => {
  if (self.marsadMenu) return;
  const MOST_LINKS = 300;
  const TOP_PX = 300;
  const LEAST_HIDDEN = 3;
  const TOGGLES =
    "button, summary, label, a, [role=button], [aria-expanded], [aria-controls], [onclick], [tabindex], " +
    "[class*=menu i], [class*=burger i], [class*=toggle i], [id*=menu i], [id*=burger i], [id*=toggle i]";
  const NAMES =
    /menu|burger|naviga|\bnav\b|nav[-_]|[-_]nav\b|menü|meni\b|menú|menù|valikko|μενού|меню|قائمة|القائمة|תפריט|メニュー|菜单|菜單|메뉴/i;
  const OTHERS = /search|lang|theme|dark|light|colou?r|cart|basket|login|account|share|toc|cookie|consent|close|version/i;
  const REAL = "a[href]:not([href=''], [href^='#'], [href^='javascript:' i])";

  const isSeen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const boxes = [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const here = boxes.find((box) => box.right > 2 && box.left < innerWidth - 2 && box.bottom + scrollY > 0);
    if (!here) return false;
    for (let one = element.parentElement; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.overflowY === "visible" && style.overflowX === "visible") continue;
      if (one === document.body || one === document.documentElement) continue;
      const box = one.getBoundingClientRect();
      if (box.height < 2 || box.width < 2) return false;
      const isOut = here.top >= box.bottom || here.bottom <= box.top || here.left >= box.right || here.right <= box.left;
      if (isOut && style.overflowY !== "auto" && style.overflowY !== "scroll") return false;
    }
    return true;
  };
  const address = (link) => link.href.split("#")[0];

  let links = [];
  let hidden = [];
  let chosen = null;
  const wide = () => {
    const all = document.querySelectorAll("nav, header, [role=navigation], [role=banner]");
    const found = [...all].flatMap((one) => [...one.querySelectorAll(REAL)]);
    links = [...new Set(found)].filter(isSeen).slice(0, MOST_LINKS);
    return links.length;
  };

  const wordsOf = (element) =>
    [element.id, element.className, element.getAttribute("aria-label"), element.title, element.getAttribute("aria-controls"),
      element.innerText, element.htmlFor].filter((word) => typeof word === "string").join(" ").slice(0, 300);
  const isToggle = (element) => {
    if (element.matches(REAL) || element.closest("form") || /^(nav|header|ul|ol|li|main|body)$/.test(element.localName)) return false;
    const box = element.getBoundingClientRect();
    if (box.top + scrollY > TOP_PX || box.width > 200 || box.height > 120 || box.width < 8 || box.height < 8) return false;
    if (element.querySelectorAll("a[href]").length || element.matches(".sr-only, .visually-hidden, .skip-link")) return false;
    const words = wordsOf(element);
    return NAMES.test(words) && !OTHERS.test(words) && isSeen(element);
  };
  const takesFocus = (element) => {
    const isNative = /^(button|summary|input|select)$/.test(element.localName) || element.matches("a[href]");
    if (element.disabled) return false;
    return (isNative && element.tabIndex >= 0) || (element.hasAttribute("tabindex") && element.tabIndex >= 0);
  };
  // What the Tab key comes to: the toggle, something in it or around it, or the box that it is the label of.
  const focusOf = (element) => {
    const inner = [...element.querySelectorAll("button, summary, input, [tabindex], a[href]")];
    const labelled = element.localName === "label" ? [element.control].filter(Boolean) : [];
    const around = element.closest("button, summary, [role=button], a[href], [tabindex]");
    return [element, ...inner, ...labelled, around].find(
      (one) => one && takesFocus(one) && one.checkVisibility({ visibilityProperty: true }),
    );
  };
  const narrow = () => {
    const shown = new Set([...document.querySelectorAll(REAL)].filter(isSeen).map(address));
    hidden = links.filter((link) => !isSeen(link) && !shown.has(address(link)));
    if (hidden.length < LEAST_HIDDEN) return { needed: false, hidden: hidden.length };
    const toggles = [...document.querySelectorAll(TOGGLES)].slice(0, 2000).filter(isToggle);
    const score = (element) =>
      2 * element.matches("[aria-expanded], [aria-controls], summary") +
      2 * /burger|menu[-_]?(toggle|btn|button)|(toggle|navbar)[-_]?(menu|nav|toggle)/i.test(wordsOf(element)) +
      Boolean(focusOf(element));
    chosen = toggles.sort((one, other) => score(other) - score(one))[0] || null;
    const told = { needed: true, hidden: hidden.length, links: links.length, found: Boolean(chosen) };
    if (!chosen) return { ...told, example: self.marsadTold(hidden[0]) };
    const summary = chosen.closest("summary");
    const isPointed = getComputedStyle(chosen).cursor === "pointer" || chosen.hasAttribute("onclick");
    return { ...told, ...self.marsadTold(chosen), name: wordsOf(chosen).slice(0, 80), focusable: Boolean(focusOf(chosen)),
      pointed: isPointed, native: Boolean(summary) };
  };
  const focus = () => {
    const one = chosen && focusOf(chosen);
    if (one) one.focus();
    return Boolean(one) && (one === document.activeElement || one.contains(document.activeElement));
  };
  const click = () => chosen.click();
  // How many of the hidden links a person sees now; waits for a menu that slides in.
  const opened = async () => {
    const until = performance.now() + 700;
    let seen = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen = hidden.filter((link) => link.isConnected && isSeen(link)).length;
    } while (!seen && performance.now() < until);
    return seen || [...document.querySelectorAll(REAL)].filter((link) => hidden.some((one) => one.href === link.href) && isSeen(link)).length;
  };

  self.marsadMenu = { wide, narrow, focus, click, opened };
})();
