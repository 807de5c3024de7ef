"""What must hold of an entry as a whole: its moment, its rules, its numbers, and whom it names."""

from collections.abc import Iterable, Iterator, Mapping

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import RULES_VERSION, Entry
from trafftpkg.domain.events.ledger import LedgerOpened, LedgerSealed
from trafftpkg.domain.ids import ClientKey, Kind, ThingId, kind_of, number_of, numbered
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.purchase import Purchase

_CANCELS = "AppointmentCancelled"
_RETURNS = "PaymentReturned"
_RECORDS: Mapping[str, tuple[str, ...]] = {
    "open": ("LedgerOpened",),
    "copy": ("LedgerSealed",),
    "purchase": ("PackagePurchased", "PaymentReceived", "AppointmentBooked"),
    "book": ("AppointmentBooked",),
    "reschedule": ("AppointmentRescheduled",),
    "redeem": ("AppointmentRedeemed",),
    "cancel": (_CANCELS, "PartyReduced", "AppointmentBooked"),
    "no-show": ("AppointmentMissed", "PartyReduced", "AppointmentBooked"),
    "pay": ("PaymentReceived", "PaymentReversed"),
    "confirm-return": ("ReturnConfirmed",),
    "refund": (
        _RETURNS,
        _CANCELS,
        "PurchaseRefunded",
        "UnitsRefunded",
        "PriceLowered",
        "VisitRepriced",
    ),
    "void": (_CANCELS, "PurchaseVoided"),
    "expire": (_CANCELS, "PurchaseLapsed", "PurchaseVoided"),
    "extend": ("PurchaseExtended",),
    "freeze": (_CANCELS, "PurchaseFrozen"),
    "unfreeze": ("PurchaseUnfrozen",),
    "transfer": ("UnitsTransferred",),
    "adjust": ("UnitsAdjusted",),
    "import": ("BalanceImported",),
    "share": ("PurchaseShared",),
    "unshare": ("PurchaseUnshared",),
    "block": ("EmployeeBlocked",),
    "unblock": ("EmployeeUnblocked",),
    "merge": ("ClientsMerged",),
    "undo": ("PaymentReversed", "ThingsSetRight"),
    "correct": ("ThingsSetRight",),
}
"""The events that each request may record; the moment of any may have been given by hand."""


def before_entry(
    entry: Entry, before: Entry | None, given: Mapping[Kind, int], *, is_sealed: bool
) -> Iterator[Breach]:
    """Yield what is wrong with an entry whatever its events say of things.

    Args:
        before: The entry before; None for the header.
        given: How many of each kind have been numbered.
        is_sealed: The ledger went on elsewhere before.
    """
    seq = entry.seq
    if before is not None and entry.at < before.at:
        yield Breach(seq=seq, kind="at", said=entry.at, due=before.at)
    earliest = 1 if before is None else before.rules
    if not earliest <= entry.rules <= RULES_VERSION:
        yield Breach(seq=seq, kind="rules", said=entry.rules, due=earliest)
    if not entry.by and entry.rules >= 2:  # under rules 1 nobody had to be named
        yield Breach(seq=seq, kind="by")
    if is_sealed:
        yield Breach(seq=seq, kind="sealed", said=entry.request)
    if any(isinstance(each, LedgerOpened) for each in entry.events) != (seq == 0):
        yield Breach(seq=seq, kind="header", said=entry.request)
    yield from _events(entry)
    yield from _numbers(entry, given)


def seals(entry: Entry) -> bool:
    """Tell whether the ledger goes on elsewhere after an entry."""
    return any(isinstance(each, LedgerSealed) for each in entry.events)


def _events(entry: Entry) -> Iterator[Breach]:
    known = _RECORDS.get(entry.request)
    names = [type(each).__name__ for each in entry.events]
    recorded = [each for each in names if each != "ClockGiven"]
    wrong = next((each for each in recorded if known is None or each not in known), None)
    if wrong is not None or not recorded:
        yield Breach(seq=entry.seq, kind="request", said=entry.request, due=wrong)


def _numbers(entry: Entry, given: Mapping[Kind, int]) -> Iterator[Breach]:
    last = dict(given)
    for event in entry.events:
        for thing in event.begun():
            kind = kind_of(thing)
            due = last[kind] + 1
            if number_of(thing) != due:
                yield Breach(seq=entry.seq, kind="number", said=thing, due=numbered(kind, due))
            last[kind] = max(last[kind], number_of(thing))


def clients_named(case: Case, touched: Iterable[ThingId]) -> Iterator[Breach]:
    """Yield a breach if an entry does not name the clients that it is about, once its events are applied."""
    entry = case.entry
    found: set[ClientKey] = {each for event in entry.events for each in event.touched_clients()}
    for each in touched:
        thing = case.known(each)
        if isinstance(thing, Purchase | Appointment):
            found.add(thing.client)
    if entry.clients != tuple(sorted(found)):
        yield case.breach("clients", None, ", ".join(entry.clients), ", ".join(sorted(found)))
