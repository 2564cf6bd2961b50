"""Serves a generated site on 127.0.0.1 with gzip: nginx where it is, otherwise Python; its CPU is not counted."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from benchmarks.measure import ROOT

SITES = ROOT / "benchmarks" / ".peers" / "sites"
_CONFIG = """
daemon off; master_process on; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/css css; text/plain txt; image/svg+xml svg; image/x-icon ico; application/xml xml; }}
  charset utf-8; default_type text/html; log_format bench '$status|$sent_http_content_type|$request_uri';
  access_log {folder}/access.log bench; sendfile on; keepalive_requests 1000000; server_tokens off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port} backlog=1024; root {tree}; gzip_static always; gunzip on; {validators}
    add_header Cache-Control max-age=600;
    location = / {{ rewrite ^ /home.html break; }}
    location = /old-home {{ return 301 /; }}
  }}
}}
"""


@dataclass(slots=True)
class Server:
    """A running server."""

    port: int
    kind: str
    log: Path | None = None
    _read: int = field(default=0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def new_requests(self) -> list[tuple[int, str, str]]:
        """Status, content type and path of every request since the last call; empty without a log."""
        if self.log is None:
            return []
        with self.log.open() as lines:
            lines.seek(self._read)
            text = lines.read()
            self._read = lines.tell()
        return [(int(parts[0]), parts[1], parts[2]) for line in text.splitlines() if (parts := line.split("|", 2))]

    def new_pages(self) -> tuple[int, int]:
        """Distinct HTML pages with status 200, and requests of any kind, since the last call."""
        found = self.new_requests()
        pages = {path for status, kind, path in found if status == 200 and kind.startswith("text/html")}
        return len(pages), len(found)


def built_site(pages: int, seed: int = 1, page_bytes: int = 64_000) -> Path:
    """The folder of a generated site; built on first use and kept."""
    from benchmarks import site

    version = f"{Path(site.__file__).stat().st_mtime_ns:x}"[-8:]
    folder = SITES / f"{pages}-{seed}-{page_bytes}-{version}"
    if not (folder / "truth.json").exists():
        for old in SITES.glob(f"{pages}-{seed}-{page_bytes}-*"):
            shutil.rmtree(old, ignore_errors=True)
        command = [sys.executable, "-m", "benchmarks.site", "build", folder, pages, seed, page_bytes]
        subprocess.run([str(part) for part in command], check=True, cwd=ROOT)
    return folder


@contextmanager
def serving(site: Path, work: Path, *, validators: bool = True) -> Iterator[Server]:
    """Serve a built site until the block ends; with `validators` nginx sends ETag and Last-Modified."""
    nginx = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else "")
    server, process = _nginx(nginx, site, work, validators) if nginx else _python(site)
    try:
        yield server
    finally:
        process.terminate()
        process.wait()


def _nginx(binary: str, site: Path, work: Path, validators: bool) -> tuple[Server, subprocess.Popen[str]]:
    folder = work / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    config = folder / "nginx.conf"
    said = "" if validators else 'etag off; if_modified_since off; add_header Last-Modified "";'
    config.write_text(_CONFIG.format(folder=folder, port=port, tree=_tree(site), validators=said))
    command = [binary, "-e", str(folder / "error.log"), "-c", str(config), "-p", str(folder)]
    process = subprocess.Popen(command, text=True, stderr=subprocess.DEVNULL)
    server = Server(port, "nginx", folder / "access.log")
    for _ in range(100):
        try:
            urlopen(server.url, timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    else:
        process.terminate()
        raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text()[-500:]}")
    server.new_requests()
    return server, process


def _tree(site: Path) -> Path:
    """The site's files under their paths, as nginx serves them: links to the same bytes."""
    tree = site / "tree"
    if tree.exists():
        return tree
    part = site / "tree.part"
    shutil.rmtree(part, ignore_errors=True)
    for path, (status, _, *file) in json.loads((site / "answers.json").read_text()).items():
        if status != 200:
            continue
        place = part / ("home.html.gz" if path == "/" else f"{path.lstrip('/')}.gz")
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(site / file[0], place)
    part.rename(tree)
    return tree


def _python(site: Path) -> tuple[Server, subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.site", "serve", str(site), "0"]
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    return Server(int(process.stdout.readline()), "Python"), process
