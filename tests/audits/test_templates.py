"""Templates are found without configuration, and stay from run to run."""

from __future__ import annotations

import random

from audits.patterns import url_patterns
from audits.templates import cluster_pages
from store.fingerprint import minhash

BASE = "https://example.com"


def shape(seed: int, *, paths: int = 40, noise: int = 0, page: int = 0) -> bytes:
    """A fingerprint of a template's containers, with some that only this page has."""
    words = random.Random(seed)
    own = random.Random(page)
    return minhash([words.getrandbits(64) for _ in range(paths)] + [own.getrandbits(64) for _ in range(noise)])


def site() -> list[tuple[int, str, bytes]]:
    pages = [(1, f"{BASE}/", shape(1))]
    pages += [(100 + n, f"{BASE}/product/thing-{n}", shape(2, noise=8, page=n)) for n in range(60)]
    pages += [(300 + n, f"{BASE}/news/2026/{n}", shape(3, noise=8, page=n)) for n in range(40)]
    return pages


def test_pages_of_one_shape_and_pattern_are_one_template() -> None:
    templates, members = cluster_pages(site())
    assert [(one.name, one.size) for one in templates] == [
        ("/product/{slug}", 60),
        ("/news/{year}/{id}", 40),
        ("/", 1),
    ]
    assert len({members[page] for page in range(100, 160)}) == 1
    assert members[1] != members[100] != members[300]


def test_ids_and_names_do_not_hang_on_page_ids_or_order() -> None:
    pages = site()
    moved = [(number + 9_000, url, fingerprint) for number, url, fingerprint in pages]
    random.Random(5).shuffle(moved)
    one, one_members = cluster_pages(pages)
    other, other_members = cluster_pages(moved)
    assert one == other
    assert {page + 9_000: template for page, template in one_members.items()} == other_members


def test_other_urls_of_the_very_same_shape_join() -> None:
    pages = [(n, f"{BASE}/shoes/a{n}", shape(2)) for n in range(1, 10)]
    pages += [(n, f"{BASE}/hats/b{n}", shape(2)) for n in range(10, 16)]
    templates, _ = cluster_pages(pages)
    assert [(one.name, one.size) for one in templates] == [("/{slug}/{slug}", 15)]


def test_the_start_page_and_folders_of_a_plain_site_stand_apart() -> None:
    pages = [(n, f"{BASE}/product/a{n}", shape(2)) for n in range(1, 10)]
    pages += [(20, f"{BASE}/", shape(2)), (21, f"{BASE}/shop", shape(2)), (22, f"{BASE}/about", shape(2))]
    templates, _ = cluster_pages(pages)
    assert [(one.name, one.size) for one in templates] == [("/product/{slug}", 9), ("/{slug}", 2), ("/", 1)]


def test_one_pattern_with_two_shapes_is_two_templates() -> None:
    pages = [(n, f"{BASE}/page/a{n}", shape(2)) for n in range(1, 10)]
    pages += [(n, f"{BASE}/page/b{n}", shape(7)) for n in range(10, 16)]
    templates, _ = cluster_pages(pages)
    assert [one.name for one in templates] == ["/page/{slug}", "/page/{slug} (2)"]
    assert len({one.id for one in templates}) == 2


def test_pages_without_a_fingerprint_are_grouped_by_pattern() -> None:
    pages = [(n, f"{BASE}/page/a{n}", b"") for n in range(1, 10)] + [(20, f"{BASE}/", b"")]
    templates, members = cluster_pages(pages)
    assert [one.size for one in templates] == [9, 1]
    assert len(members) == 10


def test_no_pages_make_no_templates() -> None:
    assert cluster_pages([]) == ([], {})


def test_patterns_name_what_changes() -> None:
    order = f"{BASE}/order/6f9619ff-8b86-d011-b42d-00c04fc964ff"
    urls = [f"{BASE}/{language}/shop/{word}.html" for language in ("en", "de") for word in "abcdef"]
    urls += [f"{BASE}/about", f"{BASE}/en/", f"{BASE}/archive/2024/05/17", order]
    patterns = dict(zip(urls, url_patterns(urls), strict=True))
    assert patterns[f"{BASE}/en/shop/a.html"] == "/{lang}/shop/{slug}.html"
    assert patterns[f"{BASE}/about"] == "/about"
    assert patterns[f"{BASE}/en/"] == "/{lang}/"
    assert patterns[f"{BASE}/archive/2024/05/17"] == "/archive/{year}/{id}/{id}"
    assert patterns[order] == "/order/{key}"


def test_a_rare_host_stands_in_front_of_its_pattern() -> None:
    assert url_patterns([f"{BASE}/", f"{BASE}/a", "https://shop.example.com/a"])[2] == "shop.example.com/a"
