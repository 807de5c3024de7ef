"""A mistake was set right: what it touched is, from then on, as if it had not been made."""

from datetime import datetime

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event, Forgiveness
from trafftpkg.domain.ids import AppointmentId, PurchaseId, ThingId
from trafftpkg.domain.purchase import MovedBack, Purchase
from trafftpkg.domain.thing import Thing
from trafftpkg.domain.value import value


@value
class ThingsSetRight(Event):
    """What a mistake had touched, as it is from now on, to the last field.

    Args:
        entry: The one that was wrong; None where nothing had been recorded, and that was the mistake.
        moved: What reports count for it; None where that is what the facts of the purchases tell.
        forgiven: The visits that are released by forgiveness now, each with the purchase that forgave it.
    """

    entry: int | None
    purchases: tuple[Purchase, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    forgiven: tuple[tuple[AppointmentId, PurchaseId], ...] = ()
    moved: tuple[MovedBack, ...] | None = None
    reason: str | None = None

    def touched(self) -> tuple[ThingId, ...]:
        return tuple(each.id for each in self._things())

    def sets_right(self) -> int | None:
        return self.entry

    def moved_back(self, thing: ThingId) -> tuple[MovedBack, ...] | None:
        if self.moved is None:
            return None
        return tuple(each for each in self.moved if each.thing == thing)

    def forgives(self) -> tuple[Forgiveness, ...]:
        return self.forgiven

    def makes(self, thing: ThingId, before: Thing | None, at: datetime) -> Thing:
        return next(each for each in self._things() if each.id == thing)

    def _things(self) -> tuple[Thing, ...]:
        return (*self.purchases, *self.appointments)
