"""The two things said about every error, and the table in which each subject's file says them."""

from functools import singledispatch
from typing import NamedTuple

from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.base import TrafftpkgError


class Words(NamedTuple):
    """What is wrong with the facts, and what to do next: whole sentences, or a command to paste."""

    problem: str
    remedy: str


def sentence(text: str) -> str:
    """Return a text with its full stop, if it ends without one."""
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


@singledispatch
def words(error: TrafftpkgError, names: Names) -> Words:
    """Return what to say about an error; one without words of its own is a fault of the program."""
    raise AssertionError(f"no words for {type(error).__name__}")
