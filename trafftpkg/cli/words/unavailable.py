"""Words for what cannot be done now."""

from trafftpkg.cli.words.base import Words, local, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.unavailable import (
    ClockBehindError,
    DiskFullError,
    ErasureUnfinishedError,
    LedgerLockedError,
    OutcomeUnknownError,
)


@words.register
def _(error: LedgerLockedError, names: Names) -> Words:
    return Words(
        problem=f"{error.where} is used by {_holder(error)}, which did not finish within {error.waited:g} s.",
        remedy="Wait for it, then try again. Nothing was recorded.",
    )


def _holder(error: LedgerLockedError) -> str:
    if error.holder is None or error.since is None:
        return "another process"
    named = f"{error.holder} since {error.since:%Y-%m-%dT%H:%M:%SZ}"
    return f"what {named} has left running" if error.has_ended else named


@words.register
def _(error: DiskFullError, names: Names) -> Words:
    return Words(
        problem=f"The disk is full: {error.where} could not be written.",
        remedy="Free some space, then try again. Nothing was recorded.",
    )


@words.register
def _(error: ClockBehindError, names: Names) -> Words:
    remedy = "Correct the clock of this computer, or leave out --now. Then try again."
    if error.future_from == 0:
        remedy += " If it is right, the whole ledger was written with a wrong clock: start a new one."
    elif error.future_from is not None:
        remedy += (
            f" If it is right, another clock was wrong. See what it wrote: trafftpkg ledger repair "
            f"--future-from {error.future_from}"
        )
    return Words(
        problem=(
            f"This computer's clock ({local(error.now, None)}) is behind the last ledger entry "
            f"({local(error.last, None)})."
        ),
        remedy=remedy,
    )


@words.register
def _(error: OutcomeUnknownError, names: Names) -> Words:
    return Words(
        problem=_UNKNOWN[error.reason].format(where=error.where, said=(error.said or "").rstrip(".")),
        remedy="Repeat it with the same --idempotency-key. Without one, look first: trafftpkg ledger head",
    )


@words.register
def _(error: ErasureUnfinishedError, names: Names) -> Words:
    return Words(
        problem=f"The client is erased, but {error.where} is not overwritten yet: {error.said}.",
        remedy="If the disk is full, free some space. The next command finishes it: trafftpkg client list",
    )


_UNKNOWN = {
    "client_book_behind": "The ledger has merged the clients, but the client book {where} could not be "
    "written.",
    "connection_lost": "The connection to {where} was lost: {said}. It may or may not be recorded.",
    "disk_failed": "The disk failed while {where} was written: {said}. It may or may not be recorded.",
}
