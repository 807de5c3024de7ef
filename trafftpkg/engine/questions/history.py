"""What happened to a thing, entry by entry: how all that an entry touched was before it, and is after it."""

from typing import Literal

from trafftpkg.domain.appointment import Appointment, VisitFate
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.cancelling import free_until
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.naming import UNKNOWN_THING
from trafftpkg.domain.events.paying import ReturnConfirmed
from trafftpkg.domain.ids import AppointmentId, PurchaseId, ThingId, kind_of, thing_id
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.terms import CancellationPolicy, Measure
from trafftpkg.domain.thing import Thing
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.changes import Changes, ThingChange
from trafftpkg.engine.outcomes import Forgiven, PaymentMade, forgiven_in, parties_among, payments_in
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.questions.reasons import reasons_of
from trafftpkg.engine.reading import Reading, View

Rule = Literal["in_time", "late", "missed", "forgiven", "business", "staff"]
"""Why a visit's units were kept or went back (R-8): when, or by whom, it was called off or decided."""


@value
class Ruling(Value):
    """What happened to the units, or the price, of a visit that does not take place, and by which rule."""

    appointment: AppointmentId
    units: Literal["kept", "released", "forgiven"]
    rule: Rule


@value
class HistoryRow(Value):
    """An entry, its reason in words where the client book still has them, and what it did.

    Args:
        balance: Of a purchase whose history it is: right after it.
        changes: Of all that it touched, in the order touched.
        forgiven: The visits that it released by forgiveness.
        rulings: Of the visits that it called off or that were missed.
        payments: What came in, and below zero what went back.
        sent_back: What a checkout confirmed to have sent back of what was paid back before.
        corrects: The entry whose mistake it sets right, and `corrected_by` the one that sets this one right.
    """

    entry: Entry
    reason: str | None
    balance: Balance | None
    changes: tuple[ThingChange, ...] = ()
    forgiven: tuple[Forgiven, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    payments: tuple[PaymentMade, ...] = ()
    sent_back: tuple[ReturnConfirmed, ...] = ()
    corrects: int | None = None
    corrected_by: int | None = None

    def of(self, thing: str) -> ThingChange | None:
        """Return what it did to a thing; None where it did nothing to it."""
        return next((each for each in self.changes if each.after.id == thing), None)


@value
class History(Value):
    """What touched a thing, in order; `measure` is what the balances of a purchase are told in."""

    view: View
    thing: str
    measure: Measure | None
    rows: tuple[HistoryRow, ...]


@value
class ReadHistory(Question[History]):
    """Read the history of a purchase, an appointment, or whatever else has an id."""

    thing: str

    def answer(self, reading: Reading) -> History:
        thing = thing_id(self.thing)
        entries = [] if thing is None or reading.is_empty else reading.books.entries_touching(thing)
        if thing is None or not entries:
            raise UNKNOWN_THING["pur" if thing is None else kind_of(thing)](typed=self.thing)
        changes = Changes(reading.books)
        reasons = reasons_of(reading, entries)
        corrected = {number: entry.seq for entry in entries for number in entry.sets_right}
        rows = [
            _row(entry, thing, changes.changes_in(entry), reasons.get(entry.seq), corrected.get(entry.seq))
            for entry in entries
        ]
        clients = {client for entry in entries for client in entry.clients}
        now = changes.changes_in(entries[-1])
        clients |= parties_among(each.after for row in rows for each in row.changes)
        purchase = next((each.after for each in now if each.after.id == thing), None)
        measure = purchase.terms.measure if isinstance(purchase, Purchase) else None
        return History(view=reading.view(clients), thing=self.thing, measure=measure, rows=tuple(rows))


def _row(
    entry: Entry,
    thing: ThingId,
    changes: tuple[ThingChange, ...],
    reason: str | None,
    corrected_by: int | None,
) -> HistoryRow:
    now = next(each.after for each in changes if each.after.id == thing)
    balance = balance_of(now, entry.at) if isinstance(now, Purchase) else None
    return replace(row_of(entry, changes, reason), balance=balance, corrected_by=corrected_by)


def row_of(entry: Entry, changes: tuple[ThingChange, ...], reason: str | None) -> HistoryRow:
    """Return what an entry did, as far as it was known right after it."""
    return HistoryRow(
        entry=entry,
        reason=reason,
        balance=None,
        changes=changes,
        forgiven=forgiven_in(entry.events, [each.after for each in changes]),
        rulings=_rulings(entry, changes),
        payments=payments_in(entry.events, entry.at),
        sent_back=tuple(each for each in entry.events if isinstance(each, ReturnConfirmed)),
        corrects=next(iter(entry.sets_right), None),
    )


def _rulings(entry: Entry, changes: tuple[ThingChange, ...]) -> tuple[Ruling, ...]:
    """What became of the units of the visits that stand no more: kept, released, or forgiven."""
    by_business = {each for event in entry.events for each in event.called_off_by_business()}
    payers = {each.after.id: each.after for each in changes if isinstance(each.after, Purchase)}
    ended = [
        each.after
        for each in changes
        if isinstance(each.after, Appointment) and _has_new_fate(each.before, each.after)
    ]
    return tuple(_ruling(each, each.id in by_business, payers) for each in ended)


def _has_new_fate(before: Thing | None, after: Appointment) -> bool:
    assert isinstance(before, Appointment | None)
    return after.fate is not None and (before is None or before.fate != after.fate)


def _ruling(visit: Appointment, by_business: bool, payers: dict[PurchaseId, Purchase]) -> Ruling:
    fate = visit.fate
    assert fate is not None
    if fate.forgiven_by is not None:
        return Ruling(appointment=visit.id, units="forgiven", rule="forgiven")
    return Ruling(
        appointment=visit.id,
        units="kept" if fate.kept else "released",
        rule="business" if by_business else _rule(visit, fate, payers),
    )


def _rule(visit: Appointment, fate: VisitFate, payers: dict[PurchaseId, Purchase]) -> Rule:
    """The rule behind it. If the policy says otherwise, staff decided."""
    policy = _policy(visit, fate, payers)
    if policy is None or (fate.kept and not fate.counts):
        return "staff"
    if visit.status == "no_show":
        return "missed" if fate.kept or policy.no_show == "release" else "staff"
    if fate.at <= free_until(visit.visit.starts_at, policy, visit.zone):
        return "in_time"
    return "late" if fate.kept or policy.late == "release" else "staff"


def _policy(
    visit: Appointment, fate: VisitFate, payers: dict[PurchaseId, Purchase]
) -> CancellationPolicy | None:
    """The policy as sold, by the first purchase, or as booked for a visit without one."""
    payer = payers.get(fate.allocation[0].purchase) if fate.allocation else None
    return visit.cancellation if payer is None else payer.terms.cancellation
