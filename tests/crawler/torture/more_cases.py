"""Further cases for the page with hard links: places and answers that the eighty leave out."""

from __future__ import annotations

from collections.abc import Mapping

from tests.crawler.torture.cases import FINE, JSON_LD, PNG, PROSE, Case, head_lies, link, post_only
from tests.servers import Reply, html, redirect


def more_broken_cases(other: str, tls: Mapping[str, str]) -> list[Case]:
    """Broken links in places that few look at."""
    return [
        Case("an area", '<map name="m"><area href="/area" alt="a"></map>', "/area"),
        Case("the source of a quotation", '<blockquote cite="/cite">q</blockquote>', "/cite"),
        Case("the source of words", '<q cite="/q-cite">q</q>', "/q-cite"),
        Case("a search", '<form action="/find"><input type="search" name="q"></form>', "/find"),
        Case("a button with its own address", '<form role="search"><button formaction="/button">b</button></form>',
             "/button"),
        Case("sound", '<audio src="/a.mp3"></audio>', "/a.mp3"),
        Case("captions", '<video src="/ok.mp4"><track src="/t.vtt"></video>', "/t.vtt"),
        Case("an embedded file", '<embed src="/e.pdf">', "/e.pdf"),
        Case("a feed", '<link rel="alternate" type="application/rss+xml" href="/lost.rss">', "/lost.rss"),
        Case(
            "an item of a feed", '<link rel="alternate" type="application/atom+xml" href="/atom">', "/lost-item",
            {"/atom": Reply(
                '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/lost-item"/></entry></feed>',
                content_type="application/atom+xml",
            )},
        ),
        Case("an image button", '<input type="image" src="/i/button.png" alt="a">', "/i/button.png"),
        Case("a link in srcdoc", "<iframe title='f' srcdoc='<a href=/srcdoc>s</a>'></iframe>", "/srcdoc"),
        Case("an image in srcdoc", "<iframe title='f' srcdoc='<img src=/i/srcdoc.png>'></iframe>", "/i/srcdoc.png"),
        Case("twitter:image", '<meta name="twitter:image" content="{site}/i/twitter.png">', "/i/twitter.png"),
        Case("og:video", '<meta property="og:video" content="{site}/og.mp4">', "/og.mp4"),
        Case("image-set()", "<style>p { background: image-set('/i/set1.png' 1x) }</style>", "/i/set1.png"),
        Case("a link without scripts", "<noscript><a href='/noscript'>n</a></noscript>", "/noscript"),
        Case("the licence", '<link rel="license" href="/license">', "/license"),
        Case("letters beyond ASCII", link("/ni-več"), "/ni-ve%C4%8D"),
        Case("a space within", '<a href="/not here">n</a>', "/not%20here"),
        Case("an address without its scheme", f'<a href="{other.removeprefix("http:")}/gone2">g</a>', f"{other}/gone2"),
        Case("a redirect to a missing page elsewhere", link(f"{other}/moved-away"), f"{other}/moved-away"),
        Case("a place that a page elsewhere lacks", link(f"{other}/static#lost"), f"{other}/static#lost"),
        Case("a picture that a sprite lacks", '<svg><use href="/ok.svg#lost"/></svg>', "/ok.svg#lost",
             {"/ok.svg": Reply('<svg><symbol id="there"/></svg>', content_type="image/svg+xml")}),
        Case("a certificate for another name", link(tls["wrong-name"]), tls["wrong-name"]),
        Case("a lazy set of images", '<img data-srcset="/i/lazy-set.png 2x" alt="a">', "/i/lazy-set.png"),
        Case("a lazy background", '<div data-bg="/i/lazy-bg.png">b</div>', "/i/lazy-bg.png"),
        Case("an image in microdata", '<meta itemprop="image" content="/i/micro.png">', "/i/micro.png"),
        Case(
            "a shortcut of the web app", '<link rel="manifest" href="/two.webmanifest">', "/shortcut",
            {"/two.webmanifest": Reply('{"name": "A", "shortcuts": [{"name": "S", "url": "/shortcut"}]}',
                                       content_type="application/manifest+json")},
        ),
        Case("a link in SVG", '<svg><a xlink:href="/svg-link"><text>t</text></a></svg>', "/svg-link"),
        Case("a font", "<style>@font-face { font-family: f; src: url(/lost.woff2) }</style>", "/lost.woff2"),
        Case("a preloaded file", '<link rel="preload" as="fetch" href="/preload.json">', "/preload.json"),
        Case("a refusal that is a 404 for HEAD and GET", link("/both"), "/both", {"/both": Reply("", 404)}),
    ]  # fmt: skip


