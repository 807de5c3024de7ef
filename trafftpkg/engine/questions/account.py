"""What a client sees of their own: what stands, and what is still to come."""

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.client import Client
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading, View

STANDING: tuple[PurchaseStatus, ...] = ("active", "pending", "frozen")
OVER: tuple[PurchaseStatus, ...] = ("used_up", "expired", "refunded", "voided")


@value
class Account(Value):
    """A client's purchases of the statuses asked for, in the order bought, and their visits ahead, by start.

    The purchases are also those that others share with them.

    `paid_for` are what they bought for others, of the same statuses. `more` tells whether there are more
    purchases, or visits, than are here.
    """

    view: View
    client: Client
    purchases: tuple[Purchase, ...]
    appointments: tuple[Appointment, ...]
    more: bool
    paid_for: tuple[Purchase, ...] = ()


@value
class ReadAccount(Question[Account]):
    """Read a client's account; at most `limit` of each kind, however much has been recorded."""

    client: str
    statuses: tuple[PurchaseStatus, ...] = STANDING
    limit: int = 100

    def answer(self, reading: Reading) -> Account:
        client = reading.client(self.client)
        if reading.is_empty:
            return Account(view=reading.view(()), client=client, purchases=(), appointments=(), more=False)
        bought = PurchaseFilter(client=client.key, shared=True, statuses=self.statuses, limit=self.limit + 1)
        ahead = AppointmentFilter(
            client=client.key, statuses=("booked",), starting_from=reading.now, limit=self.limit + 1
        )
        purchases = tuple(reading.books.purchases(bought, reading.now))
        visits = tuple(reading.books.appointments(ahead, reading.now))
        paid = PurchaseFilter(payer=client.key, statuses=self.statuses, limit=self.limit)
        paid_for = tuple(each for each in reading.paid_for_others(paid) if not each.received)
        return Account(
            view=reading.view_of_visits(visits, [client.key], (*purchases, *paid_for)),
            client=client,
            purchases=purchases[: self.limit],
            appointments=visits[: self.limit],
            more=max(len(purchases), len(visits)) > self.limit,
            paid_for=paid_for,
        )
