// Resolves to "quiet" when the page is loaded and quiet, to "over" when its time is over, to "" when the slice is.
// Arguments in ms: time left to load, quiet, longest wait for quiet, slice.
(loadLeft, quiet, quietCap, slice) =>
  new Promise((resolve) => {
    const began = performance.now();
    let isSure = false; // a frame was drawn since the page seemed quiet: what it moved is known now
    const nextFrame = (then) => {
      let isDone = false;
      const once = () => {
        if (!isDone) setTimeout(then);
        isDone = true;
      };
      requestAnimationFrame(() => requestAnimationFrame(once));
      setTimeout(once, 250); // a tab that draws nothing
    };
    const look = () => {
      if (self.marsad) self.marsad.flush();
      const now = performance.now();
      if (!self.marsadLoaded && document.readyState === "complete") self.marsadLoaded = now;
      const loaded = self.marsadLoaded;
      const last = Math.max(loaded || 0, self.marsad ? self.marsad.last : 0);
      const isQuiet = Boolean(loaded) && now - last >= quiet;
      self.marsadRested = isQuiet ? self.marsadRested || now : 0;
      if (loaded ? now - loaded >= quietCap : now - began >= loadLeft) resolve("over");
      else if (isQuiet && isSure) resolve("quiet");
      else if (isQuiet) {
        isSure = true;
        nextFrame(look);
      }
      else if (now - began >= slice) resolve("");
      else {
        isSure = false;
        setTimeout(look, 25);
      }
    };
    look();
  });
