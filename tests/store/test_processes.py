"""Nothing that was committed is lost to SIGKILL, and workers of one frontier never get the same URL."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.database import NewUrl, Store
from store.model import Run, Source, UrlState
from tests.store.samples import batch_of, extras, url_of
from tests.store.test_database import everything

ROOT = Path(__file__).parents[2]

DIES_AT = """
import os, signal, sys
import store.writing
from store.database import Store
from tests.store.samples import batch_of, extras

address, run, table = sys.argv[1], int(sys.argv[2]), sys.argv[3]
write = store.writing.Writer._replace

def write_or_die(self, connection, into, rows, keys=()):
    write(self, connection, into, rows, keys)
    if into.name == table:
        os.kill(os.getpid(), signal.SIGKILL)

store.writing.Writer._replace = write_or_die
batch = batch_of(1, 2)
batch.targets, batch.probes, batch.sitemap = extras().targets, extras().probes, extras().sitemap
opened = Store.open(address)
opened.lease(run, "doomed", 10, 3600, 0.0)
opened.save_batch(run, batch)
"""

CRAWLER = """
import sys
from store.database import Batch, NewUrl, Store
from tests.store.samples import fetched, url_of

# A site of pages that each link to the next two; every page is found by crawling.
address, run, pages = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = Store.open(address)
store.release(run)
while leased := store.lease(run, "crawler", 4, 3600, 0.0):
    numbers = [int(one.url.rsplit("/", 1)[1]) for one in leased]
    found = [NewUrl(url_of(n + step), 1) for n in numbers for step in (1, 2) if n + step < pages]
    store.save_batch(run, Batch(fetched=[fetched(n) for n in numbers], discovered=found))
print("finished", flush=True)
"""

LEASER = """
import sys
from store.database import Store

address, run, owner = sys.argv[1], int(sys.argv[2]), sys.argv[3]
store = Store.open(address)
print("ready", flush=True)
sys.stdin.readline()
while leased := store.lease(run, owner, 7, 3600, 0.0):
    print(*(one.id for one in leased), flush=True)
"""


def start(program: str, *words: object) -> subprocess.Popen[str]:
    """A Python process of its own."""
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_killed_anywhere_in_a_batch_nothing_of_it_is_there(store: Store, run: Run, address: str) -> None:
    store.add_urls(run.id, [NewUrl(url_of(1), 0, Source.START), NewUrl(url_of(2), 1)])
    for table in ("page", "body", "link", "target", "probe", "sitemap"):
        before = store.frontier_counts(run.id)
        doomed = start(DIES_AT, address, run.id, table)
        doomed.communicate(timeout=600)
        assert doomed.returncode == -signal.SIGKILL
        counts = store.frontier_counts(run.id)
        assert counts == {**before, UrlState.QUEUED: 0, UrlState.LEASED: 2}, table
        assert store.count_pages(run.id) == 0
        assert (store.targets(run.id), store.probes(run.id), store.sitemap(run.id)) == ([], [], [])
        assert store.release(run.id) == 2
    store.save_batch(run.id, batch_of(1, 2))
    store.save_batch(run.id, extras())
    assert store.count_pages(run.id) == 2


def test_a_crawl_killed_many_times_ends_like_one_that_was_not(store: Store, run: Run, address: str) -> None:
    pages = 160
    whole = store.begin_run("example.test", "https://example.test/", {}, {}, 1.0)
    for one in (run, whole):
        store.add_urls(one.id, [NewUrl(url_of(0), 0, Source.START)])
    start(CRAWLER, address, whole.id, pages).communicate(timeout=600)
    chance = random.Random(7)
    kills = 0
    for _ in range(12):
        crawler = start(CRAWLER, address, run.id, pages)
        before = store.count_pages(run.id)
        # Killed once it has begun to write, a little later each time.
        while crawler.poll() is None and store.count_pages(run.id) <= before:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.03)
        crawler.kill()
        kills += crawler.wait(timeout=600) == -signal.SIGKILL
        done = store.frontier_counts(run.id)[UrlState.DONE]
        assert done == store.count_pages(run.id)
        if kills >= 5:
            break
    out, _ = start(CRAWLER, address, run.id, pages).communicate(timeout=600)
    assert out == "finished\n"
    assert kills >= 1
    assert everything(store, run.id) == everything(store, whole.id)
    assert store.count_pages(run.id) == pages


@pytest.mark.parametrize("workers", [3])
def test_workers_of_one_frontier_never_get_the_same_url(store: Store, run: Run, address: str, workers: int) -> None:
    store.add_urls(run.id, [NewUrl(url_of(number)) for number in range(1_500)])
    processes = [start(LEASER, address, run.id, f"worker {number}") for number in range(workers)]
    for one in processes:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    outputs = []
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in processes:
        out, _ = one.communicate(timeout=600)
        outputs.append([int(number) for number in out.split()])
    every = [number for output in outputs for number in output]
    assert len(every) == len(set(every)) == 1_500
    assert store.frontier_counts(run.id)[UrlState.LEASED] == 1_500


SAVER = """
import sys
from store.database import Store
from tests.store.samples import batch_of

address, run, first = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = Store.open(address)
print("ready", flush=True)
sys.stdin.readline()
for number in range(first, first + 60, 3):
    # Batches of different workers overlap in what they discover, in another order each time.
    numbers = [number, number + 1, number + 2]
    store.save_batch(run, batch_of(*(numbers if number % 2 else reversed(numbers))))
"""


def test_workers_that_discover_the_same_urls_do_not_block_each_other(store: Store, run: Run, address: str) -> None:
    processes = [start(SAVER, address, run.id, first) for first in (0, 2, 4)]
    for one in processes:
        assert one.stdout is not None
        one.stdout.readline()
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in processes:
        one.communicate(timeout=600)
        assert one.returncode == 0
    assert store.count_pages(run.id) == 64
    assert len(store.links(run.id)) == 64 * 4


def test_a_new_store_may_be_opened_by_several_processes_at_once(address: str) -> None:
    program = (
        "import sys\nfrom store.database import Store\nsys.stdin.readline()\nprint(Store.open(sys.argv[1]).runs())"
    )
    processes = [start(program, address) for _ in range(4)]
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=600)[0] for one in processes] == ["[]\n"] * 4


def test_a_forked_child_does_not_keep_the_lock_of_a_site(tmp_path: Path) -> None:
    address = str(tmp_path / "marsad.db")
    with Store.open(address) as store:
        with store.lock_site("example.test"):
            reader, writer = os.pipe()
            child = os.fork()
            if not child:
                os.close(writer)
                os.read(reader, 1)
                os._exit(0)
            os.close(reader)
        with store.lock_site("example.test"):
            pass
        program = (
            "import sys\nfrom store.database import Store\n"
            "with Store.open(sys.argv[1]).lock_site('example.test'): print('ok')"
        )
        out, _ = start(program, address).communicate(timeout=600)
        os.close(writer)
        os.waitpid(child, 0)
    assert out == "ok\n"
