"""Work on all cores gives what the same work gives in a row."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from askaws.models.parallel import cores, in_parallel


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_pieces(count: int) -> None:
    """However many there are, and whichever is done first."""
    assert in_parallel(lambda piece: piece * piece, range(count)) == [n * n for n in range(count)]


@pytest.mark.skipif(cores() < 2, reason="one core")
def test_pieces_run_at_the_same_time() -> None:
    """Two pieces that wait for each other both end."""
    meet = threading.Barrier(2, timeout=20)
    assert sorted(in_parallel(lambda piece: meet.wait(), [1, 2])) == [0, 1]


@pytest.mark.parametrize("count", [1, 4])
def test_numpys_own_threads_are_off_meanwhile_and_on_again_after(count: int) -> None:
    """A product inside a piece keeps to its core, in whichever thread it runs."""
    np.ones((2, 2)) @ np.ones((2, 2))
    before = _blas_threads()
    during = in_parallel(lambda piece: _blas_threads(), range(count))
    assert before
    assert all(threads == [1] * len(before) for threads in during)
    assert _blas_threads() == before


@pytest.mark.parametrize("pieces", [[0], [1, 0, 2]])
def test_an_error_in_a_piece_is_the_callers(pieces: list[int]) -> None:
    """It is not swallowed, and numpy's threads are on again."""
    before = _blas_threads()
    with pytest.raises(ZeroDivisionError):
        in_parallel(lambda piece: 1 / piece, pieces)
    assert _blas_threads() == before


def _blas_threads() -> list[int]:
    """Those of numpy's own BLAS: other libraries bring further ones."""
    return [
        pool["num_threads"]
        for pool in threadpool_info()
        if pool["user_api"] == "blas" and "numpy" in pool["filepath"]
    ]
