"""What a client has and why: one line for everything that moved the units."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import ClientKey, ServiceId, number_of
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.changes import changes_of, giver_of
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.reasons import reason_of_price
from trafftpkg.engine.reading import Reading, View

LineKind = Literal[
    "bought",
    "received",
    "used_before",
    "booked",
    "used",
    "missed",
    "cancelled_late",
    "adjusted",
    "sent",
    "extended",
    "frozen",
    "unfrozen",
    "set_right",
    "lapsed",
    "refunded",
    "voided",
]


@value
class StatementLine(Value):
    """One thing that moved a purchase's units, or its last day.

    Args:
        at: When: of a visit its start, of what lapsed the moment it did. UTC.
        units: By how much what is left changed; 0 where only the last day did.
        left: What is left after it.
        last_day: From then on; only where this line set it.
        visit: Which appointment, with its service; only of visits.
        came: Who came, where it was not the one whose purchase it is.
    """

    at: datetime
    kind: LineKind
    units: int
    left: int = 0
    last_day: date | None = None
    visit: Hold | None = None
    came: ClientKey | None = None

    @property
    def service(self) -> ServiceId | None:
        """The service of a visit."""
        return None if self.visit is None else self.visit.service


@value
class PurchaseStatement(Value):
    """A purchase, and its lines in the order of time; the last one's `left` is what is available.

    Args:
        given_by: The purchase that its units came from.
        why: Why another price was agreed, where one was.
    """

    purchase: Purchase
    lines: tuple[StatementLine, ...]
    given_by: Purchase | None = None
    why: str | None = None


@value
class Statement(Value):
    """A client's purchases, in the order bought, and the visits without a package that are not paid.

    Args:
        shared: The purchases of others that they may redeem from, or came with, with their own visits only.
        paid_for: What they bought for others, without the visits of these.
    """

    view: View
    client: Client
    purchases: tuple[PurchaseStatement, ...]
    unpaid: tuple[Appointment, ...]
    shared: tuple[PurchaseStatement, ...] = ()
    paid_for: tuple[PurchaseStatement, ...] = ()

    @property
    def to_pay(self) -> tuple[Purchase, ...]:
        """The purchases that are theirs to pay."""
        own = (each.purchase for each in self.purchases if each.purchase.payer is None)
        return (*own, *(each.purchase for each in self.paid_for))


@value
class ReadStatement(Question[Statement]):
    """Read a client's statement, by handle, e-mail, or phone."""

    client: str

    def answer(self, reading: Reading) -> Statement:
        client = reading.client(self.client)
        if reading.is_empty:
            return Statement(view=reading.view(()), client=client, purchases=(), unpaid=())
        visits = {
            each.id: each
            for each in reading.books.appointments(AppointmentFilter(client=client.key), reading.now)
        }
        purchases = [
            PurchaseStatement(
                purchase=each,
                lines=tuple(_lines(each, reading)),
                given_by=giver_of(reading.books, each),
                why=reason_of_price(reading, each),
            )
            for each in reading.books.purchases_of(client.key)
        ]
        paid_for = tuple(
            PurchaseStatement(purchase=each, lines=(), why=reason_of_price(reading, each))
            for each in reading.paid_for_others(PurchaseFilter(payer=client.key))
            if not each.received
        )
        shared = _shared(client.key, visits.values(), reading)
        others = [each.given_by for each in purchases if each.given_by is not None]
        others += [each.purchase for each in (*shared, *paid_for)]
        payers = {each.purchase.paid_by for each in purchases}
        came = {line.came for each in purchases for line in each.lines if line.came is not None}
        return Statement(
            view=reading.view({client.key, *came, *payers, *(each.client for each in others)}),
            client=client,
            purchases=tuple(purchases),
            unpaid=tuple(each for each in visits.values() if each.due),
            shared=shared,
            paid_for=paid_for,
        )


