"""Redirects that lead back to themselves."""

from collections import defaultdict
from collections.abc import Iterator

from audits.linking import broken_pages, told_by_links
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
from store.model import Page


@site_rule(
    id="redir-loop",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.GOOGLE_REQUIREMENT,
    refs=["google:http-network-errors", "rfc:9110"],
    owner=Owner.SERVER,
    effort=Effort.SITE,
    title="Redirect leads in a circle",
    message="An address of the site redirects in a circle.",
    why="Nobody can open the page: browsers and search engines give up.",
    fix="Tell whoever runs the server which address runs in a circle.",
    fix_developer="Two rules contradict each other, often one for the slash, the scheme or the language: log the "
    "hops and drop one. See that no rule depends on a cookie that crawlers do not keep.",
    examples=[
        Fails(
            {
                "/": '<a href="/b">A</a>',
                "/a": Answer(status=301, redirect="/b"),
                "/b": Answer(status=301, redirect="/a"),
            },
            at=["/a"],
            note="named once, by its first address",
        ),
        Fails({"/": '<a href="/a">A</a>', "/a": Answer(status=302, redirect="/a")}, at=["/a"]),
        Fails({"/": "<p>A</p>", "/a": Answer(status=302, redirect="/a")}, at=["/a"], note="no page links to it"),
        Passes({"/": '<a href="/a">A</a>', "/a": Answer(status=301, redirect="/b"), "/b": "<p>A</p>"}),
    ],
)
def redir_loop(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that links into a circle; all ways into one circle are one cause."""
    circles: dict[str, list[Page]] = defaultdict(list)
    for page in broken_pages(site, lambda one: one.redirect_to is not None):
        hops = site.hops(page.url)
        urls = [hop.url for hop in hops]
        last = hops[-1].redirect_to
        if last in urls:
            circles[min(urls[urls.index(last) :])].append(page)
    for name, heads in circles.items():
        circle = [hop.url for hop in site.hops(name)]
        message = f"The redirects from {name} lead back to it after {len(circle)} hops."
        facts = {"circle": circle}
        seen: set[str] = set()
        for head in heads:
            for one in told_by_links(site, head.url, message, facts=facts, key=name):
                if one.url not in seen:
                    seen.add(one.url)
                    yield one
        if not seen:
            yield Evidence(message, name, target=name, facts=facts)
