"""Links from the public site to machines of its makers."""

from collections.abc import Iterator

from audits.hosts import is_public_host
from audits.linking import told_by_links
from audits.rule import (
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Inapplicable,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.model import LinkKind
from store.urls import split


@site_rule(
    id="url-dev-host",
    category=Category.LINKS,
    severity=Severity.HIGH,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.CONVENTION,
    refs=["rfc:6761", "rfc:1918"],
    owner=Owner.CONTENT,
    effort=Effort.PAGE,
    title="Public page points at a private machine",
    message="This page points at an address that only its makers can open.",
    why="Visitors cannot open it, and the name of a private machine is given away.",
    fix="Change the address to the public one.",
    fix_developer="Build addresses from the configured public host; search the database for the private name.",
    applies=lambda site: is_public_host(split(site.start_url).host),
    examples=[
        Fails({"/": '<a href="http://localhost:3000/a">A</a>'}, at=["http://localhost:3000/a"]),
        Fails({"/": '<img src="http://192.168.1.5/a.png" alt="">'}, at=["http://192.168.1.5/a.png"]),
        Fails({"/": '<a href="https://shop.test/a">A</a>'}, at=["https://shop.test/a"]),
        Fails(
            {"/": '<a href="https://staging.example.com/a">A</a>'},
            at=["https://staging.example.com/a"],
            site_options={"staging_hosts": ("staging.example.com",)},
        ),
        Passes({"/": '<a href="https://staging.example.com/a">A</a>'}, note="not named as a staging host"),
        Passes({"/": '<a href="https://other.example/localhost">A</a>'}),
        Inapplicable(
            {"http://localhost:8000/": '<a href="http://localhost:3000/">A</a>'}, note="the site itself is private"
        ),
    ],
)
def url_dev_host(site: SiteView) -> Iterator[Evidence]:
    """Yield each page that points at such a host."""
    kinds = tuple(LinkKind)
    for url in site.urls.values():
        host = split(url).host
        if not is_public_host(host) or host in site.facts.staging_hosts:
            message = f"The page points at {url}, which only its makers can open."
            yield from told_by_links(site, url, message, kinds=kinds, facts={"host": host})
