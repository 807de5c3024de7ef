"""One thing with all that belongs to it."""

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import UnknownAppointmentError, UnknownPurchaseError
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import (
    PurchaseId,
    appointment_id,
    is_appointment,
    number_of,
    purchase_id,
)
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.changes import giver_of
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.reasons import reason_of_price, text_shown
from trafftpkg.engine.reading import Reading, View


@value
class PurchasePage(Value):
    """A purchase with the appointments it pays or paid for, by start, and the one its units came from.

    Args:
        why: Why another price was agreed, where one was.
        shown: What the client was shown before buying, where they bought it on the page.
    """

    view: View
    purchase: Purchase
    appointments: tuple[Appointment, ...]
    given_by: Purchase | None = None
    why: str | None = None
    shown: str | None = None


@value
class ShowPurchase(Question[PurchasePage]):
    """Show a purchase; also the appointments that gave its units back."""

    purchase: str

    def answer(self, reading: Reading) -> PurchasePage:
        named = purchase_id(self.purchase)
        found = None if named is None or reading.is_empty else reading.books.thing(named)
        if named is None or found is None:
            raise UnknownPurchaseError(typed=self.purchase)
        entries = reading.books.entries_touching(named)
        touched = dict.fromkeys(
            each
            for entry in entries
            for event in entry.events
            if named in event.touched()
            for each in event.touched()
            if is_appointment(each)
        )
        visits = (reading.books.thing(each) for each in touched)
        by_start = sorted(
            (each for each in visits if each is not None), key=lambda each: each.visit.starts_at
        )
        given_by = giver_of(reading.books, found)
        clients = [found.client, *([given_by.client] if given_by else [])]
        return PurchasePage(
            view=reading.view_of_visits(by_start, clients, [found]),
            purchase=found,
            appointments=tuple(by_start),
            given_by=given_by,
            why=reason_of_price(reading, found),
            shown=text_shown(reading, entries[0]),
        )


@value
class AppointmentPage(Value):
    """An appointment as of a moment, the purchases that pay for it, and the one that forgave it.

    Args:
        shown: What the client was shown before booking, where they booked it on the page.
    """

    view: View
    appointment: Appointment
    payers: tuple[Purchase, ...]
    forgiven_by: PurchaseId | None
    shown: str | None = None


@value
class ShowAppointment(Question[AppointmentPage]):
    """Show an appointment."""

    appointment: str

    def answer(self, reading: Reading) -> AppointmentPage:
        named = appointment_id(self.appointment)
        found = None if named is None or reading.is_empty else reading.books.thing(named)
        if found is None:
            raise UnknownAppointmentError(typed=self.appointment)
        payers = (reading.books.thing(each.purchase) for each in found.allocation)
        return AppointmentPage(
            view=reading.view_of_visits([found]),
            appointment=found,
            payers=tuple(each for each in payers if each is not None),
            forgiven_by=None if found.fate is None else found.fate.forgiven_by,
            shown=text_shown(reading, reading.books.entries_touching(found.id)[0]),
        )


@value
class ClientPage(Value):
    """A client with everything they bought, in the order bought, and booked, by start.

    Args:
        shared: The purchases of others that they may redeem from, in the order bought.
        paid_for: The purchases of others that they pay for, in the order bought.
        reminders: Whether they get letters that remind, where such are sent.
    """

    view: View
    client: Client
    purchases: tuple[Purchase, ...]
    appointments: tuple[Appointment, ...]
    shared: tuple[Purchase, ...] = ()
    paid_for: tuple[Purchase, ...] = ()
    reminders: bool = True

    @property
    def to_pay(self) -> tuple[Purchase, ...]:
        """The purchases that are theirs to pay."""
        own = (each for each in self.purchases if each.payer is None)
        return (*own, *self.paid_for)


def lapsing(page: ClientPage) -> list[Purchase]:
    """Return the client's purchases that have units left and will lapse, sooner ones first."""
    now = page.view.now
    left = [each for each in page.purchases if each.ended is None and balance_of(each, now).available > 0]
    ends = [(each.expires_at, number_of(each.id), each) for each in left if each.expires_at is not None]
    return [each for *_, each in sorted(ends, key=lambda end: end[:2])]


@value
class ShowClient(Question[ClientPage]):
    """Show a client, by handle, e-mail, or phone."""

    client: str

    def answer(self, reading: Reading) -> ClientPage:
        client = reading.client(self.client)
        reminders = not reading.clients.has_stopped_reminders(client.key)
        if reading.is_empty:
            view = reading.view(())
            return ClientPage(view=view, client=client, purchases=(), appointments=(), reminders=reminders)
        purchases = tuple(reading.books.purchases_of(client.key))
        visits = tuple(reading.books.appointments(AppointmentFilter(client=client.key), reading.now))
        shared = tuple(reading.books.shared_with(client.key))
        paid_for = tuple(reading.paid_for_others(PurchaseFilter(payer=client.key)))
        return ClientPage(
            view=reading.view_of_visits(visits, [client.key], (*purchases, *shared, *paid_for)),
            client=client,
            purchases=purchases,
            appointments=visits,
            shared=shared,
            paid_for=paid_for,
            reminders=reminders,
        )
