"""Where a purchase's units are at a moment, the status that follows (R-2, R-3), and what clients hold."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.ids import AppointmentId, ClientKey, ServiceId, number_of
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Balance, Hold, Purchase
from trafftpkg.domain.terms import Inclusion
from trafftpkg.domain.value import Value, value

PurchaseStatus = Literal["voided", "refunded", "expired", "pending", "frozen", "used_up", "active"]


def held_units(purchase: Purchase, service: ServiceId | None = None) -> int:
    """Return the units that appointments hold, of one service or of all."""
    if service is None:  # a rebuild asks it of every entry
        return sum([hold.units for hold in purchase.holds])
    return sum([hold.units for hold in purchase.holds if hold.service == service])


def free_units(purchase: Purchase) -> int:
    """Return the units that no appointment holds and no entry has taken away. They may have expired since."""
    gone = purchase.lapsed + purchase.refunded + purchase.sent + purchase.voided + purchase.used_before
    return purchase.granted + purchase.adjusted + purchase.received - gone - held_units(purchase)


def is_expired(purchase: Purchase, now: datetime) -> bool:
    """`expires_at` itself is already too late (R-4.1)."""
    return purchase.expires_at is not None and purchase.expires_at <= now


def balance_of(purchase: Purchase, now: datetime) -> Balance:
    """Return where the units are at `now`. Units free at expiry have lapsed, recorded or not (R-2.3)."""
    free, over = free_units(purchase), is_expired(purchase, now)
    used = sum([hold.units for hold in purchase.holds if hold.is_used(now)])
    return Balance(
        available=0 if over else free,
        booked=held_units(purchase) - used,
        used=used + purchase.used_before,
        lapsed=purchase.lapsed + (free if over else 0),
        refunded=purchase.refunded,
        sent=purchase.sent,
        voided=purchase.voided,
    )


def max_units(purchase: Purchase, inclusion: Inclusion) -> int:
    """Return the most units a service may take, adjustments counted in; never below zero."""
    moved = sum([units for service, units in purchase.adjustments if service == inclusion.service])
    return max(inclusion.max_units + moved, 0)


def open_units(purchase: Purchase, inclusion: Inclusion, available: int) -> int:
    """Return the units that a service may still take: of those available, what its `max` leaves."""
    if available <= 0:  # most purchases of a long ledger are used up, or have expired
        return 0
    room = max_units(purchase, inclusion) - held_units(purchase, inclusion.service)
    return max(min(room, available), 0)


def bookable_units(purchase: Purchase, inclusion: Inclusion, available: int) -> int:
    """Return the units that can still be booked of a service, in whole appointments (R-2.4)."""
    units = open_units(purchase, inclusion, available)
    return units - units % inclusion.uses


def bookable_visits(purchase: Purchase, inclusion: Inclusion, available: int) -> int | None:
    """Return the visits that can still be booked of a service; None as in `visits_in`."""
    return visits_in(purchase, inclusion, bookable_units(purchase, inclusion, available))


def visits_in(purchase: Purchase, inclusion: Inclusion, units: int) -> int | None:
    """Return how many visits units are; None in hours, as visits differ in length."""
    return None if purchase.terms.unit == "minute" else units // inclusion.uses


def price_of(purchase: Purchase) -> Decimal:
    """Return the price of a purchase that has not ended: its value less what went since."""
    price = purchase.value
    for each in purchase.changes:
        if each.amount is not None:
            price -= each.amount
    return price


def is_paid_enough(purchase: Purchase) -> bool:
    """Tell whether enough is paid to redeem: on-site, the deposit, or everything (R-7.3)."""
    return purchase.on_site or purchase.paid >= enough_paid(purchase)


def enough_paid(purchase: Purchase) -> Decimal:
    """Return what must be paid to redeem: the deposit less goodwill paid back, or all."""
    price, deposit = price_of(purchase), purchase.terms.deposit
    if deposit is None:
        return price
    given = (each.amount for each in purchase.changes if each.kind == "goodwill" and each.amount is not None)
    return min(price, deposit - sum(given, purchase.value * 0))


def is_given_up(purchase: Purchase, now: datetime) -> bool:
    """Tell whether it is to be voided: not paid in time (R-7.5), which counts before what it lapsed since."""
    pay_by, ends = purchase.pay_by, purchase.expires_at
    if pay_by is None or pay_by > now or purchase.ended is not None or is_paid_enough(purchase):
        return False
    return ends is None or ends > now or (pay_by <= ends and free_units(purchase) > 0)


def status_of(purchase: Purchase, now: datetime, zone: str) -> PurchaseStatus:
    """Return the first status that holds at `now` (R-3.1); frozen days are the business's, in `zone`."""
    if purchase.ended is not None:
        return purchase.ended.kind
    if is_expired(purchase, now):
        return "expired"
    if not is_paid_enough(purchase):
        return "pending"
    if is_frozen(purchase, now, zone):
        return "frozen"
    booked = any(hold.units for hold in purchase.holds if not hold.is_used(now))
    return "active" if booked or free_units(purchase) else "used_up"


def first_day_ahead(purchase: Purchase, now: datetime, zone: str) -> date | None:
    """Return the day that was agreed to begin with, while it is still to come (R-4.10)."""
    first = purchase.terms.first_day
    return first if first is not None and first > day_of(now, zone) else None


def is_frozen(purchase: Purchase, moment: datetime, zone: str) -> bool:
    """Tell whether a moment lies on a frozen day, by the business's clock (R-4.6)."""
    return bool(purchase.freezes) and any(day_of(moment, zone) in freeze for freeze in purchase.freezes)


@value
class VisitNumber(Value):
    """Which visit of its purchase one is, and how many there are in all: 3 of 10."""

    visit: int
    of: int


def visit_number(purchase: Purchase, appointment: AppointmentId) -> VisitNumber | None:
    """Return which visit of a purchase an appointment is, by start (R-2.6).

    None where it holds no units of it, and where visits differ in what they take.
    """
    uses, hold = purchase.terms.measure.uses, _hold_of(purchase, appointment)
    if purchase.terms.unit == "minute" or uses is None or hold is None:
        return None
    earlier = sum(each.units for each in purchase.holds if _place(each) < _place(hold))
    paid_back = sum(each.units for each in purchase.changes if each.kind == "refunded")
    units = purchase.granted + purchase.adjusted + purchase.received - purchase.sent - paid_back
    return VisitNumber(visit=(purchase.used_before + earlier) // uses + 1, of=units // uses)


def _hold_of(purchase: Purchase, appointment: AppointmentId) -> Hold | None:
    return next((each for each in purchase.holds if each.appointment == appointment), None)


def _place(hold: Hold) -> tuple[datetime, int]:
    return hold.starts_at, number_of(hold.appointment)


HoldingField = Literal["package", "service"]

LIVE: tuple[PurchaseStatus, ...] = ("pending", "frozen", "active")
"""The statuses of a purchase that can still be used, now or later."""


@value
class Holding(Value):
    """How many purchases are of a package, or include a service, and how many clients have them."""

    key: str
    purchases: int
    clients: int


def holdings_of(live: Iterable[Purchase], by: HoldingField) -> list[Holding]:
    """Count live purchases by package, or by each service that they include, in the order of ids."""
    found: dict[str, list[ClientKey]] = {}
    for each in live:
        services = [inclusion.service for inclusion in each.terms.inclusions]
        for key in [each.terms.package] if by == "package" else services:
            found.setdefault(key, []).append(each.client)
    return [
        Holding(key=key, purchases=len(clients), clients=len(set(clients)))
        for key, clients in sorted(found.items())
    ]
