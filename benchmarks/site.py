"""Generates a shop of a given size with known defects, and serves it compressed from several processes.

    python benchmarks/site.py build FOLDER PAGES [SEED [BYTES]]     writes the pages, robots.txt and truth.json
    python benchmarks/site.py serve FOLDER PORT [PROCESSES]

A page has about 64 KB and 119 links: mega menu, footer, JSON-LD, hreflang, inline styles and scripts, srcset.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
import random
import socket
import sys
from pathlib import Path
from typing import ClassVar

TEMPLATES = ("home", "category", "tag", "article", "product", "faq", "legal", "landing")
_SHARES = (0, 8, 10, 25, 40, 6, 3, 8)  # per hundred; one home
WORDS = (
    "amber basket candle dune ember fabric garnet harbour indigo jasmine kettle linen marble nectar olive pepper "
    "quartz ribbon saffron timber umber velvet walnut yarn zinc arch bridge coast delta forest garden hill island "
    "lake meadow river shore valley wind sand stone water light shadow morning evening winter summer spring autumn "
    "season market craft maker "
    "studio workshop pattern colour texture surface handle weight length width height depth corner edge"
).split()  # fmt: skip
PAGE_BYTES = 64_000
LINKS = 119


class Shop:
    """The pages of one generated site and what is wrong with them."""

    def __init__(self, pages: int, seed: int, page_bytes: int = PAGE_BYTES) -> None:
        self.page_bytes = page_bytes
        self.dice = random.Random(seed)
        self.urls: list[str] = ["/"]
        self.kinds: list[str] = ["home"]
        kinds = self.dice.choices(TEMPLATES, _SHARES, k=pages - 1)
        for number, kind in enumerate(kinds, start=1):
            self.urls.append(f"/{kind}/{self.words(2, '-')}-{number}.html")
            self.kinds.append(kind)
        self.truth: dict[str, list[str]] = {
            name: [] for name in ("orphan", "no_title", "same_title", "noindex", "missing_alt", "wrong_canonical",
                                  "broken_link", "redirect_link", "no_description")
        }  # fmt: skip
        self.orphans = set(self.urls[-max(1, pages // 100) :])
        self.truth["orphan"] = sorted(self.orphans)
        self.linked = [url for url in self.urls if url not in self.orphans]
        menu = [url for url, kind in zip(self.urls, self.kinds, strict=True) if kind == "category"]
        self.menu = [url for url in menu if url not in self.orphans][:48]
        # A link mostly bears the name of the page that it leads to, so link texts repeat as they do on real sites.
        self.names = {url: self.words(3).title() for url in self.urls}

    def words(self, count: int, joint: str = " ") -> str:
        return joint.join(self.dice.choices(WORDS, k=count))

    def name_of(self, url: str) -> str:
        """The name of the page; for one link in twenty other words."""
        name = self.names.get(url)
        return name if name and self.dice.random() >= 0.05 else self.words(3)

    def is_hit(self, share: float, defect: str, url: str) -> bool:
        if self.dice.random() >= share:
            return False
        self.truth[defect].append(url)
        return True

    def page(self, number: int) -> str:
        url, kind = self.urls[number], self.kinds[number]
        head = self._head(url, kind, number)
        menu = "".join(
            f'<li class="menu__item"><a class="menu__link" href="{to}">{self.names[to]}</a></li>' for to in self.menu
        )
        footer = "".join(f'<li><a href="/legal-{n}.html">Legal {n}</a></li>' for n in range(12))
        main = self._main(url, kind, number)
        page = (
            f'<!doctype html>\n<html lang="en">\n<head>\n{head}</head>\n<body class="t-{kind}">\n'
            f'<header class="site-header"><nav aria-label="Main"><ul class="menu">{menu}</ul></nav></header>\n'
            f'<main class="{kind}__main">{main}</main>\n'
            f'<footer class="site-footer"><ul>{footer}</ul><form action="/search"><label for="q">Search</label>'
            '<input id="q" name="q"></form></footer>\n<script>\n'
        )
        padding = "".join(f"var setting{n}={{id:{n},name:'{WORDS[n % 60]}'}};\n" for n in range(2_000))
        return page + padding[: max(0, self.page_bytes - len(page) - 40)] + "\n</script>\n</body>\n</html>\n"

    def _head(self, url: str, kind: str, number: int) -> str:
        title = f"{self.words(4).title()} {number}"
        if self.is_hit(0.01, "no_title", url):
            title = ""
        elif self.is_hit(0.03, "same_title", url):
            title = "Everything for home and garden"
        canonical = url if not self.is_hit(0.01, "wrong_canonical", url) else "/missing-canonical.html"
        lines = [
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>" if title else "",
            "" if self.is_hit(0.02, "no_description", url) else f'<meta name="description" content="{self.words(18)}">',
            f'<link rel="canonical" href="{canonical}">',
            '<meta name="robots" content="noindex">' if self.is_hit(0.02, "noindex", url) else "",
            *(f'<link rel="alternate" hreflang="{code}" href="{url}">' for code in ("en", "x-default")),
            f'<meta property="og:title" content="{title}"><meta property="og:type" content="website">',
            '<link rel="stylesheet" href="/main.css"><link rel="icon" href="/favicon.ico">',
            f"<style>{''.join(f'.c{n}{{margin:{n}px}}' for n in range(150))}</style>",
            f'<script type="application/ld+json">{json.dumps(self._data(kind, url, title))}</script>',
        ]
        return "\n".join(line for line in lines if line) + "\n"

    def _data(self, kind: str, url: str, title: str) -> dict[str, object]:
        if kind == "product":
            offer = {"@type": "Offer", "price": f"{self.dice.randrange(5, 500)}.00", "priceCurrency": "EUR"}
            return {"@context": "https://schema.org", "@type": "Product", "name": title, "offers": offer}
        return {"@context": "https://schema.org", "@type": "WebPage", "name": title, "url": url}

    def _main(self, url: str, kind: str, number: int) -> str:
        pieces = [f"<h1>{self.words(5).title()}</h1>"]
        count = LINKS - len(self.menu) - 12 - 3
        near = [self.linked[(number * 7 + step) % len(self.linked)] for step in range(count)]
        if self.is_hit(0.02, "broken_link", url):
            near[0] = f"/gone-{number}.html"
        if self.is_hit(0.02, "redirect_link", url):
            near[1] = "/old-home"
        for at, to in enumerate(near):
            alt = "" if at % 4 or self.is_hit(0.01, "missing_alt", url) else f' alt="{self.words(3)}"'
            image = f'<img src="/img/{at % 20}.svg"{alt} width="40" height="40" loading="lazy">' if at % 4 == 0 else ""
            link = f'<a href="{to}">{image}{self.name_of(to)}</a>'
            pieces.append(
                f'<article class="{kind}__card"><h2 class="card__title">{link}</h2><p>{self.words(45)}.</p></article>'
            )
        return "\n".join(pieces)


def build(folder: Path, pages: int, seed: int = 1, page_bytes: int = PAGE_BYTES) -> None:
    """Write the site: one gzip file a page."""
    shop = Shop(pages, seed, page_bytes)
    folder.mkdir(parents=True, exist_ok=True)
    answers: dict[str, list[object]] = {"/old-home": [301, "/"]}
    for number, url in enumerate(shop.urls):
        (folder / f"{number}.gz").write_bytes(gzip.compress(shop.page(number).encode(), 6, mtime=0))
        answers[url] = [200, "text/html; charset=utf-8", f"{number}.gz"]
    small = {
        f"/legal-{n}.html": f"<!doctype html><html lang=en><title>Legal {n}</title><h1>Legal {n}</h1>"
        for n in range(12)
    }
    small |= {f"/img/{n}.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>' for n in range(20)}
    small |= {"/main.css": "body{margin:0}", "/favicon.ico": "x", "/robots.txt": "User-agent: *\nAllow: /\n"}
    for url, body in small.items():
        name = f"small{len(answers)}.gz"
        (folder / name).write_bytes(gzip.compress(body.encode(), 6, mtime=0))
        types = {"svg": "image/svg+xml", "css": "text/css", "txt": "text/plain", "ico": "image/x-icon"}
        answers[url] = [200, types.get(url.rpartition(".")[2], "text/html; charset=utf-8"), name]
    (folder / "answers.json").write_text(json.dumps(answers))
    (folder / "truth.json").write_text(json.dumps(shop.truth, indent=1))


class _Static(asyncio.Protocol):
    """HTTP/1.1 from memory with keep-alive; just enough, so that the server costs little of the machine."""

    answers: ClassVar[dict[bytes, tuple[bytes, bytes]]] = {}
    missing = (b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n", b"gone")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            method, path, _ = self.buffer[: self.buffer.find(b"\r\n")].split(b" ", 2)
            self.buffer = self.buffer[end + 4 :]
            head, body = self.answers.get(path, self.missing)
            self.transport.write(head if method == b"HEAD" else head + body)  # type: ignore[attr-defined]


def _load(folder: Path) -> dict[bytes, tuple[bytes, bytes]]:
    loaded: dict[bytes, tuple[bytes, bytes]] = {}
    for url, (status, kind, *file) in json.loads((folder / "answers.json").read_text()).items():
        if status != 200:
            head = f"HTTP/1.1 {status} Moved\r\nLocation: {kind}\r\nContent-Length: 0\r\n\r\n"
            loaded[url.encode()] = (head.encode(), b"")
            continue
        body = (folder / file[0]).read_bytes()
        head = (
            f"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n"
            f"Cache-Control: max-age=600\r\nVary: Accept-Encoding\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        loaded[url.encode()] = (head.encode(), body)
    return loaded


def _serve(listener: socket.socket, folder: Path) -> None:
    import uvloop

    _Static.answers = _load(folder)

    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(_Static, sock=listener)
        await server.serve_forever()

    uvloop.run(main())


def serve(folder: Path, port: int, processes: int = 1) -> None:
    """Serve a built site on 127.0.0.1 until interrupted; prints the port."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(512)
    print(listener.getsockname()[1], flush=True)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_serve, args=(listener, folder), daemon=True) for _ in range(processes - 1)]
    for worker in workers:
        worker.start()
    _serve(listener, folder)


if __name__ == "__main__":
    command, where, number, *more = sys.argv[1:]
    if command == "build":
        build(Path(where), int(number), *(int(one) for one in more))
    else:
        serve(Path(where), int(number), *(int(one) for one in more))
