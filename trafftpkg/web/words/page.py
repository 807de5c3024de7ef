"""Words for what the page itself refuses."""

from trafftpkg.web.failures import (
    ChangedMeanwhileError,
    ClientKnownError,
    DefectError,
    IncompleteError,
    LinkOverError,
    NotConfirmedError,
    NotFoundError,
    NotOfferedError,
    NotOnThePageError,
    NotOurFormError,
    TooLargeError,
    TooOftenError,
    TooSlowError,
)
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.words.base import ASK_US, NOTHING_DONE, Said, words


@words.register
def _(error: NotFoundError, names: PageNames) -> Said:
    return Said(
        problem="There is nothing at this address.",
        remedy="It may be out of date, or somebody else's. The front page shows what there is.",
        status=404,
    )


@words.register
def _(error: NotOurFormError, names: PageNames) -> Said:
    return Said(
        problem="This form is out of date.",
        remedy=f"{NOTHING_DONE} Please open the page again and fill it in anew; cookies must be allowed.",
        status=403,
    )


@words.register
def _(error: TooLargeError, names: PageNames) -> Said:
    return Said(problem="That form is too large.", remedy="Please fill in the page's own form.", status=413)


@words.register
def _(error: TooSlowError, names: PageNames) -> Said:
    return Said(
        problem="The form did not arrive in time.", remedy=f"{NOTHING_DONE} Please send it again.", status=408
    )


@words.register
def _(error: TooOftenError, names: PageNames) -> Said:
    return Said(
        problem="That was tried too often.",
        remedy=f"{NOTHING_DONE} Please wait a while, then try again.",
        status=429,
    )


@words.register
def _(error: LinkOverError, names: PageNames) -> Said:
    return Said(
        problem="This link no longer works.",
        remedy="It works once and not for long. Please ask for a new one.",
        status=410,
    )


@words.register
def _(error: ClientKnownError, names: PageNames) -> Said:
    return Said(
        problem="There is an account with this e-mail address.",
        remedy="Please sign in first; then your packages count too.",
    )


@words.register
def _(error: ChangedMeanwhileError, names: PageNames) -> Said:
    return Said(
        problem="Something has changed since you saw this page.",
        remedy=f"{NOTHING_DONE} Please look again before you go on.",
    )


@words.register
def _(error: NotOfferedError, names: PageNames) -> Said:
    return Said(
        problem="That time is not offered on this page.",
        remedy=f"{NOTHING_DONE} Please choose one of the times shown.",
    )


@words.register
def _(error: NotConfirmedError, names: PageNames) -> Said:
    return Said(
        problem=f"Before an e-mail address is confirmed, {error.most} visits can be booked here at most.",
        remedy=f"{NOTHING_DONE} Please open the link in the letter we sent you for the first visits, "
        "then book the others from your account.",
    )


@words.register
def _(error: NotOnThePageError, names: PageNames) -> Said:
    return Said(problem="This cannot be bought on this page.", remedy=ASK_US, status=404)


@words.register
def _(error: DefectError, names: PageNames) -> Said:
    return Said(
        problem="Something went wrong on our side.",
        remedy="If you were booking, please go back and press the same button again: it counts once. "
        "If it stays like this, tell us the reference.",
        status=500,
    )


@words.register
def _(error: IncompleteError, names: PageNames) -> Said:
    return Said(problem="Something is missing.", remedy=" ".join(error.problems.values()), status=422)
