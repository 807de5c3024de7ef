"""Deciding again, a few times, when a store found that something had changed meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from trafftpkg.domain.errors.base import LedgerMovedError

T = TypeVar("T")

ATTEMPTS = 10


def attempted(decide: Callable[[], T]) -> T:
    """Return the result of deciding, and decide again if the ledger moved meanwhile.

    Raises:
        Exception: the reason, after the last attempt.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return decide()
        except LedgerMovedError:
            continue
    try:
        return decide()
    except LedgerMovedError as error:
        raise error.otherwise from error
