// The facts of the page as scripts have left it.
(() => {
  const MOST_LINKS = 1000;
  const MOST_TEXT = 60000;
  const folded = (text) => (text || "").replace(/\s+/g, " ").trim();
  const all = (css) => [...document.querySelectorAll(css)];
  const words = folded(document.body ? document.body.innerText : "");
  const address = (element) => (folded(element.getAttribute("href")) ? element.href : "");
  const ignored = ["hreflang", "lang", "media", "type"];

  // The links of the page's own host, each once; a fragment leads to no other page.
  const linked = new Set();
  for (const link of all("a[href]:not(svg a), area[href]")) {
    if (linked.size >= MOST_LINKS) break;
    const target = link.href.split("#")[0];
    if (/^https?:/.test(target) && link.host === location.host && target !== location.href.split("#")[0]) {
      linked.add(target.slice(0, 2000));
    }
  }

  // What a reader sees of the main content, open shadow trees with it, without what floats above the page.
  const SILENT = new Set(
    "SCRIPT STYLE TEMPLATE NOSCRIPT SVG IFRAME OBJECT DATALIST SELECT TEXTAREA NAV HEADER FOOTER ASIDE DIALOG".split(" "),
  );
  const CONTENT = "main, [role=main], article, h1";
  const isLeftOut = (element) => {
    if (SILENT.has(element.tagName.toUpperCase())) return true;
    if (/^(alert)?dialog$/.test(element.getAttribute("role") || "")) return true;
    const style = getComputedStyle(element);
    if (style.display === "none") return true;
    return style.position === "fixed" && !element.matches(CONTENT) && !element.querySelector(CONTENT);
  };
  const SPACE = {};
  const pieces = [];
  let length = 0;
  const root = document.querySelector("main") || document.querySelector("[role=main]") || document.body;
  const waiting = root ? [root] : [];
  while (waiting.length && length < MOST_TEXT) {
    const node = waiting.pop();
    if (node === SPACE) {
      pieces.push(" ");
      continue;
    }
    if (node.nodeType === 3) {
      pieces.push(node.data);
      length += node.data.length;
      continue;
    }
    if (node.nodeType === 1) {
      if (node !== root && isLeftOut(node)) continue;
      if (node.localName === "br" || !getComputedStyle(node).display.startsWith("inline")) {
        pieces.push(" ");
        waiting.push(SPACE);
      }
    } else if (node.nodeType !== 11) {
      continue;
    }
    const slotted = node.localName === "slot" && node.assignedNodes ? node.assignedNodes() : [];
    const inside = node.shadowRoot ? [node.shadowRoot] : slotted.length ? slotted : [...node.childNodes];
    for (let number = inside.length - 1; number >= 0; number -= 1) waiting.push(inside[number]);
  }

  // How many words the page holds, folded away or not, open shadow trees with it: text that was sent and is gone.
  const MUTE = new Set("SCRIPT STYLE TEMPLATE NOSCRIPT SVG IFRAME OBJECT DATALIST".split(" "));
  let allWords = 0;
  const unread = document.body ? [document.body] : [];
  while (unread.length) {
    const node = unread.pop();
    if (node.nodeType === 3) {
      const text = node.data.trim();
      if (text) allWords += text.split(/\s+/).length;
    } else if (node.nodeType === 11 || (node.nodeType === 1 && !MUTE.has(node.tagName.toUpperCase()))) {
      if (node.shadowRoot) unread.push(node.shadowRoot);
      for (let child = node.lastChild; child; child = child.previousSibling) unread.push(child);
    }
  }

  // What lies over the page: which share of a grid of points is covered by fixed boxes that do not hold the page.
  const GRID = [0.1, 0.3, 0.5, 0.7, 0.9];
  const parentOf = (element) => element.parentElement || (element.getRootNode().host ?? null);
  const path = (element) => {
    const steps = [];
    for (; element && element.parentElement; element = element.parentElement) {
      const tag = element.localName;
      const same = [...element.parentElement.children].filter((child) => child.localName === tag);
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
    }
    return steps.join(" > ");
  };
  const bodyLength = document.body ? document.body.textContent.length : 0;
  const isOverlay = (element) => {
    const style = getComputedStyle(element);
    const isAbove = style.position === "fixed" || element.matches("dialog[open], :popover-open");
    if (!isAbove || Number(style.opacity) < 0.1) return false;
    return !element.querySelector("main, [role=main], article") && element.textContent.length * 2 <= bodyLength;
  };
  const overlayAt = (x, y) => {
    let found = null;
    for (let element = document.elementFromPoint(x, y); element; element = parentOf(element)) {
      if (element === document.body || element === document.documentElement) break;
      if (isOverlay(element)) found = element;
    }
    return found;
  };
  const covers = new Map();
  for (const x of GRID) {
    for (const y of GRID) {
      const found = overlayAt(innerWidth * x, innerHeight * y);
      if (found) covers.set(found, (covers.get(found) || 0) + 1);
    }
  }
  const boxes = [...covers.keys()];
  const hits = [...covers.values()].reduce((sum, count) => sum + count, 0);
  const named = (element) => `${element.id} ${element.getAttribute("class") || ""} ${element.getAttribute("aria-label") || ""}`;
  const main = boxes.sort((one, other) => folded(other.innerText).length - folded(one.innerText).length)[0];
  const overlay = main && {
    share: hits / (GRID.length * GRID.length),
    selector: path(main).slice(0, 1000),
    html: main.cloneNode(false).outerHTML.slice(0, 300),
    text: folded(boxes.map((box) => box.innerText).join(" ")).slice(0, 600),
    names: folded(boxes.flatMap((box) => [box, ...[...box.querySelectorAll("[id], [class]")].slice(0, 40)]).map(named).join(" "))
      .slice(0, 1500),
    has_password: boxes.some((box) => box.querySelector("input[type=password]") !== null),
    has_picture: boxes.some((box) => box.querySelector("img, video, iframe, picture") !== null),
  };

  // A notice that asks for consent and can be seen.
  const NOTICES = {
    OneTrust: "#onetrust-banner-sdk",
    Cookiebot: "#CybotCookiebotDialog",
    Usercentrics: "#usercentrics-root, #usercentrics-cmp-ui",
    Didomi: "#didomi-notice, #didomi-popup, #didomi-host",
    Quantcast: ".qc-cmp2-container",
    consentmanager: "#cmpbox",
    TrustArc: "#truste-consent-track, #trustarc-banner-overlay",
    iubenda: "#iubenda-cs-banner",
    CookieYes: ".cky-consent-container, #cookie-law-info-bar",
    Complianz: ".cmplz-cookiebanner",
    Borlabs: "#BorlabsCookieBox, .brlbs-cmpnt-dialog",
    Klaro: ".klaro .cookie-notice, .klaro .cookie-modal",
    Osano: ".osano-cm-window, .cc-window",
    CookieFirst: "#cookiefirst-root",
    Sourcepoint: "[id^=sp_message_container]",
    "Google's message": ".fc-consent-root",
    Axeptio: "#axeptio_overlay",
    tarteaucitron: "#tarteaucitronAlertBig",
    CookieConsent: "#cc-main",
    Shopify: "#shopify-pc__banner",
  };
  const isSeen = (element) => {
    const inside = element.shadowRoot ? [...element.shadowRoot.children] : [];
    return [element, ...element.children, ...inside].some((one) => {
      const box = one.getBoundingClientRect();
      return box.width * box.height > 5000 && getComputedStyle(one).visibility === "visible";
    });
  };
  const known = Object.keys(NOTICES).find((name) => all(NOTICES[name]).some(isSeen));
  const OWN = "[id*=cookie i], [class*=cookie i], [id*=consent i], [class*=consent i], [id*=gdpr i], [class*=gdpr i]";
  const own = () =>
    all(OWN).slice(0, 60).find((one) => one.querySelector("button, [role=button], input[type=submit]") && isSeen(one));
  const notice = known || (own() ? "a notice of its own" : "");

  // Words that stand in what is named after reviews, folded away or not.
  const REVIEWS = ["review", "bewertung", "rezension", "avis", "opinion", "recension", "comment", "testimonial", "feedback"];
  const REVIEW = ["[itemprop=review]", ...REVIEWS.flatMap((name) => [`[class*=${name} i]`, `[id*=${name} i]`])].join(", ");
  let reviewLetters = 0;
  for (const element of all(REVIEW).slice(0, 200)) {
    if (!/^(html|body|script|style|link)$/.test(element.localName)) {
      reviewLetters = Math.max(reviewLetters, folded(element.textContent).length);
    }
  }

  // The types of structured data, in all three syntaxes; broken JSON says nothing.
  const types = new Set();
  const gather = (value, depth) => {
    if (depth > 20 || types.size >= 100 || !value || typeof value !== "object") return;
    if (!Array.isArray(value)) {
      for (const type of [value["@type"]].flat()) if (typeof type === "string") types.add(type.slice(0, 200));
    }
    for (const inner of Object.values(value)) gather(inner, depth + 1);
  };
  for (const block of all('script[type*="ld+json" i]').slice(0, 50)) {
    try {
      gather(JSON.parse(block.textContent), 0);
    } catch {
      continue;
    }
  }
  for (const item of all("[itemtype], [typeof]").slice(0, 500)) {
    for (const type of (item.getAttribute("itemtype") || item.getAttribute("typeof") || "").split(/\s+/)) {
      if (type && types.size < 100) types.add(type.slice(0, 200));
    }
  }

  const description = document.querySelector("meta[name=description i]");
  const navigation = performance.getEntriesByType("navigation")[0];
  return {
    title: folded(document.title).slice(0, 1000),
    description: folded(description ? description.content : "").slice(0, 2000),
    canonical: all("head link[rel~=canonical i]")
      .filter((link) => address(link) && !ignored.some((name) => link.getAttribute(name)))
      .slice(0, 20)
      .map((link) => link.href.slice(0, 2000)),
    hreflang: all("head link[rel~=alternate i][hreflang]")
      .filter(address)
      .slice(0, 500)
      .map((link) => [link.hreflang.slice(0, 100), link.href.slice(0, 2000)]),
    robots: all("meta[name=robots i], meta[name=googlebot i]").slice(0, 20).map((meta) => meta.content.slice(0, 500)),
    h1: all("h1").slice(0, 20).map((heading) => folded(heading.textContent).slice(0, 500)),
    schema_types: [...types],
    links: all("a[href], area[href]").length,
    linked: [...linked],
    words: words ? words.split(" ").length : 0,
    all_words: allWords,
    main_text: folded(pieces.join("")).slice(0, MOST_TEXT),
    overlay: overlay || null,
    consent_notice: notice,
    review_letters: reviewLetters,
    document_url: navigation ? navigation.name.slice(0, 2000) : "",
  };
})();
