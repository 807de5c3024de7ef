"""How what is owed to clients moves: each change of a purchase's outstanding units, and its worth (R-11).

Outstanding units are those available and booked. The worth of a movement is the difference of what they are
worth before and after, so that whatever happens the movements of a purchase add up to the cent. What lapses
unpaid is earned by nobody.
Amounts are whole numbers in the currency's smallest unit: cents, yen, fils.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.domain.balance import free_units
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.purchase import MovementKind, Purchase
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import shares_along, shares_at
from trafftpkg.domain.worth import smallest as smallest_of

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry


class Movement(NamedTuple):
    """One movement of a purchase.

    Positive as its kind says: sold, imported and adjusted add to what is owed, the others take from it.

    Args:
        at: When it happened, or will if nothing else does. UTC.
        service: What a visit was of; None for all that is not redeemed.
        times: Visits redeemed, less those given back; of the other kinds, how often it was done.
        value: In the currency's smallest unit.
    """

    at: datetime
    kind: MovementKind
    service: ServiceId | None
    times: int
    units: int
    value: int


def foreseen(purchase: Purchase, since: datetime) -> list[Movement]:
    """Return what time alone will do after a moment, in order: visits begin, free units lapse (R-11.2)."""
    moments = {hold.starts_at for hold in purchase.holds if not hold.kept and hold.starts_at > since}
    ends = purchase.expires_at
    if ends is not None and ends > since and free_units(purchase):
        moments.add(ends)
    if not moments:
        return []
    ahead = sorted(moments)
    before, found = _Standing(purchase, since), list[Movement]()
    for at, shares in zip(ahead, shares_along(purchase, since, ahead), strict=True):
        after = _Standing(purchase, at, shares)
        found += _between(before, after, at)
        before = after
    return found


def happened(purchase: Purchase, since: datetime, until: datetime) -> list[Movement]:
    """Return what of the foreseen has come true until a moment, inclusive, without an entry between."""
    ends = purchase.expires_at
    if not (ends is not None and since < ends <= until) and not any(
        since < hold.starts_at <= until for hold in purchase.holds
    ):
        return []
    return [each for each in foreseen(purchase, since) if each.at <= until]


def movements_of(
    before: Purchase | None, after: Purchase, at: datetime, imported: bool = False
) -> list[Movement]:
    """Return what an entry did to a purchase, time having done its part until then (R-11.3).

    Args:
        before: None where the purchase begins.
        at: The entry's moment.
        imported: Where it begins, it was brought in from another system, and not sold.
    """
    if before is not None and _moves_only_what_is_to_come(before, after, at):
        return []
    was, now = _Standing(before, at), _Standing(after, at)
    if before is None and after.used_before:
        # What was used before an import was never owed here.
        was.spent = shares_at(replace(after, holds=()), at)[0]
    return _between(was, now, at, "imported" if imported else "sold")


def life_of(purchase: PurchaseId, entries: "Iterable[Entry]") -> tuple[Purchase | None, list[Movement]]:
    """Return a purchase as the entries that touched it made it, with all its movements, foreseen ones too."""
    state: Purchase | None = None
    since, found = None, list[Movement]()
    for entry in entries:
        before, imported = state, False
        for event in entry.events:
            if purchase in event.touched():
                state = event.after(purchase, state, entry.at)
                imported = imported or event.sold_elsewhere
        if state is not None:
            if before is not None and since is not None:
                found += happened(before, since, entry.at)
            said = said_by(entry, purchase)
            found += movements_of(before, state, entry.at, imported) if said is None else said
            since = entry.at
    if state is not None and since is not None:
        found += foreseen(state, since)
    return state, found


def said_by(entry: "Entry", purchase: PurchaseId) -> list[Movement] | None:
    """Return what an entry says itself that reports count for a purchase; None where its facts tell."""
    for event in entry.events:
        moved = event.moved_back(purchase)
        if moved is not None:
            return [
                Movement(entry.at, each.kind, each.service, each.times, each.units, each.value)
                for each in moved
            ]
    return None


def smallest(amount: Decimal, currency: str) -> int:
    """Return an amount of money in the currency's smallest unit."""
    return int(amount.scaleb(digits_of(currency)))


def money_of(amount: int, currency: str) -> Decimal:
    """Return an amount in the currency's smallest unit as money, with all its digits."""
    return Decimal(amount).scaleb(-digits_of(currency))


ADDING = frozenset(("sold", "imported", "adjusted"))
"""The kinds that add to what is owed; the others take from it."""


