"""Lines of robots.txt that no bot understands."""

import re
from collections.abc import Iterator

from audits.robots_text import robots_of
from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.robots import RobotsLine

_MARKUP = re.compile(r"\s*<")


@site_rule(
    id="robots-syntax",
    category=Category.SEARCH,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:robots-txt-spec", "rfc:9309"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="robots.txt has lines that no bot understands",
    message="A line of robots.txt cannot be read.",
    why="Bots leave the line out, so what it should close stays open.",
    fix="Tell whoever keeps the file which line it is.",
    fix_developer="Write `Key: value`, paths that start with `/`, and a `User-agent` before the first rule.",
    examples=[
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nDisallow /private/"),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="Disallow: /private/\nUser-agent: *\nAllow: /"),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent: *\nDisallow: private/"),
        Fails({"/": "<p>A</p>"}, at=["/robots.txt"], robots="User-agent:\nDisallow: /private/", note="names no bot"),
        Passes(
            {"/": "<p>A</p>"},
            robots="\ufeff# shut\nuser-agent: *  # all\nDISALLOW: /private/\nDisallow: *.pdf$\n\nSitemap: "
            "https://example.com/s.xml\nCrawl-delay: 5",
        ),
        Passes({"/": "<p>A</p>"}, robots="User-agent: *\nDisallow:", note="nothing is forbidden"),
        Passes({"/": "<p>A</p>"}, robots=Answer("<!doctype html>"), note="told as a web page"),
    ],
)
def robots_syntax(site: SiteView) -> Iterator[Evidence]:
    """Yield each unreadable line, at most 50 of a file."""
    for probe in site.probes_of("robots"):
        file = robots_of(site).file(probe.url)
        if file is None or _MARKUP.match(str(probe.data.get("text", "")).removeprefix("\ufeff")):
            continue
        for line in [one for one in file.lines if _is_unreadable(one)][:50]:
            message = f"Line {line.number} of {probe.url} (`{line.text[:80]}`): {line.problem}."
            yield Evidence(message, probe.url, line=line.number, snippet=line.text[:500], target=probe.url)


def _is_unreadable(line: RobotsLine) -> bool:
    """Whether it is a fault of writing: unknown words and sitemap lines have rules of their own."""
    is_version = line.key == "user-agent" and bool(line.value)  # "Googlebot/2.1" is read as "Googlebot"
    return bool(line.problem) and line.key in ("", "user-agent", "allow", "disallow") and not is_version
