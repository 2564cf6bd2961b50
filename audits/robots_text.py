"""The robots.txt files of a crawled site: which line forbids a URL to a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audits.standards.ai_bots import BOTS
from store.robots import Robots
from store.urls import split

if TYPE_CHECKING:
    from audits.site import SiteView
    from store.model import Probe


class SiteRobots:
    """The robots.txt files of a site, one an origin."""

    def __init__(self, probes: list[Probe]) -> None:
        self.files: dict[str, Robots] = {}
        for probe in probes:
            if 200 <= probe.status < 300:
                self.files[_origin(probe.url)] = Robots.parse(str(probe.data.get("text", "")))
        self._known: dict[tuple[str, str], str] = {}

    def file(self, url: str) -> Robots | None:
        """The robots.txt that binds a URL, or None where none answered."""
        return self.files.get(_origin(url)) if self.files else None

    def forbidding(self, url: str, agent: str = "googlebot") -> str:
        """The line that forbids a URL to a bot, or "" where it is allowed."""
        key = (url, agent)
        if key not in self._known:
            file = self.file(url)
            deciding = file.deciding(agent, url) if file else None
            self._known[key] = deciding.line.text if deciding is not None and not deciding.allows else ""
        return self._known[key]


def caught_by_blanket(file: Robots, root: str) -> list[str]:
    """The search bots of AI services that the group for everybody keeps out, where the file seems to be about training.

    It seems so where it names a training bot to keep it out, while Googlebot may come in.
    """
    names_training = any(
        bot.purpose == "training" and file.names(bot.token) and not file.allows(bot.token, root) for bot in BOTS
    )
    if not names_training or not file.allows("googlebot", root):
        return []
    searching = (bot.token for bot in BOTS if bot.purpose == "search")
    return [token for token in searching if not file.names(token) and not file.allows(token, root)]


def _origin(url: str) -> str:
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc}"


def robots_of(site: SiteView) -> SiteRobots:
    """The robots.txt files of a site, parsed once."""
    return site.once("robots", lambda: SiteRobots(site.probes_of("robots")))
