// Adds to `walker` what single keys do while nothing has the focus. While it goes on, nothing is typed, sent or left.
(() => {
  const { active, isShown, settled, noted, unfocus, isSeen, nameOf, collect } = self.walker;
  const IGNORED = new Set(["SCRIPT", "STYLE", "LINK", "META", "TITLE"]);
  const ATTRIBUTES = ["class", "style", "hidden", "open", "aria-expanded", "aria-hidden", "src", "value", "checked", "data-theme"];
  let tries = [];
  let restless = new Set();
  let own = new Set(); // what every key changes, such as a mark of how the page is used
  let observer = null;

  const refuse = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const mark = (one) => `${one.attributeName || one.type} ${one.target.nodeName}`;
  const isTold = (one) => {
    const element = one.target.nodeType === 1 ? one.target : one.target.parentElement;
    if (!element || IGNORED.has(element.nodeName) || element.closest("head")) return false;
    if (one.type === "attributes") return one.oldValue !== element.getAttribute(one.attributeName);
    if (one.type === "characterData") return isShown(element);
    const nodes = [...one.addedNodes, ...one.removedNodes].filter((node) => !IGNORED.has(node.nodeName));
    return nodes.some((node) => node.nodeType === 1 || node.textContent.trim());
  };
  const note = (records) => {
    const last = tries.at(-1);
    for (const one of records) if (last && isTold(one)) last.changed.add(mark(one));
  };
  const heard = (event) => {
    if (event.key === "Shift" || !event.isTrusted) return;
    note(observer.takeRecords());
    const one = { key: event.key, prevented: false, changed: new Set(), focus: false, moved: noted.moves.length, scroll: scrollY, text: 0 };
    tries.push(one);
    const done = () => {
      one.prevented ||= event.defaultPrevented;
      if (active()) {
        one.focus = true;
        active().blur?.();
      }
    };
    queueMicrotask(() => setTimeout(done, 0));
  };
  const keysBegin = async () => {
    if (!(await unfocus())) return false;
    for (const type of ["beforeinput", "submit"]) addEventListener(type, refuse, true);
    addEventListener("click", (event) => {
      if (event.composedPath().some((one) => one.localName === "a" || one.localName === "area")) event.preventDefault();
    }, true);
    addEventListener("keydown", heard, true);
    observer = new MutationObserver(note);
    observer.observe(document, {
      subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true, attributeFilter: ATTRIBUTES,
    });
    tries = [{ changed: new Set() }];
    await settled(400);
    note(observer.takeRecords());
    restless = tries[0].changed;
    return true;
  };
  const digest = () => {
    const text = document.body?.innerText || "";
    let sum = 0;
    for (let at = 0; at < text.length; at += 1) sum = (sum * 31 + text.charCodeAt(at)) | 0;
    return `${text.length} ${sum}`;
  };
  const effects = (one) => ({
    key: one.key,
    prevented: one.prevented,
    focus: one.focus,
    changed: [...one.changed].some((mark) => !restless.has(mark) && !own.has(mark)),
    moved: noted.moves.length > one.moved,
  });
  // After keys that print nothing: what they change says nothing of the others.
  const keysNeutral = async () => {
    await settled(60);
    note(observer.takeRecords());
    own = new Set(tries.flatMap((one) => [...one.changed]));
    tries = [];
    noted.moves = [];
  };
  const keysHeard = async () => {
    await settled(60);
    note(observer.takeRecords());
    return tries.map((one, at) => {
      const next = tries[at + 1];
      return { ...effects(one), moved: (next ? next.moved : noted.moves.length) > one.moved };
    });
  };
  // --- one key at one button: a click that comes of it is seen and goes no further

  let answer = null;
  const clicked = (event) => {
    if (!answer) return;
    if (event.composedPath().includes(answer.element)) answer.is = true;
    refuse(event);
  };
  const pressReady = async (id) => {
    if (!(await self.walker.focusOn(id))) return false;
    if (!observer) {
      addEventListener("click", clicked, true);
      addEventListener("submit", refuse, true);
      addEventListener("keydown", (event) => setTimeout(() => {
        if (answer && event.defaultPrevented) answer.is = true;
      }, 0), true);
      observer = new MutationObserver((records) => {
        if (answer && records.some(isTold)) answer.is = true;
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true });
    }
    await settled(60);
    answer = { element: self.walker.byId(id), is: false, moves: noted.moves.length };
    return true;
  };
  const pressDid = async () => {
    await settled(200);
    const did = answer.is || active() !== answer.element || noted.moves.length > answer.moves;
    answer = null;
    return did;
  };
  const pressEnd = () => {
    observer?.disconnect();
    observer = null;
    removeEventListener("click", clicked, true);
    removeEventListener("submit", refuse, true);
  };

  let before = "";
  const keyReady = async () => {
    active()?.blur?.();
    await settled(30);
    tries = [];
    before = digest();
    return scrollY;
  };
  const keyDid = async (key, scroll) => {
    await settled(150);
    note(observer.takeRecords());
    const one = tries.findLast((other) => other.key === key);
    if (!one) return null;
    return { ...effects(one), text: digest() !== before && restless.size === 0, scrolled: Math.abs(scrollY - scroll) > 4 };
  };
  // Whether anything on the page could turn keys off or give them others: only a person can tell what controls do.
  const hasControls = () =>
    collect().some((one) =>
      isSeen(one) && (one.matches("button,select,summary,[role=button],[role=switch],[role=checkbox],input[type=checkbox],input[type=radio],input[type=button],input[type=submit]") ||
        (one.matches("a[href]") && !(one.getAttribute("href") || "").startsWith("#") && nameOf(one) !== "")));

  Object.assign(self.walker, { keysBegin, keysNeutral, keysHeard, keyReady, keyDid, hasControls, pressReady, pressDid, pressEnd });
})();