def more_fine_cases(other: str) -> list[Case]:
    """Links that only look broken, in more ways."""
    return [
        Case("HEAD answers 501", '<img src="/i/head501.png" alt="a">', "/i/head501.png",
             {"/i/head501.png": head_lies(501)}),
        Case("HEAD answers 403", '<img src="/i/head403.png" alt="a">', "/i/head403.png",
             {"/i/head403.png": head_lies(403)}),
        Case("HEAD answers 500", '<img src="/i/head500.png" alt="a">', "/i/head500.png",
             {"/i/head500.png": head_lies(500)}),
        Case("the top in capitals", '<a href="#TOP">top</a>', "#TOP"),
        Case("a comma in srcset", '<img srcset="/i/a,b.png 1x" src="/ok.png" alt="a">', "/i/a,b.png",
             {"/i/a,b.png": PNG}),
        Case(
            "a relative link below a base", link("/based-well"), "/folder/fine",
            {"/based-well": html("Based", "fine", body=PROSE, head='<base href="/folder/">'), "/folder/fine": FINE},
        ),
        Case("an address without its scheme", f'<a href="{other.removeprefix("http:")}/fine">f</a>', f"{other}/fine"),
        Case("an image without an address", '<img src="" alt="a">', "/nothing"),
        Case("javascript:", '<a role="button" href="javascript:void(0)">j</a>', "javascript:void(0)"),
        Case("a text message", '<a href="sms:+38612345678">s</a>', "sms:+38612345678"),
        Case("a pattern in a lazy image", '<img data-src="{{ image }}" alt="a">', "/%7B%7B%20image%20%7D%7D"),
        Case("a name in JSON-LD", JSON_LD.replace('"url"', '"@id"') % "{site}/no-address", "/no-address"),
        Case("a pattern in JSON-LD", JSON_LD.replace('"url"', '"target"') % "{site}/s?q={{q}}", "/s?q={{q}}"),
        Case("a connection made early", '<link rel="preconnect" href="/early">', "/early"),
        Case(
            "a counting pixel", '<noscript><img src="/pixel" width="1" height="1" alt=""></noscript>', "/pixel",
        ),
        Case("a button that posts", '<form method="post"><button formaction="/buy">b</button></form>', "/buy",
             {"/buy": post_only}),
        Case("a form that does something", '<form action="/cart-add"><button>b</button></form>', "/cart-add"),
        Case("a comment in a style element", "<style>/* url(/i/comment.png) */</style>", "/i/comment.png"),
        Case("a redirect elsewhere", link(f"{other}/to-fine"), f"{other}/to-fine"),
        Case("a place elsewhere", link(f"{other}/static#there"), f"{other}/static#there"),
        Case("a place elsewhere that a script may add", link(f"{other}/app#later"), f"{other}/app#later"),
        Case("407 elsewhere", link(f"{other}/407"), f"{other}/407"),
        Case("418 elsewhere", link(f"{other}/418"), f"{other}/418"),
        Case("500 elsewhere", link(f"{other}/500"), f"{other}/500"),
        Case("a picture that a sprite has", '<svg><use href="/ok.svg#there"/></svg>', "/ok.svg#there"),
        Case("a gradient of the page itself", '<svg><rect fill="url(#g)"/></svg>', "#g"),
        Case("a slow page", link("/moved-twice"), "/moved-twice",
             {"/moved-twice": redirect("/moved-once"), "/moved-once": redirect("/ok", 308)}),
    ]  # fmt: skip


MORE_ELSEWHERE = {
    "/fine": FINE,
    "/to-fine": redirect("/fine"),
    "/moved-away": redirect("/gone3"),
    "/static": html("Static", body=f'<p id="there">There</p>{PROSE}'),
    "/app": html("App", body=f"{PROSE}<script>1</script>"),
    "/407": Reply("", 407),
    "/418": Reply("", 418),
    "/500": Reply("", 500),
}
