"""Gathers what a letter says: of news from its entry, as it was right after it; of reminders as it is now."""

from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from hashlib import sha256

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, visit_number
from trafftpkg.domain.client import Client
from trafftpkg.domain.door import PAGE
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.booking import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from trafftpkg.domain.events.selling import PackagePurchased
from trafftpkg.domain.ids import AppointmentId
from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.outbox import Letter
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.changes import Changes, ThingChange
from trafftpkg.engine.questions.history import HistoryRow, row_of
from trafftpkg.engine.questions.reminders import ReminderKind, is_still_due, reminder_of
from trafftpkg.engine.reading import Reading
from trafftpkg.letters.due import KINDS, entry_named
from trafftpkg.letters.facts import LetterFacts, PurchaseTold, VisitTold

_REMINDS: dict[LetterKind, ReminderKind] = {letter: reminder for reminder, letter in KINDS.items()}
_TELLS = {
    "purchase": AppointmentBooked,
    "booking": AppointmentBooked,
    "move": AppointmentRescheduled,
    "cancellation": AppointmentCancelled,
}
"""What has happened to the visits that a letter tells of."""


@value
class Recipient(Value):
    """Whom a letter goes to, at which address, and by which header it is known to be the same letter."""

    client: Client
    to: Address
    message_id: str


def message_id(letter: Letter, ledger: str, domain: str) -> str:
    """Return the Message-ID of a letter: made of its key and the ledger's own name, and of nothing else."""
    return f"<{sha256(f'{ledger} {letter.key}'.encode()).hexdigest()[:40]}@{domain}>"


def entry_of(letter: Letter, reading: Reading) -> Entry | None:
    """Return the entry that a letter tells of. None if it is not in the ledger any more."""
    entry = None if letter.seq is None else reading.books.entry(letter.seq)
    return entry if entry is not None and entry.hash.startswith(entry_named(letter.key)) else None


def facts_of_news(letter: Letter, entry: Entry, recipient: Recipient, reading: Reading) -> LetterFacts | None:
    """Return what a letter about an entry says. None where that is no longer so.

    A letter may come late: what was moved, cancelled or ended since is told by the letter about that.
    """
    changes = Changes(reading.books).changes_in(entry)
    row = row_of(entry, changes, None)
    purchases = [each.after for each in changes if isinstance(each.after, Purchase)]
    theirs = [each for each in purchases if letter.client in each.parties]
    visits = _visits_told(letter, row, purchases, reading)
    if letter.kind != "cancellation":
        visits = tuple(each for each in visits if _is_still_so(each.appointment, reading))
    match letter.kind:
        case "booking" | "move" if all(each.appointment.visit.starts_at <= reading.now for each in visits):
            return None
        case "purchase" if _has_ended(letter, reading):
            return None
        case _:
            pass
    told = {*(each.id for each in theirs), *(each.appointment.id for each in visits)}
    facts = _facts(letter, recipient, theirs, reading)
    return replace(
        facts,
        by_page=entry.by == PAGE,
        purchases=tuple(_purchase_told(each, letter, entry.at) for each in theirs),
        visits=visits,
        payments=tuple(each for each in row.payments if (each.purchase or each.appointment) in told),
    )


def _is_still_so(told: Appointment, reading: Reading) -> bool:
    """Tell whether a visit still stands as it was told, for the letter about it may come late."""
    now = reading.books.thing(told.id)
    return isinstance(now, Appointment) and now.stands and _placed(now) == _placed(told)


def _placed(visit: Appointment) -> tuple[datetime, str, str]:
    return visit.visit.starts_at, visit.visit.employee, visit.visit.location


def _has_ended(letter: Letter, reading: Reading) -> bool:
    now = reading.books.thing(letter.about)
    return isinstance(now, Purchase) and now.ended is not None


