"""What is sent to whom, what is masked, what is left alone, and one-time codes: all without a network."""

from __future__ import annotations

import asyncio
import base64
import html
import json
from urllib.parse import quote, quote_plus, unquote

import pytest
from pydantic import ValidationError

from crawler.admission import Admission, Cookie, LoginError, Session, basic_header
from crawler.ask import Answer
from crawler.browser.options import BrowserOptions
from crawler.login_options import BasicAuth, LoginOptions, LoginStep
from crawler.login_watch import LoginWatch
from crawler.masking import MASK, Mask
from crawler.never_follow import deed_of, log_out_text
from crawler.totp import totp

HUSH = 'hush "hush" & <hüsh>/+='
START = "https://shop.example.com/"


def admission(start: str = START, *, is_local: bool = False, subdomains: bool = False, **login: object) -> Admission:
    return Admission(
        start,
        LoginOptions.model_validate(login),
        is_local=is_local,
        subdomains=subdomains,
        headers={"X-Plain": "1"},
        secret_headers={"Authorization": basic_header("anna", "hush-hush")},
        cookies={"sid": "0123456789abcdef"},
    )


# --- to whom

SECRET = {"Authorization", "Cookie", "X-Plain"}


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://shop.example.com/a", SECRET),
        ("https://www.shop.example.com/a", SECRET),
        ("https://shop.example.com:8443/a", set()),
        ("http://shop.example.com/a", {"X-Plain"}),
        ("https://example.com/a", set()),
        ("https://cdn.example.com/a", set()),
        ("https://evil-shop.example.com/", set()),
        ("https://shop.example.com.evil.example/", set()),
        ("https://shop.example.com@evil.example/", set()),
        ("https://evil.example/?u=https://shop.example.com/", set()),
        ("https://m.shop.example.com/a", set()),
        ("https://shop.example.com/logout", set()),
        ("https://shop.example.com/basket?action=empty", set()),
    ],
)
def test_credentials_go_to_the_sites_own_hosts_over_tls_alone(url: str, names: set[str]) -> None:
    assert set(admission().headers_for(url)) == names


def test_subdomains_are_the_sites_own_where_the_crawl_takes_them_as_such() -> None:
    made = admission(subdomains=True)
    assert set(made.headers_for("https://m.shop.example.com/a")) == SECRET
    assert not made.headers_for("https://evil-shop.example.com/a")


def test_a_private_start_host_needs_no_tls_but_no_other_host_profits_from_that() -> None:
    made = admission("http://127.0.0.1:8000/", is_local=True, hosts=["public.example.com"])
    assert set(made.headers_for("http://127.0.0.1:8000/a")) == SECRET
    assert set(made.headers_for("http://public.example.com/a")) == {"X-Plain"}
    assert not made.headers_for("http://127.0.0.1:9000/a")


@pytest.mark.parametrize("is_local", [False, True])
def test_a_browser_sends_the_session_in_clear_in_a_private_network_alone(is_local: bool) -> None:
    made = admission(is_local=is_local)
    made.take_session(Session((Cookie("open", "o" * 16, "shop.example.com", is_secure=False),)))
    found = {one["name"]: (one["secure"], one["url"]) for one in made.browser_cookies()}
    scheme = "http" if is_local else "https"
    assert found["open"] == (not is_local, f"{scheme}://shop.example.com/")


def test_cookies_keep_to_their_domain_and_path() -> None:
    made = admission()
    made.take_session(
        Session(
            (
                Cookie("deep", "d" * 16, "shop.example.com", "/member"),
                Cookie("wide", "w" * 16, "example.com", is_host_only=False),
                Cookie("other", "o" * 16, "example.com"),
                Cookie("old", "p" * 16, "shop.example.com", expires=1.0),
            )
        )
    )
    assert made.headers_for(START + "a")["Cookie"] == "sid=0123456789abcdef; wide=wwwwwwwwwwwwwwww"
    assert made.headers_for(START + "member/a")["Cookie"].startswith("deep=")
    assert "deep" not in made.headers_for(START + "members")["Cookie"]


