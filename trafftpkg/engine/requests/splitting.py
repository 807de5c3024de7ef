"""Giving some of a party a visit of their own."""

from decimal import Decimal
from typing import NamedTuple

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.booking import AppointmentBooked
from trafftpkg.domain.events.parties import PartyReduced
from trafftpkg.domain.money import rounded
from trafftpkg.domain.terms import TaxSold
from trafftpkg.domain.value import replace
from trafftpkg.engine.worksheet import Worksheet


class _Cost(NamedTuple):
    """What a visit at its price costs, and the taxes in it."""

    price: Decimal | None
    owed: Decimal | None
    taxes: tuple[TaxSold, ...]


def split_party(sheet: Worksheet, visit: Appointment, places: int, *, price_stays: bool) -> Appointment:
    """Record that some of a party have a visit of their own, and return it (R-8.8).

    Args:
        places: How many; fewer than come.
        price_stays: What they were to pay is still paid with the visit of the others.
    """
    party = visit.visit.party
    rest = party - places
    other, theirs = _costs(sheet, visit, party if price_stays else rest)
    units = visit.units * rest // party
    sheet.record(
        PartyReduced(
            appointment=visit.id,
            purchases=tuple(each.purchase for each in visit.allocation),
            party=rest,
            units=units,
            price=other.price,
            owed=other.owed,
            taxes=other.taxes,
        )
    )
    named = sheet.next("apt")
    sheet.record(
        AppointmentBooked(
            appointment=named,
            client=visit.client,
            visit=replace(visit.visit, party=places),
            allocation=tuple(replace(each, units=visit.units - units) for each in visit.allocation),
            price=theirs.price,
            taxes=theirs.taxes,
            tax_point=visit.tax_point,
            cancellation=visit.cancellation,
            payment_methods=visit.payment_methods,
        )
    )
    return sheet.appointment(named)


def _costs(sheet: Worksheet, visit: Appointment, rest: int) -> tuple[_Cost, _Cost]:
    """What the visit costs for the rest of the party, and what is left of its price for the others."""
    if visit.price is None or visit.owed is None:
        return _Cost(None, None, ()), _Cost(None, None, ())

    def share(amount: Decimal) -> Decimal:
        return rounded(amount * rest, visit.visit.party, sheet.currency)

    kept = tuple(replace(each, amount=share(each.amount)) for each in visit.taxes)
    gone = tuple(
        replace(each, amount=each.amount - still.amount)
        for each, still in zip(visit.taxes, kept, strict=True)
    )
    price, owed = share(visit.price), share(visit.owed)
    return _Cost(price, owed, kept), _Cost(visit.price - price, visit.owed - owed, gone)
