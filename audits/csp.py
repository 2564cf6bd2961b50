"""Content-Security-Policy headers: what a host's policies leave open for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Policy = Mapping[str, Sequence[str]]
_OPEN = {"*": "any host", "http:": "any host", "https:": "any host", "data:": "`data:` addresses"}


def policies_of(header: str) -> list[Policy]:
    """The policies of a header: directive (lower case) -> its sources. Several headers are joined by commas.

    Source: https://www.w3.org/TR/CSP3/#parse-serialized-policy (the first of equal directives counts).

    >>> policies_of("default-src 'self'; img-src *")
    [{'default-src': ["'self'"], 'img-src': ['*']}]
    """
    found: list[Policy] = []
    for text in header.split(","):
        policy: dict[str, list[str]] = {}
        for directive in text.lower().split(";"):
            words = directive.split()
            if words:
                policy.setdefault(words[0], words[1:])
        if policy:
            found.append(policy)
    return found


def weaknesses_of(policies: Sequence[Policy]) -> list[str]:
    """What all policies that speak of scripts leave open: a browser obeys every one of them, so the strictest counts.

    Empty where no policy speaks of scripts at all.
    """
    speaking = [policy for policy in policies if "script-src" in policy or "default-src" in policy]
    found = [_weaknesses(policy) for policy in speaking]
    if not found:
        return []
    return [word for word in found[0] if all(word in others for others in found[1:])]


def _weaknesses(policy: Policy) -> list[str]:
    scripts = policy.get("script-src", policy.get("default-src", ()))
    is_pinned = any(source.startswith(("'nonce-", "'sha256-", "'sha384-", "'sha512-")) for source in scripts)
    is_strict = "'strict-dynamic'" in scripts
    found = []
    if "'unsafe-inline'" in scripts and not (is_pinned or is_strict):
        found.append("inline scripts run")
    if not (is_strict and is_pinned):
        found += [f"scripts of {what} run" for what in dict.fromkeys(_OPEN[one] for one in scripts if one in _OPEN)]
    if "object-src" not in policy and "default-src" not in policy:
        found.append("plug-ins are not limited (`object-src`)")
    if "base-uri" not in policy:
        found.append("a planted `base` element may turn relative addresses (`base-uri`)")
    return found