def test_a_cookie_that_the_site_renews_is_taken_over_and_masked_and_one_that_it_deletes_is_kept() -> None:
    made = admission()
    made.note_answer(START, [("set-cookie", "sid=fedcba9876543210; Path=/; HttpOnly"), ("set-cookie", "new=1")])
    made.note_answer(START, [("set-cookie", "sid=deleted; Max-Age=0")])
    made.note_answer("https://evil.example/", [("set-cookie", "sid=eeeeeeeeeeeeeeeee; Domain=shop.example.com")])
    assert made.headers_for(START)["Cookie"] == "sid=fedcba9876543210"
    assert made.mask_of().text("fedcba9876543210") == MASK


def test_nothing_that_is_printed_shows_a_secret() -> None:
    made = admission()
    options = BrowserOptions().with_admission(made)
    auth = BasicAuth(user="anna", password="env:HUSH")
    for shown in (
        repr(made),
        repr(made.cookies),
        repr(options),
        options.model_dump_json(),
        repr(auth),
        repr(made.mask),
    ):
        assert "hush" not in shown.lower() and "0123456789abcdef" not in shown and "YW5uYT" not in shown
    assert options.model_copy(update={"workers": 1}).admission is made


# --- the session

STEPS = [{"open": "/login"}]


def test_a_login_is_done_again_as_often_as_allowed_and_then_ends_for_everybody() -> None:
    made = admission(step=STEPS, again=2)
    made.log_in = Session
    made.enter()
    made.renew(1, "/a leads to the login page")
    made.renew(1, "/b leads to the login page")  # another thread had logged in meanwhile
    assert made.generation == 2
    made.renew(2, "/c")
    for _ in range(2):
        with pytest.raises(LoginError, match=r"^/d: the login was done 3 times, and the site does not take us"):
            made.renew(3, "/d")


@pytest.mark.parametrize(
    ("address", "is_login"),
    [
        ("/login", True), ("/login/", True), ("/login?next=/a", True), ("/login/help", False), ("/", False),
        ("/index.php", False),
    ],
)  # fmt: skip
def test_the_login_page_is_known_by_its_path(address: str, is_login: bool) -> None:
    assert admission(step=STEPS).is_login_page(START[:-1] + address) is is_login


def test_a_login_page_that_a_query_names_is_not_every_page() -> None:
    made = admission(step=[{"open": "/index.php?page=login"}])
    assert made.is_login_page(START + "index.php?page=login&back=%2F")
    assert not made.is_login_page(START + "index.php?page=home")


@pytest.mark.parametrize(
    "step",
    [{}, {"open": "/", "click": "a"}, {"fill": "a"}, {"fill": "a", "text": "b", "secret": "env:C"}, {"text": "b"},
     {"fill": "a", "secret": "plain"}, {"fill": "a", "totp": "JBSWY3DPEHPK3PXP"}, {"wait_url": "("}],
)  # fmt: skip
def test_a_step_that_is_no_step_is_refused(step: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        LoginStep.model_validate(step)


# --- masking


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "written",
    [
        HUSH, quote(HUSH), quote(HUSH, safe=""), quote_plus(HUSH), html.escape(HUSH), html.escape(HUSH, quote=False),
        json.dumps(HUSH), json.dumps(HUSH, ensure_ascii=False), base64.b64encode(HUSH.encode()).decode(),
    ],
)  # fmt: skip
def test_a_secret_is_masked_in_every_form_and_charset(written: str, charset: str) -> None:
    masked = Mask([HUSH]).raw(f"<p>before {written} after".encode(charset))
    assert written.strip('"').encode(charset) not in masked and MASK.encode(charset) in masked
    assert masked.startswith("<p>before ".encode(charset)) and masked.endswith(" after".encode(charset))


def test_masking_goes_into_nested_facts_and_leaves_short_words_alone() -> None:
    mask = Mask(["secret-1", "ab", ""])
    assert mask.data({"a secret-1": ["x", ("secret-1 ab", 3)]}) == {f"a {MASK}": ["x", (f"{MASK} ab", 3)]}


