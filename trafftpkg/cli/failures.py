"""Errors on stderr: as words, or as an error object if JSON was asked for."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trafftpkg.cli.output import say
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.errors.base import (
    RefusedError,
    TrafftpkgError,
    UnavailableError,
    UntrustedError,
    UsageError,
)

if TYPE_CHECKING:
    from trafftpkg.cli.session import Session
    from trafftpkg.cli.words.names import Names

DEFECT_EXIT = 70
INTERRUPTED_EXIT = 130
PIPE_CLOSED_EXIT = 141
_EXITS: tuple[tuple[type[TrafftpkgError], int], ...] = (
    (RefusedError, 1),
    (UsageError, 2),
    (UntrustedError, 3),
    (UnavailableError, 4),
)


def report(failure: BaseException, argv: Sequence[str], session: "Session") -> int:
    """Report the failure and return the exit code. A defect of the program keeps its traceback."""
    if isinstance(failure, SystemExit):
        return _code_of(failure)
    _give_up_stdout()
    if isinstance(failure, KeyboardInterrupt):
        return INTERRUPTED_EXIT
    if isinstance(failure, BrokenPipeError):
        return PIPE_CLOSED_EXIT
    as_json = json_wanted(argv)
    if not as_json and (help_text := _help_in(failure)):
        say(help_text)
        return 2
    error = failure if isinstance(failure, TrafftpkgError) else _typed_wrongly(failure) or _lost(failure)
    if error is None:
        return _report_defect(failure, argv)
    say_error(error, session, as_json=as_json)
    return exit_code_of(error)


def exit_code_of(error: TrafftpkgError) -> int:
    """Return the exit code for a kind of error."""
    return next(code for kind, code in _EXITS if isinstance(error, kind))


def say_error(error: TrafftpkgError, session: "Session", *, as_json: bool) -> None:
    """Print one error on stderr, in words or as one line of JSON."""
    from trafftpkg.cli.words.every import words_for
    from trafftpkg.cli.words.names import Names

    names = Names(session.opened, session.command)
    if as_json:
        _say_object(error_object(error, names))
    else:
        words = words_for(error, names)
        say(f"error: {words.problem}\nwhat to do: {words.remedy}")


def error_object(error: TrafftpkgError, names: "Names") -> Json:
    """Return an error as JSON: its code and facts for programs, its words for people."""
    from trafftpkg.cli.words.details import details_of
    from trafftpkg.cli.words.every import words_for

    words = words_for(error, names)
    return _object(error.code, words.problem, words.remedy, details_of(error, names))


def json_wanted(argv: Sequence[str]) -> bool:
    """Tell whether errors are to be printed as JSON, even if the command line could not be parsed."""
    form = ""
    for before, word in zip(["", *argv], argv, strict=False):
        if before == "--format":
            form = word
        elif word.startswith("--format="):
            form = word.partition("=")[2]
    return form in ("json", "jsonl")


def _typed_wrongly(failure: BaseException) -> TrafftpkgError | None:
    from trafftpkg.cli.typer_errors import typed_wrongly

    return typed_wrongly(failure)


def _lost(failure: BaseException) -> TrafftpkgError | None:
    """Return the error for a missing working folder, if that caused the failure."""
    if not isinstance(failure, FileNotFoundError):
        return None
    try:
        Path.cwd()
    except OSError:
        from trafftpkg.domain.errors.unusable import StoreUnusableError

        return StoreUnusableError(where=".", reason="no_working_folder")
    return None


def _help_in(failure: BaseException) -> str | None:
    from trafftpkg.cli.typer_errors import help_in

    return help_in(failure)


def _report_defect(failure: BaseException, argv: Sequence[str]) -> int:
    import traceback

    say("".join(traceback.format_exception(failure)).rstrip("\n"))
    problem = f"The program itself is at fault: {type(failure).__name__}: {failure}"
    remedy = (
        "It may or may not be recorded: repeat it with the same --idempotency-key, or look first. "
        "Then send the lines above, and the command, to its makers."
    )
    if json_wanted(argv):
        _say_object(_object("defect", problem, remedy, {}))
    else:
        say(f"error: {problem}\nwhat to do: {remedy}")
    return DEFECT_EXIT


def _object(code: str, problem: str, remedy: str, details: Json) -> Json:
    return {"error": {"code": code, "problem": problem, "remedy": remedy, "details": details}}


def _say_object(error: Json) -> None:
    import json

    say(json.dumps(error))


def _code_of(leaving: SystemExit) -> int:
    if leaving.code is None or isinstance(leaving.code, int):
        return leaving.code or 0
    say(str(leaving.code))
    return 1


def _give_up_stdout() -> None:
    """Empty stdout's buffer, so that Python does not fail again when it exits."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
