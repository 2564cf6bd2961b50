"""What a site rule reads of the site while it is asked: it tells what must be fetched again, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from audits.site import Edge, SiteView
from store.model import NAVIGATION_KINDS, Probe

Made = TypeVar("Made")
_COUNTS = frozenset({"inlinks", "depths", "scores", "flow", "link-counts"})
_MEASURES = frozenset({"asset", "image-format", "compression", "first-byte", "speculation-rules"})
_QUESTIONS = frozenset(
    {"list-end", "revalidation", "mobile", "search-bot", "locale", "llms-txt", "license", "script", "ai-agents", "tls",
     "ipv6"}
)  # fmt: skip
_NOTED = ("sitemap", "skip_counts", "targets", "search", "visits", "bing", "field_speed", "previous_run", "runs_before",
          "previous_inlinks")  # fmt: skip


@dataclass(slots=True)
class Reads:
    """What was read."""

    names: set[str] = field(default_factory=set)  # fields of the site, and counts over all its links
    kinds: set[str] = field(default_factory=set)  # of probes
    linked: set[str] = field(default_factory=set)  # URLs whose linking pages were looked up

    @property
    def why_whole(self) -> str:
        """Why only an audit can say that a cause is still there; "" where pages alone can."""
        if self.names & _COUNTS:
            return "it counts clicks and links of the whole site, which only `marsad audit` sees"
        if self.names & {"previous_run", "runs_before", "previous_inlinks"}:
            return "it compares two audits: run `marsad audit`, then `marsad compare`"
        if self.names & {"search", "visits", "bing", "field_speed"}:
            return "it tells what a service outside says of the site, which `marsad audit` asks"
        if "skip_counts" in self.names:
            return "it tells what a crawl left out, which only `marsad audit` sees"
        return ""

    @property
    def needs_sitemaps(self) -> bool:
        """Whether the sitemaps must be read again."""
        return "sitemap" in self.names or "sitemap" in self.kinds

    @property
    def needs_assets(self) -> bool:
        """Whether parts of pages must be asked again."""
        return "targets" in self.names or self.needs_measures

    @property
    def needs_measures(self) -> bool:
        """Whether parts of pages must be read and measured again."""
        return bool(self.kinds & _MEASURES)

    @property
    def needs_questions(self) -> bool:
        """Whether the one-off questions after the pages must be asked again."""
        return bool(self.kinds & _QUESTIONS)


class TracedSite(SiteView):
    """A site that notes what is read of it."""

    reads: Reads
    _is_inside = False

    @classmethod
    def of(cls, site: SiteView) -> TracedSite:
        """The same site under watch."""
        made = cls(**{one.name: getattr(site, one.name) for one in fields(SiteView) if one.name != "_cache"})
        made.reads = Reads()
        return made

    def probes_of(self, kind: str) -> list[Probe]:
        """As the site's own."""
        self.reads.kinds.add(kind)
        self._is_inside = True
        try:
            return super().probes_of(kind)
        finally:
            self._is_inside = False

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """As the site's own."""
        if name in _COUNTS and hasattr(self, "reads"):
            self.reads.names.add(name)
        return super().once(name, make)

    def edges_to(self, url: str, kinds: Any = NAVIGATION_KINDS, limit: int | None = None) -> list[Edge]:
        """As the site's own."""
        self.reads.linked.add(url)
        return super().edges_to(url, kinds, limit)


def _watched(name: str) -> property:
    slot = getattr(SiteView, name)

    def read(site: TracedSite) -> Any:
        if hasattr(site, "reads"):
            if name == "probes":
                if not site._is_inside:
                    site.reads.kinds.add("asset")  # the one kind that is looked for in all probes at once
            else:
                site.reads.names.add(name)
        return slot.__get__(site)

    return property(read, slot.__set__)


for _name in (*_NOTED, "probes"):
    setattr(TracedSite, _name, _watched(_name))
