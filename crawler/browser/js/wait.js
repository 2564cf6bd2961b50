// Resolves to true when the page is loaded and quiet or has had its time, to false when only the slice is over.
// Arguments in ms: time left to load, quiet, longest wait for quiet, slice.
(loadLeft, quiet, quietCap, slice) =>
  new Promise((resolve) => {
    const began = performance.now();
    const look = () => {
      const now = performance.now();
      if (!self.marsadLoaded && document.readyState === "complete") self.marsadLoaded = now;
      const loaded = self.marsadLoaded;
      const last = Math.max(loaded || 0, self.marsad ? self.marsad.last : 0);
      if (loaded && now - last >= quiet) self.marsadRested = now;
      if (loaded ? now - last >= quiet || now - loaded >= quietCap : now - began >= loadLeft) resolve(true);
      else if (now - began >= slice) resolve(false);
      else setTimeout(look, 25);
    };
    look();
  });
