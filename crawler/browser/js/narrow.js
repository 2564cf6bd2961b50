// What the page is like on a narrow screen: how far it can be moved sideways, and how small its letters are.
(async () => {
  const MOST_TEXTS = 2500;
  const MOST_ELEMENTS = 6000;
  const SAMPLES = 5;
  const SMALL_PX = 12;
  const SLACK_PX = 5;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  await Promise.race([frame().then(() => pause(0)), pause(100)]);

  const path = (element) => {
    const steps = [];
    for (; element && element.parentElement; element = element.parentElement) {
      const tag = element.localName;
      const same = [...element.parentElement.children].filter((child) => child.localName === tag);
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
    }
    return steps.join(" > ");
  };
  const place = (element) => {
    const steps = [];
    for (; element && !/^(html|body)$/.test(element.localName); element = element.parentElement) {
      const named = [...element.classList].find((name) => !/\d/.test(name));
      steps.unshift(named ? `${element.localName}.${named}` : element.localName);
    }
    return steps.join(" > ");
  };
  const told = (element) => ({
    selector: path(element).slice(0, 1000),
    place: place(element).slice(0, 1000),
    html: element.cloneNode(false).outerHTML.slice(0, 300),
  });

  // Letters by the size in which they are shown; what is not shown has no letters.
  let letters = 0;
  let small = 0;
  const sizes = new Map();
  const samples = new Map();
  const texts = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  for (let number = 0; number < MOST_TEXTS && texts.nextNode(); number += 1) {
    const length = texts.currentNode.data.replace(/\s+/g, "").length;
    const element = texts.currentNode.parentElement;
    if (!length || !element || /^(script|style|noscript|template|title|textarea|option)$/.test(element.localName)) continue;
    if (!sizes.has(element)) {
      const isShown = element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : true;
      sizes.set(element, isShown ? parseFloat(getComputedStyle(element).fontSize) : 0);
    }
    const size = sizes.get(element);
    if (!size) continue;
    letters += length;
    if (size < SMALL_PX) {
      small += length;
      samples.set(element, (samples.get(element) || 0) + length);
    }
  }

  const view = document.documentElement.clientWidth;
  const root = document.scrollingElement || document.documentElement;
  const isRtl = getComputedStyle(root).direction === "rtl";
  window.scrollTo({ left: isRtl ? -100000 : 100000, top: 0, behavior: "instant" });
  const moved = Math.round(Math.abs(window.scrollX));

  // The outermost elements that reach farthest over the edge. What a box cuts off or scrolls itself does not count.
  const wide = [];
  if (moved > SLACK_PX) {
    const shift = window.scrollX;
    const reach = (box) => (isRtl ? -(box.left + shift) : box.right + shift - view);
    let farthest = SLACK_PX;
    const waiting = document.body ? [[document.body, 0]] : [];
    for (let number = 0; number < MOST_ELEMENTS && waiting.length; number += 1) {
      const [element, outer] = waiting.pop();
      const box = element.getBoundingClientRect();
      const over = box.width && box.height ? reach(box) : 0;
      if (over > farthest + 1 && over > outer + 1) {
        farthest = over;
        wide.unshift({ element, over });
      }
      if (element.children.length && (element === document.body || getComputedStyle(element).overflowX === "visible")) {
        for (let last = element.children.length - 1; last >= 0; last -= 1) {
          waiting.push([element.children[last], Math.max(outer, over)]);
        }
      }
    }
  }
  window.scrollTo({ left: 0, top: 0, behavior: "instant" });

  return {
    width: view,
    scroll_width: root.scrollWidth,
    moved,
    wide: wide.slice(0, SAMPLES).map(({ element, over }) => ({ ...told(element), over: Math.round(over) })),
    letters,
    small_letters: small,
    small: [...samples]
      .sort((one, other) => other[1] - one[1])
      .slice(0, SAMPLES)
      .map(([element]) => ({ ...told(element), size: sizes.get(element) })),
  };
})();
