"""Pages that are gone and answer 200 are told by an invented address beside them and one sign more."""

from __future__ import annotations

import pytest

from crawler.soft404 import IS_HOME, SAYS_SO, UNLIKE, signs_of, state_of
from store.model import Facts, LinkState
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Reply, Route, Site, html, redirect

PROSE = "<p>" + "Palms stand by the sea. " * 60 + "</p>"
ERROR = "<h1>Page not found</h1><p>Try the search.</p>"
ARTICLE = html("What 404 not found means", body=f"<h1>404 not found</h1>{PROSE}")


def soft(asked: Asked) -> Reply:
    return html("Page not found", body=f"{ERROR}<p>Nothing at {asked.name}</p>")


@pytest.mark.parametrize(
    ("routes", "state"),
    [
        ({"*": soft}, LinkState.SOFT_404),
        ({"/old/it": redirect("/"), "/": html("Home", body=PROSE), "*": redirect("/", 302)}, LinkState.SOFT_404),
        ({"/old/it": redirect("/"), "/": html("Home", body=PROSE)}, LinkState.REDIRECT),  # moved there on purpose
        ({"/old/it": ARTICLE}, LinkState.OK),
        ({"/old/it": ARTICLE, "*": soft}, LinkState.OK),
        ({"/old/it": html("Page not found", body=ERROR), "*": Reply("", 500)}, LinkState.UNKNOWN),
        ({"/old/it": html("Page not found", body=ERROR)}, LinkState.UNKNOWN),  # the host can say 404, and does not
        ({"*": html("App", body="<div id=app></div><script src=/a.js></script>")}, LinkState.OK),
        ({"/old/it": redirect("/login"), "/login": html("Not found", body=ERROR), "*": redirect("/login")},
         LinkState.REDIRECT),
    ],
)  # fmt: skip
def test_verdict_of_a_link_to_another_site(crawl_site: Crawl, routes: dict[str, Route], state: LinkState) -> None:
    with Site(routes, host="127.0.0.2") as other:
        with Site({"/": html("start", other.url("/old/it"))}) as site:
            done = crawl_site(site, allow_private=True)
        assert done.targets[other.url("/old/it")].state is state


def test_an_invented_address_is_asked_once_a_host_and_folder(crawl_site: Crawl) -> None:
    with Site({"*": soft}, host="127.0.0.2") as other:
        links = [other.url(f"/news/{number}") for number in range(6)] + [other.url("/team/a")]
        with Site({"/": html("start", *links)}) as site:
            done = crawl_site(site, allow_private=True)
        invented = [path for path in other.paths() if "/marsad-" in path]
        assert sorted(path.rpartition("/")[0] for path in invented) == ["/news", "/team"]
        assert {done.targets[url].state for url in links} == {LinkState.SOFT_404}


def test_pages_that_work_cost_no_further_question(crawl_site: Crawl) -> None:
    with Site({"*": html("Fine", body=PROSE)}, host="127.0.0.2") as other:
        with Site({"/": html("start", other.url("/a/b"))}) as site:
            crawl_site(site, allow_private=True)
        assert other.paths() == ["/a/b"]


def test_pages_of_the_site_are_compared_too(crawl_site: Crawl) -> None:
    routes: dict[str, Route] = {"/": html("start", "/shop/gone", "/help/404"), "/help/404": ARTICLE, "*": soft}
    with Site(routes) as site:
        done = crawl_site(site)
    assert {done._short(one.url): one.data["verdict"] for one in done.probes("soft-404-page")} == {
        "/shop/gone": "same",
        "/help/404": "unlike",
    }


def test_words_alone_never_make_a_soft_404() -> None:
    facts = Facts(title="Page not found", h1=("Page not found",), word_count=4)
    signs = signs_of("https://a.example/x", "https://a.example/x", facts)
    assert SAYS_SO in signs
    assert state_of(UNLIKE, signs, facts) is LinkState.UNKNOWN
    assert state_of(UNLIKE, [IS_HOME], facts) is None
