"""Whole pieces of work on all cores, each piece on one.

A BLAS that shares every small product among its threads waits for the slowest of
them at each; on a machine that does anything else besides, that costs several
times the work. Pieces that share nothing wait once, at the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def in_parallel(work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> list[Result]:
    """`work` of every piece, in order; numpy's own threads are off meanwhile.

    >>> in_parallel(len, ["a", "bc"])
    [1, 2]
    """
    with _blas().limit(limits=1, user_api="blas"):
        if len(pieces) < 2:
            return [work(piece) for piece in pieces]
        with ThreadPoolExecutor(min(cores(), len(pieces))) as pool:
            return list(pool.map(work, pieces))


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 2


@cache  # Looking for the libraries that are loaded takes longer than a question's vector.
def _blas() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
