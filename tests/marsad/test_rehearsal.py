"""An example becomes the site that a crawl would have left."""

from __future__ import annotations

from audits.registry import rule
from audits.rule import Answer, Fails, Inapplicable, Passes
from marsad.rehearsal import page_view, rehearse, site_view
from store.model import ArtifactKind, Failure, LinkState, Outcome, Skip, Source


def test_a_page_has_facts_headers_and_overrides() -> None:
    view = page_view(
        Passes(
            "<title>Hi</title><p>Words",
            url="https://example.com/a",
            headers={"X-Robots-Tag": "noindex", "Set-Cookie": "a=1\nb=2"},
            page={"ttfb_ms": 900.0, "depth": 4},
            artifacts={"vitals": {"cls": 0.2}, "axe": {"error": "no answer"}},
            targets={"/cat.jpg": Answer(content_type="image/jpeg", size_bytes=9), "/gone.jpg": Answer(status=404)},
        )
    )
    assert view.facts.title == "Hi"
    assert view.is_noindex
    assert [value for name, value in view.page.headers if name == "set-cookie"] == ["a=", "b="]
    assert (view.page.ttfb_ms, view.page.depth) == (900.0, 4)
    assert view.artifacts[ArtifactKind.VITALS].data == {"cls": 0.2}
    assert view.artifacts[ArtifactKind.AXE].error == "no answer"
    cat, gone = view.target("https://example.com/cat.jpg"), view.target("https://example.com/gone.jpg")
    assert cat is not None and (cat.state, cat.size_bytes) == (LinkState.OK, 9)
    assert gone is not None and gone.state is LinkState.DEAD


def test_a_site_holds_what_is_listed_and_no_more() -> None:
    view = site_view(
        Passes(
            {
                "/": '<a href=/a>A</a><a href=/old>Old</a><a href=/missing>M</a><a href=/shut>S</a><img src=/cat.png>',
                "/a": Answer('<a href="/">Home</a>', depth=7),
                "/old": Answer(redirect="/a"),
                "/dead": Answer(failure="dns"),
                "/wall": Answer("<p>Are you human?", status=403, failure="challenge"),
                "/cat.png": Answer(status=404),
                "/shut": "<p>Shut",
                "https://other.test/": "<p>Other",
            },
            robots="User-agent: *\nDisallow: /shut",
            sitemap=("/a 2026-01-01", "/dead"),
        )
    )  # fmt: skip
    pages = {page.url.removeprefix("https://example.com"): page for page in view.pages}
    assert set(pages) == {"/", "/a", "/old", "/dead", "/wall"}
    assert (pages["/a"].depth, pages["/a"].sources) == (7, Source.LINK | Source.REDIRECT | Source.SITEMAP)
    assert (pages["/old"].status, pages["/old"].redirect_to) == (301, "https://example.com/a")
    assert (pages["/dead"].status, pages["/dead"].failure) == (0, Failure.DNS)
    assert (pages["/wall"].failure, pages["/wall"].facts) == (Failure.CHALLENGE, None)
    assert pages["/wall"].sources == Source.GIVEN
    assert view.targets["https://example.com/cat.png"].state is LinkState.DEAD
    assert view.targets["https://other.test/"].state is LinkState.OK
    assert [(one.url, one.reason) for one in view.skipped] == [("https://example.com/shut", Skip.ROBOTS)]
    assert view.page("https://example.com/missing") is None
    assert view.ids["https://example.com/missing"]
    assert (view.sitemap[0].url, view.sitemap[0].lastmod) == ("https://example.com/a", "2026-01-01")
    assert view.depths()[view.ids["https://example.com/a"]] == 1
    assert [(probe.kind, probe.status) for probe in view.probes] == [("robots", 200), ("sitemap", 200)]


def test_a_site_without_robots_and_sitemap_answers_404_to_both() -> None:
    view = site_view(Passes({"/": "<p>Home"}))
    assert [(probe.kind, probe.status) for probe in view.probes] == [("robots", 404), ("sitemap", 404)]
    assert (view.start_url, view.pages[0].sources) == ("https://example.com/", Source.START)


def test_the_answer_to_an_example_is_its_outcome_and_proof() -> None:
    alt = rule("image-alt-missing")
    assert rehearse(alt, Fails("<img src=a.png>", at=["img"])).outcome is Outcome.FAIL
    assert rehearse(alt, Passes("<img src=a.png alt=A>")) == (Outcome.PASS, [])
    assert rehearse(alt, Inapplicable("<p>")) == (Outcome.NOT_APPLICABLE, [])
