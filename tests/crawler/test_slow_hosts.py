"""Hosts that hang, refuse for a while or want to be left alone hold up nobody else."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

import pytest

from crawler.ask import Answer
from crawler.inquiry import Asked as Answered
from crawler.slots import MOST_ASIDE, Slots
from crawler.standing import IMPATIENCE, HostStanding
from store.model import Failure, LinkState
from tests.crawler.conftest import Crawl
from tests.servers import Asked, Hang, Reply, Site, html


def test_a_slow_question_gives_its_place_to_the_next() -> None:
    async def go() -> list[str]:
        slots = Slots(1)
        done: list[str] = []
        end = asyncio.Event()

        async def hang() -> None:
            await end.wait()
            done.append("slow")

        async def answer() -> None:
            done.append("quick")
            end.set()

        await asyncio.gather(slots.run(hang()), slots.run(answer()))
        return done

    assert asyncio.run(go()) == ["quick", "slow"]


def test_no_more_than_so_many_slow_questions_stand_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    async def go() -> int:
        slots = Slots(2)
        now = most = 0
        end = asyncio.Event()

        async def hang() -> None:
            nonlocal now, most
            now += 1
            most = max(most, now)
            if now == MOST_ASIDE + 2:
                end.set()
            await end.wait()
            now -= 1

        await asyncio.gather(*(slots.run(hang()) for _ in range(MOST_ASIDE + 40)))
        return most

    monkeypatch.setattr("crawler.slots.STEP_ASIDE_S", 0.01)
    assert asyncio.run(go()) == MOST_ASIDE + 2


def test_a_host_that_never_answers_is_given_up_after_a_few_links(crawl_site: Crawl) -> None:
    with Site({"*": Hang()}, host="127.0.0.2") as silent, Site({"*": html("x")}, host="127.0.0.3") as other:
        links = [silent.url(f"/{number}") for number in range(60)]
        with Site({"/": html("start", *links, other.url("/fine"))}) as site:
            done = crawl_site(site, allow_private=True, ask_timeout_s=0.3, ask_per_host=2)
        assert len(silent.asked) < 20
        assert {done.targets[url].state for url in links} == {LinkState.FLAKY}
        assert {done.targets[url].failure for url in links} == {Failure.TIMEOUT}
        assert done.targets[other.url("/fine")].state is LinkState.OK


def test_where_many_hosts_hang_the_others_get_less_time_at_the_first_try() -> None:
    hosts = HostStanding(15)
    silence = Answered([Answer("http://a.example/", failure=Failure.TIMEOUT)], "", "GET")
    for number in range(IMPATIENCE[0][0]):
        hosts.note(f"hanging{number}.example", silence, is_own=False)
    hosts.note("fine.example", Answered([Answer("http://fine.example/", 200)], "", "GET"), is_own=False)
    assert hosts.patience_s("new.example") == IMPATIENCE[0][1]
    assert hosts.patience_s("fine.example") == 15
    assert hosts.is_given_up("hanging1.example")
    hosts.begin_last_try()
    assert hosts.patience_s("new.example") == 15
    assert not hosts.is_given_up("hanging1.example")


def test_few_hanging_hosts_cost_nobody_their_time() -> None:
    hosts = HostStanding(15)
    silence = Answered([Answer("http://a.example/", failure=Failure.TIMEOUT)], "", "GET")
    hosts.note("hanging.example", silence, is_own=False)
    assert hosts.patience_s("new.example") == 15
    assert not hosts.is_given_up("hanging.example")


def test_the_last_try_ends_when_its_time_is_over(crawl_site: Crawl) -> None:
    silent = [Site({"*": Hang()}, host=f"127.0.0.{number}") for number in range(2, 8)]
    with ExitStack() as stack:
        for one in silent:
            stack.enter_context(one)
        links = [one.url("/x") for one in silent]
        with Site({"/": html("start", *links)}) as site:
            done = crawl_site(
                site, allow_private=True, ask_timeout_s=0.3, ask_concurrency=1, ask_retry_s=0.1, retry_wait_s=0.01
            )
        assert sum(len(one.asked) for one in silent) < 2 * len(silent)
        assert {done.targets[url].failure for url in links} == {Failure.TIMEOUT}


def test_what_may_pass_is_asked_again_only_after_everything_else(crawl_site: Crawl) -> None:
    order: list[str] = []

    def note(asked: Asked) -> Reply:
        order.append(asked.name)
        return Reply("", 503) if asked.name == "/busy" and order.count("/busy") == 1 else html("x")

    with Site({"*": note}, host="127.0.0.2") as other:
        with Site({"/": html("start", other.url("/busy"), *(other.url(f"/{n}") for n in range(6)))}) as site:
            done = crawl_site(site, allow_private=True, ask_per_host=1)
        assert order[-1] == "/busy"
        assert order.count("/busy") == 2
        assert done.targets[other.url("/busy")].state is LinkState.OK


def test_a_wish_beyond_the_time_for_it_is_not_waited_for(crawl_site: Crawl) -> None:
    with Site({"*": Reply("", 429, (("Retry-After", "86400"),))}, host="127.0.0.2") as other:
        with Site({"/": html("start", other.url("/a"))}) as site:
            done = crawl_site(site, allow_private=True)
        assert other.paths() == ["/a"]
        assert done.targets[other.url("/a")].state is LinkState.BLOCKED
