"""Words by kind, for errors that no client can meet; what exactly it is stands in the log."""

from trafftpkg.domain.errors.base import RefusedError, UnavailableError, UntrustedError, UsageError
from trafftpkg.domain.errors.usage import MomentInTheFutureError
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.words.base import ASK_US, NOTHING_DONE, Said, words


@words.register
def _(error: RefusedError, names: PageNames) -> Said:
    return Said(problem="This can only be done by us.", remedy=ASK_US)


@words.register
def _(error: UsageError, names: PageNames) -> Said:
    return Said(
        problem="Something in the form cannot be read.",
        remedy="Please check what you filled in.",
        status=422,
    )


@words.register(UntrustedError)
@words.register(UnavailableError)
@words.register(MomentInTheFutureError)  # of usage, but the page's clock is nothing that a client typed
def _(error: object, names: PageNames) -> Said:
    return Said(
        problem="This cannot be done at the moment.",
        remedy=f"{NOTHING_DONE} Please try again later; if it stays like this, tell us the reference.",
        status=503,
    )
