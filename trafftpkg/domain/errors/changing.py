"""A request would change what it may not, or lose something without confirmation."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.errors.base import RefusedError, UsageError
from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId, PurchaseId, ServiceId
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value


class ReasonRequiredError(RefusedError):
    """The request needs a reason."""

    code = "reason_required"

    request: str


class ConfirmationNeededError(RefusedError):
    """Something would be lost, as the facts say. The request needs a confirmation."""

    code = "confirmation_needed"


class IdempotencyConflictError(RefusedError):
    """The key was used for another request. `seq` and `request` are of that entry."""

    code = "idempotency_conflict"

    key: str
    seq: int
    request: str


class NotFrozenError(RefusedError):
    """There is no freeze to end."""

    code = "not_frozen"

    purchase: PurchaseId


class PaymentDueError(RefusedError):
    """Units cannot be transferred while money is due."""

    code = "payment_due"

    purchase: PurchaseId
    due: Decimal


class RefundExceedsPaidError(RefusedError):
    """More would be paid back than is left of what was paid, in all or by one method."""

    code = "refund_exceeds_paid"

    purchase: PurchaseId | None = None
    appointment: AppointmentId | None = None
    amount: Decimal
    paid: Decimal
    method: str | None = None


class MoneyWasPaidError(RefusedError):
    """More was paid than was used. Voiding would keep the rest."""

    code = "money_was_paid"

    purchase: PurchaseId
    paid: Decimal
    used: Decimal


AskedAhead = Literal["end", "freeze", "earlier_end"]
"""What upcoming visits prevent: an end, a freeze, or an earlier last day."""


class AppointmentsAheadError(RefusedError):
    """A purchase, or an employee, still has appointments. All of them are named.

    Args:
        purchase: The purchase whose units they hold. None for an employee's appointments, or a single one.
    """

    code = "appointments_ahead"

    purchase: PurchaseId | None = None
    employee: EmployeeId | None = None
    appointments: tuple[AppointmentId, ...]
    asked: AskedAhead = "end"


class PurchaseEndedError(RefusedError):
    """The purchase is voided, refunded, or expired."""

    code = "purchase_ended"

    purchase: PurchaseId
    status: str
    ended_at: datetime | None
    time_zone: str


class NotEnoughUnitsError(RefusedError):
    """Fewer units are free than were asked for: in all, or of one service.

    Args:
        uses: Units that a visit takes. None if services differ.
    """

    code = "not_enough_units"

    purchase: PurchaseId
    service: ServiceId | None
    available: int
    asked: int
    unit: Unit
    uses: int | None


class UnitMismatchError(UsageError):
    """The units were typed as `typed_in`, but the purchase is counted in another unit."""

    purchase: PurchaseId
    units: int
    typed_in: Unit
    unit: Unit


@value
class UnitsLeft(Value):
    """The units left of a purchase beside those of named visits. `uses` is how many every visit takes."""

    purchase: PurchaseId
    units: int
    unit: Unit
    uses: int | None


@value
class MoneyLeft(Value):
    """Money of a purchase, or of a visit at its price."""

    thing: PurchaseId | AppointmentId
    amount: Decimal


class MergeLastsError(ConfirmationNeededError):
    """Two clients would become one for good. All that is named here would move to the one who is kept.

    Args:
        shared: Purchases of others that are shared with them.
        paid_for: Purchases of others that they pay for.
    """

    kept: str
    merged: str
    purchases: tuple[PurchaseId, ...]
    appointments: tuple[AppointmentId, ...]
    shared: tuple[PurchaseId, ...] = ()
    paid_for: tuple[PurchaseId, ...] = ()


class LongExtensionError(ConfirmationNeededError):
    """A purchase would be extended by more than two years: the year is probably mistyped.

    Args:
        last_day: The last day now. None if there is none yet.
        given: The last day that was asked for.
        limit: The last day that needs no confirmation.
    """

    purchase: PurchaseId
    last_day: date | None
    given: date
    limit: date


class ErasureLosesError(ConfirmationNeededError):
    """The client still has things that would be lost if they were erased.

    Args:
        appointments: Upcoming visits.
        units: What is left of purchases, beside what these visits take.
        due: What is still to be paid.
        owed: What was paid and is to be paid back.
    """

    client: ClientKey
    handle: str
    appointments: tuple[AppointmentId, ...]
    units: tuple[UnitsLeft, ...]
    due: tuple[MoneyLeft, ...]
    owed: tuple[MoneyLeft, ...]
