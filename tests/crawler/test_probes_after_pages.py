"""The questions that come after the pages: as other visitors, past the end of lists, for files, in scripts."""

from __future__ import annotations

import itertools
import json
import threading
from dataclasses import replace

import pytest

from crawler.probes import plan
from crawler.probes.exposed import SECRETS
from crawler.probes.languages import candidates, primary
from crawler.probes.questions import Questions
from crawler.probes.survey import Survey, kind_of, page_number
from crawler.probes.visitors import AI_AGENTS
from store.credentials import crc_base62
from store.database import Store
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Reply, Route, Site, html, redirect, text

MAIN = "<main><p>Many plain words about cats and the way they sleep on warm stones</p></main>"


def is_phone(asked: Asked) -> bool:
    return "Android" in asked.headers.get("user-agent", "")


def test_local_sites_are_not_questioned_unless_told(crawl_site: Crawl) -> None:
    with Site({"/": html("start", body=MAIN)}) as site:
        done = crawl_site(site)
    assert not {asked.headers["user-agent"] for asked in site.asked if "Android" in asked.headers["user-agent"]}
    assert not done.probes("mobile")


def test_every_question_is_asked_once_a_run(crawl_site: Crawl) -> None:
    routes = {"/": html("start", "/a?page=1", "/a?page=2", body=MAIN), "/a": html("a", "/i1")}
    with Site({**routes, "/llms.txt": text("# Cats\n\n[A](/a)")}) as site:
        first = crawl_site(site, questions=True, exposed_files=True, indexnow_key="abcdefgh12")
        asked = len(site.asked)
        crawl_site(site, run=first.run, questions=True, exposed_files=True, indexnow_key="abcdefgh12")
    assert first.probes("mobile")
    assert first.probes("ai-agents")
    assert len(site.asked) == asked


def test_every_request_names_us(crawl_site: Crawl) -> None:
    with Site({"/": html("start", body=MAIN)}) as site:
        crawl_site(site, questions=True)
    assert all("Marsad/" in asked.headers["user-agent"] for asked in site.asked)


def test_phone_that_is_given_less_is_asked_twice_and_compared_with_a_desktop_browser(crawl_site: Crawl) -> None:
    def page(asked: Asked) -> Reply:
        return html("Phones", body="<main>short</main>") if is_phone(asked) else html("Cats", body=MAIN)

    with Site({"/": page}) as site:
        done = crawl_site(site, questions=True)
    probe = done.probes("mobile")[0]
    assert [look["title"] for look in probe.data["mobile"]] == ["Phones", "Phones"]
    assert [look["title"] for look in probe.data["desktop"]] == ["Cats", "Cats"]
    assert probe.data["likeness"] < 0.5


def test_phone_that_is_given_the_same_is_asked_once(crawl_site: Crawl) -> None:
    with Site({"/": html("Cats", body=MAIN)}) as site:
        done = crawl_site(site, questions=True)
    assert len([asked for asked in site.asked if is_phone(asked)]) == 1
    assert len(done.probes("mobile")[0].data["mobile"]) == 1


def test_phone_pages_are_a_bounded_sample_of_different_kinds(crawl_site: Crawl) -> None:
    paths = [f"/shop/{number}" for number in range(30)] + [f"/k{chr(97 + number)}/x" for number in range(20)]
    with Site({"/": html("start", *paths), "*": html("x", body=MAIN)}) as site:
        done = crawl_site(site, questions=True)
    asked = [probe.url for probe in done.probes("mobile")]
    assert len(asked) == 10
    assert sum("/shop/" in url for url in asked) == 1


def test_search_engine_that_robots_txt_keeps_out_is_not_played(crawl_site: Crawl) -> None:
    robots = text("User-agent: Googlebot\nDisallow: /\n\nUser-agent: GPTBot\nDisallow: /\n")
    with Site({"/": html("Cats", body=MAIN), "/robots.txt": robots}) as site:
        done = crawl_site(site, questions=True)
    agents = " ".join(asked.headers["user-agent"] for asked in site.asked)
    assert "Googlebot" not in agents
    assert "GPTBot" not in agents
    assert "ClaudeBot" in agents
    assert not done.probes("search-bot")
    assert "GPTBot" not in done.probes("ai-agents")[0].data["agents"]


