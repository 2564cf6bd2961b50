"""Session cookies without protection."""

import re
from collections.abc import Iterator

from audits.rule import (
    Answer,
    Category,
    Certainty,
    Effort,
    Evidence,
    EvidenceClass,
    Fails,
    Owner,
    Passes,
    Severity,
    site_rule,
)
from audits.site import SiteView
from store.urls import split

_SESSION = re.compile(r"sess|(?:^|[_.-])sid$|^sid|auth|token|login|logged|jwt|remember|connect\.sid", re.IGNORECASE)
_READABLE = re.compile(r"csrf|xsrf|consent|lang|theme", re.IGNORECASE)


def _missing(value: str, scheme: str) -> list[str]:
    words = {part.partition("=")[0].strip().lower() for part in value.split(";")[1:]}
    wanted = ["HttpOnly", "SameSite"] if scheme == "http" else ["Secure", "HttpOnly", "SameSite"]
    return [name for name in wanted if name.lower() not in words]


@site_rule(
    id="sec-cookie-flags",
    category=Category.SECURITY,
    severity=Severity.MEDIUM,
    certainty=Certainty.DEFECT,
    evidence_class=EvidenceClass.STANDARD,
    refs=["owasp:Session_Management_Cheat_Sheet", "rfc:6265"],
    title="Session cookie is not protected",
    message="A cookie that looks like a session lacks protection.",
    why="A stolen session cookie lets a stranger act in the visitor's name.",
    fix="Tell the developer which cookie it is.",
    fix_developer="Set the cookie with `Secure; HttpOnly; SameSite=Lax`.",
    owner=Owner.SERVER,
    effort=Effort.SITE,
    examples=[
        Fails({"/": Answer(html="<p>Cats</p>", headers={"Set-Cookie": "sessionid; Path=/; Secure"})}, at=["/"]),
        Fails({"/": Answer(html="<p>Cats</p>", headers={"Set-Cookie": "PHPSESSID=; path=/"})}, at=["/"]),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Set-Cookie": "sessionid; Secure; HttpOnly; SameSite=Lax"})}),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Set-Cookie": "theme; Path=/"})}, note="no session"),
        Passes({"/": Answer(html="<p>Cats</p>", headers={"Set-Cookie": "csrftoken; Secure"})}, note="scripts read it"),
        Passes(
            {
                "http://127.0.0.1:8000/": Answer(
                    html="<p>Cats</p>", headers={"Set-Cookie": "sessionid; HttpOnly; SameSite=Lax"}
                )
            },
            note="Secure is no use on http",
        ),
    ],
)
def sec_cookie_flags(site: SiteView) -> Iterator[Evidence]:
    """Yield each session cookie once for a host, by the first page that sets it; what it lacks is the cause."""
    seen: set[tuple[str, str]] = set()
    for page in site.pages:
        for header, value in page.headers:
            if header != "set-cookie":
                continue
            name = value.split(";")[0].partition("=")[0].strip()
            parts = split(page.url)
            if not _SESSION.search(name) or _READABLE.search(name) or (parts.netloc, name) in seen:
                continue
            seen.add((parts.netloc, name))
            if missing := _missing(value, parts.scheme):
                severity = Severity.LOW if missing == ["SameSite"] else None
                message = f"The cookie “{name[:60]}” is set without {', '.join(missing)}."
                lack = ", ".join(missing)
                yield site.evidence(page.url, message, group=lack, severity=severity, facts={"missing": missing})
