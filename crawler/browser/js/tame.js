// Runs in the page's own world before its scripts: nothing may stop the page and wait for a person.
(() => {
  const tame = (name, answer) => {
    try {
      Object.defineProperty(window, name, { value: answer, writable: true, configurable: true });
    } catch {
      // already fixed by the page
    }
  };
  tame("alert", () => undefined);
  tame("confirm", () => false);
  tame("prompt", () => null);
  tame("print", () => undefined);
  tame("open", () => null);
})();
