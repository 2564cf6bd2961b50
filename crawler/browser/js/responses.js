// The slowest answer to what was touched, with its parts; null where the page took no notice of it.
(since) =>
  new Promise((resolve) => {
    const path = (element) => {
      const steps = [];
      for (; element && element.parentElement; element = element.parentElement) {
        const tag = element.localName;
        const same = [...element.parentElement.children].filter((child) => child.localName === tag);
        steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
      }
      return steps.join(" > ") || (element ? element.localName : "");
    };
    const read = () => {
      if (self.marsad) self.marsad.flush();
      const events = ((self.marsad && self.marsad.events) || []).filter((one) => one.startTime >= since);
      let worst = null;
      for (const one of events) if (!worst || one.duration > worst.duration) worst = one;
      if (!worst) return resolve(null);
      const group = events.filter((one) => Math.abs(one.startTime + one.duration - worst.startTime - worst.duration) < 8);
      const starts = Math.min(...group.map((one) => one.processingStart));
      const ends = Math.min(worst.startTime + worst.duration, Math.max(...group.map((one) => one.processingEnd)));
      const round = (value) => Math.round(Math.max(0, value) * 10) / 10;
      resolve({
        ms: round(worst.duration),
        event: worst.name,
        selector: path(([worst, ...group].find((one) => one.target) || worst).target),
        input_delay_ms: round(Math.min(worst.duration, starts - worst.startTime)),
        processing_ms: round(ends - starts),
        presentation_ms: round(worst.startTime + worst.duration - ends),
      });
    };
    // Entries come once the frame after the event was painted.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(read, 60)));
  });
