"""How far a long job has got, drawn on a terminal; elsewhere nothing is said."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WIDTH = 40


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Hand out what is to be told how much is done of how much; the bar is gone when the context ends.

    Where stderr is no terminal there is nothing to be told.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent != shown:
            shown = percent
            full = _WIDTH * percent // 100
            sys.stderr.write(f"\r{label} [{'#' * full}{'.' * (_WIDTH - full)}] {percent:3} %")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
