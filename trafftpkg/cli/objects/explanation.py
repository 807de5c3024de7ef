"""Who would pay, and why the others would not, as JSON."""

from trafftpkg.cli.objects.values import Json
from trafftpkg.domain.candidate import Candidate

CANDIDATE_FIELDS = "purchase chosen rank reason code".split()


def candidate_object(candidate: Candidate) -> Json:
    """Return one candidate; `explain` and a refusal print the same."""
    return {
        "purchase": candidate.purchase,
        "chosen": candidate.chosen,
        "rank": candidate.rank,
        "reason": candidate.reason,
        "code": candidate.code,
    }
