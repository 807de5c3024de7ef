"""Deciding again where a store found that something changed meanwhile, a few times and not for ever."""

from collections.abc import Callable
from typing import TypeVar

from trafftpkg.domain.errors.base import LedgerMovedError

T = TypeVar("T")

ATTEMPTS = 10


def attempted(decide: Callable[[], T]) -> T:
    """Return what came of deciding, which is done again as long as the ledger moves meanwhile.

    Raises:
        Exception: why it cannot be done, after the last attempt.
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
