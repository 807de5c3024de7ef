"""What the units of a purchase are worth at a moment, and what of its price is used, left and lapsed (R-7.6).

A fold over the facts of a purchase and never a running state, so that a visit which is released later is
reckoned as if it had never taken units. What is gone is one running total, rounded half up; a movement is the
difference of two. Amounts are whole numbers in the currency's smallest unit inside, all taxes included.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from operator import itemgetter

from trafftpkg.domain.balance import free_units, price_of
from trafftpkg.domain.purchase import Balance, Change, Hold, Purchase
from trafftpkg.domain.taxes import TaxPart, digits_in, split_of, taxes_within
from trafftpkg.domain.value import Value, value

_ALWAYS = datetime.max.replace(tzinfo=UTC)


@value
class Worth(Value):
    """Where the price of a purchase is: `total` is the price now, and the sum of the other three.

    Args:
        used: Of the units used.
        left: Of those that are available or booked.
        lapsed: Of those that lapsed, or were taken; after an end what was kept for good.
    """

    total: Decimal
    used: Decimal
    left: Decimal
    lapsed: Decimal


def worth_at(purchase: Purchase, now: datetime) -> Worth:
    """Return where the price is at a moment, all taxes included."""
    used, left, lapsed = shares_at(purchase, now)
    step = Decimal(1).scaleb(-digits_in(purchase.value))
    return Worth(
        total=(used + left + lapsed) * step, used=used * step, left=left * step, lapsed=lapsed * step
    )


def shares_at(purchase: Purchase, now: datetime) -> tuple[int, int, int]:
    """Return what is used, left and lapsed, in the currency's smallest unit."""
    return _settled(purchase, _shares_at(purchase, now))