def _shared(
    client: ClientKey, visits: Iterable[Appointment], reading: Reading
) -> tuple[PurchaseStatement, ...]:
    """The purchases of others that a client may redeem from, or came with, with the client's visits."""
    paying = {part.purchase for each in visits for part in each.allocation}
    found = {each.id: each for each in reading.books.shared_with(client)}
    for each in paying - found.keys():
        purchase = reading.books.thing(each)
        if purchase is not None and purchase.client != client:
            found[each] = purchase
    return tuple(
        PurchaseStatement(
            purchase=each, lines=tuple(line for line in _lines(each, reading) if line.came == client)
        )
        for each in sorted(found.values(), key=lambda each: number_of(each.id))
    )


def _lines(purchase: Purchase, reading: Reading) -> Iterator[StatementLine]:
    left = 0
    steps = [*_beginning(purchase), *_changes(purchase, reading), *_visits(purchase, reading)]
    # Sorting keeps the order of what happened at one moment. A visit that was there before the sale, and was
    # written down after it, comes after it.
    begins = purchase.purchased_at
    for step in sorted([*steps, *_endings(purchase, reading.now)], key=lambda each: max(each.at, begins)):
        left += step.units
        yield replace(step, left=left)


def _beginning(purchase: Purchase) -> Iterator[StatementLine]:
    at = purchase.purchased_at
    if purchase.granted:
        yield StatementLine(at=at, kind="bought", units=purchase.granted)
    if purchase.received:
        yield StatementLine(at=at, kind="received", units=purchase.received)
    if purchase.used_before:
        yield StatementLine(at=at, kind="used_before", units=-purchase.used_before)


def _changes(purchase: Purchase, reading: Reading) -> Iterator[StatementLine]:
    """What was done by hand, when it was done."""
    entries = reading.books.entries_touching(purchase.id)
    for entry, change in zip(entries, changes_of(purchase.id, entries).values(), strict=True):
        before, after = change.before, change.after
        if isinstance(before, Purchase) and isinstance(after, Purchase):
            yield from _changed(before, after, entry.at)


def _changed(before: Purchase, after: Purchase, at: datetime) -> Iterator[StatementLine]:
    if after.adjusted != before.adjusted:
        yield StatementLine(at=at, kind="adjusted", units=after.adjusted - before.adjusted)
    if after.sent != before.sent:
        yield StatementLine(at=at, kind="sent", units=before.sent - after.sent)
    kind = _kind_of_time(before, after)
    if kind is not None:
        yield StatementLine(at=at, kind=kind, units=0, last_day=after.last_day)


def _kind_of_time(before: Purchase, after: Purchase) -> LineKind | None:
    """Why the last day changed, if somebody changed it."""
    if after.freezes != before.freezes:
        return "frozen" if set(after.freezes) - set(before.freezes) else "unfrozen"
    if after.last_day == before.last_day:
        return None
    return "extended" if after.extended else "set_right" if before.extended else None


def _visits(purchase: Purchase, reading: Reading) -> Iterator[StatementLine]:
    for hold in purchase.holds:
        yield StatementLine(
            at=hold.starts_at,
            kind=_fate(hold, reading),
            units=-hold.units,
            visit=hold,
            came=_who_came(hold, purchase, reading),
        )


def _fate(hold: Hold, reading: Reading) -> LineKind:
    if not hold.kept:
        return "used" if hold.is_used(reading.now) else "booked"
    visit = reading.books.thing(hold.appointment)
    return "missed" if visit is not None and visit.status == "no_show" else "cancelled_late"


def _who_came(hold: Hold, purchase: Purchase, reading: Reading) -> ClientKey | None:
    """Who came, where it was another than the owner: only what may be shared is asked."""
    visit = reading.books.thing(hold.appointment) if purchase.terms.members else None
    return None if visit is None or visit.client == purchase.client else visit.client


def _endings(purchase: Purchase, now: datetime) -> Iterator[StatementLine]:
    balance, ended = balance_of(purchase, now), purchase.ended
    if balance.lapsed and purchase.expires_at is not None:
        yield StatementLine(at=purchase.expires_at, kind="lapsed", units=-balance.lapsed)
    parts = [each for each in purchase.changes if each.kind == "refunded"]
    for part in parts:
        yield StatementLine(at=part.at, kind="refunded", units=-part.units)
    gone = balance.refunded + balance.voided - sum(each.units for each in parts)
    if ended is not None and gone:
        yield StatementLine(at=ended.at, kind=ended.kind, units=-gone)
