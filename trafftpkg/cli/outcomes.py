"""Printing what requests did."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trafftpkg.cli.output import Format, finish, say, write_lines, write_object, write_objects

if TYPE_CHECKING:
    from trafftpkg.cli.session import Session
    from trafftpkg.engine.outcomes import Outcome


def show_outcome(outcome: "Outcome", session: "Session", form: Format) -> None:
    """Print one outcome: as an object, or as people read it."""
    if form == "table":
        if outcome.replayed:
            say("note: this was recorded before under the same key; nothing was done again.")
        _show_words([outcome], session)
        return
    from trafftpkg.cli.views.outcome import OUTCOME_FIELDS, outcome_object

    write_object(outcome_object(outcome), form, OUTCOME_FIELDS)


def show_outcomes(outcomes: Iterable["Outcome"], session: "Session", form: Format) -> None:
    """Print several outcomes as they come, one a line or as people read them; an array when all have."""
    if form == "table":
        replayed, done = _show_words(outcomes, session)
        if replayed:
            say(f"note: {replayed} of {done} recorded before under the same key; not done again.")
        return
    from trafftpkg.cli.views.outcome import OUTCOME_FIELDS, outcome_object

    write_objects((outcome_object(each) for each in _handed_over(outcomes)), form, OUTCOME_FIELDS)


def _show_words(outcomes: Iterable["Outcome"], session: "Session") -> tuple[int, int]:
    """Print each, and return how many were recorded before, and how many there were."""
    from trafftpkg.cli.views.names import CatalogueNames
    from trafftpkg.cli.views.outcome import outcome_lines

    names, replayed, done = CatalogueNames(session.desk), 0, 0
    for each in _handed_over(outcomes):
        if each.dry_run and not done:
            say("note: a dry run; nothing was written.")
        write_lines(outcome_lines(each, names))
        replayed, done = replayed + each.replayed, done + 1
    return replayed, done


def _handed_over(outcomes: Iterable["Outcome"]) -> Iterator["Outcome"]:
    """Yield each, having handed over what was printed of those before it: the next may take a while."""
    for each in outcomes:
        yield each
        finish()
