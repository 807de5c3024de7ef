"""Fewer of a party come than were booked."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import AppointmentId, PurchaseId, ThingId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


@value
class PartyReduced(Event):
    """Fewer come to a visit. For the others a visit of their own was booked in the same entry.

    Args:
        purchases: Those that pay.
        party: How many still come.
        units: What the visit holds for them.
        owed: How much of its price is to be paid in all from now on; None where a package pays.
    """

    appointment: AppointmentId
    purchases: tuple[PurchaseId, ...]
    party: int
    units: int
    owed: Decimal | None = None

    def touched(self) -> tuple[ThingId, ...]:
        return (*self.purchases, self.appointment)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        if isinstance(before, Appointment):
            return replace(
                before,
                visit=replace(before.visit, party=self.party),
                allocation=tuple(replace(each, units=self.units) for each in before.allocation),
                owed=self.owed,
            )
        assert isinstance(before, Purchase)
        holds = tuple(
            replace(hold, units=self.units) if hold.appointment == self.appointment else hold
            for hold in before.holds
        )
        return replace(before, holds=holds)
