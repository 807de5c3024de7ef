"""Two entries of the client book turned out to be one person."""

from datetime import datetime

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace, value


@value
class ClientsMerged(Event):
    """What was `merged`'s is `kept`'s from now on; all that moved is named (R-10.4)."""

    kept: ClientKey
    merged: ClientKey
    purchases: tuple[PurchaseId, ...]
    appointments: tuple[AppointmentId, ...]

    def touched_purchases(self) -> tuple[PurchaseId, ...]:
        return self.purchases

    def touched_appointments(self) -> tuple[AppointmentId, ...]:
        return self.appointments

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return (self.kept, self.merged)

    def purchase_after(self, purchase: PurchaseId, before: Purchase | None, at: datetime) -> Purchase:
        assert before is not None
        return replace(before, client=self.kept)

    def appointment_after(self, before: Appointment | None, at: datetime) -> Appointment:
        assert before is not None
        return replace(before, client=self.kept)
