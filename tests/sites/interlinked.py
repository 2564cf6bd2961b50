"""A site of many small pages that link to each other, the same for the same numbers."""

from __future__ import annotations

import random
import time

from tests.servers import Asked, Reply, Route, html, redirect, text


def routes(pages: int, seed: int = 7, delay_s: float = 0.0) -> dict[str, Route]:
    """Pages 0 to `pages` - 1, each with links to others, an image of its own, redirects, dead ends and a sitemap."""
    dice = random.Random(seed)

    def slow(reply: Reply) -> Route:
        def answer(asked: Asked) -> Reply:
            time.sleep(delay_s)
            return reply

        return answer if delay_s else reply

    site: dict[str, Route] = {}
    for number in range(pages):
        links = [f"/p{dice.randrange(pages)}" for _ in range(8)] + [f"/p{number * 2 + 1}", f"/p{number * 2 + 2}"]
        if number % 10 == 0:
            links += [f"/moved{number}", f"/gone{number}"]
            site[f"/moved{number}"] = redirect(f"/p{dice.randrange(pages)}")
        page = html(f"Page {number}", *links, body=f'<p>{"text " * 50}{number}</p><img src="/i{number % 25}.png">')
        site[f"/p{number}"] = slow(page)
    for number in range(25):
        site[f"/i{number}.png"] = Reply(b"\x89PNG", content_type="image/png")
    site["/"] = html("Start", "/p0", "/p1")
    site["/robots.txt"] = text("User-agent: *\nDisallow: /p13\nSitemap: /map.xml\n")
    orphans = [f"/orphan{number}" for number in range(12)]
    site |= {path: html(path) for path in orphans}
    locs = "".join(f"<url><loc>http://HOST{path}</loc></url>" for path in orphans)
    start = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    site["/map.xml"] = lambda asked: Reply(
        f"{start}{locs}</urlset>".replace("HOST", asked.headers["host"]), content_type="application/xml"
    )
    return site
