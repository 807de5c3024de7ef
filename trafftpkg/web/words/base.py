"""The two things said about every error, and the table of them: by kind, or in each subject's file."""

from functools import singledispatch
from typing import NamedTuple

from trafftpkg.domain.errors.base import (
    RefusedError,
    TrafftpkgError,
    UnavailableError,
    UntrustedError,
    UsageError,
)
from trafftpkg.domain.errors.usage import MomentInTheFutureError
from trafftpkg.languages.telling import Telling


class Said(NamedTuple):
    """What is wrong, and what to do next, in whole sentences; and the status of the answer."""

    problem: str
    remedy: str
    status: int = 409


def nothing_done(names: Telling, remedy: str) -> str:
    """Return that nothing was done, and what to do next."""
    return f"{names.gettext('Nothing was booked or bought.')} {remedy}"


def other_time(names: Telling) -> str:
    """Ask for another time."""
    return names.gettext("Please choose another time.")


def ask_us(names: Telling) -> str:
    """Ask to be contacted."""
    return names.gettext("Please contact us. We will help you.")


@singledispatch
def words(error: TrafftpkgError, names: Telling) -> Said:
    """Return what to say about an error; one without words of its own is a defect of the program."""
    raise AssertionError(f"no words for {type(error).__name__}")


# By kind, where no client can meet the error; what exactly it is stands in the log.
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
