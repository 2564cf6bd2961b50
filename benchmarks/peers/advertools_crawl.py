"""advertools' crawler with its defaults, following links; run as a script: advertools_crawl.py URL FILE.jl."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import advertools  # type: ignore[import-not-found]

if __name__ == "__main__":
    address, file = sys.argv[1:]
    # It starts `scrapy` from the PATH.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # The domain must be named: with a port in the URL it would follow nothing.
    advertools.crawl(address, file, follow_links=True, allowed_domains=[urlsplit(address).hostname])
