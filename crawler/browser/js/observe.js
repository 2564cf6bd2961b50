// Watches paints, shifts, long tasks and resources from the first moment; runs in a world of its own in every frame.
(() => {
  if (self.marsad || window !== window.top) return;
  const seen = (self.marsad = { fcp: null, lcp: null, shifts: [], tasks: [], last: 0 });
  const watch = (type, each) => {
    try {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) each(entry);
        if (type !== "paint") seen.last = performance.now();
      }).observe({ type, buffered: true });
    } catch {
      // an entry type that this browser does not know
    }
  };
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime;
  });
  watch("largest-contentful-paint", (entry) => {
    seen.lcp = { time: entry.startTime, url: entry.url, element: entry.element };
  });
  watch("layout-shift", (entry) => {
    if (!entry.hadRecentInput) {
      const nodes = [...entry.sources].map((source) => source.node);
      seen.shifts.push({ time: entry.startTime, value: entry.value, nodes });
    }
  });
  watch("longtask", (entry) => seen.tasks.push([entry.startTime, entry.duration]));
  watch("resource", () => {});
})();
