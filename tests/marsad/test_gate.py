"""What fails a gate: what is broken for certain, and nothing that may pass by itself."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.gate import may_pass
from store.model import Category, Cause, Certainty, Effort, Evidence, Finding, Outcome, Owner, Severity
from tests.marsad.conftest import Marsad
from tests.servers import Reply, Route, Site, html

QUICK = ("--browser", "never")
PROSE = "<h1>Palms</h1><p>" + "Palms by the sea. " * 40


def test_a_server_error_fails_no_gate_and_is_said_to_be_left_out(marsad: Marsad) -> None:
    routes: dict[str, Route] = {"/": html("Home of the palm", "/error", body=PROSE), "/error": Reply("", 500)}
    with Site(routes) as site:
        done = marsad("audit", site.url(), *QUICK, "--fail-on", "critical")
    assert "/error answers 500" in done.err
    assert "fail no gate" in done.err
    assert done.code == 0


def test_a_dead_link_fails_the_gate_beside_a_server_error(marsad: Marsad) -> None:
    routes: dict[str, Route] = {"/": html("Home of the palm", "/error", "/gone", body=PROSE), "/error": Reply("", 500)}
    with Site(routes) as site:
        done = marsad("audit", site.url(), *QUICK, "--fail-on", "high")
    assert done.code == 1
    assert "/gone answers 404" in done.err


@pytest.mark.parametrize(
    ("rule", "facts", "passes"),
    [
        ("resp-internal-timeout", {"failure": "timeout"}, True),
        ("resp-internal-404", {"status": 404}, False),
        ("resp-dns-or-connect-error", {"failure": "reset"}, True),
        ("resp-dns-or-connect-error", {"failure": "tls"}, False),
        ("resp-dns-or-connect-error", {"failure": "refused"}, False),
        ("resp-internal-4xx-other", {"status": 400}, True),
        ("redir-to-broken", {"status": 301, "final_status": 404, "final_failure": ""}, False),
        ("redir-to-broken", {"status": 301, "final_status": 503, "final_failure": ""}, True),
        ("redir-to-broken", {"status": 301, "final_status": 0, "final_failure": "timeout"}, True),
        ("redir-to-broken", {"status": 301, "final_status": 0, "final_failure": "dns"}, False),
        ("title-missing", {"status": 500}, False),
    ],
)
def test_what_may_pass_by_itself(rule: str, facts: dict[str, Any], passes: bool) -> None:
    evidence = Evidence("m", "https://example.com/", facts=facts)
    finding = Finding(rule, "https://example.com/", Outcome.FAIL, Severity.HIGH, Certainty.DEFECT, "m", evidence)
    cause = Cause("1", rule, Outcome.FAIL, Severity.HIGH, Certainty.DEFECT, Owner.SERVER, Effort.SITE, Category.LINKS,
                  "m", 1, 1, samples=(finding,))  # fmt: skip
    assert may_pass(cause) is passes
