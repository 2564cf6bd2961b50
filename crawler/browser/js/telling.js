// How an element is told to people, once for all scripts of a page: its path, its place in the template, its start tag.
(() => {
  if (self.marsadTold) return;
  const path = (element) => {
    const steps = [];
    for (; element && element.parentElement; element = element.parentElement) {
      const tag = element.localName;
      const same = [...element.parentElement.children].filter((child) => child.localName === tag);
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(element) + 1})` : tag);
    }
    return steps.join(" > ") || "html";
  };
  const place = (element) => {
    const steps = [];
    for (; element && !/^(html|body)$/.test(element.localName); element = element.parentElement) {
      const named = [...element.classList].find((name) => !/\d/.test(name));
      steps.unshift(named ? `${element.localName}.${named}` : element.localName);
    }
    return steps.join(" > ");
  };
  self.marsadTold = (element) => ({
    selector: path(element).slice(0, 1000),
    place: place(element).slice(0, 1000),
    html: element.cloneNode(false).outerHTML.slice(0, 300),
  });
})();
