"""Which package would pay, and why the others would not: as JSON and in words, the payer first."""

from trafftpkg.cli.views.values import Json
from trafftpkg.cli.views.widths import listed
from trafftpkg.cli.words.candidates import fate_words
from trafftpkg.domain.appointment import Allocation
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.engine.questions.explain import Explanation

CANDIDATE_FIELDS = "purchase chosen rank reason code".split()


def explanation_object(
    payer: PurchaseId | None, allocation: tuple[Allocation, ...], candidates: tuple[Candidate, ...]
) -> Json:
    """Return who would pay how many units, and every purchase's reason."""
    return {
        "payer": payer,
        "allocation": [{"purchase": each.purchase, "units": each.units} for each in allocation],
        "candidates": [candidate_object(each) for each in candidates],
    }


def candidate_object(candidate: Candidate) -> Json:
    """Return one candidate; `explain` and a refusal print the same."""
    return {
        "purchase": candidate.purchase,
        "chosen": candidate.chosen,
        "rank": candidate.rank,
        "reason": fate_words(candidate.fate),
        "code": candidate.fate.code,
    }


def explanation_lines(explanation: Explanation) -> list[str]:
    """Return one line for each purchase: `pur-1  pays 1 session, valid until 5 July 2026`."""
    ordered = sorted(explanation.candidates, key=_place)
    return listed((each.purchase, fate_words(each.fate)) for each in ordered)


def _place(candidate: Candidate) -> tuple[bool, int]:
    return not candidate.chosen, candidate.rank if candidate.rank is not None else 1_000_000
