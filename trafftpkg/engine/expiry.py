"""The night job: record what has lapsed, and void what was not paid in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Literal

from trafftpkg.domain.events.ending import PurchaseLapsed
from trafftpkg.domain.ids import PurchaseId, ThingId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.engine import Decided, Engine
from trafftpkg.engine.reading import View
from trafftpkg.engine.requests.lapse import LapsePurchase, VoidUnpaidPurchase
from trafftpkg.engine.scope import Scope, attempted

if TYPE_CHECKING:
    from datetime import datetime

    from trafftpkg.engine.ports import Books

GROUP = 500
"""How many entries are written together, with one fsync."""


@value
class ExpiryReport(Value):
    """What one run wrote down, or in a dry run would have; `value_lapsed` is in the ledger's currency.

    Args:
        purchases: All that were touched, as they are afterwards, in the order written.
        expired: How many lapsed.
        voided: How many were voided because they were not paid in time.
        unanswered: How many bookings of the page were given up before, since nobody confirmed the address.
        units_lapsed: By unit; one that nothing lapsed in is missing.
    """

    view: View
    purchases: tuple[Purchase, ...]
    expired: int
    voided: int
    units_lapsed: dict[Unit, int]
    value_lapsed: Decimal
    dry_run: bool
    unanswered: int = 0


def expire(
    engine: Engine, *, dry_run: bool = False, progress: Callable[[int, int], None] | None = None
) -> ExpiryReport:
    """Record every lapse and void that is due: one entry each, in groups.

    It can be killed at any moment and run again, also on two machines at once: what is recorded is no
    longer due, and each entry has its own key.

    Args:
        progress: Called with the number of recorded entries, and of entries that were due at first.
    """
    purchases: list[Purchase] = []
    lapses: list[tuple[Unit, PurchaseLapsed]] = []
    total = 0 if progress is None else _due(engine)
    for done, decided in enumerate(_foreseen(engine) if dry_run else _written(engine), start=1):
        purchase = decided.purchase
        purchases.append(purchase)
        lapses += [(purchase.terms.unit, each) for each in decided.lapses]
        if progress is not None:
            progress(done, max(total, done))
    return _report(engine, purchases, lapses, dry_run)


class _Done:
    """What is kept of a decided request once it is written, since a night may have very many."""

    __slots__ = ("lapses", "purchase")

    def __init__(self, decided: Decided) -> None:
        request = decided.request
        assert isinstance(request, LapsePurchase | VoidUnpaidPurchase)
        self.purchase = decided.sheet.purchase(request.purchase)
        self.lapses = [each for each in decided.sheet.events if isinstance(each, PurchaseLapsed)]


def _due(engine: Engine) -> int:
    with engine.ledger.reading() as books:
        if books.head() is None:
            return 0
        return sum(1 for _ in _jobs(books, engine.moment(books)))


def _foreseen(engine: Engine) -> Iterator[_Done]:
    with engine.ledger.reading() as books:
        yield from map(_Done, _decided(engine, books, engine.moment(books)))


def _written(engine: Engine) -> Iterator[_Done]:
    while group := attempted(lambda: _group_written(engine)):
        yield from group


def _group_written(engine: Engine) -> list[_Done]:
    with engine.ledger.writing(Scope(everything=True)) as books:
        group = list(islice(_apart(_decided(engine, books, engine.moment_to_record(books))), GROUP))
        if group:
            engine.record(books, group)
        return [_Done(each) for each in group]


def _apart(decided: Iterable[Decided]) -> Iterator[Decided]:
    """Leave to the next group what touches the same as one before it: it is decided by what that recorded."""
    touched: set[ThingId] = set()
    for each in decided:
        if touched.isdisjoint(each.sheet.things):
            touched.update(each.sheet.things)
            yield each


def _decided(engine: Engine, books: Books, now: datetime) -> Iterator[Decided]:
    """What is due, decided. Nothing is due in a ledger that was never opened."""
    if books.head() is None:
        return
    for job, purchase in _jobs(books, now):
        request = LapsePurchase if job == "expire" else VoidUnpaidPurchase
        yield engine.decide(books, request(purchase=purchase), _key(books, job, purchase), now)


def _jobs(books: Books, now: datetime) -> Iterator[tuple[Literal["expire", "unpaid"], PurchaseId]]:
    """What is due. A sale that was given up before it expired has not lapsed, however late that is noted."""
    unpaid = dict.fromkeys(books.unpaid_since(now))
    for purchase in books.due_to_lapse(now):
        if purchase not in unpaid:
            yield "expire", purchase
    for purchase in unpaid:
        yield "unpaid", purchase


def _key(books: Books, job: str, purchase: PurchaseId) -> str:
    """The key names the entry that made it due, so that what was undone can fall due again."""
    return f"{job}/{purchase}/{books.last_touching(purchase)}"


def _report(
    engine: Engine, purchases: list[Purchase], lapses: list[tuple[Unit, PurchaseLapsed]], dry_run: bool
) -> ExpiryReport:
    units: Counter[Unit] = Counter()
    for unit, lapse in lapses:
        units[unit] += lapse.units
    with engine.ledger.reading() as books:
        view = engine.reading(books).view_of_purchases(purchases)
    return ExpiryReport(
        view=view,
        purchases=tuple(purchases),
        expired=len(lapses),
        voided=len(purchases) - len(lapses),
        units_lapsed=dict(units),
        value_lapsed=sum((lapse.value for _, lapse in lapses), Decimal(0)),
        dry_run=dry_run,
    )
