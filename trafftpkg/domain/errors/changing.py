"""A request would change what it may not, or lose something that has to be confirmed."""

from datetime import datetime
from decimal import Decimal

from trafftpkg.domain.errors.base import RefusedError, UsageError
from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId, PurchaseId, ServiceId
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value


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


class NotFrozenError(RefusedError):
    """There is no freeze to end."""

    code = "not_frozen"

    purchase: PurchaseId


class PaymentDueError(RefusedError):
    """Nothing can be given away while something is owed."""

    code = "payment_due"

    purchase: PurchaseId
    due: Decimal


class RefundExceedsPaidError(RefusedError):
    """More would be paid back than was paid and not paid back yet; by one method, where it is named."""

    code = "refund_exceeds_paid"

    purchase: PurchaseId | None = None
    appointment: AppointmentId | None = None
    amount: Decimal
    paid: Decimal
    method: str | None = None


class MoneyWasPaidError(RefusedError):
    """More was paid than was used: voiding would keep it."""

    code = "money_was_paid"

    purchase: PurchaseId
    paid: Decimal
    used: Decimal


class AppointmentsAheadError(RefusedError):
    """Appointments of a purchase, or of an employee, stand in the way; all of them are named.

    Args:
        purchase: Whose units they hold; None where it is an employee's time that they take, or one by itself.
    """

    code = "appointments_ahead"

    purchase: PurchaseId | None = None
    employee: EmployeeId | None = None
    appointments: tuple[AppointmentId, ...]


class PurchaseEndedError(RefusedError):
    """It is voided, refunded, or expired."""

    code = "purchase_ended"

    purchase: PurchaseId
    status: str
    ended_at: datetime | None
    time_zone: str


class NotEnoughUnitsError(RefusedError):
    """Fewer units are free than would go; of one service, where it is named.

    Args:
        uses: Units that a visit takes; None where services differ in it.
    """

    code = "not_enough_units"

    purchase: PurchaseId
    service: ServiceId | None
    available: int
    asked: int
    unit: Unit
    uses: int | None


class UnitMismatchError(UsageError):
    """Units were typed in another unit than the purchase is counted in: `units` of `typed_in`."""

    purchase: PurchaseId
    units: int
    typed_in: Unit
    unit: Unit


@value
class UnitsLeft(Value):
    """What is left of a purchase: free, or held by visits to come; `uses` is what every visit takes of it."""

    purchase: PurchaseId
    units: int
    unit: Unit
    uses: int | None


@value
class MoneyLeft(Value):
    """Money of a purchase, or of a visit at its price."""

    thing: PurchaseId | AppointmentId
    amount: Decimal


class ErasureLosesError(ConfirmationNeededError):
    """Of a client who is to be erased, this would belong to nobody.

    Args:
        appointments: Visits to come.
        units: What is left of purchases.
        due: What is still to be paid.
        owed: What was paid and is to be paid back.
    """

    client: ClientKey
    handle: str
    appointments: tuple[AppointmentId, ...]
    units: tuple[UnitsLeft, ...]
    due: tuple[MoneyLeft, ...]
    owed: tuple[MoneyLeft, ...]
