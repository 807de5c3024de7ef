"""Waiting for news while somebody may still read them."""

import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import UnsupportedOperation

_BETWEEN = 0.5
_AT_LEAST_EVERY = 10
"""After so many waits news are looked for in any case: a writer may have died before it told of them."""


def wait_for_news(stamp: Callable[[], object], before: object) -> None:
    """Wait until a stamp is another than before, or for a few seconds.

    Raises:
        BrokenPipeError: nobody reads stdout any more.
    """
    for _ in range(_AT_LEAST_EVERY):
        if stamp() != before:
            return
        _wait_while_read()


def _wait_while_read() -> None:
    reader = select.poll()
    with suppress(AttributeError, UnsupportedOperation, ValueError):
        reader.register(sys.stdout.fileno(), 0)  # only errors are told
        if reader.poll(_BETWEEN * 1000):
            raise BrokenPipeError
        return
    time.sleep(_BETWEEN)
