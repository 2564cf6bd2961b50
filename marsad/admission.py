"""Turns what marsad.toml says of headers, cookies and the login into what opens the site; secrets are read only here.

Each reference is followed in the process that sends the secret, when it is sent for the first time: what a step of the
login fills in is read while that step is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.admission import Admission, LoginError, Session, basic_header
from crawler.browser.options import BrowserOptions
from crawler.guard import is_public, mapped_address
from crawler.host_policy import HostPolicy
from crawler.login_options import SENSITIVE, LoginStep
from crawler.masking import SHORTEST
from marsad.console import Console
from marsad.secret_references import is_reference, resolve_secret
from store.errors import ConfigError
from store.urls import split

if TYPE_CHECKING:
    from marsad.config import Config

_NAMED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def is_asked(config: Config) -> bool:
    """Whether the site is asked as somebody in particular: with a login, cookies, a password or own headers."""
    crawl = config.crawl
    return bool(crawl.headers or crawl.cookies or crawl.basic_auth or config.login.step)


def admission_known(config: Config) -> Admission | None:
    """What opens the site, where it was made already."""
    return config.admission


def admission_of(config: Config, start_url: str, console: Console) -> Admission | None:
    """What opens the site; None where nothing is needed. Made once for a configuration.

    Raises ConfigError where a secret is not where it should be, or is no header or cookie; no message holds one.
    """
    if config.admission is None and is_asked(config):
        config.admission = _made(config, start_url, console)
    return config.admission


def admission_to_watch(config: Config, start_url: str, console: Console) -> Admission | None:
    """What opens the site to a watch: headers, cookies and passwords as for an audit, without the login in a browser.

    It is made for the secret headers of a [[host]] too, so that no page that echoes one puts it into a message. Raises
    ConfigError as `admission_of` does.
    """
    if is_asked(config) or any(policy.headers for policy in config.crawl.hosts):
        admission = _made(config, start_url, console)
        admission.log_in = None
        if config.login.step and not (config.crawl.cookies or config.crawl.headers or config.crawl.basic_auth):
            console.warn(
                "login",
                f"{start_url}: a watch does not log in, so it looks at what visitors see; a password of HTTP's own "
                "login, a header or a cookie in [crawl] is sent",
            )
        return admission
    return None


def enter(admission: Admission | None, console: Console) -> None:
    """Log in where that is asked for and not done yet. Raises LoginError."""
    if admission is None or not admission.has_login or admission.generation:
        return
    console.log("login", f"logging in: {len(admission.options.step)} steps in a browser")
    session = admission.enter()
    console.log("login", seen_of(session), cookies=len(session.cookies))


def seen_of(session: Session) -> str:
    """What a login came to, in one line without secrets."""
    stored = sum(map(len, session.storage.values()))
    also = f" and {stored} values in the browser's storage" if stored else ""
    return (
        f"logged in: {session.saw}; it ended at {session.final_url} ({session.title!r}) with "
        f"{len(session.cookies)} cookies{also}"
    )


def _made(config: Config, start_url: str, console: Console) -> Admission:
    crawl = config.crawl
    secrets: list[str] = []
    plain, secret = _headers(crawl.headers, secrets)
    if crawl.basic_auth is not None:
        user = _value(crawl.basic_auth.user, "crawl.basic_auth.user", secrets)
        password = _value(crawl.basic_auth.password, "crawl.basic_auth.password", secrets)
        secret["Authorization"] = basic_header(user, password)
    cookies = {}
    for name, value in crawl.cookies.items():
        cookies[name] = _value(value, f"crawl.cookies.{name}", secrets)
        _check_field(name, cookies[name], f"crawl.cookies.{name}", ';,"\\ ')
    secrets += [value for policy in crawl.hosts for value in _of_policy(policy)]
    admission = Admission(
        start_url,
        config.login,
        is_local=_is_local(start_url, crawl.resolve),
        subdomains=crawl.scope == "subdomains",
        headers=plain,
        secret_headers=secret,
        cookies=cookies,
        secrets=secrets,
    )
    _warn(admission, secrets, console)
    if config.login.step:
        admission.log_in = lambda: _log_in(config, admission, start_url)
    return admission


def _is_local(start_url: str, resolve: Mapping[str, str]) -> bool:
    parts = split(start_url)
    if parts.host in resolve:
        return not is_public(mapped_address(resolve[parts.host])[0])
    from marsad.run import are_private

    return are_private([parts.netloc])


def _warn(admission: Admission, secrets: list[str], console: Console) -> None:
    has_secret = admission.secret_headers or admission.cookies
    if has_secret and not admission.is_safe(admission.start_url):
        console.warn(
            "login",
            f"{admission.start_url} is not reached over TLS: cookies and secret headers are held back; use https",
        )
    if any(0 < len(one) < SHORTEST for one in secrets):
        console.warn("login", f"a secret has fewer than {SHORTEST} characters: where pages echo it, it is not masked")


def _log_in(config: Config, admission: Admission, start_url: str) -> Session:
    from crawler.browser.login import log_in
    from marsad.run import browser_options

    if config.browser.enabled == "never":
        raise LoginError("the login needs a browser, and browser.enabled is never; leave out --browser never")
    asked = [start_url, *(f"https://{host}/" for host in config.login.hosts if admission.is_local)]
    options: BrowserOptions = browser_options(config, asked).with_admission(admission)
    return log_in(admission, options, _fillings(config.login.step, admission))


def _fillings(steps: tuple[LoginStep, ...], admission: Admission) -> dict[int, Callable[[], str]]:
    def reader(reference: str, what: str) -> Callable[[], str]:
        def read() -> str:
            found: list[str] = []
            value = _value(reference, what, found)
            admission.mask.add(found)
            return value

        return read

    return {
        number: reader(step.secret or step.totp, f"login.step[{number}] ({step.told})")
        for number, step in enumerate(steps, start=1)
        if step.secret or step.totp
    }


def _headers(headers: Mapping[str, str], secrets: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The headers with their values: those that anybody may see, and those that are secrets."""
    plain: dict[str, str] = {}
    secret: dict[str, str] = {}
    for name, given in headers.items():
        what = f"crawl.headers.{name}"
        value = _value(given, what, secrets)
        _check_field(name, value, what)
        is_secret = value != given or SENSITIVE.search(name) is not None
        (secret if is_secret else plain)[name] = value
    return plain, secret


