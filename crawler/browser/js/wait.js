// Resolves when the page is loaded and quiet, or when the time is over. Arguments: load cap, quiet, quiet cap (ms).
(loadCap, quiet, quietCap) =>
  new Promise((resolve) => {
    const began = performance.now();
    let loaded = 0;
    const look = () => {
      const now = performance.now();
      if (!loaded && document.readyState === "complete") loaded = now;
      const last = Math.max(loaded, self.marsad ? self.marsad.last : 0);
      if (loaded ? now - last >= quiet || now - loaded >= quietCap : now - began >= loadCap) {
        resolve({ state: document.readyState, waited: now - began });
      } else {
        setTimeout(look, 25);
      }
    };
    look();
  });
