"""Eighty hard cases of links on one page: forty-three that are broken and thirty-seven that are not.

`missed_by` names the link checkers that get a case wrong, as far as it was measured with linkinator 8.1, lychee 0.24,
LinkChecker 10.6, broken-link-checker 0.7 and hyperlink 5.0 on a page with the same cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.servers import Asked, Hang, Raw, Reply, Route, html, redirect

ALL = "every one"


@dataclass(frozen=True)
class Case:
    """A link on the page. `at` is what a finding names: a path of the site, or a whole URL where the case has one."""

    name: str
    markup: str
    at: str
    routes: Mapping[str, Route] = field(default_factory=dict)
    missed_by: str = ""


class Sometimes:
    """Fails a number of times, then answers."""

    def __init__(self, times: int, failing: Reply) -> None:
        self.left = times
        self.failing = failing

    def __call__(self, asked: Asked) -> Reply:
        if self.left:
            self.left -= 1
            return self.failing
        return html("Here at last", body=PROSE)


PROSE = "<p>" + " ".join(f"Palm {number} stands by the sea." for number in range(60)) + "</p>"
FINE = html("Fine", body=f"<h1>Fine</h1>{PROSE}")
PNG = Reply(b"\x89PNG\r\n\x1a\n" + bytes(60), content_type="image/png")
CSS = Reply("a { color: red }", content_type="text/css")
JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Thing", "url": "%s"}</script>'
)
ADDS_A_PLACE = "document.body.id = ['made', 'by', 'script'].join('-')"
LARGE = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 30000000\r\n\r\n"
ERROR_PAGE = "<title>Page not found</title><h1>Page not found</h1><p>We looked everywhere.</p>"


def css(text: str) -> Reply:
    return Reply(text, content_type="text/css")


def soft(asked: Asked) -> Reply:
    return Reply(f"<!doctype html>{ERROR_PAGE}<p>There is nothing at {asked.name}.</p>")


def cookie_wall(asked: Asked) -> Reply:
    if "seen=1" in asked.headers.get("cookie", ""):
        return Reply("<title>Inside</title>welcome")
    return Reply("", 302, (("Location", "/wall"), ("Set-Cookie", "seen=1; Path=/")))


def head_lies(status: int) -> Route:
    return lambda asked: Reply("", status) if asked.method == "HEAD" else PNG


def post_only(asked: Asked) -> Reply:
    return Reply("thanks") if asked.method == "POST" else Reply("", 404)


def link(path: str) -> str:
    return f'<a href="{path}">{path[1:30]}</a>'


def broken_cases(other: str, tls: Mapping[str, str], refusing: str) -> list[Case]:
    """The cases that are broken. `other` is another host; `tls` are hosts by the fault of their certificate."""
    return [
        Case("a page that is missing", link("/missing"), "/missing"),
        Case("a page that is gone", link("/gone"), "/gone", {"/gone": Reply("", 410)}),
        Case("a nofollow link", '<a rel="nofollow" href="/nofollowed">n</a>', "/nofollowed", {}, "lychee, blc"),
        Case(
            "a link one page deeper", link("/deeper"), "/deep-missing",
            {"/deeper": html("Deeper", "/deep-missing", body=PROSE)}, "lychee",
        ),
        Case("a redirect to a missing page", link("/to-gone"), "/to-gone", {"/to-gone": redirect("/nowhere")}),
        Case("a redirect in a circle", link("/loop"), "/loop", {"/loop": redirect("/loop")}),
        Case("a server error that stays", link("/error"), "/error", {"/error": Reply("", 500)}),
        Case("no answer at all", link("/hang"), "/hang", {"/hang": Hang()}),
        Case("a connection that is cut", link("/reset"), "/reset", {"/reset": Raw(reset=True)}),
        Case("a host that refuses", link(refusing), refusing),
        Case("a name that does not exist", link("http://no-such-host.invalid/x"), "http://no-such-host.invalid/x"),
        Case("a missing page of another site", link(f"{other}/gone"), f"{other}/gone"),
        Case(
            "a page of another site that is gone and answers 200", link(f"{other}/soft/old-news"),
            f"{other}/soft/old-news", {}, ALL,
        ),
        Case(
            "a page of this site that is gone and answers 200", link("/soft/old-news"), "/soft/old-news",
            {"/soft/old-news": soft, "soft": soft}, ALL,
        ),
        Case("a place that another page lacks", link("/places#lost"), "/places#lost", {}, "blc"),
        Case("a place in another case", link("/places#Prices"), "/places#Prices", {}, "blc"),
        Case("a place that this page lacks", '<a href="#lost-here">lost here</a>', "#lost-here", {},
             "LinkChecker, blc"),
        Case("an image", '<img src="/i/src.png" alt="a">', "/i/src.png"),
        Case("srcset of an image", '<img srcset="/i/set.png 2x" src="/ok.png" alt="a">', "/i/set.png", {}, "blc"),
        Case(
            "srcset of a source", '<picture><source srcset="/i/source.png 400w"><img src="/ok.png" alt="a"></picture>',
            "/i/source.png", {}, "LinkChecker, blc",
        ),
        Case("a video", '<video src="/v.mp4"></video>', "/v.mp4"),
        Case("the poster of a video", '<video src="/ok.mp4" poster="/i/poster.png"></video>', "/i/poster.png"),
        Case("a frame", '<iframe src="/frame" title="f"></iframe>', "/frame"),
        Case("an object", '<object data="/o.pdf" type="application/pdf">o</object>', "/o.pdf"),
        Case("a script", '<script src="/s.js" defer></script>', "/s.js"),
        Case("a style sheet", '<link rel="stylesheet" href="/s.css">', "/s.css"),
        Case("a style attribute", '<p style="background: url(/i/style.png)">p</p>', "/i/style.png", {}, "lychee, blc"),
        Case("a style element", "<style>p { background: url('/i/element.png') }</style>", "/i/element.png", {},
             "LinkChecker, blc"),
        Case(
            "url() in a style sheet", '<link rel="stylesheet" href="/ok.css">', "/css/i.png",
            {"/ok.css": css("@import 'css/more.css'; p { background: url('css/i.png') }"), "/css/more.css": CSS}, "blc",
        ),
        Case(
            "@import in a style sheet", '<link rel="stylesheet" href="/import.css">', "/css/lost.css",
            {"/import.css": css('@import url("css/lost.css");')}, "lychee, LinkChecker, blc",
        ),
        Case("og:image", '<meta property="og:image" content="{site}/i/og.png">', "/i/og.png", {},
             "lychee, LinkChecker, blc"),
        Case("og:url", '<meta property="og:url" content="{site}/og-url">', "/og-url", {},
             "lychee, LinkChecker, blc"),
        Case("JSON-LD", JSON_LD % "{site}/json-ld", "/json-ld", {}, "all but linkinator"),
        Case(
            "a base element", link("/based"), "/folder/relative",
            {"/based": html("Based", "relative", body=PROSE, head='<base href="/folder/">')}, "lychee",
        ),
        Case(
            "a refresh", link("/refresh"), "/refreshed",
            {"/refresh": html("Refresh", body=PROSE, head='<meta http-equiv="refresh" content="9; url=/refreshed">')},
            "lychee, W3C",
        ),
        Case("an image without scripts", '<noscript><img src="/i/noscript.png" alt="a"></noscript>', "/i/noscript.png",
             {}, "lychee, blc"),
        Case(
            "an icon of the web app manifest", '<link rel="manifest" href="/app.webmanifest">', "/i/app.png",
            {"/app.webmanifest": Reply('{"name": "App", "icons": [{"src": "i/app.png"}]}',
                                       content_type="application/manifest+json")},
            "all but hyperlink",
        ),
        Case("an image in SVG", '<svg><image href="/i/svg.png"/></svg>', "/i/svg.png", {}, "linkinator, LinkChecker"),
        Case("a sprite of SVG", '<svg><use href="/sprite.svg#a"/></svg>', "/sprite.svg", {}, ALL),
        Case("a lazy image", '<img data-src="/i/lazy.png" alt="a">', "/i/lazy.png", {}, ALL),
        Case(
            "a link that a script makes", "<script>document.write('<a href=\"/writ' + 'ten\">w</a>')</script>",
            "/written", {}, ALL,
        ),
        Case("a certificate that has expired", link(tls["expired"]), tls["expired"]),
        Case("a certificate that signs itself", link(tls["self-signed"]), tls["self-signed"]),
    ]  # fmt: skip


def fine_cases(other: str) -> list[Case]:
    """The cases that only look broken."""
    return [
        Case("a page", link("/ok"), "/ok", {"/ok": FINE}),
        Case("an image whose HEAD answers 404", '<img src="/i/head404.png" alt="a">', "/i/head404.png",
             {"/i/head404.png": head_lies(404)}, "blc"),
        Case("an image whose HEAD answers 405", '<img src="/i/head405.png" alt="a">', "/i/head405.png",
             {"/i/head405.png": head_lies(405)}),
        Case("no content", link("/204"), "/204", {"/204": Reply("", 204)}, "blc"),
        Case("partial content", link("/206"), "/206", {"/206": Reply("part", 206, (), "text/plain")}, "blc"),
        Case("a redirect", link("/moved"), "/moved", {"/moved": redirect("/ok")}),
        Case("a redirect for a while", link("/moved-302"), "/moved-302", {"/moved-302": redirect("/ok", 302)}),
        Case("a circle for visitors without cookies", link(f"{other}/wall"), f"{other}/wall"),
        Case("the top", '<a href="#top">top</a>', "#top", {}, "LinkChecker, hyperlink"),
        Case("nothing but #", '<a href="#">here</a>', "#"),
        Case("a place that is encoded", link("/places#caf%C3%A9"), "/places#caf%C3%A9", {}, "hyperlink"),
        Case("a text on a page", link("/places#:~:text=sea"), "/places#:~:text=sea", {}, "linkinator, LinkChecker"),
        Case("a route with #!", link("/places#!/route"), "/places#!/route", {}, ALL),
        Case("a route with #/", link("/places#/route"), "/places#/route", {}, ALL),
        Case(
            "a place that a script adds", link("/made#made-by-script"), "/made#made-by-script",
            {"/made": html("Made", body=PROSE + f"<script>{ADDS_A_PLACE}</script>")},
            "linkinator, LinkChecker, hyperlink",
        ),
        Case("a named anchor", link("/places#anchor"), "/places#anchor"),
        Case("a place in a redirect's target", link("/to-places#prices"), "/to-places#prices",
             {"/to-places": redirect("/places")}),
        Case("503 twice, then 200", link("/flaky"), "/flaky", {"/flaky": Sometimes(2, Reply("", 503))},
             "lychee, LinkChecker, blc, hyperlink"),
        Case(
            "429 once, then 200", link("/later"), "/later",
            {"/later": Sometimes(1, Reply("", 429, (("Retry-After", "1"),)))}, "LinkChecker, blc, hyperlink",
        ),
        Case("429 always", link(f"{other}/429"), f"{other}/429", {}, "lychee, linkinator, blc, hyperlink"),
        Case("503 for a while elsewhere", link(f"{other}/503"), f"{other}/503"),
        Case("403 elsewhere", link(f"{other}/403"), f"{other}/403", {}, ALL),
        Case("401", link("/401"), "/401", {"/401": Reply("", 401)}, "all but W3C"),
        Case("999", link(f"{other}/999"), f"{other}/999", {}, ALL),
        Case("a bot wall", link(f"{other}/challenge"), f"{other}/challenge", {}, "all but linkinator"),
        Case("a form that is sent by POST", '<form action="/post" method="post"><button>b</button></form>', "/post",
             {"/post": post_only}, "lychee, blc"),
        Case("a comment", "<!-- <a href='/commented'>c</a> -->", "/commented"),
        Case("a template", "<template><a href='/template'>t</a></template>", "/template"),
        Case("an e-mail address", '<a href="mailto:ok@example.com">m</a>', "mailto:ok@example.com", {}, "LinkChecker"),
        Case("a telephone number", '<a href="tel:+38612345678">call</a>', "tel:+38612345678"),
        Case("data: instead of a file", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="a">', "data:"),
        Case(
            "a large file", link("/large.zip"), "/large.zip",
            {"/large.zip": Hang(LARGE)},
        ),
        Case("letters beyond ASCII", link("/palača/žaba"), "/pala%C4%8Da/%C5%BEaba",
             {"/pala%C4%8Da/%C5%BEaba": FINE}),
        Case("spaces around and within", '<a href="  /with space ">s</a>', "/with%20space", {"/with%20space": FINE}),
        Case("a page of a PDF", link("/guide.pdf#page=7"), "/guide.pdf#page=7",
             {"/guide.pdf": Reply(b"%PDF-1.4", content_type="application/pdf")}),
        Case("a time in a video", link("/ok.mp4#t=10"), "/ok.mp4#t=10"),
        Case(
            "a page about missing pages", link("/help/404"), "/help/404",
            {"/help/404": html("How to mend the error 404: page not found", body=f"<h1>Page not found?</h1>{PROSE}")},
        ),
    ]  # fmt: skip


PAGES: Mapping[str, Route] = {
    "/ok.png": PNG,
    "/ok.mp4": Reply(bytes(64), content_type="video/mp4"),
    "/places": html(
        "Places", body=f'<h2 id="prices">Prices</h2><h2 id="café">Coffee</h2><a name="anchor">A</a>{PROSE}'
    ),
}

ELSEWHERE: Mapping[str, Route] = {
    "/wall": cookie_wall,
    "/soft/old-news": soft,
    "/429": Reply("", 429),
    "/503": Sometimes(1, Reply("", 503, (("Retry-After", "1"),))),
    "/403": Reply("", 403),
    "/999": Reply("", 999),
    "/challenge": Reply("", 503, (("cf-mitigated", "challenge"),)),
}
