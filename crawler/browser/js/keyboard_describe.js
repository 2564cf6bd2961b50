// Adds to `walker` what an element is: selector, place in the template, name, role, box.
(() => {
  const { styleOf, frameOf, isFrame, isShown, closest } = self.walker;

  const stepOf = (element) => {
    const root = element.getRootNode();
    const steps = [];
    for (let one = element; one && one.nodeType === 1; one = one.parentElement) {
      if (one.id && /^[A-Za-z][\w-]*$/.test(one.id) && root.querySelectorAll(`#${one.id}`).length === 1) {
        steps.unshift(`#${one.id}`);
        break;
      }
      if (one.localName === "html" || one.localName === "body") {
        steps.unshift(one.localName);
        break;
      }
      const same = one.parentNode ? [...one.parentNode.children].filter((other) => other.localName === one.localName) : [];
      const name = CSS.escape(one.localName);
      steps.unshift(same.length > 1 ? `${name}:nth-of-type(${same.indexOf(one) + 1})` : name);
    }
    return steps.join(" > ");
  };
  const selectorOf = (element) => {
    const steps = [];
    for (let one = element; one; one = one.getRootNode().host || frameOf(one)) steps.unshift(stepOf(one));
    return steps.join(" >>> ");
  };
  const placeOf = (element) => {
    const steps = [];
    for (let one = element; one && one.localName !== "html" && one.localName !== "body"; ) {
      const named = [...one.classList].find((name) => !/\d/.test(name));
      steps.unshift(named ? `${one.localName}.${named}` : one.localName);
      one = one.parentElement || one.getRootNode().host || null;
    }
    return steps.join(" > ");
  };
  const folded = (text) => (text || "").replace(/\s+/g, " ").trim();
  const nameOf = (element) => {
    const root = element.getRootNode();
    const named = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const text =
      named.map((id) => root.getElementById?.(id)?.textContent || "").join(" ") ||
      element.getAttribute("aria-label") ||
      [...(element.labels || [])].map((label) => label.textContent).join(" ") ||
      element.getAttribute("alt") ||
      (element.localName === "input" && ["submit", "button", "reset"].includes(element.type) && element.value) ||
      (["input", "select", "textarea"].includes(element.localName) ? "" : element.innerText || element.textContent) ||
      [...element.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ") ||
      element.getAttribute("title") ||
      element.getAttribute("placeholder");
    return folded(text).slice(0, 120);
  };
  const ROLES = { a: "link", button: "button", select: "combobox", textarea: "textbox", summary: "button" };
  const INPUTS = { checkbox: "checkbox", radio: "radio", range: "slider", number: "spinbutton", search: "searchbox" };
  const PRESSED = ["button", "submit", "reset", "image"];
  const roleOf = (element) => {
    const given = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
    if (given) return given;
    if (element.localName !== "input") return ROLES[element.localName] || "";
    return INPUTS[element.type] || (PRESSED.includes(element.type) ? "button" : "textbox");
  };
  const boxOf = (element) => {
    const rect = element.getBoundingClientRect();
    let x = rect.x;
    let y = rect.y;
    for (let frame = frameOf(element); frame; frame = frameOf(frame)) {
      const outer = frame.getBoundingClientRect();
      x += outer.x + frame.clientLeft;
      y += outer.y + frame.clientTop;
    }
    return [x + scrollX, y + scrollY, rect.width, rect.height].map((side) => Math.round(side));
  };
  const isSeen = (element) => {
    const [x, y, width, height] = boxOf(element);
    if (width < 2 || height < 2 || x + width <= 0 || y + height <= 0 || !isShown(element)) return false;
    if (closest(element, (one) => Number(styleOf(one).opacity) < 0.05)) return false;
    const style = styleOf(element);
    return style.clipPath !== "inset(100%)" && style.clipPath !== "inset(50%)" && !/^rect\(0/.test(style.clip);
  };
  const hasInside = (element) => {
    const name = element.localName;
    const inner = ["date", "datetime-local", "month", "week", "time"];
    return (
      isFrame(element) || ["audio", "video", "object", "embed"].includes(name) ||
      (name.includes("-") && !element.shadowRoot) || (name === "input" && inner.includes(element.type))
    );
  };
  const describe = (element) => ({
    selector: selectorOf(element),
    place: placeOf(element),
    html: folded(element.cloneNode(false).outerHTML).slice(0, 300),
    name: nameOf(element),
    role: roleOf(element),
    tag: element.localName,
    rect: boxOf(element),
    tabindex: element.tabIndex,
    frame: element.ownerDocument !== document,
  });

  Object.assign(self.walker, { selectorOf, folded, nameOf, roleOf, INPUTS, boxOf, isSeen, hasInside, describe });
})();
