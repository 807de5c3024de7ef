"""A package cannot be sold like this."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.ids import AppointmentId, PackageId, PurchaseId, ServiceId
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value


class PackageNotSoldError(RefusedError):
    """The package is not sold: not any more, not now, not so often, or not to this client.

    `over`: its fixed end, `until`, has passed. `not_yet` and `season_over`: it is sold from `first`, or was
    sold until `until`. `sold_out`: all `sales` are sold. `not_new`: it is sold to new clients only.
    """

    code = "package_not_sold"

    package: PackageId
    why: Literal["archived", "over", "not_yet", "season_over", "sold_out", "not_new"]
    first: date | None = None
    until: date | None = None
    sales: int | None = None


class PurchaseLimitReachedError(RefusedError):
    """The client has bought as many as allowed. The next one is possible at `again_at`, if ever."""

    code = "purchase_limit_reached"

    package: PackageId
    purchases: int
    limit: int
    again_at: datetime | None


@value
class MissingMinimum(Value):
    """How many appointments of a service the sale must book, and how many it books."""

    service: ServiceId
    min: int
    booked: int


class MinimumNotBookedError(RefusedError):
    """The sale books fewer appointments than the package requires."""

    code = "minimum_not_booked"

    package: PackageId
    missing: tuple[MissingMinimum, ...]


class MaximumExceededError(RefusedError):
    """The sale books more than the package gives, of one service or (`service` None) in all. In units.

    Args:
        uses: Units that a visit takes. None if services differ.
        at_purchase: It gives more, but so many are booked with the sale at most; both counts are visits.
    """

    code = "maximum_exceeded"

    package: PackageId
    service: ServiceId | None
    most: int
    asked: int
    unit: Unit
    uses: int | None
    at_purchase: bool = False


class PaymentMethodNotAcceptedError(RefusedError):
    """This payment method is not accepted here. `accepted` are those that are."""

    code = "payment_method_not_accepted"

    method: str
    accepted: tuple[str, ...]


class PaymentExceedsDueError(RefusedError):
    """The payment is larger than what is due."""

    code = "payment_exceeds_due"

    thing: PurchaseId | AppointmentId | PackageId
    amount: Decimal
    due: Decimal
