// Reads what observe.js saw. Windows of layout shift as web-vitals defines them: 1 s gap, 5 s at most.
(() => {
  const seen = self.marsad || { fcp: null, lcp: null, shifts: [], tasks: [] };
  const navigation = performance.getEntriesByType("navigation")[0] || {};
  const path = (node) => {
    const steps = [];
    let element = node && node.nodeType === 1 ? node : node && node.parentElement;
    for (; element && element.parentElement; element = element.parentElement) {
      const tag = element.localName;
      const same = [...element.parentElement.children].filter((child) => child.localName === tag);
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
    }
    return steps.length ? steps.join(" > ") : element ? element.localName : "";
  };
  let cls = 0;
  let current = 0;
  let first = -Infinity;
  let previous = -Infinity;
  for (const shift of seen.shifts) {
    if (shift.time - previous > 1000 || shift.time - first > 5000) {
      current = 0;
      first = shift.time;
    }
    previous = shift.time;
    current += shift.value;
    cls = Math.max(cls, current);
  }
  const shifted = new Map();
  for (const shift of seen.shifts) {
    for (const node of shift.nodes.slice(0, 1)) {
      const selector = path(node);
      if (selector) shifted.set(selector, (shifted.get(selector) || 0) + shift.value);
    }
  }
  const fcp = seen.fcp || 0;
  let tbt = 0;
  for (const [start, duration] of seen.tasks) {
    const inside = start + duration - Math.max(start, fcp);
    if (inside > 0) tbt += Math.max(0, inside - 50 * (inside / duration));
  }
  let elements = 0;
  let depth = 0;
  const waiting = [[document.documentElement, 1]];
  while (waiting.length) {
    const [element, level] = waiting.pop();
    elements += 1;
    depth = Math.max(depth, level);
    for (const child of element.children) waiting.push([child, level + 1]);
  }
  const round = (value, digits) => Number(value.toFixed(digits));
  return {
    fcp_ms: seen.fcp === null ? null : round(seen.fcp, 1),
    lcp_ms: seen.lcp ? round(seen.lcp.time, 1) : null,
    lcp_selector: seen.lcp ? path(seen.lcp.element) : "",
    lcp_url: seen.lcp ? (seen.lcp.url || "").slice(0, 500) : "",
    cls: round(cls, 4),
    cls_sources: [...shifted]
      .sort((one, other) => other[1] - one[1])
      .slice(0, 10)
      .map(([selector, value]) => ({ selector, value: round(value, 4) })),
    ttfb_ms: navigation.responseStart ? round(navigation.responseStart, 1) : null,
    dom_content_loaded_ms: navigation.domContentLoadedEventEnd ? round(navigation.domContentLoadedEventEnd, 1) : null,
    load_ms: navigation.loadEventEnd ? round(navigation.loadEventEnd, 1) : null,
    tbt_ms: round(tbt, 1),
    long_tasks: seen.tasks.length,
    is_quiet: Boolean(self.marsadRested),
    waited_ms: round(self.marsadRested || performance.now(), 1),
    protocol: navigation.nextHopProtocol || "",
    dom_elements: elements,
    dom_depth: depth,
  };
})();
