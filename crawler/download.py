"""Scrapy's download handler: robots.txt of hosts met on the way, then one request through the guarded client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

from crawler.robots_book import ForbiddenByRobotsError
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class GuardedDownloadHandler(BaseDownloadHandler):
    """Fetches pages. The measured answer travels in `response.meta["answer"]`; its status may be 0 (no answer)."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        spider = crawler.spider
        if not isinstance(spider, SiteSpider):
            raise TypeError("this handler belongs to the spider `site`")
        self._spider = spider

    async def download_request(self, request: Request) -> Response:
        """Fetch one page. What the network does wrong is an answer with a failure, not an exception."""
        job = self._spider.job
        url = request.url
        refusal = job.robots.refusal(url)
        if refusal is None:
            await job.robots.of(url)
            refusal = job.robots.refusal(url)
        if refusal:
            raise ForbiddenByRobotsError(refusal)
        answer = await job.asker.ask(url, headers=job.headers_for(url))
        request.meta["answer"] = answer
        return Response(url, status=answer.status, body=answer.body, request=request)
