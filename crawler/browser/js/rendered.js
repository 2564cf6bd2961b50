// The facts of the page as scripts have left it.
(() => {
  const folded = (text) => (text || "").replace(/\s+/g, " ").trim();
  const all = (css) => [...document.querySelectorAll(css)];
  const words = folded(document.body ? document.body.innerText : "");
  return {
    title: folded(document.title).slice(0, 1000),
    canonical: all("link[rel~=canonical i]").slice(0, 20).map((link) => link.href.slice(0, 2000)),
    robots: all("meta[name=robots i], meta[name=googlebot i]").slice(0, 20).map((meta) => meta.content.slice(0, 500)),
    h1: all("h1").slice(0, 20).map((heading) => folded(heading.textContent).slice(0, 500)),
    links: all("a[href], area[href]").length,
    words: words ? words.split(" ").length : 0,
  };
})();
