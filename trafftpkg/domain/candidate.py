"""A purchase looked at as the payer of an appointment, and what became of it."""

from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.value import Value, value


@value
class Candidate(Value):
    """One of the client's purchases in the choice of who pays.

    Args:
        rank: Its place in burn-down order among those that could pay, from 1; None where it cannot.
        code: The reason's stable name: `pays`, `later`, `expired`, `frozen`, `used_up`, …
        reason: The reason in words that can be read out to the client, as a clause without a subject.
    """

    purchase: PurchaseId
    chosen: bool
    rank: int | None
    code: str
    reason: str
