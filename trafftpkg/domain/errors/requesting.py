"""A request cannot be taken as it was made, whatever it asks for."""

from trafftpkg.domain.errors.base import RefusedError


class ReasonRequiredError(RefusedError):
    """This is only done for a reason that is written down."""

    code = "reason_required"

    request: str


class ConfirmationNeededError(RefusedError):
    """It would lose something, which the facts name; it is done only when it is confirmed."""

    code = "confirmation_needed"


class IdempotencyConflictError(RefusedError):
    """The key is recorded for another request. `seq` and `request` are of that entry."""

    code = "idempotency_conflict"

    key: str
    seq: int
    request: str
