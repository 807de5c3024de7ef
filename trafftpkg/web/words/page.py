"""Words for what the page itself refuses."""

from datetime import timedelta

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
from trafftpkg.web.words.base import ASK_US, NOTHING_DONE, Said, words


@words.register
def _(error: NotFoundError, names: Telling) -> Said:
    return Said(
        problem="There is nothing at this address.",
        remedy="The address may be old, or may be for somebody else. The front page shows what we offer.",
        status=404,
    )


@words.register
def _(error: NotOurFormError, names: Telling) -> Said:
    return Said(
        problem="This form is out of date.",
        remedy=f"{NOTHING_DONE} Please look at it again, and press the button once more. Allow cookies here.",
        status=403,
    )


@words.register
def _(error: TooLargeError, names: Telling) -> Said:
    return Said(problem="This form is too large.", remedy="Please use the form on the page.", status=413)


@words.register
def _(error: TooSlowError, names: Telling) -> Said:
    return Said(
        problem="The form did not arrive in time.", remedy=f"{NOTHING_DONE} Please send it again.", status=408
    )


@words.register
def _(error: TooOftenError, names: Telling) -> Said:
    return Said(
        problem="Too many attempts.",
        remedy=f"Try again in {_length(error.wait)}. {NOTHING_DONE}",
        status=429,
    )


@words.register
def _(error: LinkOverError, names: Telling) -> Said:
    return Said(
        problem="This link no longer works.",
        remedy="A link works once, and only for a short time. Please ask for a new one.",
        status=410,
    )


@words.register
def _(error: ClientKnownError, names: Telling) -> Said:
    return Said(
        problem="We already know a client with this e-mail address.",
        remedy="Please sign in first. Then you can use your packages, too.",
    )


@words.register
def _(error: CodeSentError, names: Telling) -> Said:
    return Said(
        problem="We know this e-mail address, and have sent a code to it.",
        remedy="Please type the six digits into the form and press the button once more.",
    )


@words.register
def _(error: ChangedMeanwhileError, names: Telling) -> Said:
    return Said(
        problem="Something has changed since you opened this page.",
        remedy=f"{NOTHING_DONE} Please check it again before you continue.",
    )


@words.register
def _(error: NotSharedError, names: Telling) -> Said:
    again = names.gettext("Please choose again who pays.")
    return Said(
        problem=names.gettext("The package that you chose is no longer shared with you."),
        remedy=f"{NOTHING_DONE} {again}",
    )


@words.register
def _(error: NotOfferedError, names: Telling) -> Said:
    return Said(
        problem="This time is not offered on this page.",
        remedy=f"{NOTHING_DONE} Please choose one of the times shown.",
    )


@words.register
def _(error: NotConfirmedError, names: Telling) -> Said:
    return Said(
        problem=f"You can book at most {error.most} visits before you confirm your e-mail address.",
        remedy=f"{NOTHING_DONE} Please open the link in the e-mail that we sent you. "
        "Then book the other visits in your account.",
    )


@words.register
def _(error: NotOnThePageError, names: Telling) -> Said:
    return Said(problem="You cannot buy this on this page.", remedy=ASK_US, status=404)


@words.register
def _(error: DefectError, names: Telling) -> Said:
    return Said(
        problem="Something went wrong on our side.",
        remedy="If you were booking, please go back and press the same button again. It counts once. "
        "If it happens again, tell us the reference.",
        status=500,
    )


@words.register
def _(error: IncompleteError, names: Telling) -> Said:
    return Said(problem="Something is missing.", remedy=" ".join(error.problems.values()), status=422)


def _length(wait: timedelta) -> str:
    """`10 minutes`, `an hour`, `24 hours`."""
    hours, seconds = divmod(int(wait.total_seconds()), 3600)
    if hours and not seconds:
        return "an hour" if hours == 1 else f"{hours} hours"
    return f"{int(wait.total_seconds()) // 60} minutes"
