"""The terms of a sale: the package, copied into the purchase when sold, and never looked up again."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.moments import Length
from trafftpkg.domain.texts import TextIn, Worded
from trafftpkg.domain.value import Value, value

Unit = Literal["session", "minute"]
ValidityFrom = Literal["purchase", "first-appointment"]
RedeemBy = Literal["appointment", "booking"]
LatePolicy = Literal["keep", "release"]
TaxPoint = Literal["payment", "redemption"]
Refunds = Literal["pro-rata", "list-price", "none"]
"""What a client was promised to be paid back of what is unused."""


@value
class Measure(Value):
    """What people are told a number of units in (R-2.5).

    Args:
        uses: Sessions that every visit takes; None where services differ in it, 1 where minutes are counted.
    """

    unit: Unit
    uses: int | None = 1


@value
class Inclusion(Value):
    """How a package covers one service.

    Args:
        min: Appointments to be booked when buying.
        max_units: Units this service may take, ever: sessions, or minutes.
        uses: Units one appointment takes in a session package; 1 where minutes are counted.
        duration: Minutes of one appointment when sold.
        list_price: Price of one appointment when sold, for refunds at list price.
        max_at_purchase: Appointments that may be booked when buying, at most.
    """

    service: ServiceId
    min: int
    max_units: int
    uses: int
    duration: int
    list_price: Decimal
    max_at_purchase: int | None = None


def measure_of(unit: Unit, inclusions: Iterable[Inclusion]) -> Measure:
    """Return what the units of these services together are told in."""
    uses = {each.uses for each in inclusions}
    return Measure(unit=unit, uses=uses.pop() if len(uses) == 1 else None)


@value
class Deposit(Value):
    """A part to be paid before redeeming: a percentage of the total, or an amount. One of the two."""

    percent: Decimal | None
    amount: Decimal | None


@value
class Validity(Value):
    """How long a package is valid: one length, an end, both (the earlier wins), or neither."""

    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None
    until: date | None = None


@value
class CancellationPolicy(Value):
    """What a late or missed appointment costs.

    Args:
        free_until: The last moment to cancel freely, before the start; exactly then is in time.
        late: Whether a late cancellation keeps its units used, or releases them.
        no_show: The same for a missed appointment.
        forgiven: How many late and missed ones together are released all the same, per purchase.
        make_good: How far the last day moves when the business cancels after it.
    """

    free_until: Length
    late: LatePolicy
    no_show: LatePolicy
    forgiven: int
    make_good: Length


OnlyPart = Literal["other_location", "other_employee", "other_day", "other_hours"]
"""What keeps a visit from being one that a package pays for."""


@value
class Only(Value):
    """Which visits a package pays for (R-6.9); what is empty is any.

    Args:
        days: Weekdays, 0 is Monday.
        hours: From and until, in minutes of the day. A visit may begin at the first, not at the second.
    """

    locations: tuple[LocationId, ...] = ()
    employees: tuple[EmployeeId, ...] = ()
    days: tuple[int, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()

    def refuses(self, location: LocationId, employee: EmployeeId, start: datetime) -> OnlyPart | None:
        """Return what a visit lacks, if anything; `start` is by the clock of its location."""
        minute = start.hour * 60 + start.minute
        if self.locations and location not in self.locations:
            return "other_location"
        if self.employees and employee not in self.employees:
            return "other_employee"
        if self.days and start.weekday() not in self.days:
            return "other_day"
        if self.hours and not any(first <= minute < until for first, until in self.hours):
            return "other_hours"
        return None


@value
class TaxSold(Value):
    """One tax as sold: the part of `Terms.total` that it takes."""

    id: str
    name: str
    percent: Decimal
    amount: Decimal


class _Split(Value):
    """Room for how a sale splits into net and taxes: worked out once, and no fact."""

    __slots__ = ("split",)


@value
class Terms(_Split, Worded):
    """What rules and money need of a package, and its name, as sold.

    Args:
        price: As declared.
        total: What is owed in all; `tax` is the part of it that is tax.
        taxes: They add up to `tax`, and are not known of what was sold under rules 1.
        tax_point: When a tax falls due.
        members: How many other clients may redeem from it.
        agreed: The price that was agreed instead of the declared one; None where that one was.
        discount: By how much less is owed in all because of it.
        first_day: The first day on which it can be redeemed, where one was agreed.
        refunds: What was promised about paying back; None where nothing was.
    """

    package: PackageId
    name: str
    unit: Unit
    inclusions: tuple[Inclusion, ...]
    price: Decimal
    original: Decimal | None
    tax: Decimal
    total: Decimal
    deposit: Decimal | None
    payment_methods: tuple[str, ...]
    validity: Validity
    validity_from: ValidityFrom
    redeem_by: RedeemBy
    priority: int
    cancellation: CancellationPolicy
    taxes: tuple[TaxSold, ...] = ()
    tax_point: TaxPoint = "payment"
    members: int = 0
    agreed: Decimal | None = None
    discount: Decimal | None = None
    first_day: date | None = None
    only: Only | None = None
    texts: tuple[TextIn, ...] = ()
    refunds: Refunds | None = None

    @property
    def measure(self) -> Measure:
        """What its units are told in."""
        return measure_of(self.unit, self.inclusions)

    def inclusion_of(self, service: ServiceId) -> Inclusion | None:
        """Return the terms for one service, or None where the package does not include it."""
        return next((each for each in self.inclusions if each.service == service), None)
