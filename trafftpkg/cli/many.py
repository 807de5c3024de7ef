"""One request each for several ids, given on the command line or read from standard input."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from trafftpkg.cli.failures import exit_code_of, say_error
from trafftpkg.cli.outcomes import show_outcomes
from trafftpkg.cli.output import Format
from trafftpkg.cli.session import Session
from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError, UsageError

if TYPE_CHECKING:
    from trafftpkg.engine.outcomes import Outcome
    from trafftpkg.engine.requests.base import Request


def carry_out_many(
    session: Session,
    ids: Sequence[str],
    request_for: Callable[[str], "Request"],
    *,
    key: str | None,
    dry_run: bool,
    form: Format,
) -> None:
    """Ask for every id, print each outcome as it comes, say every refusal, and exit with the gravest code.

    What is not a refusal of that one id (a lock, damage, a full disk) would fail the others too, and ends it.
    """
    worst = 0

    def outcomes() -> Iterator["Outcome"]:
        nonlocal worst
        for each in _all_of(ids):
            own_key = None if key is None else f"{key}/{each}"
            try:
                outcome = session.desk.engine.execute(request_for(each), key=own_key, dry_run=dry_run)
            except TrafftpkgError as error:
                say_error(error, session, as_json=form in ("json", "jsonl"))
                worst = max(worst, exit_code_of(error))
                if not isinstance(error, RefusedError | UsageError):
                    return
            else:
                yield outcome

    show_outcomes(outcomes(), session, form)
    if worst:
        raise typer.Exit(worst)


def _all_of(ids: Sequence[str]) -> Iterator[str]:
    """Yield each id once, in order; `-` stands for the words on standard input."""
    seen: set[str] = set()
    for typed in ids:
        for each in _words_on_stdin() if typed == "-" else (typed,):
            if each not in seen:
                seen.add(each)
                yield each


def _words_on_stdin() -> Iterator[str]:
    """Yield words as lines come in: what sends them may wait for an answer to each."""
    for line in sys.stdin or ():
        yield from line.split()
