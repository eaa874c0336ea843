"""Progress for long work, and a clean way to stop it.

Inner loops take a `progress` callable and call it with (done, total); `progress_bar` makes one that draws on stderr when it is a terminal.
A callable that raises `Cancelled` (or Ctrl-C) stops the work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["Progress", "progress_bar", "track"]

Progress = Callable[[int, int], None]
"""Called with (done, total) from the loop that does the work."""

T = TypeVar("T")


@contextmanager
def progress_bar(label: str, *, show: bool | None = None) -> Iterator[Progress]:
    """Give a `Progress` that draws a bar named `label` on stderr, for the `progress` argument of long work.

    Parameters
    ----------
    label
        What is going on.
    show
        True or False; None draws only on a terminal.

    Examples
    --------
    >>> with progress_bar("ämnen", show=False) as progress:
    ...     progress(1, 10)
    """
    if not (sys.stderr.isatty() if show is None else show):
        yield lambda done, total: None
        return
    from tqdm.auto import tqdm

    with tqdm(desc=label, file=sys.stderr, leave=False) as line:

        def update(done: int, total: int) -> None:
            line.total = total
            line.update(done - line.n)

        yield update


def track(items: Iterable[T], progress: Progress | None, total: int) -> Iterator[T]:
    """Yield `items`, telling `progress` after each."""
    for done, item in enumerate(items, start=1):
        yield item
        if progress is not None:
            progress(done, total)
