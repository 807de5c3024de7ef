"""Where the money of a purchase, or of a visit at its price, is at a moment.

What was received covers what was used, then what is left, then what lapsed (R-7.6). Amounts are running
totals in the smallest unit. A movement is the difference of two positions, and reports add movements up: no
report reckons anything about money itself (R-11).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units
from trafftpkg.domain.ids import ClientKey, EmployeeId, LocationId, ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.taxes import Split, digits_in, split_of, split_of_visit
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.worth import sent_value, shares_along, total_owed

Accountable = Purchase | Appointment
"""What money is kept of; of visits only those at a price."""


class Use(NamedTuple):
    """What used visits have in common: of which service, by whom, and where."""

    service: ServiceId
    employee: EmployeeId
    location: LocationId


Used = Mapping[Use, tuple[int, int]]
"""Visits and units by use."""
_UNUSED: Used = MappingProxyType({})


class Position(NamedTuple):
    """The running totals of one thing; all zero before it begins.

    Args:
        split: How its money splits into net and taxes.
        paid: Net of what was paid back, with what came or went with units.
        spent: What of the price is used.
        lapsed: What of the price lapsed and was paid for: nobody earns the rest.
        begun: Units it began with, `lapsed_units` those that lapsed, `adjusted` what else came and went.
    """

    split: Split = Split()
    paid: int = 0
    spent: int = 0
    lapsed: int = 0
    used: Used = _UNUSED
    begun: int = 0
    lapsed_units: int = 0
    adjusted: int = 0

    @property
    def earned(self) -> int:
        """What was used, or lapsed and was paid for."""
        return self.spent + self.lapsed

    @property
    def closing(self) -> int:
        """What is owed to the client, net; below zero what the client owes for what was used."""
        return self.split.net(self.paid) - self.split.net(self.earned)

    @property
    def receivable(self) -> int:
        """What was earned and not received, net."""
        return max(-self.closing, 0)

    @property
    def unpaid(self) -> int:
        """What was earned and not received, with taxes."""
        return max(self.earned - self.paid, 0)

    @property
    def tax_ahead(self) -> int:
        """The tax that was received, or is receivable, and neither is due nor was released by a lapse."""
        released = self._tax(self.earned) - self._tax(self.spent)
        return self._tax(self.paid) + self.unpaid - self.receivable - self._tax(self.taxed) - released

    def _tax(self, amount: int) -> int:
        return amount - self.split.net(amount)

    @property
    def taxed(self) -> int:
        """What taxes are due on: what is used or, by payment, what is paid and has not lapsed."""
        return max(self.paid - self.lapsed, self.spent) if self.split.by_payment else self.spent


class Sale(NamedTuple):
    """What a thing was sold for, and what of that its end, refunds and goodwill let go since."""

    price: int = 0
    given_up: int = 0


def position_of(thing: Accountable, at: datetime) -> Position:
    """Return where the money of a thing is at a moment."""
    return next(positions_along(thing, at, [at]))


def positions_along(thing: Accountable, since: datetime, moments: list[datetime]) -> Iterator[Position]:
    """Return the positions at moments from `since` on, in their order, if only time passes."""
    if isinstance(thing, Appointment):
        yield from (_of_visit(thing, at) for at in moments)
        return
    split, paid = split_of(thing.terms), in_smallest(thing.paid, thing.value)
    for at, (spent, left, lapsed) in zip(moments, shares_along(thing, since, moments), strict=True):
        over = thing.expires_at is not None and thing.expires_at <= at
        yield Position(
            split=split,
            paid=paid,
            spent=spent,
            lapsed=max(min(paid - spent - left, lapsed), 0),
            used=_used(thing, at),
            begun=thing.granted - thing.used_before,
            lapsed_units=thing.lapsed + (free_units(thing) if over else 0),
            adjusted=thing.adjusted + thing.received - thing.sent - thing.voided - thing.refunded,
        )


def turns_of(thing: Accountable, since: datetime) -> list[datetime]:
    """Return the later moments, in order, at which visits begin and units lapse (R-11.2)."""
    if isinstance(thing, Appointment):
        starts = thing.visit.starts_at
        return [starts] if thing.status == "booked" and thing.owed and starts > since else []
    moments = {hold.starts_at for hold in thing.holds if not hold.kept and hold.starts_at > since}
    ends = thing.expires_at
    if ends is not None and ends > since and free_units(thing):
        moments.add(ends)
    return sorted(moments)


def sale_of(thing: Accountable) -> Sale:
    """Return what a thing was sold for, and how much of that was let go."""
    if isinstance(thing, Appointment):
        asked, owed = money_of_visit(thing)
        return Sale(asked, asked - owed)
    price, still = thing.value, total_owed(thing) + sent_value(thing)
    return Sale(in_smallest(price, price), in_smallest(price - still, price))


def in_smallest(amount: Decimal, like: Decimal) -> int:
    """Return an amount in the smallest unit; `like` is money that has all digits of the currency."""
    return int(amount.scaleb(digits_in(like)))


def money_of_visit(visit: Appointment) -> tuple[int, int]:
    """Return the price of a visit at its price, and what is still to be had of it in all."""
    assert visit.price is not None, f"{visit.id} has no price of its own"
    assert visit.owed is not None, f"{visit.id} has no price of its own"
    return in_smallest(visit.price, visit.price), in_smallest(visit.owed, visit.price)


def _used(purchase: Purchase, at: datetime) -> Used:
    used: dict[Use, tuple[int, int]] = {}
    for hold in purchase.holds:
        if hold.kept or hold.starts_at <= at:
            use = Use(hold.service, hold.employee, hold.location)
            visits, units = used.get(use, (0, 0))
            used[use] = visits + 1, units + hold.units
    return used


def _of_visit(visit: Appointment, at: datetime) -> Position:
    """A visit at its price is used once it has begun, or from when it was called off and its price kept."""
    if visit.price is None:
        return Position()
    _, owed = money_of_visit(visit)
    is_used = owed > 0 and (visit.status != "booked" or visit.visit.starts_at <= at)
    use = Use(visit.visit.service, visit.visit.employee, visit.visit.location)
    return Position(
        split=split_of_visit(visit.price, visit.taxes, visit.tax_point),
        paid=in_smallest(visit.paid, visit.price),
        spent=owed if is_used else 0,
        used={use: (1, 0)} if is_used else _UNUSED,
    )


def package_of(thing: Accountable) -> str | None:
    """Return the package that a thing is of; None for a visit at its price."""
    return thing.terms.package if isinstance(thing, Purchase) else None


def paid_by(thing: Accountable) -> ClientKey:
    """Return whose money it is: the payer's, or else the client's."""
    return thing.paid_by if isinstance(thing, Purchase) else thing.client


def unit_of(thing: Accountable) -> Unit | None:
    """Return what a thing's units are counted in; None for a visit at its price."""
    return thing.terms.unit if isinstance(thing, Purchase) else None
