"""Language versions are one list, whether the page, its header or the sitemap names them, and tie pages together."""

from __future__ import annotations

from dataclasses import replace

from audits.alternates import Alternate, Cluster, alternate_sets, clusters, conflicts_of, declared_by_method
from audits.registry import rule
from audits.rule import Answer, Example
from audits.site import SiteView
from marsad.rehearsal import site_view
from store.model import Evidence, Hreflang, SitemapEntry

ROOT = "https://example.com"


def links(**versions: str) -> str:
    return "".join(
        f'<link rel="alternate" hreflang="{code.replace("_", "-")}" href="{ROOT}{path}">'
        for code, path in versions.items()
    )


def header(**versions: str) -> dict[str, str]:
    return {"Link": ", ".join(f'<{ROOT}{path}>; rel="alternate"; hreflang="{code}"' for code, path in versions.items())}


def site_of(pages: dict[str, str | Answer], sitemap: dict[str, dict[str, str]] | None = None) -> SiteView:
    entries = [
        SitemapEntry(
            ROOT + path,
            ROOT + path,
            f"{ROOT}/sitemap.xml",
            hreflang=tuple(Hreflang(code, ROOT + to, ROOT + to, "sitemap") for code, to in versions.items()),
        )
        for path, versions in (sitemap or {}).items()
    ]
    return replace(site_view(Example("passes", site=pages)), sitemap=entries)


def found(rule_id: str, site: SiteView) -> list[Evidence]:
    return list(rule(rule_id).check(site))


def test_versions_of_three_ways_are_one_list() -> None:
    site = site_of(
        {"/en": Answer(links(en="/en"), headers=header(de="/de")), "/de": "<p>A</p>", "/fr": "<p>B</p>"},
        {"/en": {"fr": "/fr", "de": "/de"}},
    )
    assert alternate_sets(site)[f"{ROOT}/en"] == [
        Alternate("en", f"{ROOT}/en"),
        Alternate("de", f"{ROOT}/de"),
        Alternate("fr", f"{ROOT}/fr"),
    ]
    assert list(declared_by_method(site)[f"{ROOT}/en"]) == ["head", "header", "sitemap"]


def test_a_version_that_answers_in_another_way_does_answer() -> None:
    site = site_of(
        {
            "/en": links(en="/en", de="/de", sl="/sl"),
            "/de": Answer("<p>A</p>", headers=header(en="/en", de="/de")),
            "/sl": "<p>B</p>",
        },
        {"/sl": {"en": "/en", "sl": "/sl"}},
    )
    assert found("hreflang-no-return", site) == []
    (cluster,) = clusters(site)
    assert cluster.missing_returns == ()
    assert cluster.methods == ("head", "header", "sitemap")
    assert cluster.codes["de"] == (f"{ROOT}/de",)


def test_a_version_that_answers_in_no_way_is_told_with_its_cluster() -> None:
    site = site_of({"/en": links(en="/en", de="/de"), "/de": links(de="/de")})
    assert [one.facts["version"] for one in found("hreflang-no-return", site)] == [f"{ROOT}/de"]
    (cluster,) = clusters(site)
    assert cluster.missing_returns == ((f"{ROOT}/en", f"{ROOT}/de"),)
    assert not cluster.is_whole


def test_ways_that_contradict_each_other_are_told_with_what_each_says() -> None:
    site = site_of({"/en": links(en="/en", de="/de"), "/de": "<p>A</p>"}, {"/en": {"en": "/en", "de": "/at"}})
    assert conflicts_of(site, f"{ROOT}/en") == {"de": {"head": [f"{ROOT}/de"], "sitemap": [f"{ROOT}/at"]}}
    (one,) = found("hreflang-methods-conflict", site)
    assert "the page and the sitemap" in one.message
    assert clusters(site)[0].conflicts == ((f"{ROOT}/en", "de"),)


def test_ways_that_add_to_each_other_do_not_contradict() -> None:
    site = site_of({"/en": links(en="/en"), "/de": links(en="/en", de="/de")}, {"/en": {"de": "/de"}})
    assert found("hreflang-methods-conflict", site) == []
    assert clusters(site)[0].is_whole


def test_pages_that_share_only_the_version_for_everybody_else_are_not_one_cluster() -> None:
    pages: dict[str, str | Answer] = {"/": "<p>Choose</p>"}
    for name in ("a", "b"):
        both = links(en=f"/en/{name}", de=f"/de/{name}", x_default="/")
        pages |= {f"/en/{name}": both, f"/de/{name}": both}
    tied: list[Cluster] = clusters(site_of(pages))
    assert [len(one.pages) for one in tied] == [2, 2]
    assert all(one.is_whole and one.codes["x-default"] == (f"{ROOT}/",) for one in tied)


def test_a_version_that_was_not_fetched_is_not_known_to_be_silent() -> None:
    site = site_of({"/en": links(en="/en", de="/de")})
    (cluster,) = clusters(site)
    assert (cluster.unverified, cluster.missing_returns) == ((f"{ROOT}/de",), ())


def test_chains_of_versions_are_one_cluster_and_large_sites_are_quick_to_tie() -> None:
    pages: dict[str, str | Answer] = {f"/p{n}": links(en=f"/p{n}", de=f"/p{n + 1}") for n in range(300)}
    (cluster,) = clusters(site_of(pages))
    assert len(cluster.pages) == 301


def test_a_copy_declares_nothing() -> None:
    site = site_of(
        {"/en": links(en="/en", de="/de") + '<link rel="canonical" href="/x">', "/x": "<p>A</p>", "/de": "<p>B</p>"}
    )
    assert clusters(site) == []