def test_bot_that_a_firewall_refuses_is_asked_twice(crawl_site: Crawl) -> None:
    def page(asked: Asked) -> Reply:
        return Reply("no", 403) if "GPTBot" in asked.headers["user-agent"] else html("Cats", body=MAIN)

    with Site({"/": page}) as site:
        done = crawl_site(site, questions=True)
    data = done.probes("ai-agents")[0].data
    assert [told["status"] for told in data["agents"]["GPTBot"]] == [403, 403]
    assert [told["status"] for told in data["browser"]] == [200, 200]
    assert [told["status"] for told in data["agents"]["Claude-User"]] == [200]
    assert set(data["agents"]) == set(AI_AGENTS)


def test_other_language_by_header_and_by_cookie_is_seen(crawl_site: Crawl) -> None:
    def page(asked: Asked) -> Reply:
        if asked.headers.get("accept-language", "").startswith("sl") or "lang=sl" in asked.headers.get("cookie", ""):
            return Reply(f'<html lang="sl"><title>Mačke</title><main>{"mačka " * 20}</main>')
        body = f'<html lang="en"><title>Cats</title><a href="?l" data-lang="sl">SL</a>{MAIN}'
        return Reply(body, headers=(("Set-Cookie", "lang=en; Path=/"),))

    with Site({"/": page}) as site:
        done = crawl_site(site, questions=True)
    answers = done.probes("locale")[0].data["answers"]
    seen = {(one["by"], one["asked"]): (one["lang"], one["likeness"]) for one in answers}
    assert seen["Accept-Language", "sl"][0] == "sl"
    assert seen["Accept-Language", "sl"][1] < 0.5
    assert seen["cookie", "sl"][0] == "sl"
    assert seen["Accept-Language", "de"] == ("en", 1.0)


def listed(number: int, last: int) -> Reply:
    items = [f"/item-{number}-{one}" for one in range(3)] if number <= last else []
    pages = [f"/list?page={one}" for one in range(1, last + 1)]
    return html(f"List {number}", "/", *pages, *items, body=MAIN)


@pytest.mark.parametrize(("is_endless", "status"), [(True, 200), (False, 404)])
def test_list_is_asked_far_past_its_end(crawl_site: Crawl, is_endless: bool, status: int) -> None:
    def page(asked: Asked) -> Reply:
        number = int(asked.path.rpartition("=")[2] or 1)
        return listed(number, 3) if number <= 3 or is_endless else Reply("<title>gone</title>", 404)

    routes: dict[str, Route] = {
        "/": html("start", "/list?page=1", "/list?page=2"),
        "/list": page,
        "*": html("item", body=MAIN),
    }
    with Site(routes) as site:
        done = crawl_site(site, questions=True)
    probe = done.probes("list-end")[0]
    assert probe.url.endswith("/list?page=9999")
    assert probe.status == status
    assert (probe.data["new"], probe.data["repeated"]) == (0, 0)
    assert probe.data["last_known"] == 3
    assert probe.data["listed"] > 0


def test_list_that_begins_again_is_told_from_one_that_is_empty(crawl_site: Crawl) -> None:
    def page(asked: Asked) -> Reply:
        number = int(asked.path.rpartition("=")[2] or 1)
        return listed(number if number <= 3 else 1, 3)

    routes: dict[str, Route] = {
        "/": html("start", "/list?page=1", "/list?page=2"),
        "/list": page,
        "*": html("item", body=MAIN),
    }
    with Site(routes) as site:
        done = crawl_site(site, questions=True)
    data = done.probes("list-end")[0].data
    assert data["repeated"] == 3
    assert data["new"] == 0