MIXED = [
    "hush &#34;hush&#34; &amp; &lt;h&uuml;sh&gt;/+=", "hush+%22hush%22+%26+%3ch%C3%BCsh%3e%2f%2B%3D",
    r"hush \"hush\" \u0026 \u003ch\u00fcsh\u003e/+=", r"hush \x22hush\x22 \x26 \x3Ch\xFCsh\x3E\/+=",
    "hush &quot;hush&quot; &amp; &lt;hüsh&gt;&#x2F;&#43;&#x3D;", "hush &quot;hush&quot; &amp; &lt;hüsh>/+=",
    r"hush \&quot;hush\&quot; &amp; &lt;hüsh&gt;\/+=", r"hush \\u0022hush\\u0022 \\u0026 <h\\u00FCsh>/+=",
]  # fmt: skip


@pytest.mark.parametrize("written", MIXED)
def test_a_secret_of_which_each_letter_is_escaped_in_another_way_is_masked(written: str) -> None:
    mask = Mask([HUSH, "harmless"])
    assert mask.text(f"<p>before {written} after") == f"<p>before {MASK} after"
    assert mask.raw(f"<p>before {written} after".encode()) == f"<p>before {MASK} after".encode()
    assert mask.raw(f"<p>before {written} after".encode("latin-1")) == f"<p>before {MASK} after".encode()


@pytest.mark.parametrize("text", ["hush hush", 'hush "hush" & <hush>', "hush &quot;hush", "<p>hush</p>"])
def test_what_only_begins_like_a_secret_stays(text: str) -> None:
    assert Mask([HUSH]).text(text) == text


@pytest.mark.parametrize(
    ("secret", "page"),
    [
        ("%7B" * 60 + "-now", "%257B" * 60 + "-old now"),
        ('"a' * 60 + "-now", r"\\\\\\u0022a" * 60 + "-old now"),
        ("\\\\\\a" * 40 + "-now", "\\" * 9 + r"\\\\\\\\a" * 40 + "-old now"),
    ],
)
def test_a_page_that_shows_what_ends_unlike_a_secret_is_searched_in_one_go(secret: str, page: str) -> None:
    mask = Mask([secret])
    assert mask.text(page) == page
    assert mask.raw(page.encode()) == page.encode()


@pytest.mark.parametrize("depth", range(4))
def test_a_secret_with_backslashes_is_masked_however_deep_it_is_packed(depth: int) -> None:
    secret = shown = 'hush\\\\"hush\\x \U0001f600'
    for _ in range(depth):
        shown = json.dumps(shown)[1:-1].replace("/", "\\/")
    assert Mask([secret]).text(f"a {shown} b") == f"a {MASK} b"


def test_a_secret_in_a_text_of_two_bytes_a_letter_is_masked_wherever_it_stands() -> None:
    page = "a hush-hush b hush-hush"
    for charset in ("utf-16-le", "utf-16-be"):
        assert Mask(["hush-hush"]).raw(page.encode(charset)).decode(charset) == f"a {MASK} b {MASK}"


def test_a_site_that_gives_its_cookie_anew_with_each_page_makes_no_list_of_secrets_as_long_as_itself() -> None:
    made = admission()
    known = len(made.mask._bytes)
    for number in range(500):
        sent = made.headers_for(START)["Cookie"]
        given = [("set-cookie", f"sid={number:016d}; HttpOnly"), ("set-cookie", f"ticket=t{number:05d}; HttpOnly")]
        made.note_answer(START, given)
        mask = made.mask_of(START, sent, given)
        shown = f"{sent} {number:016d} t{number:05d}"
        assert mask.text(shown) == f"sid={MASK} {MASK} {MASK}"
    assert len(made.mask._bytes) == known
    assert made.mask_of("https://evil.example/", "", [("set-cookie", f"a={'e' * 20}")]).text("e" * 20) == "e" * 20


