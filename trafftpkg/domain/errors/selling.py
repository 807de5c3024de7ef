"""A package cannot be sold like this."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.ids import AppointmentId, PackageId, PurchaseId, ServiceId
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value


class PackageNotSoldError(RefusedError):
    """It is archived, or its fixed end, `until`, has passed."""

    code = "package_not_sold"

    package: PackageId
    why: Literal["archived", "over"]
    until: date | None = None


class PurchaseLimitReachedError(RefusedError):
    """The client has bought as many as one may; `again_at` is when the next is possible, if ever."""

    code = "purchase_limit_reached"

    package: PackageId
    purchases: int
    limit: int
    again_at: datetime | None


@value
class MissingMinimum(Value):
    """How many appointments of a service the sale must book, and how many it does."""

    service: ServiceId
    min: int
    booked: int


class MinimumNotBookedError(RefusedError):
    """The sale books fewer appointments than the package requires."""

    code = "minimum_not_booked"

    package: PackageId
    missing: tuple[MissingMinimum, ...]


class MaximumExceededError(RefusedError):
    """The sale books more of a service, or of all (`service` None), than the package gives. In units.

    Args:
        uses: Units that a visit takes; None where services differ in it.
    """

    code = "maximum_exceeded"

    package: PackageId
    service: ServiceId | None
    most: int
    asked: int
    unit: Unit
    uses: int | None


class PaymentMethodNotAcceptedError(RefusedError):
    """Only `accepted` may be used."""

    code = "payment_method_not_accepted"

    method: str
    accepted: tuple[str, ...]


class PaymentExceedsDueError(RefusedError):
    """More would be paid than is due."""

    code = "payment_exceeds_due"

    thing: PurchaseId | AppointmentId | PackageId
    amount: Decimal
    due: Decimal
