// Makes axe.run resolve to a short record: what failed, what could not be told, and the ids of all other rules.
(() => {
  const NODES = 50;
  const HTML = 500;
  const SUMMARY = 1000;
  const DATA = 2000;
  const run = axe.run.bind(axe);
  const selector = (target) => target.map((step) => (Array.isArray(step) ? step.join(" >>> ") : step)).join(" >>> ");
  const plain = (value) => {
    try {
      const text = JSON.stringify(value);
      return text && text.length <= DATA ? JSON.parse(text) : null;
    } catch {
      return null;
    }
  };
  const dataOf = (node) => {
    const data = {};
    for (const check of [...node.any, ...node.all, ...node.none]) {
      const value = plain(check.data);
      if (value !== null) data[check.id] = value;
    }
    return data;
  };
  // The place in the template: tags with their first class from the body down, without positions.
  const placeOf = (node) => {
    if (!node.element || node.target.length > 1) {
      return (node.ancestry || []).flat().join(" >>> ").replace(/:nth-child\(\d+\)/g, "");
    }
    const steps = [];
    let element = node.element;
    while (element && element.localName !== "html" && element.localName !== "body") {
      const named = [...element.classList].find((name) => !/\d/.test(name));
      steps.unshift(named ? `${element.localName}.${named}` : element.localName);
      element = element.parentElement || (element.getRootNode().host ?? null);
    }
    return steps.join(" > ");
  };
  const nodeOf = (node) => ({
    selector: selector(node.target),
    place: placeOf(node),
    html: (node.html || "").replace(/\s+/g, " ").slice(0, HTML),
    summary: (node.failureSummary || "").slice(0, SUMMARY),
    data: dataOf(node),
  });
  const ruleOf = (rule) => ({
    id: rule.id,
    impact: rule.impact,
    tags: rule.tags,
    nodes: rule.nodes.slice(0, NODES).map(nodeOf),
    total: rule.nodes.length,
  });
  const trim = (results) => ({
    version: results.testEngine.version,
    url: results.url,
    viewport: [results.testEnvironment.windowWidth, results.testEnvironment.windowHeight],
    violations: results.violations.map(ruleOf),
    incomplete: results.incomplete.map(ruleOf),
    passes: results.passes.map((rule) => rule.id),
    inapplicable: results.inapplicable.map((rule) => rule.id),
  });
  axe.run = (...settings) => run(...settings).then(trim, (error) => ({ error: String(error).slice(0, 500) }));
})();
