"""Pages that scripts make, from a real browser's load to the finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from audits.registry import all_rules
from audits.rule import Scope
from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from tests.marsad.conftest import Marsad
from tests.servers import Reply, Route, Site, html, text

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = [rule.id for rule in all_rules() if rule.card.group == "javascript" and rule.scope is Scope.PAGE]
PROSE = " ".join(f"Quay {number} has room for {number + 2} boats and a crane." for number in range(30))
GUIDE = f"# Harbour guide\n\n{PROSE}\n"
LINKS = "".join(f'<a href="/berth/{number}">Berth {number}</a> ' for number in range(8))

# As documentation that a script renders in the browser: the server sends the same shell for every address.
SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Docs</title></head>
<body><div id="app">Loading</div><script src="/app.js"></script></body></html>"""
APP = f"""
const known = {{ "/": "/guide.md", "/broken": "/gone.md" }};
const show = (name, markdown) => {{
  const [heading, ...rest] = markdown.trim().split("\\n");
  document.title = name;
  document.getElementById("app").innerHTML =
    `<nav>{LINKS}</nav><main><h1>${{heading.replace("# ", "")}}</h1><p>${{rest.join(" ")}}</p></main>`;
}};
const route = known[location.pathname];
if (!route) show("Docs", "# Page not found\\nThere is nothing at this address.");
else fetch(route).then((answer) => answer.text().then((words) => {{
  if (!answer.ok) throw new TypeError(`no words for ${{location.pathname}}`);
  show("Harbour guide", words);
}}));
"""

# As a shop that the server renders: a script adds a consent notice and a chat, and sets again what was sent.
WIDGETS = """
const notice = document.createElement("div");
notice.style = "position: fixed; bottom: 0";
notice.innerHTML = "<p>" + "We and our partners keep cookies on your device. ".repeat(80) + "</p>";
document.body.append(notice);
const chat = document.createElement("my-chat");
chat.attachShadow({ mode: "open" }).innerHTML =
  '<div style="position: fixed">' + "Can we help you? ".repeat(50) + "</div>";
document.body.append(chat);
document.title = "(1) " + document.title;
document.querySelector("link[rel=canonical]").href = location.href;
history.replaceState(null, "", "?lang=en");
console.error("the chat is slow");
fetch(location.href, { signal: AbortSignal.abort() });
new Image().src = "http://192.0.2.1/pixel.gif";
fetch("http://192.0.2.1/hit").catch(() => {});
"""
CHANGED = """
document.querySelector("meta[name=robots]").remove();
document.querySelector("link[rel=canonical]").href = "/elsewhere";
document.title = "Another name";
"""

_BOOK = '{"@context": "https://schema.org", "@type": "Book", "name": "Boats"}'
_VERSION = '<link rel="alternate" hreflang="de" href="/de">'
FULL = (
    f'<link rel="canonical" href="/PATH"><meta name="description" content="All of it">{_VERSION}'
    f'<script type="application/ld+json">{_BOOK}</script>'
)
FULL_BODY = f"<h1>All of it</h1><nav>{LINKS}</nav><p>{PROSE}</p>"
LOST = """
document.title = "";
for (const gone of document.querySelectorAll("link, meta[name], h1, nav, p, script")) gone.remove();
"""
IN_SCRIPT = FULL.replace("</script>", r"<\/script>").replace("/PATH", "/made")
MADE = f"""
document.title = "All of it";
document.head.insertAdjacentHTML("beforeend", `{IN_SCRIPT}`);
document.head.insertAdjacentHTML("beforeend", "<meta name=robots content=nofollow>");
document.body.insertAdjacentHTML("beforeend", `{FULL_BODY}`);
"""


def _shop(site: Site) -> Reply:
    head = f'<link rel="canonical" href="{site.url("/shop")}"><meta name="description" content="Boats">'
    return html("Boats", body=f"<h1>Boats</h1>{LINKS}<p>{PROSE}</p><script>{WIDGETS}</script>", head=head)


