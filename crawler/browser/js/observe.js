// Watches paints, shifts, tasks, frames, events and resources from the first moment; in a world of its own.
(() => {
  if (self.marsad || window !== window.top) return;
  const MOST = 2000;
  const seen = (self.marsad = {
    fcp: null, lcp: null, shifts: [], tasks: [], frames: [], resources: [], events: [], last: 0,
  });
  // First of all listeners: once the page is touched it does not hear that it is left (see interaction.js).
  for (const name of ["pagehide", "visibilitychange"]) {
    addEventListener(name, (event) => self.marsadIsLeaving && event.stopImmediatePropagation(), true);
  }
  const flushes = [];
  seen.flush = () => flushes.forEach((each) => each()); // what was noted and not yet handed over
  const keep = (list, entry) => {
    if (list.length < MOST) list.push(entry);
  };
  const watch = (type, each, options = {}) => {
    try {
      const note = (entries) => {
        for (const entry of entries) each(entry);
        const isWork = !["paint", "event", "first-input", "long-animation-frame"].includes(type);
        if (isWork && entries.length) seen.last = performance.now();
      };
      const observer = new PerformanceObserver((list) => note(list.getEntries()));
      observer.observe({ type, buffered: true, ...options });
      flushes.push(() => note(observer.takeRecords()));
    } catch {
      // an entry type that this browser does not know
    }
  };
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime;
  });
  watch("largest-contentful-paint", (entry) => {
    seen.lcp = { time: entry.startTime, url: entry.url, element: entry.element, size: entry.size };
  });
  watch("layout-shift", (entry) => {
    if (!entry.hadRecentInput) {
      const nodes = [...entry.sources].map((source) => source.node);
      keep(seen.shifts, { time: entry.startTime, value: entry.value, nodes });
    }
  });
  watch("longtask", (entry) => keep(seen.tasks, [entry.startTime, entry.duration]));
  watch("long-animation-frame", (entry) => keep(seen.frames, entry));
  watch("resource", (entry) => keep(seen.resources, entry));
  watch("event", (entry) => entry.interactionId && keep(seen.events, entry), { durationThreshold: 16 });
  watch("first-input", (entry) => keep(seen.events, entry));
})();
