// Reads what observe.js saw. Windows of layout shift as web-vitals defines them: 1 s gap, 5 s at most.
(() => {
  const MOST_TASKS = 100;
  const MOST_SCRIPTS = 20;
  const none = { fcp: null, lcp: null, shifts: [], tasks: [], frames: [], resources: [] };
  const seen = self.marsad || none;
  if (seen.flush) seen.flush();
  const round = (value, digits) => Number(value.toFixed(digits));
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
  // The browser tells of long tasks only where a script ran; frames tell how long style, layout and paint took alone.
  const tasks = [...seen.tasks];
  for (const { startTime, duration, renderStart } of seen.frames) {
    const took = startTime + duration - renderStart;
    const shared = ([start, long]) => Math.min(renderStart + took, start + long) - Math.max(renderStart, start);
    if (renderStart && took >= 50 && !tasks.some((task) => shared(task) > took / 2)) tasks.push([renderStart, took]);
  }
  tasks.sort((one, other) => one[0] - other[0]);
  // Blocking time as Lighthouse counts it: a task that first paint cuts is over 50 ms in proportion to what is left.
  const fcp = seen.fcp || 0;
  const blocked = [];
  let tbt = 0;
  for (const [start, duration] of tasks) {
    const inside = start + duration - Math.max(start, fcp);
    const blocking = inside > 0 ? Math.max(0, inside - 50 * (inside / duration)) : 0;
    if (blocking) blocked.push([start, duration, blocking]);
    tbt += blocking;
  }
  // A script answers for the part of a blocking task in which it ran; style, layout and parsing answer for the rest.
  const ran = seen.frames.flatMap((frame) => frame.scripts || []);
  const nameOf = (run) =>
    run.sourceURL || (/^(classic|module)-script$/.test(run.invokerType) ? run.invoker : "") || "";
  const byScript = new Map();
  for (const [start, duration, blocking] of blocked) {
    for (const run of ran) {
      const shared = Math.min(start + duration, run.startTime + run.duration) - Math.max(start, run.startTime);
      const url = nameOf(run).slice(0, 500);
      if (shared > 0 && url) byScript.set(url, (byScript.get(url) || 0) + (blocking * shared) / duration);
    }
  }
  // The largest paint and its four parts, as web-vitals cuts them; a text has no resource to wait for.
  const largest = () => {
    if (!seen.lcp) return null;
    const { time, url, element, size } = seen.lcp;
    const isUrl = (text) => Boolean(text) && new URL(text, document.baseURI).href === url;
    const resource = url ? seen.resources.filter((one) => one.name === url).pop() : undefined;
    const ttfb = Math.min(time, navigation.responseStart || 0);
    const asked = resource ? Math.min(time, Math.max(ttfb, resource.requestStart || resource.startTime)) : ttfb;
    const had = resource ? Math.min(time, Math.max(asked, resource.responseEnd)) : asked;
    const preloads = [...document.querySelectorAll("link[rel~=preload][as=image]")];
    return {
      selector: path(element),
      tag: element ? element.localName : "",
      url: (url || "").slice(0, 500),
      size,
      loading: (element && element.getAttribute("loading")) || "",
      fetchpriority: (element && element.getAttribute("fetchpriority")) || "",
      preloaded: Boolean(url) && preloads.some((link) => isUrl(link.getAttribute("href")) ||
        (link.imageSrcset || "").split(",").some((one) => isUrl(one.trim().split(/\s+/)[0]))),
      subparts: {
        ttfb_ms: round(ttfb, 1),
        load_delay_ms: round(asked - ttfb, 1),
        load_ms: round(had - asked, 1),
        render_delay_ms: round(time - had, 1),
      },
    };
  };
  let elements = 0;
  let depth = 0;
  let widest = null; // the element with most children; lists of choices are as long as what they offer
  const waiting = [[document.documentElement, 1]];
  while (waiting.length) {
    const [element, level] = waiting.pop();
    elements += 1;
    depth = Math.max(depth, level);
    const isChoice = element.localName === "select" || element.localName === "datalist";
    if (!isChoice && element.childElementCount > (widest ? widest.childElementCount : 0)) widest = element;
    for (const child of element.children) waiting.push([child, level + 1]);
  }
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
    tbt_scripts: [...byScript]
      .map(([url, ms]) => ({ url, ms: round(ms, 1) }))
      .filter((one) => one.ms >= 1)
      .sort((one, other) => other.ms - one.ms)
      .slice(0, MOST_SCRIPTS),
    long_tasks: tasks.length,
    long_task_list: tasks
      .slice(0, MOST_TASKS)
      .map(([start, duration]) => ({ start_ms: round(start, 1), ms: round(duration, 1) })),
    lcp: largest(),
    render_blocking: seen.resources
      .filter((one) => one.renderBlockingStatus === "blocking")
      .map((one) => one.name.slice(0, 500)),
    is_quiet: Boolean(self.marsadRested),
    waited_ms: round(self.marsadRested || performance.now(), 1),
    protocol: navigation.nextHopProtocol || "",
    dom_elements: elements,
    dom_depth: depth,
    dom_children: widest ? widest.childElementCount : 0,
    dom_widest: widest ? path(widest) : "",
    early_hints_ms: navigation.firstInterimResponseStart ? round(navigation.firstInterimResponseStart, 1) : null,
  };
})();