def _value(given: str, what: str, secrets: list[str]) -> str:
    """A value with what its references name; each secret is added to `secrets`."""
    if is_reference(given):
        secrets.append(resolve_secret(given, what))
        return secrets[-1]

    def named(found: re.Match[str]) -> str:
        secrets.append(resolve_secret(f"env:{found[1]}", what))
        return secrets[-1]

    return _NAMED.sub(named, given)


def _check_field(name: str, value: str, what: str, forbidden: str = "") -> None:
    if not _FIELD_NAME.fullmatch(name):
        raise ConfigError(f"{what}: {name!r} cannot be its name; use letters, digits and -")
    if any(ord(letter) < 32 or ord(letter) > 255 or letter in forbidden for letter in value):
        raise ConfigError(f"{what}: its value holds a letter that cannot be sent (a line break, for one)")


def _of_policy(policy: HostPolicy) -> Iterator[str]:
    """What the environment adds to the headers of a [[host]]."""
    for name, value in policy.request_headers().items():
        if value != policy.headers[name] or SENSITIVE.search(name):
            yield value


@contextmanager
def forgetting(config: Config) -> Iterator[None]:
    """Let go of what opens the site at the end, so that a long-lived process holds no secret between two runs."""
    try:
        yield
    finally:
        config.admission = None


__all__ = ["admission_known", "admission_of", "admission_to_watch", "enter", "forgetting", "is_asked", "seen_of"]
