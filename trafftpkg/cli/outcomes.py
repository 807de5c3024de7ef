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
        _show_words(outcome, session)
        return
    from trafftpkg.cli.objects.outcome import OUTCOME_FIELDS, outcome_object

    write_object(outcome_object(outcome), form, OUTCOME_FIELDS)


def show_outcomes(outcomes: Sequence["Outcome"], session: "Session", form: Format) -> None:
    """Print several outcomes: as an array, one a line, or as people read them."""
    if form == "table":
        for outcome in outcomes:
            _show_words(outcome, session)
        return
    from trafftpkg.cli.objects.outcome import OUTCOME_FIELDS, outcome_object

    write_objects((outcome_object(each) for each in outcomes), form, OUTCOME_FIELDS)


def _show_words(outcome: "Outcome", session: "Session") -> None:
    from trafftpkg.cli.tables.names import CatalogueNames
    from trafftpkg.cli.tables.transcript import outcome_lines

    if outcome.replayed:
        say("note: this was recorded before under the same key; nothing was done again.")
    if outcome.dry_run:
        say("note: a dry run; nothing was written.")
    write_lines(outcome_lines(outcome, CatalogueNames(session.desk)))