def test_links_back_and_to_other_sites_are_no_entries_of_a_list(crawl_site: Crawl) -> None:
    def page(asked: Asked) -> Reply:
        back = asked.path.replace("/", "%2F")
        return html("List", "/list?page=1", "/list?page=2", f"/login?next={back}", f"https://share.invalid/?u={back}")

    start = html("start", "/list?page=1", "/list?page=2")
    with Site({"/": start, "/list": page, "*": html("login")}) as site:
        done = crawl_site(site, questions=True, check_external=False)
    data = done.probes("list-end")[0].data
    assert (data["new"], data["listed"]) == (0, 0)


def test_llms_txt_is_read_and_its_dead_links_named(crawl_site: Crawl) -> None:
    with Site(
        {"/": html("start"), "/a": html("a"), "/llms.txt": text("# Cats\n\n- [A](/a)\n- [B](/gone)\n- [C](/)\n")}
    ) as site:
        done = crawl_site(site, questions=True)
    data = done.probes("llms-txt")[0].data
    assert data["links"] == [site.url("/a"), site.url("/gone"), site.url("/")]
    assert data["dead"] == [[site.url("/gone"), 404]]
    assert data["is_html"] is False


def test_llms_txt_that_is_a_page_is_seen(crawl_site: Crawl) -> None:
    with Site({"/": html("start"), "*": html("App")}) as site:
        done = crawl_site(site, questions=True)
    assert done.probes("llms-txt")[0].data["is_html"] is True


@pytest.mark.parametrize(
    ("body", "root", "is_wrong"),
    [
        ('<rsl xmlns="https://rslstandard.org/rsl"><content url="/"/></rsl>', "rsl", False),
        ("<rsl><content>", "", True),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><rsl>&a;</rsl>', "rsl", False),
    ],
)
def test_license_file_is_read_without_entities(crawl_site: Crawl, body: str, root: str, is_wrong: bool) -> None:
    robots = text("License: /license.xml\nUser-agent: *\nAllow: /")
    with Site(
        {"/": html("start"), "/robots.txt": robots, "/license.xml": Reply(body, content_type="text/xml")}
    ) as site:
        done = crawl_site(site, questions=True)
    data = done.probes("license")[0].data
    assert data["root"] == root
    assert bool(data["error"]) is is_wrong
    assert data["is_absolute"] is False


def test_license_on_a_private_address_is_not_asked(crawl_site: Crawl) -> None:
    with Site({"*": text("inner")}, host="127.0.0.2") as inner:
        robots = text(f"License: {inner.url('/license.xml')}\nUser-agent: *\nAllow: /")
        with Site({"/": html("start"), "/robots.txt": robots}) as site:
            done = crawl_site(site, questions=True)
    assert not inner.asked
    assert done.probes("license")[0].status == 0


def test_questions_keep_the_pause_between_requests(crawl_site: Crawl) -> None:
    with Site({"/": html("start", body=MAIN)}) as site:
        crawl_site(site, questions=True, delay_s=0.05)
    bots = [asked.at for asked in site.asked if "compatible;" in asked.headers["user-agent"]]
    assert len(bots) > 3
    assert min(later - earlier for earlier, later in itertools.pairwise(bots)) >= 0.04


