"""How facts that the engine answers with are to be read."""

from collections.abc import Mapping
from datetime import datetime

from trafftpkg.domain.balance import VisitNumber, visit_number
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value


@value
class View(Value):
    """How facts are to be read.

    Args:
        now: The moment they are judged at, UTC.
        time_zone: The business's.
        currency: The ledger's.
        clients: Who the clients told are; one who was erased is missing.
        payers: The purchases that pay for the visits told, so that each visit is told by its number.
    """

    now: datetime
    time_zone: str
    currency: str
    clients: Mapping[ClientKey, Client]
    payers: Mapping[PurchaseId, Purchase] | None = None

    def handle_of(self, client: ClientKey) -> str:
        """Return what a client is called, or the key of one who was erased."""
        known = self.clients.get(client)
        return client if known is None else known.handle

    def name_of(self, client: ClientKey) -> str | None:
        """Return a client's name, as far as it is known."""
        known = self.clients.get(client)
        return None if known is None else known.name

    def called(self, client: ClientKey) -> str:
        """Return what other clients call one: the name, or else the handle."""
        return self.name_of(client) or self.handle_of(client)

    def number_of(self, appointment: AppointmentId, purchase: PurchaseId) -> VisitNumber | None:
        """Return which visit of its purchase an appointment is; None where that is not counted (R-2.6)."""
        payer = self.payers and self.payers.get(purchase)
        return None if not payer else visit_number(payer, appointment)
