"""Scrapy's download handler: robots.txt of hosts met on the way, then one request through the guarded client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Response

from crawler.robots_book import ForbiddenByLoginError, ForbiddenByRobotsError
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.ask import Answer

ANSWERED = "answered"
"""The answer of a page that was asked already, in the request's meta."""


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
        if job.admission is not None and (why := job.frontier.why_never(url)):
            raise ForbiddenByLoginError(why)
        generation = job.admission.generation if job.admission is not None else 0
        answer: Answer | None = request.meta.pop(ANSWERED, None)
        if answer is None:
            answer = await job.asker.ask(url, headers=job.headers_for(url))
        if job.login is not None:
            answer = await job.login.checked(url, answer, generation)
        request.meta["answer"] = answer
        return Response(url, status=answer.status, body=answer.body, request=request)
