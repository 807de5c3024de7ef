"""A purchase: the facts about a package sold to one client, and the balance they give at a moment."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from trafftpkg.domain.ids import AppointmentId, ClientKey, EmployeeId, LocationId, PurchaseId, ServiceId
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import Value, replace, value

EndKind = Literal["voided", "refunded"]
ChangeKind = Literal["adjusted", "sent", "refunded", "goodwill"]

MovementKind = Literal[
    "sold",
    "discounted",
    "received",
    "redeemed",
    "lapsed",
    "refunded",
    "adjusted",
    "receivable",
    "taxed",
    "voided",
    "returned",
    "settled",
]
"""What moved.

`receivable` is what clients came to owe, `settled` what of that they owe no more. `taxed` stands beside the
others; `voided` and `returned` are what sales lost.
"""
KINDS: tuple[MovementKind, ...] = get_args(MovementKind)
"""The position of a kind is its number in the tables of the stores."""


@value
class MovedBack(Value):
    """What reports count of one kind because a mistake was set right; below zero less.

    Args:
        thing: Its id.
        part, employee, location, times, units, value, gross: As in `Movement`.
    """

    thing: str
    kind: MovementKind
    part: str
    employee: str
    location: str
    times: int
    units: int
    value: int
    gross: int


@value
class Hold(Value):
    """Units that one appointment holds; `kept` when it was missed, or cancelled too late.

    Args:
        since: From when they count as used, where they were kept before the start.
        after: How many changes the purchase had seen by `since`.
    """

    appointment: AppointmentId
    service: ServiceId
    employee: EmployeeId
    location: LocationId
    units: int
    starts_at: datetime
    kept: bool = False
    since: datetime | None = None
    after: int = 0

    def is_used(self, now: datetime) -> bool:
        """Begun, missed, or cancelled late and kept (R-3.2)."""
        return self.kept or self.starts_at <= now

    @property
    def used_at(self) -> datetime:
        """The moment from which its units count as used."""
        return self.starts_at if self.since is None else self.since


@value
class Payment(Value):
    """Money received (positive) or returned (negative), as recorded."""

    amount: Decimal
    method: str
    reference: str | None
    at: datetime


@value
class Change(Value):
    """What changed the price of a purchase, or how many units share it (R-7.6).

    Args:
        units: Added or, below zero, taken; sent; or paid back.
        amount: By how much it lowered the price, as recorded.
        lapsing: How many of the units taken lapsed with their share; None under rules 1, where units that
            were added were worth nothing and left first.
    """

    kind: ChangeKind
    at: datetime
    units: int = 0
    amount: Decimal | None = None
    lapsing: int | None = None


@value
class Ending(Value):
    """How a purchase was ended before its time, and when.

    Args:
        kept: What was paid above what was used and is kept for good; None under rules 1, where an end left
            nothing to be paid nor to be paid back.
    """

    kind: EndKind
    at: datetime
    kept: Decimal | None = None


@value
class Balance(Value):
    """Where a purchase's units are at one moment. The law of conservation is checked on it."""

    available: int
    booked: int
    used: int
    lapsed: int
    refunded: int
    sent: int
    voided: int


@value
class Purchase(Value):
    """A package as sold to one client: facts only, without what depends on the time.

    Units are counted in `terms.unit`. Moments are UTC.

    Args:
        value: What the units granted or received were worth when they came: the base of price per unit.
        changes: What changed the price or how many units share it, in order.
        moves: Payments that came, or below zero went, with units from one client to another.
        paid: Net of refunds and of what moved.
        pay_by: Until when a pending sale may be paid; None when nothing was due.
        lapsed: Written off by a recorded lapse; what time alone has lapsed is in `balance`.
        start_day: The day its validity counts from; None while a first appointment has not been booked.
        base_day: The last day before freezes move it; None while unknown or without an end.
        extended: The last day was set by an extension, or promised with a gift: first appointments no longer
            move it.
        freezes: Merged, sorted, apart from each other.
        absorbed: Freezes that an extension has already counted in.
        forgiven: Late or missed appointments released by forgiveness so far.
        adjustments: Units by which adjusting moved the `max` of a service.
        sold_elsewhere: It came, or its units did, from another system, and is no sale of ours.
        members: The other clients who may redeem from it, in the order that it was shared.
        payer: Who pays, or paid, for it, where that is another than the client.
    """

    id: PurchaseId
    client: ClientKey
    terms: Terms
    purchased_at: datetime
    granted: int
    received: int
    value: Decimal
    pay_by: datetime | None
    on_site: bool
    last_day: date | None
    expires_at: datetime | None
    start_day: date | None = None
    base_day: date | None = None
    extended: bool = False
    freezes: tuple[DaySpan, ...] = ()
    absorbed: tuple[DaySpan, ...] = ()
    adjusted: int = 0
    lapsed: int = 0
    refunded: int = 0
    sent: int = 0
    voided: int = 0
    used_before: int = 0
    changes: tuple[Change, ...] = ()
    moves: tuple[Payment, ...] = ()
    paid: Decimal = Decimal(0)
    payments: tuple[Payment, ...] = ()
    holds: tuple[Hold, ...] = ()
    forgiven: int = 0
    adjustments: tuple[tuple[ServiceId, int], ...] = ()
    ended: Ending | None = None
    sold_elsewhere: bool = False
    members: tuple[ClientKey, ...] = ()
    payer: ClientKey | None = None

    @property
    def redeemers(self) -> tuple[ClientKey, ...]:
        """Who may redeem from it: whose it is, then its members."""
        return (self.client, *self.members)

    @property
    def parties(self) -> tuple[ClientKey, ...]:
        """Whom it is about: who may redeem from it, then who pays for it."""
        return (*self.redeemers, self.paid_by)

    @property
    def paid_by(self) -> ClientKey:
        """Whose money its price, payments and refunds are: the payer's, or else the client's."""
        return self.client if self.payer is None else self.payer

    def without(self, appointment: AppointmentId) -> "Purchase":
        """Return it as it holds nothing for a visit."""
        return replace(self, holds=tuple(hold for hold in self.holds if hold.appointment != appointment))
