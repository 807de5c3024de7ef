"""The two things said about every error, and the table in which each subject's file says them."""

from functools import singledispatch
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.domain.errors.base import TrafftpkgError

if TYPE_CHECKING:
    from trafftpkg.languages.telling import Telling


class Said(NamedTuple):
    """What is wrong, and what to do next, in whole sentences; and the status of the answer."""

    problem: str
    remedy: str
    status: int = 409


def nothing_done(names: "Telling", remedy: str) -> str:
    """Return that nothing was done, and what to do next."""
    return f"{names.gettext('Nothing was booked or bought.')} {remedy}"


def other_time(names: "Telling") -> str:
    """Ask for another time."""
    return names.gettext("Please choose another time.")


def ask_us(names: "Telling") -> str:
    """Ask to be contacted."""
    return names.gettext("Please contact us. We will help you.")


@singledispatch
def words(error: TrafftpkgError, names: "Telling") -> Said:
    """Return what to say about an error; one without words of its own is a fault of the program."""
    raise AssertionError(f"no words for {type(error).__name__}")