@dataclass(frozen=True)
class Told:
    """What was said of each path."""

    lines: list[dict[str, str]]
    site: Site

    def rules(self, path: str) -> set[str]:
        return {line["rule"] for line in self.lines if line["url"] == self.site.url(path)}

    def one(self, path: str, rule: str) -> dict[str, str]:
        (line,) = [line for line in self.lines if line["url"] == self.site.url(path) and line["rule"] == rule]
        return line


@pytest.fixture
def told(marsad: Marsad) -> Iterator[Told]:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    shell = Reply(SHELL)
    body = f"<h1>Changed</h1><p>{PROSE}</p><script>{CHANGED}</script>"
    head = '<link rel="canonical" href="/changed"><meta name="robots" content="noindex">'
    routes: dict[str, Route] = {
        "/": shell,
        "/nowhere": shell,
        "/broken": shell,
        "/app.js": Reply(APP, content_type="text/javascript"),
        "/guide.md": text(GUIDE),
        "/gone.md": text("gone", 404),
        "/changed": html("Changed", body=body, head=head),
        "/hidden": html("Hidden", body=f"<h1>Hidden</h1><script>{_ADDED}</script>"),
        "/lost": html("Lost", body=f"{FULL_BODY}<script>{LOST}</script>", head=FULL.replace("PATH", "lost")),
        "/made": html("", body=f"<div></div><script>{MADE}</script>"),
        "/moved": html("Moved", body="<script>location.replace('/changed')</script>"),
    }
    with Site(routes) as site:
        site.routes["/shop"] = _shop(site)
        pages = [
            site.url(path)
            for path in ("/", "/nowhere", "/broken", "/changed", "/hidden", "/lost", "/made", "/moved", "/shop")
        ]
        chosen = [part for rule in RULES for part in ("--rule", rule)]
        done = marsad("page", *pages, *chosen, "--browser", "always", "--format", "jsonl")
        assert done.code == 0, done.err
        yield Told([json.loads(line) for line in done.out.splitlines()], site)


_ADDED = "document.head.insertAdjacentHTML('beforeend', '<meta name=robots content=noindex>')"


def test_what_only_scripts_bring_is_found_and_nothing_else(told: Told) -> None:
    assert told.rules("/") == {
        "js-content-render-only",
        "js-links-render-only",
        "js-h1-render-only",
        "js-title-changed",
    }
    assert "(100%)" in told.one("/", "js-content-render-only")["message"]
    assert "8 of 8" in told.one("/", "js-links-render-only")["message"]

    assert "js-soft404-route" in told.rules("/nowhere")

    assert {"js-console-error", "js-failed-request"} <= told.rules("/broken")
    error = told.one("/broken", "js-console-error")
    assert "no words for /broken" in error["message"]
    assert f"{told.site.url('/app.js')}, line" in error["message"]
    assert "status 404" in told.one("/broken", "js-failed-request")["message"]

    assert told.rules("/changed") == {"js-noindex-raw", "js-canonical-changed", "js-title-changed"}
    assert told.one("/changed", "js-noindex-raw")["severity"] == "critical"
    assert told.rules("/hidden") == {"js-noindex-added"}


def test_widgets_and_a_page_that_leads_elsewhere_raise_no_alarm(told: Told) -> None:
    assert told.rules("/shop") == set()
    assert told.rules("/moved") == set()


def test_each_fact_is_compared_both_ways(told: Told) -> None:
    assert told.rules("/made") == {
        "js-canonical-changed",
        "js-content-render-only",
        "js-desc-render-only",
        "js-h1-render-only",
        "js-hreflang-changed",
        "js-links-render-only",
        "js-nofollow-added",
        "js-schema-render-only",
        "js-title-render-only",
    }
    assert told.rules("/lost") == {
        "js-canonical-changed",
        "js-content-lost",
        "js-desc-changed",
        "js-h1-changed",
        "js-hreflang-changed",
        "js-links-lost",
        "js-schema-lost",
        "js-title-changed",
    }
    assert "Book" in told.one("/lost", "js-schema-lost")["message"]
    assert "8 are gone" in told.one("/lost", "js-links-lost")["message"]
