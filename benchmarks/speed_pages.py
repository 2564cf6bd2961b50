"""Eight pages of different nature for comparing speed figures, and the server that has them on 127.0.0.1.

python -m benchmarks.speed_pages     serves them on three free ports and prints these as a JSON list
"""

from __future__ import annotations

import io
import json
import random
import sys
import threading
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

PAGES = ("tiny", "article", "hero", "blocking", "app", "shift", "gallery", "table")
ORIGINS = 3
_WORDS = (
    "harbour lantern cedar window market orchard river stone bridge winter garden copper "
    "silver morning letter island mountain bakery station violin carpet saddle"
).split()
_HEAD = '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
_STYLE = "body{font:16px/1.5 sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem}img{max-width:100%;height:auto}"


def _page(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{_HEAD}'
        f"<style>{_STYLE}</style>{head}</head><body>{body}</body></html>"
    )


def _prose(paragraphs: int, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(f"<p>{' '.join(chance.choices(_WORDS, k=70)).capitalize()}.</p>" for _ in range(paragraphs))


@lru_cache(maxsize=64)
def _photo(width: int, height: int, seed: int, quality: int = 60) -> bytes:
    """A JPEG that does not compress well: coarse noise, enlarged."""
    chance = random.Random(seed)
    coarse = Image.frombytes("RGB", (width // 3, height // 3), chance.randbytes((width // 3) * (height // 3) * 3))
    out = io.BytesIO()
    coarse.resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _tiny(_: list[int]) -> str:
    return _page("Tiny", "<h1>A tiny page</h1><p>One line of text and nothing else.</p>")


def _article(_: list[int]) -> str:
    parts = [
        f'{_prose(6, n)}<figure><img src="/photo/{600 + n}x400.jpg" width="{600 + n}" height="400" alt=""></figure>'
        for n in range(5)
    ]
    sheet = '<link rel="stylesheet" href="/article.css">'
    return _page("Article", f"<h1>An article with five photographs</h1>{''.join(parts)}", sheet)


def _hero(_: list[int]) -> str:
    image = '<img src="/photo/1410x900.jpg" width="1410" height="900" alt="" fetchpriority="high">'
    return _page("Hero", f"<h1>One great picture</h1>{image}{_prose(4, 7)}", '<script defer src="/small.js"></script>')


def _blocking(_: list[int]) -> str:
    sheets = "".join(f'<link rel="stylesheet" href="/block{n}.css">' for n in range(3))
    scripts = "".join(f'<script src="/block{n}.js"></script>' for n in range(2))
    return _page("Blocking", f"<h1>Five files before the first paint</h1>{_prose(8, 3)}", sheets + scripts)


def _app(_: list[int]) -> str:
    return _page("App", '<div id="root"><p>Loading the application</p></div><script defer src="/app.js"></script>')


def _shift(_: list[int]) -> str:
    moved = (
        "addEventListener('load', () => setTimeout(() => {const one = document.createElement('div');"
        "one.style.cssText = 'height:180px;background:#cde'; one.textContent = 'A late banner';"
        "document.body.prepend(one)}, 400))"
    )
    image = '<img src="/photo/600x402.jpg" alt="">'  # without size: it moves what is below it
    return _page("Shift", f"<h1>Things move</h1>{image}{_prose(6, 5)}<script>{moved}</script>")


def _gallery(ports: list[int]) -> str:
    images = "".join(
        f'<img src="http://127.0.0.1:{ports[n % len(ports)]}/photo/{360 + n}x240.jpg" width="{360 + n}" height="240" '
        'alt="">'
        for n in range(34)
    )
    return _page("Gallery", f"<h1>Pictures of three origins</h1>{images}", '<script async src="/small.js"></script>')


def _table(_: list[int]) -> str:
    chance = random.Random(11)
    rows = "".join(
        f"<tr><td>{n}</td><td>{chance.choice(_WORDS)}</td><td>{chance.choice(_WORDS)}</td>"
        f"<td>{chance.randrange(9999)}</td></tr>"
        for n in range(5_000)
    )
    # No script moves its rows: while Lighthouse traces, that takes ten times as long as in a browser that is alone.
    return _page("Table", f"<h1>Twenty-five thousand elements</h1><table><tbody>{rows}</tbody></table>")


_MAKERS = {
    "tiny": _tiny, "article": _article, "hero": _hero, "blocking": _blocking,
    "app": _app, "shift": _shift, "gallery": _gallery, "table": _table,
}  # fmt: skip

# Work is counted, not timed, so that a slowed processor takes longer over it.
_APP = """
const work = (rounds) => { let n = 1; for (let i = 0; i < rounds; i++) n = (n * 48271 + i) % 2147483647; return n; };
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
(async () => {
  work(6e6);
  for (let turn = 0; turn < 4; turn++) { await later(50); work(5e6); }
  const data = await (await fetch("/data.json")).json();
  const root = document.getElementById("root");
  root.innerHTML = "<h1>The application stands</h1><img src='/photo/800x500.jpg' width=800 height=500 alt=''>";
  for (const one of data) { const p = document.createElement("p"); p.textContent = one; root.append(p); }
  work(4e6);
})();
"""


def _filler(size: int, is_script: bool) -> str:
    chance = random.Random(size)
    lines: list[str] = []
    while sum(map(len, lines)) < size:
        name = f"{chance.choice(_WORDS)}{len(lines)}"
        lines.append(
            f"function {name}(a) {{ return a.map((b) => b + '{chance.choice(_WORDS)}').join('-') }}\n"
            if is_script
            else f".{name} {{ color: #{chance.randrange(4096):03x}; margin: {chance.randrange(40)}px }}\n"
        )
    return "".join(lines)


@lru_cache(maxsize=128)
def answer(path: str, ports: tuple[int, ...]) -> tuple[str, bytes] | None:
    """Content type and body of a path; None where there is nothing."""
    name = path.strip("/").partition("?")[0]
    if name in _MAKERS:
        return "text/html; charset=utf-8", _MAKERS[name](list(ports)).encode()
    if name.startswith("photo/"):
        width, height = name[6:-4].split("x")
        return "image/jpeg", _photo(int(width), int(height), int(width))
    if name.endswith(".css"):
        return "text/css", _filler(24_000 if name.startswith("block") else 12_000, False).encode()
    if name == "app.js":
        return "text/javascript", (_filler(160_000, True) + _APP).encode()
    if name.endswith(".js"):
        return "text/javascript", _filler(30_000 if name.startswith("block") else 6_000, True).encode()
    if name == "data.json":
        return "application/json", json.dumps([" ".join(_WORDS[:12])] * 40).encode()
    return None


def serve() -> None:
    """Serve until standard input closes."""
    ports: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            found = answer(self.path, tuple(ports))
            kind, body = found or ("text/plain", b"nothing here")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None:
            pass  # browsers break connections off

    for _ in range(ORIGINS):
        server = Server(("127.0.0.1", 0), Handler)
        ports.append(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in PAGES:
        answer(f"/{name}", tuple(ports))
    print(json.dumps(ports), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve()
