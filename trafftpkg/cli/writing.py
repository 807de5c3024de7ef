"""What all writing commands do after parsing: one request, or one for each of several ids."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from trafftpkg.cli.output import Format, finish, say, write_lines, write_object, write_objects
from trafftpkg.cli.session import Session, session_of
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.errors.base import RefusedError, TrafftpkgError, UsageError

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.engine.outcomes import Outcome
    from trafftpkg.engine.requests.base import Request


def carry_out(ctx: Any, request: Request, *, key: str | None, dry_run: bool, form: Format) -> None:
    """Send one request to the engine and print the outcome."""
    session = session_of(ctx)
    outcome = session.desk.engine.execute(request, key=key, dry_run=dry_run)
    show_outcome(outcome, session, form)


def carry_out_each(
    ctx: Any,
    ids: Sequence[str],
    request_for: Callable[[str], Request],
    *,
    key: str | None,
    dry_run: bool,
    form: Format,
) -> None:
    """Send one request for each id, under `KEY/ID`. A refusal does not stop the others."""
    if len(ids) == 1 and ids[0] != "-":
        carry_out(ctx, request_for(ids[0]), key=key, dry_run=dry_run, form=form)
        return

    carry_out_many(session_of(ctx), ids, request_for, key=key, dry_run=dry_run, form=form)


def show_outcome(outcome: Outcome, session: Session, form: Format) -> None:
    """Print one outcome: as an object, or as people read it."""
    if form == "table":
        if outcome.replayed:
            say("note: this key was used before; nothing was recorded again.")
        _show_words([outcome], session)
        return
    from trafftpkg.cli.views.outcome import OUTCOME_FIELDS, outcome_object

    notes = letters_sent(session.desk, outcome)
    write_object(outcome_object(outcome, notes), form, OUTCOME_FIELDS)


def show_outcomes(outcomes: Iterable[Outcome], session: Session, form: Format) -> None:
    """Print several outcomes as they come; as JSON one array."""
    if form == "table":
        replayed, done = _show_words(outcomes, session)
        if replayed:
            say(f"note: {replayed} of {done} were recorded before under this key and were not repeated.")
        return
    from trafftpkg.cli.views.outcome import OUTCOME_FIELDS, outcome_object

    write_objects((outcome_object(each) for each in _handed_over(outcomes)), form, OUTCOME_FIELDS)


def _show_words(outcomes: Iterable[Outcome], session: Session) -> tuple[int, int]:
    """Print each. Return how many were recorded before, and how many there are."""
    from trafftpkg.cli.views.names import CatalogueNames
    from trafftpkg.cli.views.outcome_words import outcome_lines, outcome_notes

    names, replayed, done = CatalogueNames(session.desk), 0, 0
    for each in _handed_over(outcomes):
        if each.dry_run and not done:
            say("note: this is a dry run; nothing was recorded.")
        write_lines(outcome_lines(each, names))
        for note in (*outcome_notes(each), *map(letter_sent_words, letters_sent(session.desk, each))):
            say(f"note: {note}")
        replayed, done = replayed + each.replayed, done + 1
    return replayed, done


def _handed_over(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield each after flushing the output of those before it, because the next may take a while."""
    for each in outcomes:
        yield each
        finish()


def carry_out_many(
    session: Session,
    ids: Sequence[str],
    request_for: Callable[[str], Request],
    *,
    key: str | None,
    dry_run: bool,
    form: Format,
) -> None:
    """Send a request for every id, print outcomes and refusals as they come, and exit with the worst code.

    Other failures (a lock, damage, a full disk) would hit the other ids too, so they stop it.
    """
    from trafftpkg.cli.failures import exit_code_of, say_error

    worst = 0

    def outcomes() -> Iterator[Outcome]:
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
    """Yield words as soon as a line comes in, because the sender may wait for each answer."""
    for line in sys.stdin or ():
        yield from line.split()


def letters_sent(desk: Desk, outcome: Outcome) -> list[Json]:
    """Return a note for each letter about what a request set right: the desk has to tell whoever got it."""
    events = () if outcome.entry is None else outcome.entry.events
    entries = {number for each in events if (number := each.sets_right()) is not None}
    letters = [each for number in sorted(entries) for each in desk.outbox.sent_about(number)]
    clients = desk.clients.by_keys([each.client for each in letters]) if letters else {}
    return [
        {
            "code": "letter_sent",
            "letter": each.kind,
            # The handle, or the key of who was erased.
            "client": clients[each.client].handle if each.client in clients else each.client,
            "entry": each.seq or 0,
        }
        for each in letters
    ]


def letter_sent_words(sent: Json) -> str:
    """`ana was sent a letter about entry 2 (booking). None is sent about this: tell them.`."""
    return (
        f"{sent['client']} was sent a letter about entry {sent['entry']} ({sent['letter']}). "
        "None is sent about this: tell them."
    )
