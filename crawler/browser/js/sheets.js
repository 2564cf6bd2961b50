// Addresses of the style sheets that count on this screen, imported ones included.
(() => {
  const MOST = 100;
  const found = new Set();
  const walk = (sheet) => {
    if (found.size >= MOST || sheet.disabled) return;
    if (sheet.media && sheet.media.mediaText && !matchMedia(sheet.media.mediaText).matches) return;
    if (sheet.href) found.add(sheet.href);
    let rules = [];
    try {
      rules = [...sheet.cssRules];
    } catch {
      // of another origin: what it imports cannot be read
    }
    for (const rule of rules) {
      if (rule instanceof CSSImportRule && rule.styleSheet) walk(rule.styleSheet);
    }
  };
  for (const sheet of document.styleSheets) walk(sheet);
  return [...found];
})();
