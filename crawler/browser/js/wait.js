// Resolves to "quiet" when the page is loaded and quiet, to "over" when its time is over, to "" when the slice is.
// Arguments in ms: time left to load, quiet, longest wait for quiet, slice.
(loadLeft, quiet, quietCap, slice) =>
  new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      const now = performance.now();
      if (!self.marsadLoaded && document.readyState === "complete") self.marsadLoaded = now;
      const loaded = self.marsadLoaded;
      const last = Math.max(loaded || 0, self.marsad ? self.marsad.last : 0);
      const isQuiet = Boolean(loaded) && now - last >= quiet;
      self.marsadRested = isQuiet ? self.marsadRested || now : 0;
      if (loaded ? now - loaded >= quietCap : now - began >= loadLeft) resolve("over");
      else if (isQuiet) resolve("quiet");
      else if (now - began >= slice) resolve("");
      else setTimeout(look, 25);
    };
    look();
  });
