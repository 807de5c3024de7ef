"""Words for a form that was sent, where it depends on when, and how often."""

from trafftpkg.domain.errors.changing import IdempotencyConflictError
from trafftpkg.domain.errors.unavailable import LedgerLockedError, OutcomeUnknownError
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import Said, nothing_done, words


@words.register
def _(error: IdempotencyConflictError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("You already sent this form with other choices. The first choices count."),
        remedy=names.gettext(
            "Your account shows what is booked. To book more, please start again on the front page."
        ),
    )


@words.register
def _(error: LedgerLockedError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("Too many people are booking right now."),
        remedy=nothing_done(names, names.gettext("Please go back and press the button again.")),
        status=503,
    )


@words.register
def _(error: OutcomeUnknownError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("We cannot tell whether this was done."),
        remedy=names.gettext(
            "Please go back and press the same button again. However often you press it, it counts once."
        ),
        status=503,
    )
