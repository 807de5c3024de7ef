"""Printing what requests did."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trafftpkg.cli.output import Format, say, write_lines, write_object, write_objects

if TYPE_CHECKING:
    from trafftpkg.cli.session import Session
    from trafftpkg.engine.outcomes import Outcome


def show_outcome(outcome: "Outcome", session: "Session", form: Format) -> None:
    """Print one outcome: as an object, or as people read it."""
    if form == "table":
        _show_words([outcome], session)
        return
    from trafftpkg.cli.objects.outcome import OUTCOME_FIELDS, outcome_object

    write_object(outcome_object(outcome), form, OUTCOME_FIELDS)


def show_outcomes(outcomes: Sequence["Outcome"], session: "Session", form: Format) -> None:
    """Print several outcomes: as an array, one a line, or as people read them."""
    if form == "table":
        _show_words(outcomes, session)
        return
    from trafftpkg.cli.objects.outcome import OUTCOME_FIELDS, outcome_object

    write_objects((outcome_object(each) for each in outcomes), form, OUTCOME_FIELDS)


def _show_words(outcomes: Sequence["Outcome"], session: "Session") -> None:
    from trafftpkg.cli.tables.names import CatalogueNames
    from trafftpkg.cli.tables.transcript import outcome_lines

    _say_notes(outcomes)
    names = CatalogueNames(session.desk)
    for each in outcomes:
        write_lines(outcome_lines(each, names))


def _say_notes(outcomes: Sequence["Outcome"]) -> None:
    """Each note once, however many there are."""
    before = sum(each.replayed for each in outcomes)
    if before and len(outcomes) == 1:
        say("note: this was recorded before under the same key; nothing was done again.")
    elif before:
        say(f"note: {before} of {len(outcomes)} recorded before under the same key; not done again.")
    if any(each.dry_run for each in outcomes):
        say("note: a dry run; nothing was written.")
