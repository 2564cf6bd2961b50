// Watches texts that change by themselves while nobody touches the page. Needs telling.js.
(() => {
  if (self.marsadChanges) return;
  const MOST = 200;
  const ROTATORS = "marquee, [class*=carousel i], [class*=slider i], [class*=swiper], [class*=slick], [class*=ticker i], [class*=rotat i]";
  const CONTROLS = "button, summary, select, input:not([type=hidden]), [role=button], [role=switch], [role=slider], [onclick], [tabindex='0']";
  const STOPS = /pause|stop|hide|anhalten|pausieren|ustavi|premor|arrêt|parar|detener|ferma|إيقاف|停止|暂停|一時停止/i;
  const seen = new Map(); // element -> texts with the time of each
  const began = performance.now();
  const note = (node) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!(element instanceof HTMLElement) || element.closest("script, style, head, [aria-busy=true], [role=progressbar]")) return;
    if (!seen.has(element)) {
      if (seen.size >= MOST) return;
      seen.set(element, []);
    }
    const texts = seen.get(element);
    const text = element.innerText.trim().slice(0, 200);
    if (texts.length < 50 && (!texts.length || texts[texts.length - 1].text !== text)) texts.push({ text, at: performance.now() });
  };
  const observer = new MutationObserver((records) => {
    for (const one of new Set(records.map((record) => record.target))) note(one);
  });
  observer.observe(document.documentElement, { subtree: true, childList: true, characterData: true });

  const isRestless = () => seen.size > 0 || Boolean(document.querySelector(ROTATORS));
  const read = (leastTimes) => {
    observer.disconnect();
    const found = [...seen].filter(([element, texts]) => {
      const isSeen = element.isConnected && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const others = [...seen.keys()].some((other) => other !== element && element.contains(other) && seen.get(other).length >= leastTimes);
      // A counter that runs up or a text that is typed once comes to rest: its changes lie close together.
      const lasts = texts.length ? texts[texts.length - 1].at - texts[0].at : 0;
      const isFilled = texts.slice(1).every(({ text }, number) => text.startsWith(texts[number].text));
      return isSeen && !others && !isFilled && texts.length >= leastTimes && texts.some((one) => one.text) && lasts > 900;
    });
    const body = document.body ? document.body.innerText.trim() : "";
    const controls = [...document.querySelectorAll(CONTROLS)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const stops = [...document.querySelectorAll("a[href]")].filter((one) => STOPS.test(one.innerText));
    return {
      seconds: Math.round((performance.now() - began) / 100) / 10,
      controls: controls.length + stops.length,
      changes: found.slice(0, 5).map(([element, texts]) => ({
        ...self.marsadTold(element),
        times: texts.length,
        texts: texts.slice(-3).map(({ text }) => text.slice(0, 60)),
        alone: element.innerText.trim() === body,
      })),
    };
  };
  self.marsadChanges = { isRestless, read };
})();