@pytest.mark.parametrize(
    ("cookie", "page"),
    [
        ("consent=accepted; HttpOnly", "<title>Terms that you accepted</title>"),
        ("lang=english; HttpOnly", '<a href="/english/">english</a>'),
        ("variant=check-out-new; HttpOnly", '<body class="check-out-new">'),
        ("back=%2Fdocs%2Fgetting-started%2F", '<link rel="canonical" href="/docs/getting-started/">'),
        (
            "back=https%3A%2F%2Fshop.example.com%2Fdocs%2Fgetting-started",
            "https://shop.example.com/docs/getting-started",
        ),
        ("back=/Docs/Getting-Started?Page=2", '<a href="/Docs/Getting-Started?Page=2">'),
    ],
)
def test_a_cookie_that_is_a_word_or_an_address_changes_no_page(cookie: str, page: str) -> None:
    made = admission()
    url = START + "Docs/Getting-Started?Page=2"
    mask = made.mask_of(url, cookie.partition(";")[0], [("set-cookie", cookie)])
    assert mask.text(page) == page
    value = unquote(cookie.partition(";")[0].partition("=")[2])
    chosen = Admission(START, LoginOptions(), is_local=False, cookies={"choice": value})
    if "?" not in value:
        assert chosen.mask_of(url).text(page) == page
    assert chosen.headers_for(url)["Cookie"] == f"choice={value}"


@pytest.mark.parametrize("value", ["8f3a1c", "/reset/0f8a7b6c5d4e3f2a", "/ticket/a1b2c3d4", "/wMxZ3qPl0aBcDeF"])
def test_a_cookie_that_is_no_word_is_masked_also_where_the_address_ends_in_it(value: str) -> None:
    made = admission()
    url = START + f"in?sid={value}"
    mask = made.mask_of(url, "", [("set-cookie", f"sid={value}; HttpOnly")])
    assert mask.text(f"welcome {value}") == f"welcome {MASK}"


def test_a_word_that_was_named_as_a_secret_is_masked() -> None:
    made = Admission(START, LoginOptions(), is_local=False, cookies={"gate": "sesame"}, secrets=["sesame"])
    assert made.mask_of(START).text("open sesame") == f"open {MASK}"


def test_of_a_password_that_is_two_words_neither_is_masked_alone_and_of_a_header_the_token_is() -> None:
    made = Admission(
        START, LoginOptions(), is_local=False, secrets=["every product", "Bearer abcdefgh", "Site a1b2c3d4"]
    )
    assert made.mask.text("product every product") == f"product {MASK}"
    assert made.mask.text("abcdefgh a1b2c3d4") == f"{MASK} {MASK}"


def test_a_login_that_fails_is_not_tried_again_for_each_page() -> None:
    tried = []

    def fail() -> Session:
        tried.append(1)
        if len(tried) > 1:
            raise LoginError("step 3: the site says that the password is wrong")
        return Session()

    made = admission(step=STEPS, again=5)
    made.log_in = fail
    made.enter()
    for _ in range(3):
        with pytest.raises(LoginError, match="the password is wrong"):
            made.renew(made.generation, "/a leads to the login page")
    assert len(tried) == 2


def test_a_site_with_a_form_on_every_page_is_not_asked_twice_for_each() -> None:
    asked: list[str] = []
    made = Admission(START, LoginOptions(), is_local=False, headers={"X-Audit": "1"})

    async def ask(url: str) -> Answer:
        asked.append(url)
        return Answer(url, 200, content_type="text/html", body=b"<title>Shop</title><input type=password>")

    async def crawl() -> None:
        watch = LoginWatch(made, ask, asked.append)
        await watch.begin()
        asked.clear()
        for number in range(5):
            page = START + str(number)
            assert (await watch.checked(page, await ask(page), 0)).status == 200

    asyncio.run(crawl())
    assert asked == [START + str(number) for number in range(5)]


