// Runs in the page's own world with the command-line API: whether keys are listened to where nothing has the focus.
(() => {
  const TYPES = ["keydown", "keyup", "keypress"];
  for (const target of [window, document, document.documentElement, document.body]) {
    if (!target) continue;
    const listeners = getEventListeners(target);
    if (TYPES.some((type) => listeners[type]?.length || typeof target[`on${type}`] === "function")) return true;
  }
  return false;
})();
