"""All links of a run as columns, and the packed block in which a source page keeps its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int32]
ByteArray = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class LinkTable:
    """All links as columns of equal length, ordered by source. Ids are URL ids; texts are ids into `texts`."""

    source: IntArray
    target: IntArray
    kind: ByteArray
    flags: ByteArray
    place: ByteArray
    text: IntArray
    line: IntArray
    count: IntArray
    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.source)
