"""What Scrapy says while it crawls: nothing for every page, since the store has it all."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class QuietLogFormatter(LogFormatter):
    """Leaves out the two lines that Scrapy formats for every page."""

    def crawled(self, request: Any, response: Any, spider: Any) -> Any:
        """No line for an answer."""
        return

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        """No line for an item."""
        return
