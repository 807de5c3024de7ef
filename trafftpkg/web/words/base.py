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


NOTHING_DONE = "Nothing was booked or bought."
OTHER_TIME = "Please choose another time."
ASK_US = "Please contact us. We will help you."


@singledispatch
def words(error: TrafftpkgError, names: "Telling") -> Said:
    """Return what to say about an error; one without words of its own is a fault of the program."""
    raise AssertionError(f"no words for {type(error).__name__}")
