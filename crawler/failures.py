"""Names what went wrong with a request: exceptions of aiohttp, Scrapy, Twisted and the standard library."""

from __future__ import annotations

import errno
import gzip
import socket
import ssl
import zlib
from collections.abc import Callable

import aiohttp
from scrapy import exceptions as scrapy
from twisted.internet import error as twisted

from crawler.guard import ForbiddenAddressError
from store.model import Failure

DETAIL_CHARACTERS = 200
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})

# The order counts: aiohttp's classes inherit from each other and from OSError and TimeoutError.
_FAILURES: tuple[tuple[tuple[type[BaseException], ...], Failure], ...] = (
    ((ForbiddenAddressError,), Failure.FORBIDDEN_ADDRESS),
    ((aiohttp.ClientConnectorDNSError, socket.gaierror, scrapy.CannotResolveHostError, twisted.DNSLookupError),
     Failure.DNS),
    ((aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError), Failure.TLS),
    ((TimeoutError, scrapy.DownloadTimeoutError, twisted.TimeoutError, twisted.TCPTimedOutError), Failure.TIMEOUT),
    ((aiohttp.ClientPayloadError, aiohttp.http_exceptions.TransferEncodingError, scrapy.ResponseDataLossError),
     Failure.TRUNCATED),
    ((scrapy.DownloadCancelledError,), Failure.TOO_BIG),
    ((zlib.error, gzip.BadGzipFile), Failure.BAD_ENCODING),
    ((aiohttp.ServerDisconnectedError, ConnectionResetError, BrokenPipeError), Failure.RESET),
    ((ConnectionRefusedError, scrapy.DownloadConnectionRefusedError, twisted.ConnectionRefusedError), Failure.REFUSED),
    ((aiohttp.ClientResponseError, aiohttp.InvalidURL, aiohttp.http_exceptions.HttpProcessingError,
      scrapy.UnsupportedURLSchemeError), Failure.BAD_RESPONSE),
    ((aiohttp.ClientConnectorError,), Failure.REFUSED),
    ((aiohttp.ClientOSError, aiohttp.ClientConnectionError, scrapy.DownloadFailedError, twisted.ConnectionLost,
      twisted.ConnectionDone), Failure.RESET),
)  # fmt: skip


def failure_of(error: BaseException) -> tuple[Failure, str]:
    """Return what kind of failure an exception is, and a short sentence for people."""
    inner = _root(error)
    for candidate in (inner, error):
        for classes, failure in _FAILURES:
            if isinstance(candidate, classes):
                return failure, _detail(candidate if candidate is inner else error, failure)
    if isinstance(inner, OSError) and inner.errno in _UNREACHABLE:
        return Failure.REFUSED, _detail(inner, Failure.REFUSED)
    return Failure.BAD_RESPONSE, _detail(error, Failure.BAD_RESPONSE)


def is_missing_name(error: BaseException) -> bool:
    """Whether DNS said for certain that a name does not exist (and was not merely unable to answer)."""
    inner = _root(error)
    return isinstance(inner, socket.gaierror) and inner.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5))


# OpenSSL's numbers for what is wrong with a certificate, in words.
_TLS_FAULTS = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate comes from an authority that browsers do not know",
    20: "the certificate's authority is unknown, or the server leaves out the certificate between",
    21: "the certificate's authority is unknown, or the server leaves out the certificate between",
    23: "the certificate was revoked",
    62: "the certificate is for another host name",
    64: "the certificate is for another address",
}


def tls_fault(error: BaseException) -> str:
    """What is wrong with the certificate, in one sentence; "" where the fault lies elsewhere in TLS."""
    inner = _root(error)
    if isinstance(inner, ssl.SSLCertVerificationError):
        return _TLS_FAULTS.get(inner.verify_code, f"the certificate does not verify: {inner.verify_message}")
    return ""


def _root(error: BaseException) -> BaseException:
    """The operating system's or TLS library's error inside aiohttp's, where there is one."""
    found = getattr(error, "os_error", None) or getattr(error, "certificate_error", None)
    if isinstance(found, BaseException) and found is not error:
        return _root(found)
    return error


_WORDS: dict[Failure, Callable[[str], str]] = {
    Failure.DNS: lambda text: f"the host name could not be resolved ({text})",
    Failure.REFUSED: lambda text: f"the connection was refused ({text})",
    Failure.TLS: lambda text: f"no secure connection ({text})",
    Failure.TIMEOUT: lambda text: "no complete answer in time",
    Failure.RESET: lambda text: "the server closed the connection without an answer",
    Failure.TRUNCATED: lambda text: "the answer ended before its stated length",
}


def _detail(error: BaseException, failure: Failure) -> str:
    said = getattr(error, "strerror", None) or getattr(error, "message", None) or error
    text = " ".join(str(said).split()) or type(error).__name__
    words = _WORDS.get(failure)
    return (words(text) if words else text)[:DETAIL_CHARACTERS]
