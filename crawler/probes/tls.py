"""Looks at how a host encrypts: its certificate, the certificate's key, and whether old TLS versions are accepted."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
import warnings
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

from crawler.guard import AddressGuard, ForbiddenAddressError, address_of
from crawler.probes.hosts import TIMEOUT_S
from store.model import Failure, Probe
from store.urls import split


class Guarded(Protocol):
    """What asks under a guard: a crawl, or a watch."""

    @property
    def guard(self) -> AddressGuard:
        """Which addresses may be asked."""


OLD_VERSIONS = ("TLSv1", "TLSv1_1")


async def certificate_of(job: Guarded, url: str) -> Probe:
    """Look at the certificate of an https URL: when it ends, who issued it, its key, and what is wrong with it."""
    host, port = _place(url)
    error = ""
    data: dict[str, Any] = {"not_after": 0.0, "issuer": "", "error": ""}
    try:
        address, port = await allowed_place(job, host, port)
        raw = await _handshake(address, port, host, ssl.create_default_context())
    except ssl.SSLCertVerificationError as fault:
        error = fault.verify_message
        raw = await _unverified(address, port, host)
    except (OSError, TimeoutError) as fault:
        failure = Failure.TIMEOUT if isinstance(fault, TimeoutError) else Failure.TLS
        data["error"] = str(fault)[:200]
        return Probe("certificate", url, 0, failure, data, time.time())
    if raw:
        try:
            data |= _described(x509.load_der_x509_certificate(raw))
        except (ValueError, UnsupportedAlgorithm) as fault:
            error = error or f"the certificate cannot be read: {fault}"
    data["error"] = error[:200]
    return Probe("certificate", url, 0, Failure.TLS if error else None, data, time.time())


def _described(certificate: x509.Certificate) -> dict[str, Any]:
    key = certificate.public_key()
    kinds = {rsa.RSAPublicKey: "RSA", dsa.DSAPublicKey: "DSA", ec.EllipticCurvePublicKey: "EC"}
    digest = certificate.signature_hash_algorithm
    return {
        "not_after": certificate.not_valid_after_utc.timestamp(),
        "issuer": certificate.issuer.rfc4514_string()[:300],
        "key": next((name for kind, name in kinds.items() if isinstance(key, kind)), "other"),
        "key_bits": int(getattr(key, "key_size", 0)),
        "signature": digest.name if digest is not None else "",
        "is_self_signed": certificate.issuer == certificate.subject,
    }


async def old_versions_of(job: Guarded, url: str) -> Probe | None:
    """Try to speak TLS 1.0 and 1.1 with the host. "unknown" where this machine cannot, or nothing clear came back.

    Nothing is sent over these connections, so certificates are not verified. None where the host has no address.
    """
    host, port = _place(url)
    data: dict[str, list[str]] = {"accepted": [], "refused": [], "unknown": []}
    try:
        address, port = await allowed_place(job, host, port)
    except (OSError, TimeoutError):
        return None
    for name in OLD_VERSIONS:
        data[await _try_version(address, port, host, name)].append(name)
    return Probe("tls", url, 0, None, data, time.time())


async def _try_version(address: str, port: int, host: str, name: str) -> str:
    context = _old_context(name)
    if context is None:
        return "unknown"
    try:
        await _handshake(address, port, host, context)
    except ssl.SSLError as fault:
        # An alert of the server is an answer; an error of the own library says nothing about the server.
        return "refused" if "ALERT" in str(fault.reason or "") or "VERSION" in str(fault.reason or "") else "unknown"
    except (ConnectionResetError, BrokenPipeError):
        return "refused"
    except (OSError, TimeoutError):
        return "unknown"
    return "accepted"


def _old_context(name: str) -> ssl.SSLContext | None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # old on purpose: whether the server still takes it
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = ssl.TLSVersion[name]
    except (ssl.SSLError, ValueError):
        return None
    return context


def _place(url: str) -> tuple[str, int]:
    parts = split(url)
    return parts.host, int(parts.port or 443)


async def allowed_place(job: Guarded, host: str, port: int, family: int = socket.AF_UNSPEC) -> tuple[str, int]:
    """Address and port at which a host may be asked: those that crawl.resolve names, else what DNS says.

    Raises OSError where there is none.
    """
    if host in job.guard.mapped:
        mapped, other_port = job.guard.mapped[host]
        return str(mapped), other_port or port
    loop = asyncio.get_running_loop()
    for found in await loop.getaddrinfo(host.strip("[]"), port, family=family, type=socket.SOCK_STREAM):
        address = address_of(str(found[4][0]))
        if address is not None and job.guard.allows(host, address):
            return str(address), port
    raise ForbiddenAddressError(f"{host} has no public address")


async def _handshake(address: str, port: int, host: str, context: ssl.SSLContext) -> bytes:
    connecting = asyncio.open_connection(address, port, ssl=context, server_hostname=host.strip("[]"))
    _, writer = await asyncio.wait_for(connecting, TIMEOUT_S)
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