def facts_of_reminder(letter: Letter, recipient: Recipient, reading: Reading) -> LetterFacts | None:
    """Return what a reminder says. None where it is no longer so."""
    thing = reading.books.thing(letter.about)
    if not isinstance(thing, Purchase | Appointment):
        return None
    reminder = reminder_of(_REMINDS[letter.kind], thing, reading)
    if reminder.key != letter.key or not is_still_due(reminder, reading):
        return None
    letter = replace(letter, client=reminder.client)  # who may have been merged into another since
    visits = [thing] if isinstance(thing, Appointment) else []
    paying = [reading.books.thing(part.purchase) for each in visits for part in each.allocation]
    purchases = [each for each in (thing, *paying) if isinstance(each, Purchase)]
    theirs = [each for each in purchases if letter.client in each.parties]
    return replace(
        _facts(letter, recipient, theirs, reading),
        purchases=tuple(_purchase_told(each, letter, reading.now) for each in theirs),
        visits=tuple(_visit_told(each, purchases, _times_changed(each.id, reading)) for each in visits),
    )


def _visits_told(
    letter: Letter, row: HistoryRow, purchases: list[Purchase], reading: Reading
) -> tuple[VisitTold, ...]:
    """The visits of the letter's client to which its news happened, by start."""
    happened = _TELLS[letter.kind]
    wanted = {
        each.appointment
        for each in row.entry.events
        if isinstance(each, AppointmentBooked | AppointmentRescheduled | AppointmentCancelled)
        and isinstance(each, happened)
    }
    sold = {each.purchase for each in row.entry.events if isinstance(each, PackagePurchased)}
    told = [
        _changed_visit(each, row, purchases, reading)
        for each in row.changes
        if isinstance(each.after, Appointment)
        and each.after.id in wanted
        and each.after.client == letter.client
    ]
    if letter.kind == "booking":  # What was booked with a sale is told in the letter about the sale.
        told = [each for each in told if sold.isdisjoint(p.purchase for p in each.appointment.allocation)]
    return tuple(sorted(told, key=lambda each: each.appointment.visit.starts_at))


def _changed_visit(
    change: ThingChange, row: HistoryRow, purchases: list[Purchase], reading: Reading
) -> VisitTold:
    visit, before = change.after, change.before
    assert isinstance(visit, Appointment)
    ended = isinstance(before, Appointment) and not visit.stands
    payers = (
        [each.before for each in row.changes if isinstance(each.before, Purchase)] if ended else purchases
    )
    told = _visit_told(visit, payers, _times_changed(visit.id, reading, row.entry))
    told = replace(told, ruling=next((each for each in row.rulings if each.appointment == visit.id), None))
    if not isinstance(before, Appointment):
        return told
    if visit.stands:
        return replace(told, before=before.visit)
    return replace(told, held=before.allocation, price=before.owed)


def _visit_told(visit: Appointment, payers: Iterable[Purchase], sequence: int) -> VisitTold:
    numbers = {each.id: visit_number(each, visit.id) for each in payers}
    return VisitTold(
        appointment=visit,
        numbers={name: number for name, number in numbers.items() if number is not None},
        sequence=sequence,
    )


def _purchase_told(purchase: Purchase, letter: Letter, moment: datetime) -> PurchaseTold:
    return PurchaseTold(
        purchase=purchase,
        balance=balance_of(purchase, moment),
        due=due_of(purchase),
        asked=purchase.paid_by == letter.client,
        owned=purchase.client == letter.client,
    )


def _facts(letter: Letter, recipient: Recipient, purchases: list[Purchase], reading: Reading) -> LetterFacts:
    header = reading.books.header()
    assert header is not None, "there are letters, so something is recorded"
    view = reading.view({each for purchase in purchases for each in purchase.parties})
    return LetterFacts(
        key=letter.key,
        message_id=recipient.message_id,
        ledger=header.ledger,
        kind=letter.kind,
        at=letter.due_at,
        client=recipient.client,
        to=recipient.to,
        by_page=False,
        time_zone=header.time_zone,
        currency=header.currency,
        others=tuple(each for key, each in view.clients.items() if key != letter.client),
    )


def _times_changed(visit: AppointmentId, reading: Reading, until: Entry | None = None) -> int:
    """How often a visit was changed, up to an entry: by this calendars know which is the newer one."""
    entries = reading.books.entries_touching(visit)
    return sum(until is None or each.seq <= until.seq for each in entries) - 1