def test_answer_that_cannot_be_read_ends_its_question_and_not_the_crawl(
    crawl_site: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(questions: Questions, seen: Survey) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(plan, "QUESTIONS", (("the broken one", broken), *plan.QUESTIONS))
    with Site({"/": html("start", body=MAIN)}) as site:
        done = crawl_site(site, questions=True)
    assert any("the broken one" in note for note in done.summary.notes)
    assert done.probes("mobile")


def test_indexnow_key_is_checked_where_one_is_configured(crawl_site: Crawl) -> None:
    with Site({"/": html("start"), "/abcdefgh12.txt": text("abcdefgh12\n")}) as site:
        done = crawl_site(site, indexnow_key="abcdefgh12")
    assert done.probes("indexnow")[0].data == {"matches": True, "is_well_formed": True}
    assert not done.probes("mobile")


def test_exposed_files_are_asked_on_the_owners_wish_alone(crawl_site: Crawl) -> None:
    with Site({"/": html("start"), "/.git/HEAD": text("ref: refs/heads/main\n")}) as site:
        crawl_site(site, questions=True)
    assert not [path for path in site.paths() if path.startswith("/.")]


def test_exposed_file_is_proven_by_its_content_and_nothing_of_it_is_kept(crawl_site: Crawl) -> None:
    with Site(
        {"/": html("start"), "/.git/HEAD": text("ref: refs/heads/s3cret\n"), "/.env": text("DB_HOST=db\n")}
    ) as site:
        done = crawl_site(site, exposed_files=True)
    probes = done.probes("exposed-file")
    assert len(probes) == len(SECRETS)
    assert {probe.url for probe in probes if probe.data["is_proven"]} == {site.url("/.git/HEAD"), site.url("/.env")}
    assert "s3cret" not in json.dumps([dict(probe.data) for probe in probes])


@pytest.mark.parametrize("answer", [html("All is well"), text("ref: refs/heads/main\n"), redirect("/")])
def test_server_that_answers_everything_exposes_nothing(crawl_site: Crawl, answer: Reply) -> None:
    with Site({"/": html("start"), "*": answer}) as site:
        done = crawl_site(site, exposed_files=True)
    assert done.probes("exposed-file")
    assert not [probe.url for probe in done.probes("exposed-file") if probe.data["is_proven"]]


def test_exposed_files_that_robots_txt_forbids_are_not_asked_and_told(crawl_site: Crawl) -> None:
    with Site({"/": html("start"), "/robots.txt": text("User-agent: *\nDisallow: /.git/")}) as site:
        done = crawl_site(site, exposed_files=True)
    assert "/.git/HEAD" not in site.paths()
    assert "/.env" in site.paths()
    assert any("/.git/HEAD" in note for note in done.summary.notes)


def test_script_gives_away_its_map_and_keys_redacted(crawl_site: Crawl) -> None:
    random = "Zq8Rk3Vt6Yw1Xb5Nc7Md9Lf2Jg4Hh0"
    key = "ghp" + "_" + random + crc_base62(random)
    script = f"var a = 1;\nvar token = '{key}';\n//# sourceMappingURL=app.js.map\n"
    source_map = '{"version":3,"sources":["a.ts"],"sourcesContent":["let a"],"mappings":"AAAA"}'
    kind = "text/javascript"
    with Site(
        {"/": html("start", head='<script src="/app.js"></script>'), "/app.js": Reply(script, content_type=kind),
         "/app.js.map": Reply(source_map, content_type="application/json")}
    ) as site:  # fmt: skip
        done = crawl_site(site, questions=True)
    data = done.probes("script")[0].data
    assert data["map"] == site.url("/app.js.map")
    assert data["has_sources"] is True
    assert data["credentials"] == [["GitHub", "ghp_…, 40 characters", 2]]
    assert random not in json.dumps(dict(data))


def test_retry_after_is_obeyed_between_questions(crawl_site: Crawl) -> None:
    def page(asked: Asked) -> Reply:
        if "GPTBot" in asked.headers["user-agent"]:
            return Reply("", 429, (("Retry-After", "1"),))
        return html("Cats", body=MAIN)

    with Site({"/": page}) as site:
        crawl_site(site, questions=True)
    times = [asked.at for asked in site.asked if "GPTBot" in asked.headers["user-agent"]]
    assert len(times) == 2
    assert times[1] - times[0] >= 0.9


def test_questions_that_a_limit_left_out_are_told(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a"), "*": html("a", body="x" * 5000)}) as site:
        done = crawl_site(site, questions=True, max_bytes=1)
    assert not done.probes("mobile")
    assert any("one-off questions" in note for note in done.summary.notes)


def test_questions_that_were_turned_off_are_told(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a"), "*": html("a")}) as site:
        done = crawl_site(site, questions=False)
    assert not done.probes("mobile")
    assert any("crawl.questions is off" in note for note in done.summary.notes)


def test_pages_of_other_markup_are_another_kind_for_phones(crawl_site: Crawl) -> None:
    product = '<script type="application/ld+json">{"@type": "Product"}</script>'
    with Site({"/": html("start", "/a", "/b", "/c", body=MAIN), "/b": html("b", head=product), "*": html("a")}) as site:
        done = crawl_site(site, questions=True)
    assert site.url("/b") in {probe.url for probe in done.probes("mobile")}


def test_run_that_was_killed_among_the_questions_goes_on_with_the_rest(store: Store, crawl_site: Crawl) -> None:
    stop = threading.Event()

    def page(asked: Asked) -> Reply:
        if "Googlebot" in asked.headers["user-agent"]:
            stop.set()
        return html("Cats", body=MAIN)

    with Site({"/": page}) as site:
        first = crawl_site(site, questions=True, stop=stop)
        before = len([asked for asked in site.asked if is_phone(asked)])
        again = crawl_site(site, run=first.run, questions=True)
    assert first.summary.stopped
    assert before == 1
    assert len([asked for asked in site.asked if is_phone(asked)]) == 1, "a question was asked twice"
    assert again.probes("search-bot")
    assert again.probes("ai-agents")


def test_page_limit_leaves_the_questions_alone(crawl_site: Crawl) -> None:
    with Site({"/": html("start", "/a", "/b", body=MAIN), "*": html("a", body=MAIN)}) as site:
        done = crawl_site(site, questions=True, max_pages=1)
    assert done.probes("mobile")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.si/b?page=2", ("https://a.si/b?page=", 2, "")),
        ("https://a.si/b?x=1&page=2&y=3", ("https://a.si/b?x=1&page=", 2, "&y=3")),
        ("https://a.si/blog/page/12/", ("https://a.si/blog/page/", 12, "/")),
        ("https://a.si/page/3d-printing/", None),
        ("https://a.si/?p=17", None),
        ("https://a.si/page/2020/01/x", None),
    ],
)
def test_page_numbers_are_found_in_addresses(url: str, expected: tuple[str, int, str] | None) -> None:
    assert page_number(url) == expected


def test_small_words_of_the_questions() -> None:
    assert kind_of("https://a.si/shop/2/b") == kind_of("https://a.si/shop/3/c")
    assert primary("zh-Hant-TW") == "zh"
    assert candidates("en", '<link hreflang="sl-SI"><a lang=en>')[0] == "sl"


@pytest.mark.parametrize(("is_honest", "status", "is_same"), [(True, 304, False), (False, 200, True)])
def test_page_is_asked_again_with_its_own_validator(
    crawl_site: Crawl, is_honest: bool, status: int, is_same: bool
) -> None:
    def page(asked: Asked) -> Reply:
        if is_honest and asked.headers.get("if-none-match") == '"v1"':
            return Reply(status=304, headers=(("ETag", '"v1"'),))
        return replace(html("start", body=MAIN), headers=(("ETag", '"v1"'),))

    with Site({"/": page}) as site:
        done = crawl_site(site, questions=True)
    probe = done.probes("revalidation")[0]
    assert (probe.status, probe.data["is_same"], probe.data["etag"]) == (status, is_same, '"v1"')


def test_cookies_that_parts_of_pages_set_are_kept_by_name_alone(crawl_site: Crawl) -> None:
    cookie = (("Set-Cookie", "uid=s3cret; Path=/; Secure"),)
    with (
        Site({"/p.gif": Reply(b"GIF89a", headers=cookie, content_type="image/gif")}, host="127.0.0.2") as other,
        Site({"/": lambda asked: html("start", body=f'<img src="{other.url("/p.gif")}" alt="">')}) as site,
    ):
        done = crawl_site(site, allow_private=True)
    headers = dict(done.targets[other.url("/p.gif")].headers)
    assert headers["set-cookie"] == "uid=; Path=/; Secure"
