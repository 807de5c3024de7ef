"""Words by kind, for errors that no client can meet; what exactly it is stands in the log."""

from trafftpkg.domain.errors.base import RefusedError, UnavailableError, UntrustedError, UsageError
from trafftpkg.domain.errors.usage import MomentInTheFutureError
from trafftpkg.languages.telling import Telling
from trafftpkg.web.words.base import Said, ask_us, nothing_done, words


@words.register
def _(error: RefusedError, names: Telling) -> Said:
    return Said(problem=names.gettext("You cannot do this on this page."), remedy=ask_us(names))


@words.register
def _(error: UsageError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("We cannot read something in this form."),
        remedy=names.gettext("Please check it and send it again."),
        status=422,
    )


@words.register(UntrustedError)
@words.register(UnavailableError)
@words.register(MomentInTheFutureError)  # of usage, but the page's clock is nothing that a client typed
def _(error: object, names: Telling) -> Said:
    return Said(
        problem=names.gettext("We cannot do this right now."),
        remedy=nothing_done(
            names, names.gettext("Please try again later. If it happens again, tell us the reference.")
        ),
        status=503,
    )
