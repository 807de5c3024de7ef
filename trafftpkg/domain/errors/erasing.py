"""A client is not erased unasked while something is left of what they bought."""

from decimal import Decimal

from trafftpkg.domain.errors.requesting import ConfirmationNeededError
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value


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
