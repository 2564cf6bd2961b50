// Finds harmless places to touch: plain text, and a control that only opens something. Then nothing can be sent.
(() => {
  const ACTIVE =
    "a, button, input, select, textarea, label, option, summary, video, audio, iframe, object, embed, area, form, " +
    "[onclick], [onmousedown], [onpointerdown], [role=button], [role=link], [role=menuitem], [role=tab], " +
    "[role=option], [role=switch], [role=checkbox], [role=radio], [tabindex], [contenteditable], [draggable=true]";
  const OPENER =
    "summary, button[type=button][aria-expanded=false], button:not([type])[aria-expanded=false], " +
    "[role=button]:not(a)[aria-expanded=false]";
  // Where a visitor is asked for leave: nothing there is ours to answer.
  const ASKS = "dialog, [role=dialog], [role=alertdialog], [aria-modal=true], " +
    ["cookie", "consent", "gdpr"].map((one) => `:is([id*=${one} i], [class*=${one} i]):not(html, body)`).join(", ");
  // Nothing is sent and nothing is left while we touch the page: these answer before the page's own scripts.
  const refuse = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("submit", refuse, true);
  // A page that is left has a last word, which goes out past a network that is cut: it does not hear that it is left.
  self.marsadIsLeaving = true;
  const hush = (event) => event.stopImmediatePropagation();
  addEventListener("beforeunload", hush, true);
  addEventListener("unload", hush, true);
  addEventListener("click", (event) => {
    if (event.composedPath().some((one) => one.localName === "a" || one.localName === "area")) event.preventDefault();
  }, true);
  if (self.navigation) {
    navigation.addEventListener("navigate", (event) => {
      if (event.cancelable && !event.hashChange) event.preventDefault();
    });
  }
  scrollTo(0, 0);
  const path = (element) => {
    const steps = [];
    for (; element && element.parentElement; element = element.parentElement) {
      const tag = element.localName;
      const same = [...element.parentElement.children].filter((child) => child.localName === tag);
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
    }
    return steps.join(" > ");
  };
  const middleOf = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 8 || box.height < 8) return null;
    const x = Math.round(box.left + Math.min(box.width / 2, 40));
    const y = Math.round(box.top + Math.min(box.height / 2, 12));
    if (x < 1 || y < 1 || x >= innerWidth - 1 || y >= innerHeight - 1) return null;
    const top = document.elementFromPoint(x, y);
    return top && (top === element || element.contains(top)) ? { x, y, selector: path(element), top } : null;
  };
  const spot = (found) => (found ? { x: found.x, y: found.y, selector: found.selector } : null);
  const first = (selector, fits) => {
    let looked = 0;
    for (const element of document.querySelectorAll(selector)) {
      looked += 1;
      if (looked > 200) break;
      const found = fits(element) ? middleOf(element) : null;
      if (found) return found;
    }
    return null;
  };
  const isPlain = (element) =>
    !element.closest(`${ACTIVE}, ${ASKS}`) && getComputedStyle(element).cursor !== "pointer" && element.textContent.trim() !== "";
  let text = first("main p, main h1, main h2, article p, article h1, p, h1, h2, h3, li, td, div", isPlain);
  if (text && (text.top.closest(ACTIVE) || getComputedStyle(text.top).cursor === "pointer")) text = null;
  const opener = first(OPENER, (element) => !element.closest(`form, a, [aria-disabled=true], :disabled, ${ASKS}`));
  return { text: spot(text), opener: spot(opener) };
})();
