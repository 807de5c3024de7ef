"""What must hold when fewer of a party come: one visit becomes two, and nothing is won or lost."""

from collections.abc import Iterator

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.booking import AppointmentBooked, AppointmentMissed
from trafftpkg.domain.events.parties import PartyReduced
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.value import replace


def reduced(event: PartyReduced, case: Case) -> Iterator[Breach]:
    """Some of a party come, with their share of its units; of a visit that has begun, some were missed."""
    before = case.known(event.appointment)
    assert isinstance(before, Appointment)
    named, party = before.id, before.visit.party
    if before.status != "booked":
        yield case.breach("standing", named, before.status)
    has_begun = before.visit.starts_at <= case.at
    if has_begun != any(isinstance(each, AppointmentMissed) for each in case.entry.events):
        yield case.breach("begun", named, case.at, before.visit.starts_at)
    if not 0 < event.party < party:
        yield case.breach("party", named, event.party, party)
        return
    payers = ", ".join(each.purchase for each in before.allocation)
    yield from case.differs("payers", named, ", ".join(event.purchases), payers)
    yield from case.differs("allocation", named, event.units, before.units * event.party // party)
    said, was = event.owed, before.owed
    if (said is None) != (was is None) or (said or 0) > (was or 0):
        yield case.breach("price", named, said, was)
    if not any(isinstance(each, AppointmentBooked) for each in case.entry.events):
        yield case.breach("party", named, event.party, party)


def reduction_in(case: Case) -> PartyReduced | None:
    """Return what an entry says of a party, if it does."""
    return next((each for each in case.entry.events if isinstance(each, PartyReduced)), None)


def booked_apart(event: AppointmentBooked, reduction: PartyReduced, case: Case) -> Iterator[Breach]:
    """The others of the party have the same visit, with what is left of its units and no price."""
    was, named = case.at_first.get(reduction.appointment), event.appointment
    if not isinstance(was, Appointment):
        yield case.breach("party", named)
        return
    due = replace(was.visit, party=was.visit.party - reduction.party)
    if (event.visit, event.client) != (due, was.client):
        yield case.breach("visit", named, event.visit.party, due.party)
    left = tuple(replace(each, units=was.units - reduction.units) for each in was.allocation)
    if event.allocation != left:
        yield case.breach("allocation", named, sum(each.units for each in event.allocation), was.units)
    yield from case.differs("price", named, event.price, None)
