"""Which letters are due: pure functions of what an entry did, and of the reminders that time has made due."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import status_of
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.booking import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentRedeemed,
    AppointmentRescheduled,
)
from trafftpkg.domain.events.selling import BalanceImported, PackagePurchased
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.outbox import Letter
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.questions.history import HistoryRow
from trafftpkg.engine.questions.reminders import Reminder, ReminderKind
from trafftpkg.engine.unanswered import UNANSWERED

PAY_SOON = timedelta(days=2)
"""How long before a sale is given up as unpaid its client is reminded; and how long after a visit that was to
be paid on site: by then the desk has noted what it was given."""

KINDS: Mapping[ReminderKind, LetterKind] = {
    "tomorrow": "tomorrow",
    "expiring": "expiring",
    "used_up": "used-up",
    "unpaid": "unpaid",
}
"""The letters that remind, by the kind of reminder."""

_NO_NEWS = (AppointmentRedeemed, BalanceImported, ThingsSetRight)
_About = PurchaseId | AppointmentId


def news_in(row: HistoryRow, clients: Collection[ClientKey]) -> list[Letter]:
    """Return the letters of an entry: one for each client and kind of news (R-16.1).

    None for corrections and imports, for what the page gave up because nobody answered, and for clients who
    are not in the client book.
    """
    entry = row.entry
    if given_up_in(entry) or any(isinstance(each, _NO_NEWS) or each.sets_right() for each in entry.events):
        return []
    found: dict[tuple[LetterKind, ClientKey], _About] = {}
    for kind, client, about in _news(row):
        if client in clients:
            found.setdefault((kind, client), about)
    return [_letter(entry, kind, client, about) for (kind, client), about in found.items()]


def given_up_in(entry: Entry) -> str | None:
    """Return the key of the request whose booking this entry gave up, because nobody answered in time."""
    key = entry.key or ""
    return key.removeprefix(UNANSWERED).rpartition("/")[0] if key.startswith(UNANSWERED) else None


def set_right_in(entry: Entry) -> list[int]:
    """Return the entries that this one takes back or corrects: their letters, if they wait, are wrong now."""
    return [
        each.entry for each in entry.events if isinstance(each, ThingsSetRight) and each.entry is not None
    ]


def _news(row: HistoryRow) -> Iterable[tuple[LetterKind, ClientKey, _About]]:
    events, at = row.entry.events, row.entry.at
    visits = {each.after.id: each.after for each in row.changes if isinstance(each.after, Appointment)}
    sold = {each.purchase for each in events if isinstance(each, PackagePurchased)}
    called_off = {each.appointment for each in events if isinstance(each, AppointmentCancelled)}
    for event in events:
        match event:
            case PackagePurchased():
                yield "purchase", event.client, event.purchase
                if event.payer is not None:
                    yield "purchase", event.payer, event.purchase
            case AppointmentBooked() if event.visit.starts_at > at and event.appointment not in called_off:
                if sold.isdisjoint(part.purchase for part in event.allocation):
                    yield "booking", event.client, event.appointment
            case AppointmentRescheduled() if event.visit.starts_at > at:
                yield "move", visits[event.appointment].client, event.appointment
            case AppointmentCancelled():
                yield "cancellation", visits[event.appointment].client, event.appointment
            case _:
                pass


def _letter(entry: Entry, kind: LetterKind, client: ClientKey, about: _About) -> Letter:
    return Letter(
        key=f"{entry.seq}-{entry.hash[:12]}/{kind}/{client}",
        kind=kind,
        client=client,
        about=about,
        seq=entry.seq,
        due_at=entry.at,
        next_at=entry.at,
    )


def entry_named(key: str) -> str:
    """Return how the hash of a letter's entry begins, by the letter's key."""
    return key.partition("/")[0].partition("-")[2]


def reminder_letter(reminder: Reminder, now: datetime) -> Letter:
    """Return the letter of a reminder; its key is the reminder's."""
    thing = reminder.purchase or reminder.appointment
    assert thing is not None, "a reminder is about something"
    return Letter(
        key=reminder.key,
        kind=KINDS[reminder.kind],
        client=reminder.client,
        about=thing.id,
        seq=None,
        due_at=now,
        next_at=now,
    )


def is_time_for(reminder: Reminder, now: datetime, zone: str) -> bool:
    """Tell whether a reminder that is due is to be sent by letter now (R-16.4)."""
    match reminder.kind:
        case "unpaid":
            return _is_time_to_ask(reminder, now, zone)
        case "expiring":
            return reminder.purchase is None or _is_in_its_second_half(reminder.purchase, now)
        case _:
            return True


def _is_in_its_second_half(purchase: Purchase, now: datetime) -> bool:
    """Whoever has just bought what lapses soon knows it."""
    return purchase.expires_at is None or purchase.expires_at - now <= now - purchase.purchased_at


def _is_time_to_ask(reminder: Reminder, now: datetime, zone: str) -> bool:
    purchase, visit = reminder.purchase, reminder.appointment
    if purchase is None:
        return visit is not None and visit.visit.starts_at + PAY_SOON <= now
    if purchase.ended is not None:
        return True
    if status_of(purchase, now, zone) == "pending":
        return purchase.pay_by is not None and purchase.pay_by - PAY_SOON <= now
    return _was_used_before(purchase, now - PAY_SOON)


def _was_used_before(purchase: Purchase, moment: datetime) -> bool:
    return any(hold.is_used(moment) for hold in purchase.holds)
