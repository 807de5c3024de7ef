"""Which purchases and appointments are asked for, and in what order."""

from datetime import datetime
from typing import Literal

from trafftpkg.domain.appointment import AppointmentStatus
from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.ids import ClientKey, EmployeeId, LocationId, PackageId, PurchaseId, ServiceId
from trafftpkg.domain.value import Value, value

PurchaseSort = Literal["purchased_at", "expires_at", "package", "available", "due"]


@value
class PurchaseFilter(Value):
    """What a purchase must be; nothing given fits all.

    Args:
        shared: With `client`: also those that are shared with them.
        client: Whose it is; with `due`, who pays for it.
        payer: Who pays for it, another than the client.
        statuses: Any of these, as of the moment asked.
        expiring_until: Not expired, with free units, and expiring at or before this moment.
        available_at_most: At most this many sessions (or hours) free.
        due: Only those with money still to be paid.
        sold: Only those sold here, and neither voided nor refunded since.
        sort: Ascending, but the largest debt first; ties, and purchases without the fact, in the order
            bought, those without last.
        reference: The name elsewhere of a payment for it, or of one paid back.
        after: Only those that come after this purchase in that order, whether it fits itself or not.
    """

    client: ClientKey | None = None
    shared: bool = False
    payer: ClientKey | None = None
    package: PackageId | None = None
    statuses: tuple[PurchaseStatus, ...] = ()
    expiring_until: datetime | None = None
    available_at_most: int | None = None
    due: bool = False
    sold: bool = False
    sort: PurchaseSort = "purchased_at"
    after: PurchaseId | None = None
    reference: str | None = None
    limit: int | None = None


@value
class AppointmentFilter(Value):
    """What an appointment must be; nothing given fits all. `starting_before` itself is not in.

    Args:
        due: Only those with money still to be paid: visits at their price.
    """

    client: ClientKey | None = None
    employee: EmployeeId | None = None
    location: LocationId | None = None
    service: ServiceId | None = None
    statuses: tuple[AppointmentStatus, ...] = ()
    starting_from: datetime | None = None
    starting_before: datetime | None = None
    due: bool = False
    reference: str | None = None
    limit: int | None = None
