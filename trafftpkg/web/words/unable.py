"""Words for what cannot be done now, where pressing the button again helps."""

from trafftpkg.domain.errors.unavailable import LedgerLockedError, OutcomeUnknownError
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.words.base import NOTHING_DONE, Said, words

_BUSY = "Too many people are booking at this moment."


@words.register
def _(error: LedgerLockedError, names: PageNames) -> Said:
    return Said(
        problem=_BUSY, remedy=f"{NOTHING_DONE} Please go back and press the button again.", status=503
    )


@words.register
def _(error: OutcomeUnknownError, names: PageNames) -> Said:
    return Said(
        problem="We cannot tell whether this was done.",
        remedy="Please go back and press the same button again: it counts once, however often you press it.",
        status=503,
    )
