"""Whether work grows in step with the text: measured against itself in processor time, so that no machine or load decides."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 8
"""How much longer the long text is; quadratic work takes 64 times as long."""


def assert_linear(work: Callable[[str], object], piece: str, *, size: int) -> None:
    """Fail if `work` takes much more than eight times as long for `size` characters of repeated pieces as for an eighth of them."""

    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        work(text)
        return time.process_time() - start

    seconds(size // TIMES)
    limit = 3.75 * TIMES * min(seconds(size // TIMES) for _ in range(2)) + 0.2
    assert any(seconds(size) < limit for _ in range(3))  # a busy machine may spoil one measurement, not three
