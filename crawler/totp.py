"""One-time codes of a second factor: RFC 6238 over RFC 4226, with SHA-1, as authenticator apps make them."""

from __future__ import annotations

import base64
import binascii
import hmac

STEP_S = 30


def totp(key: str, at: float, digits: int = 6, algorithm: str = "sha1") -> str:
    """The code at a Unix time. `key` is base32 as sites show it: spaces, small letters and missing padding are fine.

    Raises ValueError where the key is not base32; the message does not hold it.

    >>> totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59, digits=8)
    '94287082'
    """
    plain = key.replace(" ", "").replace("-", "").rstrip("=").upper()
    try:
        secret = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error:
        raise ValueError("the key of the second factor is not base32") from None
    digest = hmac.digest(secret, int(at // STEP_S).to_bytes(8, "big"), algorithm)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)
