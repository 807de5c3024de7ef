"""Which package would pay, and why the others would not: as JSON and in words, the payer first."""

from collections.abc import Callable

from trafftpkg.cli.views.values import Json
from trafftpkg.cli.views.widths import listed
from trafftpkg.cli.words.candidates import candidate_words
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.questions.explain import Explanation

CANDIDATE_FIELDS = "purchase chosen rank reason code shared_by".split()


def explanation_object(found: Explanation) -> Json:
    """Return who would pay how many units, and every purchase's reason."""
    return {
        "payer": found.payer,
        "allocation": [{"purchase": each.purchase, "units": each.units} for each in found.allocation],
        "candidates": [candidate_object(each, found.view.handle_of) for each in found.candidates],
    }


def candidate_object(candidate: Candidate, handle_of: Callable[[ClientKey], str]) -> Json:
    """Return one candidate; `explain` and a refusal print the same."""
    return {
        "purchase": candidate.purchase,
        "chosen": candidate.chosen,
        "rank": candidate.rank,
        "reason": candidate_words(candidate, handle_of),
        "code": candidate.fate.code,
        "shared_by": candidate.shared_by and handle_of(candidate.shared_by),
    }


def explanation_lines(explanation: Explanation) -> list[str]:
    """Return one line for each purchase: `pur-1  pays 1 session, valid until 5 July 2026`."""
    ordered = sorted(explanation.candidates, key=_place)
    handle_of = explanation.view.handle_of
    return listed((each.purchase, candidate_words(each, handle_of)) for each in ordered)


def _place(candidate: Candidate) -> tuple[bool, int]:
    return not candidate.chosen, candidate.rank if candidate.rank is not None else 1_000_000
