"""Links that refuse crawlers are shown to a browser, and who cannot look says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.browser.options import BrowserOptions
from marsad.second_look import blocked_targets
from store.database import Batch, Fetched, Store
from store.model import Failure, Link, LinkKind, LinkState, Page, Target
from tests.marsad.conftest import Marsad
from tests.servers import Asked, Reply, Route, Site, html


def only_browsers(asked: Asked) -> Reply:
    return html("Welcome") if "Chrome/" in asked.headers.get("user-agent", "") else Reply("", 403)


def gone_for_browsers(asked: Asked) -> Reply:
    return Reply("", 404) if "Chrome/" in asked.headers.get("user-agent", "") else Reply("", 403)


ROUTES: dict[str, Route] = {
    "/picky": only_browsers,
    "/shut": Reply("<h1>No</h1>", 403),
    "/hidden": gone_for_browsers,
    "/member": Reply("", 401),
}


def audited(marsad: Marsad, folder: Path, more: str, *arguments: str) -> tuple[dict[str, str], str]:
    """Path -> verdict of each link to the other site, and what the report says."""
    (folder / "marsad.toml").write_text(
        f"[crawl]\nallow_private = true\nretry_wait_s = 0.01\n[browser]\nallow_private = true\n{more}"
    )
    with Site(ROUTES) as other, Site({"/": html("Start", *map(other.url, ROUTES))}) as site:
        done = marsad("audit", site.url("/"), "--no-lab", *arguments)
        assert done.code == 0, done.err
        rows = [json.loads(line) for line in marsad("export", "links").out.splitlines()]
        report = Path(folder / done.out.strip()).read_text()
    return {f"/{row['url'].rpartition('/')[2]}": row["verdict"] for row in rows}, report


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_has_the_last_word(marsad: Marsad, tmp_path: Path) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    verdicts, _ = audited(marsad, tmp_path, "[sample]\nmax_pages = 0\n")
    assert verdicts == {"/picky": "ok", "/shut": "blocked", "/hidden": "dead", "/member": "blocked"}


@pytest.mark.parametrize(
    ("more", "arguments"),
    [
        ("", ("--browser", "never")),
        ("[links]\nbrowser_links = 0\n", ("--browser-pages", "0")),
        ('binary = "/none"\n', ()),
    ],
)
def test_without_a_browser_the_report_says_so(
    marsad: Marsad, tmp_path: Path, more: str, arguments: tuple[str, ...]
) -> None:
    verdicts, report = audited(marsad, tmp_path, more, *arguments)
    assert set(verdicts.values()) == {"blocked"}
    assert "3 links were not shown to a browser" in report


def test_the_most_linked_of_each_host_come_first(tmp_path: Path) -> None:
    def target(url: str, state: LinkState = LinkState.BLOCKED, status: int = 403, method: str = "GET") -> Target:
        return Target(url, state, status, Failure.CHALLENGE if status == 503 else None, method=method)

    one, two = "https://one.example", "https://two.example"
    targets = [
        target(f"{one}/seldom"),
        target(f"{one}/often"),
        target(f"{two}/x", status=503),
        target(f"{two}/password", status=401),
        target(f"{two}/seen", method="browser"),
        target(f"{two}/fine", LinkState.OK, 200),
        target(f"{two}/not-linked"),
    ]
    linked = [one.url for one in targets[:-1]]
    with Store.open(str(tmp_path / "marsad.db")) as store:
        run = store.begin_run("a.test", "https://a.test/", {}, {}, 1.0)
        pages = [("https://a.test/", linked), ("https://a.test/b", [f"{one}/often"])]
        fetched = [
            Fetched(Page(url, status=200), links=[Link(target, LinkKind.A) for target in to]) for url, to in pages
        ]
        store.save_batch(run.id, Batch(fetched=fetched, targets=targets))
        assert [found.url for found in blocked_targets(store, run)] == [f"{one}/often", f"{two}/x", f"{one}/seldom"]


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_finds_the_places_that_scripts_make_elsewhere(marsad: Marsad, tmp_path: Path) -> None:
    found = find_browser(BrowserOptions())
    if not found.ok:
        pytest.skip(f"{found.reason} {found.how}")
    (tmp_path / "marsad.toml").write_text(
        "[crawl]\nallow_private = true\n[browser]\nallow_private = true\n[sample]\nmax_pages = 0\n"
    )
    made = html("Made", body="<script>document.body.innerHTML += '<p id=made>x</p>'</script>")
    with Site({"/app": made}) as other:
        links = [other.url("/app#made"), other.url("/app#never")]
        with Site({"/": html("Start", *links)}) as site:
            done = marsad("audit", site.url("/"), "--no-lab")
            assert done.code == 0, done.err
    assert "a browser looked at 2 links" in done.err
    with Store.open(str(tmp_path / "marsad-data" / "marsad.db")) as store:
        probes = [one for one in store.probes(1) if one.kind == "fragments"]
    assert [(list(one.data["missing"]), one.data["is_rendered"]) for one in probes] == [(["never"], True)]
