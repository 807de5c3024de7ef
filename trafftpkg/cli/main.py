"""Runs a command line and returns its exit code.

0 done, 1 refused by a rule, 2 wrong usage, 3 a file cannot be trusted, 4 not possible now,
70 a defect of the program, 130 interrupted.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import NoReturn

from trafftpkg.cli.output import finish
from trafftpkg.cli.parsing import plain_text
from trafftpkg.cli.session import Session

PROGRAM = "trafftpkg"


def main() -> NoReturn:
    """Run the command line of this process, and end it."""
    if isinstance(sys.stdout, TextIOWrapper):
        # Characters that the terminal cannot show must not fail a command that is done already.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        # From here on an interruption is an ordinary exception, so that everything is closed properly.
        if callable(signal.getsignal(signal.SIGINT)):
            signal.signal(signal.SIGINT, signal.default_int_handler)
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        from trafftpkg.cli.failures import INTERRUPTED_EXIT

        code = INTERRUPTED_EXIT
    # All data is on disk now. The interpreter's clean-up would take longer than most commands.
    os._exit(code)


def run(argv: Sequence[str]) -> int:
    """Run one command line in this process. All output is written before it returns."""
    session = Session()
    try:
        code = _invoke(list(argv), session)
        finish()
        return code
    except BaseException as failure:  # noqa: BLE001 - the outermost door; defects keep their traceback
        from trafftpkg.cli.failures import report

        return report(failure, argv, session)
    finally:
        if session.opened is not None:
            session.opened.close()


def _invoke(argv: list[str], session: Session) -> int:
    import typer

    from trafftpkg.cli.app import program

    for word in argv:
        plain_text(word, "an argument")
    command = program()
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        with _without_rich():
            command.main(argv, prog_name=PROGRAM)
    try:
        with command.make_context(PROGRAM, argv, obj=session) as ctx:
            command.invoke(ctx)
    except typer.Exit as leaving:
        return int(leaving.exit_code)
    return 0


@contextmanager
def _without_rich() -> Iterator[None]:
    """Hide rich while a key press is answered: Typer loads it for each description, and that is slow."""
    hidden = "rich" not in sys.modules
    if hidden:
        sys.modules["rich"] = None  # type: ignore[assignment] # the import system's own way to say "not there"
    try:
        yield
    finally:
        if hidden:
            del sys.modules["rich"]
