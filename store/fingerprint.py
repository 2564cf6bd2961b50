"""The DOM fingerprint of a page's template: minhash of its tag paths, and how alike two of them are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

VALUES = 64
_SEED = 20_081_218
_random = np.random.default_rng(_SEED)
# Multiply-shift hashing needs odd factors; the numbers are part of the stored format: never change the seed.
_FACTORS: npt.NDArray[np.uint64] = _random.integers(0, 2**63, VALUES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS: npt.NDArray[np.uint64] = _random.integers(0, 2**63, VALUES, dtype=np.uint64)


def minhash(hashes: Iterable[int]) -> bytes:
    """Return the signature of a set of 64-bit hashes: 64 little-endian 16-bit values, empty for an empty set."""
    values = np.fromiter(hashes, dtype=np.uint64)
    if not len(values):
        return b""
    with np.errstate(over="ignore"):
        mixed = values[:, None] * _FACTORS[None, :] + _TERMS[None, :]
    # The low bits of a product are weak: compare by the whole value, keep bits from its upper half.
    smallest = mixed.min(axis=0)
    return bytes(((smallest >> np.uint64(24)) & np.uint64(0xFFFF)).astype("<u2").tobytes())


def similarity(a: bytes, b: bytes) -> float:
    """Return the estimated Jaccard similarity of two signatures, 0.0 to 1.0; 0.0 where either is empty."""
    if not a or not b or len(a) != len(b):
        return 0.0
    return float(np.mean(np.frombuffer(a, dtype="<u2") == np.frombuffer(b, dtype="<u2")))
