"""Where the money of a purchase, or of a visit at its price, is at a moment.

What was received covers what was used, then what is left, then what lapsed (R-7.6). Amounts are running
totals in the smallest unit. A movement is the difference of two positions, and reports add movements up: no
report reckons anything about money itself (R-11).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units, is_expired
from trafftpkg.domain.ids import ClientKey, EmployeeId, LocationId, ServiceId
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.taxes import Split, digits_in, split_of, split_of_visit
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.worth import sent_value, shares_along, total_owed

Accountable = Purchase | Appointment
"""What money is kept of; of visits only those at a price."""


Use = tuple[ServiceId, EmployeeId, LocationId]
"""What used visits have in common: of which service, by whom, and where."""

Used = Mapping[Use, tuple[int, int]]
"""Visits and units by use."""
UNUSED: Used = MappingProxyType({})


class Position(NamedTuple):
    """The running totals of one thing; all zero before it begins.

    Args:
        split: How its money splits into net and taxes.
        paid: Net of what was paid back, with what came or went with units.
        spent: What of the price is used.
        lapsed: What of the price lapsed and was paid for: nobody earns the rest.
        begun: Units it began with, `lapsed_units` those that lapsed, `adjusted` what else came and went.
        net_paid: `paid` without taxes; likewise `net_spent`, and `net_earned` of both `spent` and `lapsed`.
    """

    split: Split = Split()
    paid: int = 0
    spent: int = 0
    lapsed: int = 0
    begun: int = 0
    lapsed_units: int = 0
    adjusted: int = 0
    net_paid: int = 0
    net_spent: int = 0
    net_earned: int = 0

    @property
    def earned(self) -> int:
        """What was used, or lapsed and was paid for."""
        return self.spent + self.lapsed

    @property
    def closing(self) -> int:
        """What is owed to the client, net; below zero what the client owes for what was used."""
        return self.net_paid - self.net_earned

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
        taxed = self.taxed
        # Mostly what is taxed is what is paid or used, of which the net part is known.
        known = {self.paid: self.net_paid, self.spent: self.net_spent}
        due = taxed - (known[taxed] if taxed in known else self.split.net(taxed))
        released = self.lapsed - self.net_earned + self.net_spent
        return self.paid - self.net_paid + self.unpaid - self.receivable - due - released

    @property
    def taxed(self) -> int:
        """What taxes are due on: what is used or, by payment, what is paid and has not lapsed."""
        return max(self.paid - self.lapsed, self.spent) if self.split.by_payment else self.spent


def without_lapses(split: Split, paid: int, spent: int) -> Position:
    """Return the position of what lapsed nothing, and whose units nobody counts."""
    net_spent = split.net(spent)
    return Position(split, paid, spent, net_paid=split.net(paid), net_spent=net_spent, net_earned=net_spent)


class Turn(NamedTuple):
    """What time alone does at one moment: visits begin, and free units lapse (R-11.2).

    Args:
        uses: The visits that begin.
        taken: Units that these take from then on.
        lapsing: Units that lapse.
    """

    at: datetime
    uses: Used
    taken: int = 0
    lapsing: int = 0


class Sale(NamedTuple):
    """What a thing was sold for, and what of that its end, refunds and goodwill let go since."""

    price: int = 0
    given_up: int = 0


def position_of(thing: Accountable, at: datetime) -> Position:
    """Return where the money of a thing is at a moment."""
    return next(positions_along(thing, at, ()))


def positions_along(thing: Accountable, since: datetime, turns: Sequence[Turn]) -> Iterator[Position]:
    """Return the position at a moment, and then after each of the turns that follow, in their order."""
    if isinstance(thing, Appointment):
        yield from (_of_visit(thing, at) for at in (since, *(turn.at for turn in turns)))
        return
    split, paid = split_of(thing.terms), in_smallest(thing.paid, thing.value)
    net_paid, begun = split.net(paid), thing.granted - thing.used_before
    lapsed_units = thing.lapsed + (free_units(thing) if is_expired(thing, since) else 0)
    adjusted = thing.adjusted + thing.received - thing.sent - thing.voided - thing.refunded
    shares = shares_along(thing, since, [(turn.taken, turn.lapsing) for turn in turns])
    for lapsing, (spent, left, lapsed) in zip((0, *(turn.lapsing for turn in turns)), shares, strict=True):
        lapsed_units += lapsing
        kept = max(min(paid - spent - left, lapsed), 0)
        net_spent = split.net(spent)
        net_earned = split.net(spent + kept) if kept else net_spent
        yield Position(
            split, paid, spent, kept, begun, lapsed_units, adjusted, net_paid, net_spent, net_earned
        )


def turns_of(thing: Accountable, since: datetime, until: datetime | None = None) -> list[Turn]:
    """Return what time alone will do after a moment, up to another, inclusive; in order."""
    if isinstance(thing, Appointment):
        starts = thing.visit.starts_at
        is_to_come = thing.status == "booked" and bool(thing.owed) and starts > since
        return [Turn(starts, {_use_of(thing): (1, 0)})] if is_to_come and _is_by(until, starts) else []
    coming = [
        hold
        for hold in thing.holds
        if hold.starts_at > since and not hold.kept and _is_by(until, hold.starts_at)
    ]
    moments = {hold.starts_at for hold in coming}
    ends, free = thing.expires_at, 0
    if ends is not None and ends > since and _is_by(until, ends):
        free = free_units(thing)
        if free:
            moments.add(ends)
    return [_turn(at, coming, free if at == ends else 0) for at in sorted(moments)]


def _turn(at: datetime, coming: list[Hold], lapsing: int) -> Turn:
    begins = [hold for hold in coming if hold.starts_at == at]
    return Turn(at, _uses(begins), sum([hold.units for hold in begins if hold.since is None]), lapsing)


def used_at(thing: Accountable, at: datetime) -> Used:
    """Return the visits of a thing that are used at a moment."""
    if isinstance(thing, Appointment):
        return {_use_of(thing): (1, 0)} if thing.price is not None and _is_used(thing, at) else UNUSED
    return _uses([hold for hold in thing.holds if hold.is_used(at)])


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


def _uses(holds: Iterable[Hold]) -> Used:
    used: dict[Use, tuple[int, int]] = {}
    for hold in holds:
        use = hold.service, hold.employee, hold.location
        visits, units = used.get(use, (0, 0))
        used[use] = visits + 1, units + hold.units
    return used


def _use_of(visit: Appointment) -> Use:
    return visit.visit.service, visit.visit.employee, visit.visit.location


def _is_used(visit: Appointment, at: datetime) -> bool:
    """A visit at its price is used once it has begun, or from when it was called off and its price kept."""
    return bool(visit.owed) and (visit.status != "booked" or visit.visit.starts_at <= at)


def _is_by(until: datetime | None, at: datetime) -> bool:
    return until is None or at <= until


def _of_visit(visit: Appointment, at: datetime) -> Position:
    if visit.price is None:
        return Position()
    split = split_of_visit(visit.price, visit.taxes, visit.tax_point)
    spent = in_smallest(visit.owed, visit.price) if visit.owed and _is_used(visit, at) else 0
    return without_lapses(split, in_smallest(visit.paid, visit.price), spent)


def package_of(thing: Accountable) -> str | None:
    """Return the package that a thing is of; None for a visit at its price."""
    return thing.terms.package if isinstance(thing, Purchase) else None


def paid_by(thing: Accountable) -> ClientKey:
    """Return whose money it is: the payer's, or else the client's."""
    return thing.paid_by if isinstance(thing, Purchase) else thing.client


def unit_of(thing: Accountable) -> Unit | None:
    """Return what a thing's units are counted in; None for a visit at its price."""
    return thing.terms.unit if isinstance(thing, Purchase) else None
