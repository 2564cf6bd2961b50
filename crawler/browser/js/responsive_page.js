// What becomes of a page on narrow, turned and calm screens: sideways movement, rotation, motion. Needs telling.js.
(() => {
  if (self.marsadPage) return;
  const MOST_ELEMENTS = 8000;
  const SAMPLES = 5;
  const SLACK_PX = 2;
  // What WCAG 1.4.10 lets be moved in both directions, and what has a size of its own.
  const EXCEPTED =
    "table, pre, code, samp, kbd, math, svg, canvas, img, picture, video, audio, iframe, object, embed, map, textarea, " +
    "[role=grid], [role=treegrid], [role=table], [role=application], [role=toolbar], [role=math], [role=img], " +
    ".katex, .MathJax, mjx-container";

  // --- reflow

  // The text of an element itself that reaches farthest over the edge, and how far.
  const textBeyond = (element, reach) => {
    let found = null;
    for (const child of element.childNodes) {
      if (child.nodeType !== Node.TEXT_NODE || !child.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(child);
      const lines = [...range.getClientRects()].filter((line) => line.width > 1);
      const over = Math.max(0, ...lines.map(reach));
      if (over > SLACK_PX && over > (found ? found.over : 0)) found = { text: child, over };
    }
    return found;
  };
  const kindOf = (element, reach) => {
    if (element.closest(EXCEPTED)) return "excepted";
    if (/^(input|select|button)$/.test(element.localName)) return "control";
    const found = textBeyond(element, reach);
    if (!found) return "box";
    const pushed = [...element.querySelectorAll(EXCEPTED)].some((one) => reach(one.getBoundingClientRect()) > SLACK_PX);
    if (pushed) return "excepted"; // what follows a long line of code
    const style = getComputedStyle(element);
    if (/mono|courier|consol|menlo/i.test(style.fontFamily)) return "word"; // code that is not marked up as code
    const words = found.text.data.trim().split(/\s+/);
    const isOneWord = words.length === 1 || !/nowrap|pre$/.test(style.whiteSpace + style.textWrapMode);
    if (isOneWord && words.some((word) => word.length * parseFloat(style.fontSize) * 0.45 > innerWidth * 0.8)) return "word";
    return "text";
  };
  const reflow = () => {
    const root = document.scrollingElement || document.documentElement;
    const isRtl = getComputedStyle(root).direction === "rtl";
    const view = document.documentElement.clientWidth;
    scrollTo({ left: isRtl ? -100000 : 100000, top: 0, behavior: "instant" });
    const moved = Math.round(Math.abs(scrollX));
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    const found = [];
    const reach = (box) => (isRtl ? -box.left : box.right - view);
    const waiting = moved > SLACK_PX && document.body ? [document.body] : [];
    for (let number = 0; number < MOST_ELEMENTS && waiting.length; number += 1) {
      const element = waiting.pop();
      const style = getComputedStyle(element);
      if (style.position === "fixed" || style.display === "none" || style.visibility === "hidden") continue;
      const box = element.getBoundingClientRect();
      const isInside = box.width && reach(box) <= SLACK_PX && element.clientWidth > 0;
      if (isInside && element.scrollWidth <= element.clientWidth + 1 && element !== document.body) continue;
      const over = box.width && box.height ? reach(box) : 0;
      const inner = [...element.children].filter((child) => {
        const its = child.getBoundingClientRect();
        return its.width && its.height && reach(its) > SLACK_PX;
      });
      const beyond = textBeyond(element, reach);
      if (beyond || (over > SLACK_PX && (!inner.length || element.matches(EXCEPTED)))) {
        found.push({ element, over: beyond ? beyond.over : over, kind: kindOf(element, reach) });
        if (element.matches(EXCEPTED)) continue;
      }
      if (element === document.body || style.overflowX === "visible" || style.display === "inline")
        waiting.push(...[...element.children].reverse());
    }
    const rank = { text: 0, control: 1, word: 2, box: 3, excepted: 4 };
    // A line is told by the block that it stands in.
    for (const one of found) {
      while (one.element.parentElement && getComputedStyle(one.element).display === "inline" && one.kind !== "excepted")
        one.element = one.element.parentElement;
    }
    found.sort((one, other) => rank[one.kind] - rank[other.kind] || other.over - one.over);
    return {
      width: innerWidth,
      scroll_width: root.scrollWidth,
      moved,
      kinds: [...new Set(found.map((one) => one.kind))],
      offenders: found.filter((one, number) => found.findIndex((same) => same.element === one.element) === number).slice(0, SAMPLES).map(({ element, over, kind }) => ({
        ...self.marsadTold(element),
        over: Math.round(over),
        kind,
        text: (element.innerText || "").trim().replace(/\s+/g, " ").slice(0, 80),
      })),
    };
  };

  // --- orientation

  const turning = []; // elements that a rule for one orientation turns
  const findTurning = () => {
    const selectors = new Set();
    let unread = 0;
    const read = (rules, isTurned) => {
      for (const rule of rules) {
        const words = rule.media ? rule.media.mediaText : "";
        const now = isTurned || /orientation/i.test(words);
        if (rule.styleSheet) readSheet(rule.styleSheet, now);
        if (rule.style && now && rule.selectorText) {
          const value = `${rule.style.transform} ${rule.style.rotate}`;
          if (/rotate|matrix|deg|rad|turn/i.test(value)) selectors.add(rule.selectorText);
        }
        if (rule.cssRules) read(rule.cssRules, now);
      }
    };
    const readSheet = (sheet, isTurned) => {
      try {
        read(sheet.cssRules, isTurned || /orientation/i.test(sheet.media ? sheet.media.mediaText : ""));
      } catch {
        unread += 1; // another host's sheet, which scripts may not read
      }
    };
    for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) readSheet(sheet, false);
    turning.length = 0;
    for (const selector of selectors) {
      try {
        turning.push(...document.querySelectorAll(selector));
      } catch {
        // a selector with a pseudo-element or of a nested rule
      }
    }
    return { rules: [...selectors].slice(0, SAMPLES), elements: turning.length, unread };
  };
  const angles = () =>
    turning.map((element) => {
      const style = getComputedStyle(element);
      const drawn = new DOMMatrix(style.transform === "none" ? "" : style.transform);
      const own = style.rotate === "none" ? 0 : parseFloat(style.rotate.split(" ").pop()) || 0;
      const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      return { angle: (Math.atan2(drawn.b, drawn.a) * 180) / Math.PI + own, isSeen };
    });
  const turned = (portrait, landscape) => {
    const whole = (document.body.innerText || "").trim().length || 1;
    const found = [];
    turning.forEach((element, number) => {
      const one = portrait[number];
      const other = landscape[number];
      if (!one || !other || !one.isSeen || !other.isSeen) return;
      const turn = Math.abs(((one.angle - other.angle) % 180) + 180) % 180;
      if (Math.abs(turn - 90) > 5) return;
      const letters = (element.innerText || "").trim().length;
      const held = found.some((before) => before.element.contains(element));
      if (letters && !held) found.push({ element, share: Math.min(1, letters / whole) });
    });
    return found.slice(0, SAMPLES).map(({ element, share }) => ({
      ...self.marsadTold(element),
      share: Math.round(share * 100) / 100,
    }));
  };

  // --- motion

  const LEAST_AREA_PX = 1024; // smaller things are spinners and dots
  const LONG_MS = 5000;
  const MOVES = /^(transform|translate|rotate|scale|left|right|top|bottom|inset|margin|background-?position|offset)/i;
  const moving = () => {
    const found = new Map();
    for (const animation of document.getAnimations()) {
      const effect = animation.effect;
      const target = effect && effect.target;
      if (animation.playState !== "running" || !target || found.has(target)) continue;
      const timing = effect.getComputedTiming();
      if (!(timing.endTime - (timing.delay || 0) > LONG_MS)) continue;
      if (animation.timeline && animation.timeline.constructor.name !== "DocumentTimeline") continue; // as one scrolls
      const kinds = new Set(effect.getKeyframes().flatMap((frame) => Object.keys(frame)));
      if (![...kinds].some((kind) => MOVES.test(kind))) continue;
      if (target.closest("[role=progressbar], progress, [aria-busy=true], [role=status]")) continue;
      const box = target.getBoundingClientRect();
      const isSeen = target.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!isSeen || box.width * box.height < LEAST_AREA_PX) continue;
      found.set(target, { name: animation.animationName || animation.id || "", seconds: timing.endTime / 1000 });
    }
    return found;
  };
  let before = new Map();
  const motion = () => {
    before = moving();
    return before.size;
  };
  const calmed = () => {
    const still = moving();
    const all = [...before].map(([element, told]) => ({ element, ...told, stops_when_reduced: !still.has(element) }));
    all.sort((one, other) => one.stops_when_reduced - other.stops_when_reduced);
    return all.slice(0, 2 * SAMPLES).map(({ element, seconds, ...rest }) => ({
      ...self.marsadTold(element),
      ...rest,
      seconds: Number.isFinite(seconds) ? Math.round(seconds) : null, // null: without end
    }));
  };

  self.marsadPage = { reflow, findTurning, angles, turned, motion, calmed };
})();