def shares_along(
    purchase: Purchase, since: datetime, turns: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Return the shares at a moment, and then after each of the turns that follow.

    The same as `shares_at` at each, in one walk: a booking needs them all.

    Args:
        turns: How many units visits take, and how many lapse, at each.
    """
    shares = _shares_at(purchase, since)
    yield _settled(purchase, shares)
    for taken, lapsing in turns:
        shares.used += shares.take(taken)
        shares.lapsed += shares.take(lapsing)
        yield _settled(purchase, shares)


def _settled(purchase: Purchase, shares: "_Shares") -> tuple[int, int, int]:
    """Return the shares; after an end nothing is left, and what was used is earned as far as it was paid."""
    ended = purchase.ended
    if ended is None:
        return shares.used, shares.left, shares.lapsed
    paid = smallest(purchase, purchase.paid)
    if ended.kept is None:
        used = max(min(shares.used, paid), 0)
        return used, 0, paid - used
    return shares.used, 0, max(min(smallest(purchase, ended.kept), paid - shares.used), 0)


def worth_of(purchase: Purchase, units: int, now: datetime) -> Decimal:
    """Return what so many of the units that are left carry now."""
    return _amount(purchase, _shares_at(purchase, now).take(units))


def total_owed(purchase: Purchase) -> Decimal:
    """Return what is owed in all; after an end what was used, and what is kept."""
    return price_of(purchase) if purchase.ended is None else worth_at(purchase, _ALWAYS).total


def taxes_owed(purchase: Purchase) -> tuple[TaxPart, ...]:
    """Return each tax within what is owed in all."""
    return taxes_within(purchase.terms, total_owed(purchase))


def due_of(purchase: Purchase) -> Decimal:
    """Return what is still to be paid; after an end what was used and not paid (R-7.10)."""
    return max(total_owed(purchase) - purchase.paid, purchase.value * 0)


def owed_back(purchase: Purchase) -> Decimal:
    """Return what was paid above what an ended purchase comes to: it is owed to the client (R-7.10)."""
    nothing = purchase.value * 0
    return nothing if purchase.ended is None else max(purchase.paid - total_owed(purchase), nothing)


def came_to_nothing(purchase: Purchase) -> bool:
    """Tell whether it was voided, and no money came or is owed: a mistake, or a sale that nobody paid."""
    voided = purchase.ended is not None and purchase.ended.kind == "voided"
    return voided and not purchase.payments and not purchase.paid and not total_owed(purchase)


def net_worth(purchase: Purchase, now: datetime, balance: Balance) -> Decimal:
    """Return what the units that are left carry now, without taxes.

    Args:
        balance: Where the units are now. Most purchases of a long ledger have none left.
    """
    if not balance.available and not balance.booked:
        return purchase.value * 0
    used, left, lapsed = shares_at(purchase, now)
    split, gone = split_of(purchase.terms), used + lapsed
    return _amount(purchase, split.net(gone + left) - split.net(gone))


def lapsed_worth(purchase: Purchase) -> Decimal:
    """Return what was paid for the units that lapsed when the purchase expired: unpaid ones earn nothing."""
    assert purchase.expires_at is not None
    before = worth_at(purchase, purchase.expires_at - timedelta(microseconds=1))
    then = worth_at(purchase, purchase.expires_at)
    received = max(purchase.paid - then.used - then.left, purchase.value * 0)
    return min(then.lapsed - before.lapsed, received)


def sent_value(purchase: Purchase) -> Decimal:
    """Return what of the value went with units to other clients."""
    sent = (each.amount for each in purchase.changes if each.kind == "sent" and each.amount is not None)
    return sum(sent, purchase.value * 0)


def lapsing_units(purchase: Purchase, taken: int) -> int:
    """Return how many of the units that are taken by hand had been paid for; what was added goes first."""
    added = 0
    for each in purchase.changes:
        if each.kind == "adjusted" and each.lapsing is not None:
            added += each.units + each.lapsing
    return max(taken - added, 0)


def smallest(purchase: Purchase, amount: Decimal) -> int:
    """Return an amount of a purchase's money in the smallest unit: values have all digits of the currency."""
    return int(amount.scaleb(digits_in(purchase.value)))


def _amount(purchase: Purchase, count: int) -> Decimal:
    return Decimal(count).scaleb(-digits_in(purchase.value))


class _Shares:
    """How the value is shared since the last change of how many units share it.

    `gone` is what has gone of the units since; units that were added under rules 1 are worth nothing and go
    first, so that only what is gone beyond those takes its share.
    """

    __slots__ = ("_beyond", "_gone", "_units", "_value", "lapsed", "used")

    def __init__(self, value: int, units: int) -> None:
        self._value, self._units = value, units
        self._gone = self._beyond = 0
        self.used = self.lapsed = 0

    @property
    def left(self) -> int:
        """What is left of the value."""
        return self._value - self._spent()

    def take(self, units: int) -> int:
        """Let units go, and return the share that goes with them."""
        if not units:
            return 0
        before = self._spent()
        self._gone += units
        return self._spent() - before

    def change(self, change: Change, amount: int) -> None:
        """Apply what changed how many share, or lowered the price by an amount."""
        if change.kind == "goodwill":
            self._lower(amount)
        elif change.kind != "adjusted":
            self._send(change.units, amount)
        elif change.lapsing is None:
            self._add_without_share(change.units)
        else:
            # Of those taken, what had been added leaves its share to the others.
            self._share(self.left, self._left_units() + change.units + change.lapsing)
            self.lapsed += self.take(change.lapsing)

    def _spent(self) -> int:
        gone = self._gone - self._beyond
        if gone >= self._units:
            return self._value
        if gone <= 0:
            return 0
        return (2 * self._value * gone + self._units) // (2 * self._units)

    def _left_units(self) -> int:
        return max(self._units + self._beyond - self._gone, 0)

    def _share(self, value: int, units: int) -> None:
        """Share this amount from now on; without any units left it lapses."""
        self._value, self._units = value, max(units, 0)
        self._gone = self._beyond = 0
        if not self._units:
            self.lapsed += value
            self._value = 0

    def _add_without_share(self, units: int) -> None:
        """Under rules 1 units that are added restore what had gone before, and units that are taken lapse."""
        before = self.left
        self._beyond += units
        more = self.left - before
        if more < 0:
            self.lapsed -= more
        else:
            lacking = self._give(more)
            if lacking:
                self._share(self.left - lacking, self._left_units())

    def _send(self, units: int, recorded: int) -> None:
        """What was recorded stands: only where it is not the share by now are the units left shared anew."""
        more = recorded - self.take(units)
        if more:
            lacking = max(more - self.left, 0)
            self._share(self.left - more + lacking, self._left_units())
            self._give(lacking)

    def _lower(self, amount: int) -> None:
        off = min(amount, self.used)
        self.used -= off
        taken = min(amount - off, self.left)
        if taken:
            self._share(self.left - taken, self._left_units())
        self.lapsed -= min(amount - off - taken, self.lapsed)

    def _give(self, amount: int) -> int:
        """Take an amount off what was used, then off what lapsed, and return what both could not give."""
        off = min(amount, self.used)
        self.used -= off
        more = min(amount - off, self.lapsed)
        self.lapsed -= more
        return amount - off - more


_Order = tuple[datetime, int, int]


def _shares_at(purchase: Purchase, now: datetime) -> _Shares:
    shares = _Shares(smallest(purchase, purchase.value), purchase.granted + purchase.received)
    shares.used += shares.take(purchase.used_before)
    used = [hold for hold in purchase.holds if hold.used_at <= now]
    for order, step in sorted(_steps(purchase, now), key=itemgetter(0)):
        # What is used between two steps goes as one: their shares are differences of one running total.
        shares.used += shares.take(sum([hold.units for hold in used if _order_of(hold) < order]))
        used = [hold for hold in used if _order_of(hold) > order]
        if isinstance(step, Change):
            shares.change(step, 0 if step.amount is None else smallest(purchase, step.amount))
        else:
            shares.lapsed += shares.take(step)
    shares.used += shares.take(sum([hold.units for hold in used]))
    return shares


def _steps(purchase: Purchase, now: datetime) -> Iterator[tuple[_Order, Change | int]]:
    """All but visits that has moved the price until now: units that lapsed, and what changed it."""
    lapsed = _lapsed_units(purchase, now)
    if lapsed:
        yield (purchase.expires_at or now, 1, 0), lapsed
    for place, change in enumerate(purchase.changes):
        yield (change.at, 2, 2 * place), change


def _order_of(hold: Hold) -> _Order:
    """Of one moment visits begin first, then units lapse; then what was recorded, in the order it was."""
    return (hold.used_at, 2, 2 * hold.after - 1) if hold.since else (hold.starts_at, 0, 0)


def _lapsed_units(purchase: Purchase, now: datetime) -> int:
    over = purchase.expires_at is not None and purchase.expires_at <= now
    return purchase.lapsed + (free_units(purchase) if over else 0)