class _Standing:
    """Where the units and the price of a purchase are at a moment; nothing before it begins.

    Args:
        shares: What is used, left and lapsed of the price then, where it is known already.
        used: By service, the visits and the units that are used.
        received: What of the price that lapsed was paid: only that is earned.
    """

    __slots__ = (
        "adjusted",
        "begun",
        "lapsed",
        "left",
        "received",
        "refunded",
        "spent",
        "used",
    )

    def __init__(
        self, purchase: Purchase | None, at: datetime, shares: tuple[int, int, int] | None = None
    ) -> None:
        self.used: dict[ServiceId, tuple[int, int]] = {}
        self.begun = self.adjusted = self.lapsed = self.refunded = 0
        self.spent = self.left = self.received = 0
        if purchase is None:
            return
        for hold in purchase.holds:
            if hold.kept or hold.starts_at <= at:
                visits, units = self.used.get(hold.service, (0, 0))
                self.used[hold.service] = visits + 1, units + hold.units
        over = purchase.expires_at is not None and purchase.expires_at <= at
        self.begun = purchase.granted - purchase.used_before
        self.adjusted = purchase.adjusted + purchase.received - purchase.sent - purchase.voided
        self.lapsed = purchase.lapsed + (free_units(purchase) if over else 0)
        self.refunded = purchase.refunded
        self.spent, self.left, lapsed = shares or shares_at(purchase, at)
        beyond = smallest_of(purchase, purchase.paid) - self.spent - self.left
        self.received = max(min(beyond, lapsed), 0)


def _between(was: _Standing, now: _Standing, at: datetime, begun: MovementKind = "sold") -> list[Movement]:
    """Return what moved between two standings: what is left is what it was and what moved."""
    found = list(_redeemed(was, now, at))
    redeemed = sum(each.value for each in found)
    lapsed = now.received - was.received
    sold = now.left + redeemed + lapsed if now.begun and not was.begun else 0
    rest = now.left - was.left - sold + redeemed + lapsed
    is_refund = now.refunded != was.refunded
    steps: list[tuple[MovementKind, int, int]] = [
        (begun, now.begun - was.begun, sold),
        ("adjusted", now.adjusted - was.adjusted, 0 if is_refund else rest),
        ("lapsed", now.lapsed - was.lapsed, lapsed),
        ("refunded", now.refunded - was.refunded, -rest if is_refund else 0),
    ]
    for kind, units, value in steps:
        if units or value:
            found.append(Movement(at, kind, None, -1 if units < 0 else bool(units) * 1, units, value))
    return found


def _redeemed(was: _Standing, now: _Standing, at: datetime) -> Iterator[Movement]:
    """What was used, split over the services by their units; to none where only its worth has changed."""
    worth = now.spent - was.spent
    changes = []
    for service in sorted({*was.used, *now.used}):
        visits, units = was.used.get(service, (0, 0))
        visits_now, units_now = now.used.get(service, (0, 0))
        if (visits, units) != (visits_now, units_now):
            changes.append((service, visits_now - visits, units_now - units))
    weight, done, so_far = sum(abs(units) for _, _, units in changes), 0, 0
    for service, visits, units in changes:
        done += abs(units)
        until = worth * done // weight if weight else 0
        yield Movement(at, "redeemed", service, visits, units, until - so_far)
        so_far = until
    if worth != so_far:
        yield Movement(at, "redeemed", None, 0, 0, worth - so_far)


def _moves_only_what_is_to_come(before: Purchase, after: Purchase, at: datetime) -> bool:
    """Tell whether nothing else than visits to come differs, and the purchase goes on: most bookings."""
    if any(each.expires_at is not None and each.expires_at <= at for each in (before, after)):
        return False
    if _counted(before) != _counted(after):
        return False
    same = {id(hold) for hold in before.holds} & {id(hold) for hold in after.holds}
    differ = [hold for hold in (*before.holds, *after.holds) if id(hold) not in same]
    return not any(hold.kept or hold.starts_at <= at for hold in differ)


def count_alike(before: Purchase, after: Purchase) -> bool:
    """Tell whether movements, foreseen ones too, are the same of both."""
    return (
        before.expires_at == after.expires_at
        and before.holds == after.holds
        and _counted(before) == _counted(after)
    )


def _counted(purchase: Purchase) -> tuple[object, ...]:
    """All that movements depend on besides end and visits, as far as an event can change it."""
    return (
        purchase.adjusted,
        purchase.changes,
        purchase.ended,
        purchase.lapsed,
        purchase.paid,
        purchase.refunded,
        purchase.sent,
        purchase.voided,
    )
