"""Which check is for which event, and what an event must name so that it can be applied."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trafftpkg.domain.events.base import Event, PurchaseEvent
from trafftpkg.domain.events.booking import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMissed,
    AppointmentRedeemed,
    AppointmentRescheduled,
)
from trafftpkg.domain.events.diary import EmployeeBlocked, EmployeeUnblocked
from trafftpkg.domain.events.ending import (
    PriceLowered,
    PurchaseExtended,
    PurchaseFrozen,
    PurchaseLapsed,
    PurchaseRefunded,
    PurchaseUnfrozen,
    PurchaseVoided,
    UnitsAdjusted,
    UnitsRefunded,
    UnitsTransferred,
    VisitRepriced,
)
from trafftpkg.domain.events.ledger import ClientsMerged, ClockGiven, LedgerOpened, LedgerSealed
from trafftpkg.domain.events.parties import PartyReduced
from trafftpkg.domain.events.paying import (
    PaymentReceived,
    PaymentReturned,
    PaymentReversed,
    ReturnConfirmed,
)
from trafftpkg.domain.events.selling import BalanceImported, PackagePurchased
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.events.sharing import PurchaseShared, PurchaseUnshared
from trafftpkg.domain.invariants import booking, ending, parties, selling, setting_right
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.purchase import Purchase


def cannot_be_applied(event: Event, case: Case) -> list[Breach]:
    """Return what an event names that is not there, or is there already: then nothing can be made of it."""
    begun = event.begun()
    found = [
        case.breach("unknown" if thing not in begun else "number", thing)
        for thing in dict.fromkeys(event.touched())
        if (case.known(thing) is None) != (thing in begun)
    ]
    if isinstance(event, PaymentReversed):
        found += selling.is_recorded(event, case) if not found else []
    return found


def breaches_of(event: Event, case: Case) -> Iterator[Breach]:
    """Yield what an event says that its request could not have decided, as things are before it."""
    of_purchase = _OF_PURCHASES.get(type(event))
    if of_purchase is None:
        yield from _OTHERS[type(event)](event, case)
        return
    assert isinstance(event, PurchaseEvent)
    before = case.known(event.purchase)
    assert isinstance(before, Purchase)
    yield from of_purchase(event, before, case)


def _none(_: Event, __: Case) -> Iterator[Breach]:
    """It says nothing of things."""
    return iter(())


_OF_PURCHASES: Mapping[type[Event], Callable[[Any, Purchase, Case], Iterator[Breach]]] = {
    PriceLowered: ending.lowered,
    PurchaseExtended: ending.extended,
    PurchaseFrozen: ending.frozen,
    PurchaseLapsed: ending.lapsed,
    PurchaseRefunded: ending.refunded,
    PurchaseShared: selling.shared,
    PurchaseUnfrozen: ending.unfrozen,
    PurchaseUnshared: selling.unshared,
    PurchaseVoided: ending.voided,
    ReturnConfirmed: selling.confirmed,
    UnitsAdjusted: ending.adjusted,
    UnitsRefunded: ending.units_refunded,
}
_OTHERS: Mapping[type[Event], Callable[[Any, Case], Iterator[Breach]]] = {
    AppointmentBooked: booking.booked,
    AppointmentCancelled: booking.cancelled,
    AppointmentMissed: booking.missed,
    AppointmentRedeemed: booking.redeemed,
    AppointmentRescheduled: booking.moved,
    BalanceImported: selling.imported,
    ClientsMerged: setting_right.merged,
    ClockGiven: _none,
    EmployeeBlocked: setting_right.blocked,
    EmployeeUnblocked: setting_right.unblocked,
    LedgerOpened: _none,
    LedgerSealed: _none,
    PackagePurchased: selling.purchased,
    PartyReduced: parties.reduced,
    PaymentReceived: selling.received,
    PaymentReturned: selling.returned,
    PaymentReversed: _none,
    ThingsSetRight: setting_right.set_right,
    UnitsTransferred: ending.transferred,
    VisitRepriced: selling.repriced,
}
CHECKED = frozenset((*_OF_PURCHASES, *_OTHERS))
"""Every kind of event."""
