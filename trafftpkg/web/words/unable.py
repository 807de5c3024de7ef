"""Words for what cannot be done now, or not trusted; what exactly it is stands in the log."""

from trafftpkg.domain.errors.unavailable import (
    ClockBehindError,
    DiskFullError,
    LedgerLockedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from trafftpkg.domain.errors.untrusted import (
    CatalogueInvalidError,
    CatalogueOfAnotherLedgerError,
    IndexAheadError,
    LedgerDamagedError,
    LedgerMissingError,
    LedgerSealedError,
    LedgerTooNewError,
)
from trafftpkg.domain.errors.usage import MomentInTheFutureError
from trafftpkg.web.names import Names
from trafftpkg.web.words.base import NOTHING_DONE, Said, words

_BUSY = "Too many people are booking at this moment."
_NOT_NOW = "This cannot be done at the moment."
_LATER = f"{NOTHING_DONE} Please try again later; if it stays like this, tell us the reference."


@words.register
def _(error: LedgerLockedError, names: Names) -> Said:
    return Said(
        problem=_BUSY, remedy=f"{NOTHING_DONE} Please go back and press the button again.", status=503
    )


@words.register
def _(error: OutcomeUnknownError, names: Names) -> Said:
    return Said(
        problem="We cannot tell whether this was done.",
        remedy="Please go back and press the same button again: it counts once, however often you press it.",
        status=503,
    )


@words.register(DiskFullError)
@words.register(ClockBehindError)
@words.register(StoreUnavailableError)
@words.register(CatalogueInvalidError)
@words.register(CatalogueOfAnotherLedgerError)
@words.register(LedgerDamagedError)
@words.register(LedgerTooNewError)
@words.register(IndexAheadError)
@words.register(LedgerMissingError)
@words.register(MomentInTheFutureError)
@words.register(LedgerSealedError)
def _(error: object, names: Names) -> Said:
    return Said(problem=_NOT_NOW, remedy=_LATER, status=503)
