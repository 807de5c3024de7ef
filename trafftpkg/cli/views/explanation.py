"""Who would pay, and why the others would not, as JSON."""

from trafftpkg.cli.views.values import Json
from trafftpkg.domain.appointment import Allocation
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.ids import PurchaseId

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
        "reason": candidate.reason,
        "code": candidate.code,
    }
