"""Errors in a command line, found before the engine is called."""

from trafftpkg.domain.errors.base import UsageError
from trafftpkg.domain.errors.naming import UnknownError


class UnknownIdError(UnknownError):
    """The catalogue declares nothing with this id."""

    code = "unknown_package"


class UnknownCommandError(UsageError):
    """The command does not exist.

    Args:
        path: What stands before it: `trafftpkg client`.
        nearest: The command most likely meant, with its group: `client list`.
        meant: All that may have been meant, `nearest` first.
    """

    path: str
    typed: str
    nearest: str | None
    meant: tuple[str, ...]


class UnknownTopicError(UsageError):
    """The guide has no such document."""

    typed: str
    nearest: str | None


class CommandLineError(UsageError):
    """The command line lacks something or has too much.

    Args:
        problem: A whole sentence, as Typer found it.
        example: A command line that would do, if the command's help has one.
        path: The command whose help says more: `trafftpkg book`.
    """

    problem: str
    example: str | None
    path: str


class MalformedError(UsageError):
    """A text does not have the required form.

    Args:
        what: The option, argument or field, as the reader knows it: `--at`.
        expected: What to give instead, as part of a sentence.
    """

    what: str
    typed: str
    expected: str


class AmbiguousDayError(UsageError):
    """A date in numbers is ambiguous, such as `03/04/2026`.

    Args:
        readings: What it may mean, each as it can be typed.
    """

    what: str
    typed: str
    readings: tuple[str, ...]
