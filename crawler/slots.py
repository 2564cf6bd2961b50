"""A pool of places for questions, in which a slow one steps aside for the next."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

STEP_ASIDE_S = 2.0
MOST_ASIDE = 64

Result = TypeVar("Result")


class Slots:
    """At most `size` questions at work at the same time, and MOST_ASIDE slow ones beside them."""

    def __init__(self, size: int) -> None:
        self._gate = asyncio.Semaphore(size)
        self._aside = 0

    async def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do the work once there is a place for it."""
        try:
            await self._gate.acquire()
        except BaseException:
            work.close()
            raise
        task = asyncio.ensure_future(work)
        is_aside = False
        try:
            await asyncio.wait({task}, timeout=STEP_ASIDE_S)
            if not task.done() and self._aside < MOST_ASIDE:
                is_aside = True
                self._aside += 1
                self._gate.release()
            return await task
        finally:
            task.cancel()
            if is_aside:
                self._aside -= 1
            else:
                self._gate.release()
