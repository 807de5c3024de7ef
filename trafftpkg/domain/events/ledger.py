"""How a ledger begins and ends, which clock it was given, and which of its clients are one person."""

from datetime import datetime
from typing import TYPE_CHECKING

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event, LedgerEvent
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, ThingId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


@value
class LedgerOpened(LedgerEvent):
    """The header, entry 0."""

    ledger: str
    time_zone: str
    currency: str
    format: int


@value
class LedgerSealed(LedgerEvent):
    """The ledger goes on elsewhere; nothing may follow here."""

    moved_to: str


@value
class ClockGiven(Event):
    """The moment of this entry was given by hand (`--now`), not read from a clock."""


@value
class ClientsMerged(Event):
    """What was `merged`'s is `kept`'s from now on; all that moved is named (R-10.4).

    Args:
        shared: Purchases of others that `merged` could redeem from.
        paid_for: Purchases of others that `merged` pays for.
    """

    lasting = "merge"

    kept: ClientKey
    merged: ClientKey
    purchases: tuple[PurchaseId, ...]
    appointments: tuple[AppointmentId, ...]
    shared: tuple[PurchaseId, ...] = ()
    paid_for: tuple[PurchaseId, ...] = ()

    def touched(self) -> tuple[ThingId, ...]:
        others = dict.fromkeys((*self.shared, *self.paid_for))
        return (*self.purchases, *self.appointments, *others)

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return (self.kept, self.merged)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase | Appointment:
        assert isinstance(before, Purchase | Appointment)
        if isinstance(before, Appointment):
            return replace(before, client=self._by_now(before.client))
        client, payer = self._by_now(before.client), self._by_now(before.paid_by)
        members = dict.fromkeys(self._by_now(each) for each in before.members)
        return replace(
            before,
            client=client,
            payer=None if payer == client else payer,
            members=tuple(each for each in members if each != client),
        )

    def _by_now(self, client: ClientKey) -> ClientKey:
        return self.kept if client == self.merged else client
