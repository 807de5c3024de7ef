"""Giving some of a party a visit of their own."""

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.booking import AppointmentBooked
from trafftpkg.domain.events.parties import PartyReduced
from trafftpkg.domain.money import rounded
from trafftpkg.domain.value import replace
from trafftpkg.engine.worksheet import Worksheet


def split_party(sheet: Worksheet, visit: Appointment, places: int, *, price_stays: bool) -> Appointment:
    """Record that some of a party have a visit of their own, and return it (R-8.8).

    It has no price of its own: all that is paid for a party is paid for the visit that was booked.

    Args:
        places: How many; fewer than come.
        price_stays: Their share of the price is to be paid all the same.
    """
    party = visit.visit.party
    rest = party - places
    units, owed = visit.units * rest // party, visit.owed
    if owed is not None and not price_stays:
        owed = rounded(owed * rest, party, sheet.currency)
    sheet.record(
        PartyReduced(
            appointment=visit.id,
            purchases=tuple(each.purchase for each in visit.allocation),
            party=rest,
            units=units,
            owed=owed,
        )
    )
    named = sheet.next("apt")
    sheet.record(
        AppointmentBooked(
            appointment=named,
            client=visit.client,
            visit=replace(visit.visit, party=places),
            allocation=tuple(replace(each, units=visit.units - units) for each in visit.allocation),
            cancellation=visit.cancellation,
        )
    )
    return sheet.appointment(named)
