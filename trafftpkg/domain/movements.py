"""How what is owed to clients moves: each change of a purchase's outstanding units, and its worth (R-11).

Outstanding units are those available and booked. The worth of a movement is the difference of what they are
worth before and after, so that whatever happens the movements of a purchase add up to the cent.
Amounts are whole numbers in the currency's smallest unit: cents, yen, fils.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from trafftpkg.domain.balance import free_units
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.purchase import Purchase

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry

MovementKind = Literal["sold", "imported", "redeemed", "refunded", "lapsed", "adjusted"]


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


def foreseen(purchase: Purchase, since: datetime, currency: str) -> list[Movement]:
    """Return what time alone will do after a moment, in order: visits begin, free units lapse (R-11.2).

    A visit that begins when the purchase expires comes first.
    """
    to_come = [hold for hold in purchase.holds if not hold.kept and hold.starts_at > since]
    ends = purchase.expires_at
    free = free_units(purchase) if ends is None or ends > since else 0
    if not to_come and not (free and ends is not None):
        return []
    worth = _worth(purchase, currency)
    steps: list[tuple[datetime, MovementKind, ServiceId | None, int]] = [
        (hold.starts_at, "redeemed", hold.service, hold.units) for hold in to_come
    ]
    if ends is not None and free:
        steps.append((ends, "lapsed", None, free))
    # Of one time "redeemed" must come first; the sort is stable, and the lapse was put last.
    steps.sort(key=lambda step: step[0])
    owed = free + sum(hold.units for hold in to_come)
    found = []
    for at, kind, service, units in steps:
        found.append(Movement(at, kind, service, 1, units, worth(owed) - worth(owed - units)))
        owed -= units
    return found


def happened(purchase: Purchase, since: datetime, until: datetime, currency: str) -> list[Movement]:
    """Return what of the foreseen has come true until a moment, inclusive, without an entry between."""
    ends = purchase.expires_at
    if not (ends is not None and since < ends <= until) and not any(
        since < hold.starts_at <= until for hold in purchase.holds
    ):
        return []
    return [each for each in foreseen(purchase, since, currency) if each.at <= until]


def movements_of(
    before: Purchase | None, after: Purchase, at: datetime, currency: str, imported: bool = False
) -> list[Movement]:
    """Return what an entry did to a purchase, time having done its part until then (R-11.3).

    What comes back comes first: a missed visit whose units then lapse is redeemed less, and lapsed more.

    Args:
        before: None where the purchase begins.
        at: The entry's moment.
        imported: Where it begins, it was brought in from another system, and not sold.
    """
    if before is not None and _moves_only_what_is_to_come(before, after, at):
        return []
    was, now = _Standing(before, at), _Standing(after, at)
    begun: MovementKind = "imported" if imported else "sold"
    steps: list[_Step] = [
        (begun, None, 1, now.begun - was.begun),
        ("adjusted", None, 1, now.adjusted - was.adjusted),
        ("lapsed", None, 1, now.lapsed - was.lapsed),
        ("refunded", None, 1, now.refunded - was.refunded),
    ]
    for used in sorted({*was.used, *now.used}):
        visits, taken = was.used.get(used, (0, 0))
        visits_now, taken_now = now.used.get(used, (0, 0))
        steps.append(("redeemed", used, visits_now - visits, taken_now - taken))
    worth, owed = _worth(after, currency), was.owed
    found = []
    for kind, service, times, units in sorted(steps, key=_takes):
        if not units and not (kind == "redeemed" and times):
            continue
        left = owed + units if kind in ADDING else owed - units
        value = worth(left) - worth(owed) if kind in ADDING else worth(owed) - worth(left)
        done = times if kind == "redeemed" or units > 0 else -times
        found.append(Movement(at, kind, service, done, units, value))
        owed = left
    return found


def life_of(
    purchase: PurchaseId, entries: "Iterable[Entry]", currency: str
) -> tuple[Purchase | None, list[Movement]]:
    """Return a purchase as the entries that touched it made it, with all its movements, foreseen ones too."""
    state: Purchase | None = None
    since, found = None, list[Movement]()
    for entry in entries:
        before, imported = state, False
        for event in entry.events:
            if purchase in event.touched_purchases():
                state = event.purchase_after(purchase, state, entry.at)
                imported = imported or event.sold_elsewhere
        if state is not None:
            if before is not None and since is not None:
                found += happened(before, since, entry.at, currency)
            found += movements_of(before, state, entry.at, currency, imported)
            since = entry.at
    if state is not None and since is not None:
        found += foreseen(state, since, currency)
    return state, found


def owed_worth(purchase: Purchase, owed: int, currency: str) -> Decimal:
    """Return what so many units that are owed to the client count for in the reports."""
    return money_of(_worth(purchase, currency)(owed), currency)


def smallest(amount: Decimal, currency: str) -> int:
    """Return an amount of money in the currency's smallest unit."""
    return int(amount.scaleb(digits_of(currency)))


def money_of(amount: int, currency: str) -> Decimal:
    """Return an amount in the currency's smallest unit as money, with all its digits."""
    return Decimal(amount).scaleb(-digits_of(currency))


_Step = tuple[MovementKind, ServiceId | None, int, int]
"""Kind, service, times, units."""

ADDING = frozenset(("sold", "imported", "adjusted"))
"""The kinds that add to what is owed; the others take from it."""


class _Standing:
    """Where the units of a purchase are at a moment, by what brought them there; nothing before it begins."""

    __slots__ = ("adjusted", "begun", "lapsed", "owed", "refunded", "used")

    def __init__(self, purchase: Purchase | None, at: datetime) -> None:
        self.used: dict[ServiceId, tuple[int, int]] = {}
        self.begun = self.adjusted = self.lapsed = self.refunded = self.owed = 0
        if purchase is None:
            return
        booked = 0
        for hold in purchase.holds:
            if hold.kept or hold.starts_at <= at:
                visits, units = self.used.get(hold.service, (0, 0))
                self.used[hold.service] = visits + 1, units + hold.units
            else:
                booked += hold.units
        free = free_units(purchase)
        over = purchase.expires_at is not None and purchase.expires_at <= at
        self.begun = purchase.granted - purchase.used_before
        self.adjusted = purchase.adjusted + purchase.received - purchase.sent - purchase.voided
        self.lapsed = purchase.lapsed + (free if over else 0)
        self.refunded = purchase.refunded
        self.owed = booked + (0 if over else free)


def _takes(step: _Step) -> bool:
    kind, _, _, units = step
    return units < 0 if kind in ADDING else units > 0


def _worth(purchase: Purchase, currency: str) -> Callable[[int], int]:
    """In whole numbers, since every entry of a rebuild comes past here."""
    value, priced = smallest(purchase.value, currency), purchase.granted + purchase.received

    def worth(owed: int) -> int:
        if owed >= priced:
            return value
        return value - (2 * value * (priced - max(owed, 0)) + priced) // (2 * priced)

    return worth


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
        purchase.lapsed,
        purchase.refunded,
        purchase.sent,
        purchase.voided,
    )