def test_what_comes_to_somebody_who_is_logged_out_is_never_returned_as_the_page() -> None:
    made = admission(step=STEPS, again=3)
    made.log_in = Session

    async def ask(url: str) -> Answer:
        return Answer(url, 200 if made.generation == 4 else 401)

    async def crawl() -> Answer:
        made.enter()
        page = START + "a"
        return await LoginWatch(made, ask, lambda _: None).checked(page, await ask(page), 1)

    assert asyncio.run(crawl()).status == 200
    assert made.generation == 4


# --- left alone


@pytest.mark.parametrize(
    "path",
    [
        "logout", "user/logout.php", "konto/abmelden", "odjava", "users/sign_out", "wp-login.php?action=logout",
        "%D8%AA%D8%B3%D8%AC%D9%8A%D9%84-%D8%A7%D9%84%D8%AE%D8%B1%D9%88%D8%AC", "account/d%C3%A9connexion?x=1",
        "articles/17/delete", "articles/delete/17", "cart?add-to-cart=4", "izbri%C5%A1i/3", "a?_method=delete",
        "index.php?do=logout",
    ],
)  # fmt: skip
def test_links_that_do_something_are_known_by_their_address(path: str) -> None:
    assert deed_of(START + path)


@pytest.mark.parametrize(
    "path",
    ["", "blog/how-to-log-out", "logout-policy", "archive", "a?action=view", "products/delete-key-stickers",
     "docs/logout/configure", "a?q=logout+page"],
)  # fmt: skip
def test_pages_that_only_speak_of_it_are_followed(path: str) -> None:
    assert not deed_of(START + path)


@pytest.mark.parametrize(
    "text",
    ["Log out", " Sign\n out ", "Abmelden", "Odjava", "Odjavi se", "تسجيل الخروج", "Déconnexion", "Cerrar sesión",
     "ログアウト", "退出登录", "Выйти", "Çıkış yap", "התנתקות", "로그아웃", "Wyloguj się", "Log out (Anna Schmidt)",
     "Logout, anna"],
)  # fmt: skip
def test_links_that_log_out_are_known_by_their_text_in_many_languages(text: str) -> None:
    assert log_out_text(text)


@pytest.mark.parametrize("text", ["", "Log", "How to log out", "Logout procedure of our partners", "Odjava naročila"])
def test_other_texts_log_nobody_out(text: str) -> None:
    assert not log_out_text(text)


def test_an_owner_may_add_addresses_and_take_others_back() -> None:
    never = admission(never_follow=["/danger/"], may_follow=["/docs/delete$"]).never
    assert never.why_not(START + "danger/a") == "login.never_follow /danger/"
    assert not never.why_not(START + "docs/delete")
    never.note_link(START + "s/9", "Abmelden")
    assert never.why_not(START + "s/9") == "its link says 'abmelden'"


# --- one-time codes: the vectors of RFC 6238, appendix B

_KEYS = {
    "sha1": b"12345678901234567890",
    "sha256": b"12345678901234567890123456789012",
    "sha512": b"1234567890123456789012345678901234567890123456789012345678901234",
}


@pytest.mark.parametrize(
    ("at", "algorithm", "code"),
    [
        (59, "sha1", "94287082"), (59, "sha256", "46119246"), (59, "sha512", "90693936"),
        (1111111109, "sha1", "07081804"), (1111111109, "sha256", "68084774"), (1111111109, "sha512", "25091201"),
        (1111111111, "sha1", "14050471"), (1234567890, "sha1", "89005924"), (2000000000, "sha1", "69279037"),
        (20000000000, "sha1", "65353130"), (20000000000, "sha256", "77737706"), (20000000000, "sha512", "47863826"),
    ],
)  # fmt: skip
def test_codes_are_those_of_the_standard(at: int, algorithm: str, code: str) -> None:
    key = base64.b32encode(_KEYS[algorithm]).decode()
    assert totp(key, at, digits=8, algorithm=algorithm) == code


def test_a_key_is_taken_as_sites_show_it_and_never_repeated() -> None:
    assert totp("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", 59, digits=8) == "94287082"
    with pytest.raises(ValueError, match="not base32") as told:
        totp("not base32 1890", 0)
    assert "1890" not in str(told.value)
