"""Words for what the page itself refuses, for names that lead to nobody, and for forms sent twice."""

from datetime import timedelta

from trafftpkg.domain.errors.changing import IdempotencyConflictError
from trafftpkg.domain.errors.naming import (
    AmbiguousClientError,
    ClientExistsError,
    UnknownEmployeeError,
    UnknownLocationError,
)
from trafftpkg.domain.errors.unavailable import LedgerLockedError, OutcomeUnknownError
from trafftpkg.domain.moments import Length
from trafftpkg.languages.policy import length_words
from trafftpkg.languages.telling import Telling
from trafftpkg.web.failures import (
    ChangedMeanwhileError,
    ClientKnownError,
    CodeSentError,
    DefectError,
    IncompleteError,
    LinkOverError,
    NotConfirmedError,
    NotFoundError,
    NotOfferedError,
    NotOnThePageError,
    NotOurFormError,
    NotSharedError,
    TooLargeError,
    TooOftenError,
    TooSlowError,
)
from trafftpkg.web.words.base import Said, ask_us, nothing_done, other_time, words


@words.register
def _(error: NotFoundError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("There is nothing at this address."),
        remedy=names.gettext(
            "The address may be old, or may be for somebody else. The front page shows what we offer."
        ),
        status=404,
    )


@words.register
def _(error: NotOurFormError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("This form is out of date."),
        remedy=nothing_done(
            names,
            names.gettext(
                "Please look at it again, and press the button once more. "
                "If this happens again, please allow cookies for this page."
            ),
        ),
        status=403,
    )


@words.register
def _(error: TooLargeError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("This form is too large."),
        remedy=names.gettext("Please use the form on the page."),
        status=413,
    )


@words.register
def _(error: TooSlowError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("The form did not arrive in time."),
        remedy=nothing_done(names, names.gettext("Please send it again.")),
        status=408,
    )


@words.register
def _(error: TooOftenError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("Too many attempts."),
        remedy=nothing_done(
            names, names.gettext("Try again in %(length)s.", length=_length(names, error.wait))
        ),
        status=429,
    )


@words.register
def _(error: LinkOverError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("This link no longer works."),
        remedy=names.gettext("A link works once, and only for a short time. Please ask for a new one."),
        status=410,
    )


@words.register
def _(error: ClientKnownError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("We already know a client with this e-mail address."),
        remedy=names.gettext("Please sign in first. Then you can use your packages, too."),
    )


@words.register
def _(error: CodeSentError, names: Telling) -> Said:
    if error.is_down:
        return Said(
            problem=names.gettext("We know this e-mail address, but cannot send e-mail at the moment."),
            remedy=names.gettext("Please try again later, or contact us."),
        )
    return Said(
        problem=names.gettext("We know this e-mail address, and have sent a code to it."),
        remedy=names.gettext("Please type the six digits into the form and press the button once more."),
    )


@words.register
def _(error: ChangedMeanwhileError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("Something has changed since you opened this page."),
        remedy=nothing_done(names, names.gettext("Please check it again before you continue.")),
    )


@words.register
def _(error: NotSharedError, names: Telling) -> Said:
    again = names.gettext("Please choose again who pays.")
    return Said(
        problem=names.gettext("The package that you chose is no longer shared with you."),
        remedy=nothing_done(names, again),
    )


@words.register
def _(error: NotOfferedError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("This time is not offered on this page."),
        remedy=nothing_done(names, names.gettext("Please choose one of the times shown.")),
    )


@words.register
def _(error: NotConfirmedError, names: Telling) -> Said:
    return Said(
        problem=names.ngettext(
            "You can book at most %(num)s visit before you confirm your e-mail address.",
            "You can book at most %(num)s visits before you confirm your e-mail address.",
            error.most,
        ),
        remedy=nothing_done(
            names,
            names.gettext(
                "Please open the link in the e-mail that we sent you. "
                "Then book the other visits in your account."
            ),
        ),
    )


@words.register
def _(error: NotOnThePageError, names: Telling) -> Said:
    return Said(problem=names.gettext("You cannot buy this on this page."), remedy=ask_us(names), status=404)


@words.register
def _(error: DefectError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("Something went wrong on our side."),
        remedy=names.gettext(
            "If you were booking, please go back and press the same button again. It counts once. "
            "If it happens again, tell us the reference."
        ),
        status=500,
    )


@words.register
def _(error: IncompleteError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("Please check what you entered."),
        remedy=" ".join(error.problems.values()),
        status=422,
    )


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


@words.register
def _(error: UnknownEmployeeError, names: Telling) -> Said:
    return Said(
        problem=names.gettext("The person for this visit no longer works here."), remedy=other_time(names)
    )


@words.register
def _(error: UnknownLocationError, names: Telling) -> Said:
    return Said(problem=names.gettext("We are no longer at that location."), remedy=other_time(names))


@words.register
def _(error: AmbiguousClientError, names: Telling) -> Said:
    return Said(problem=names.gettext("More than one client uses this e-mail address."), remedy=ask_us(names))


@words.register
def _(error: ClientExistsError, names: Telling) -> Said:
    if error.what == "phone":
        problem = names.gettext("We already know a client with this phone number.")
    else:
        problem = names.gettext("We already know a client with this e-mail address.")
    return Said(problem=problem, remedy=names.gettext("Please sign in first."))


def _length(names: Telling, wait: timedelta) -> str:
    """`10 minutes`, `1 hour`, `24 hours`."""
    hours, seconds = divmod(int(wait.total_seconds()), 3600)
    if hours and not seconds:
        return length_words(names, Length(count=hours, unit="h"))
    return length_words(names, Length(count=int(wait.total_seconds()) // 60, unit="m"))
