"""One-off questions to the site: its other host names, a page that cannot exist, its certificate, its icon."""

from __future__ import annotations

import asyncio
import secrets
import socket
import ssl
import time
from typing import Any

from cryptography import x509

from crawler.ask import follow
from crawler.decode import decode
from crawler.extract import extract
from crawler.guard import ForbiddenAddressError, address_of
from crawler.job import CrawlJob
from crawler.scope import Scope, origin_of, www_sibling
from store.model import Failure, Probe
from store.urls import registrable_domain, split

MAX_HOPS = 10
_TIMEOUT_S = 15.0


async def ask_probes(job: CrawlJob) -> None:
    """Ask everything that an earlier part of the run did not."""
    kinds = {probe.kind for probe in job.store.probes(job.run.id)}
    if "soft-404" not in kinds:
        for path in (f"/marsad-{secrets.token_hex(8)}.html", f"/marsad-{secrets.token_hex(8)}/"):
            await _soft_404(job, origin_of(job.run.start_url) + path)
    if "favicon" not in kinds:
        await _favicon(job)
    if "certificate" not in kinds and split(job.run.start_url).scheme == "https":
        job.save_probe(await certificate_of(job, job.run.start_url))


async def ask_host_variants(job: CrawlJob) -> None:
    """Ask the site's other names, before the first page: one that leads here is the site too."""
    known = {probe.url: probe for probe in job.store.probes(job.run.id) if probe.kind == "host-variant"}
    wanted = [url for url in variants_of(job.run.start_url, is_local=job.guard.is_local) if url not in known]
    for probe in [*known.values(), *await asyncio.gather(*(_host_variant(job, url) for url in wanted))]:
        note_variant(job.scope, probe)


def note_variant(scope: Scope, probe: Probe) -> None:
    """Take a host variant into the site where it leads to a host of the site."""
    final = str(probe.data.get("final_url", ""))
    if probe.status and final and len(probe.data.get("hops", ())) > 1 and scope.is_internal(final):
        scope.adopt(probe.url)


def variants_of(start_url: str, *, is_local: bool) -> list[str]:
    """The front page under http and https, with and without "www.": four URLs that should lead to one.

    Only for names on default ports: a port belongs to one scheme, and an address has no other name. Hosts deeper than
    the registered domain have no www sibling.
    """
    parts = split(start_url)
    if is_local or parts.port or address_of(parts.host) is not None or "." not in parts.host:
        return []
    hosts = [parts.host]
    if registrable_domain(parts.host) in (parts.host, parts.host.removeprefix("www.")):
        hosts.append(www_sibling(parts.host))
    return [f"{scheme}://{host}/" for host in hosts for scheme in ("https", "http")]


async def _host_variant(job: CrawlJob, url: str) -> Probe:
    timeout_s = min(_TIMEOUT_S, job.options.timeout_s)
    hops, why = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, body="none", timeout_s=timeout_s)
    last = hops[-1]
    data = {"hops": [[one.url, one.status] for one in hops], "final_url": last.url, "detail": why or last.detail}
    probe = Probe("host-variant", url, hops[0].status, hops[0].failure, data, time.time())
    job.save_probe(probe)
    return probe


async def _soft_404(job: CrawlJob, url: str) -> None:
    if job.robots.refusal(url):
        return
    hops, why = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for)
    last = hops[-1]
    data: dict[str, Any] = {"final_url": last.url, "text_digest": "", "title": "", "word_count": 0, "detail": why}
    if last.is_html and last.body:
        text, _ = decode(last.body[: job.options.max_parse_bytes], last.content_type)
        facts = extract(last.url, text, last.headers).facts
        data |= {"text_digest": facts.text_digest, "title": (facts.title or "")[:300], "word_count": facts.word_count}
    job.save_probe(Probe("soft-404", url, last.status, last.failure, data, time.time()))


async def _favicon(job: CrawlJob) -> None:
    url = origin_of(job.run.start_url) + "/favicon.ico"
    if job.robots.refusal(url):
        return
    hops, _ = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, method="HEAD")
    if hops[-1].status in (405, 501):
        hops, _ = await follow(job.asker, url, MAX_HOPS, headers_for=job.headers_for, body="none")
    last = hops[-1]
    data = {"content_type": last.media_type, "final_url": last.url}
    job.save_probe(Probe("favicon", url, last.status, last.failure, data, time.time()))


async def certificate_of(job: CrawlJob, url: str) -> Probe:
    """Look at the certificate of an https URL: when it ends, who issued it, and what is wrong with it."""
    parts = split(url)
    port = int(parts.port or 443)
    error = ""
    data: dict[str, Any] = {"not_after": 0.0, "issuer": "", "error": ""}
    try:
        address = await _allowed_address(job, parts.host, port)
        raw = await _handshake(address, port, parts.host, ssl.create_default_context())
    except ssl.SSLCertVerificationError as fault:
        error = fault.verify_message
        raw = await _unverified(address, port, parts.host)
    except (OSError, TimeoutError) as fault:
        failure = Failure.TIMEOUT if isinstance(fault, TimeoutError) else Failure.TLS
        data["error"] = str(fault)[:200]
        return Probe("certificate", url, 0, failure, data, time.time())
    if raw:
        certificate = x509.load_der_x509_certificate(raw)
        data["not_after"] = certificate.not_valid_after_utc.timestamp()
        data["issuer"] = certificate.issuer.rfc4514_string()[:300]
    data["error"] = error[:200]
    return Probe("certificate", url, 0, Failure.TLS if error else None, data, time.time())


async def _allowed_address(job: CrawlJob, host: str, port: int) -> str:
    loop = asyncio.get_running_loop()
    for found in await loop.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM):
        address = address_of(str(found[4][0]))
        if address is not None and job.guard.allows(host, address):
            return str(address)
    raise ForbiddenAddressError(f"{host} has no public address")


async def _handshake(address: str, port: int, host: str, context: ssl.SSLContext) -> bytes:
    connecting = asyncio.open_connection(address, port, ssl=context, server_hostname=host.strip("[]"))
    _, writer = await asyncio.wait_for(connecting, _TIMEOUT_S)
    try:
        found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        return bytes(found or b"")
    finally:
        writer.close()


async def _unverified(address: str, port: int, host: str) -> bytes:
    """The certificate that does not verify, to tell its dates; nothing is sent over this connection."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        return await _handshake(address, port, host, context)
    except (OSError, TimeoutError):
        return b""
