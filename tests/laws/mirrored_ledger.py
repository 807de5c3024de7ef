"""A store, with a model beside it that is told the same drafts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.memory_ledger import MemoryLedger
from trafftpkg.domain.entry import Draft, Entry, Keep
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.flows import FlowField
from trafftpkg.domain.header import Header
from trafftpkg.domain.ids import ClientKey, EmployeeId
from trafftpkg.domain.moments import Span
from trafftpkg.domain.purchase import KINDS, Purchase
from trafftpkg.engine.ports import Books, Ledger
from trafftpkg.engine.scope import RequestScope, Scope

STATUSES: tuple[Any, ...] = ("voided", "refunded", "expired", "pending", "frozen", "used_up", "active")
SORTS: tuple[Any, ...] = ("purchased_at", "expires_at", "package", "available")
EMPLOYEES = (EmployeeId("mira"), EmployeeId("sina"))

_EVER = Span(start=datetime(1999, 1, 1, tzinfo=UTC), end=datetime(2999, 1, 1, tzinfo=UTC))


class MirroredLedger:
    """Fulfils the engine's `Ledger` by the store; `check` compares it with the model."""

    def __init__(self, store: Ledger) -> None:
        self._store = store
        self._model = MemoryLedger()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is recorded, as the model has it."""
        return self._model.entries

    @contextmanager
    def reading(self) -> Iterator[Books]:
        with self._store.reading() as books:
            yield books

    @contextmanager
    def writing(self, scope: Scope | RequestScope) -> Iterator[Any]:
        with self._store.writing(scope) as books:
            yield _Told(books, self._model)

    def check(self, clients: Sequence[ClientKey], now: datetime) -> None:
        """Raise AssertionError where store and model answer differently."""
        with self._store.reading() as books, self._model.reading() as model:
            assert _answers(books, clients, now) == _answers(model, clients, now)
            head = model.head()
            seq = 0 if head is None else head.seq // 2
            if seq:
                then, once = books.as_of(seq), model.as_of(seq)
                assert [_theirs(then, each) for each in clients] == [_theirs(once, each) for each in clients]
                assert (then.given("pur"), then.given("apt")) == (once.given("pur"), once.given("apt"))
                assert then.diary(None, _EVER) == once.diary(None, _EVER)


class _Told:
    """The store's open books, with the model told what they record."""

    def __init__(self, books: Any, model: MemoryLedger) -> None:
        self._books = books
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._books, name)

    def append(
        self, drafts: Sequence[Draft], opening: Header | None = None, keep: Keep | None = None
    ) -> list[Entry]:
        recorded: list[Entry] = self._books.append(drafts, opening, keep)
        told = self._model.books.append(drafts, opening)
        assert [replace(each, hash="") for each in recorded] == [replace(each, hash="") for each in told]
        return recorded


def _flows(books: Books, now: datetime) -> list[str]:
    """What moved in all, and by everything, with nothing said of what came to nothing."""
    if books.header() is None:
        return []
    day = now.date() - timedelta(days=3)
    everything: tuple[FlowField, ...] = (
        "package",
        "client",
        "payer",
        "thing",
        "part",
        "employee",
        "location",
    )
    asked: list[tuple[tuple[FlowField, ...], date | None]] = [
        ((), None),
        (("package", "part"), None),
        (("package",), day),
        (("package",), day - timedelta(days=45)),
        (everything, day),
    ]
    found = [flow for by, first in asked for flow in books.flows(KINDS, by, first, now)]
    return sorted(repr(each) for each in found if each.times or each.units or each.value or each.gross)


def _theirs(books: Books, client: ClientKey) -> list[list[Purchase]]:
    """What is a client's own, what is shared with them, and what they pay for."""
    return [books.purchases_of(client), books.shared_with(client), _paid_for(books, client)]


def _paid_for(books: Books, client: ClientKey) -> list[Purchase]:
    return list(books.purchases(PurchaseFilter(payer=client), _EVER.start))


def _answers(books: Books, clients: Sequence[ClientKey], now: datetime) -> list[object]:
    ahead = Span(start=now - timedelta(days=1), end=now + timedelta(days=9))
    by_status = [*(PurchaseFilter(statuses=(each,)) for each in STATUSES), PurchaseFilter(sold=True)]
    referred = PurchaseFilter(reference="ref-1")
    expiring = PurchaseFilter(expiring_until=now + timedelta(days=10))
    sorted_ = [PurchaseFilter(sort=each, limit=5) for each in SORTS]
    return [
        books.header(),
        (books.given("pur"), books.given("apt")),
        books.seq_at(now),
        [_theirs(books, each) for each in clients],
        [list(books.purchases(PurchaseFilter(client=each, shared=True), now)) for each in clients],
        [list(books.purchases(each, now)) for each in (*by_status, referred, expiring, *sorted_)],
        [books.count(each, now) for each in by_status],
        list(books.due_to_lapse(now)),
        list(books.unpaid_since(now)),
        list(books.appointments(AppointmentFilter(statuses=("booked",), limit=9), now)),
        list(books.appointments(AppointmentFilter(reference="ref-1"), now)),
        list(books.appointments(AppointmentFilter(statuses=("used", "no_show")), now)),
        [books.diary(each, ahead) for each in EMPLOYEES],
        [books.visits_of(each, ahead) for each in clients],
        [books.diary(each, _EVER, ("blk",)) for each in (None, *EMPLOYEES)],
        books.given("blk"),
        books.holdings("package", now),
        books.holdings("service", now),
        _flows(books, now),
        [] if books.header() is None else list(books.movements(KINDS, None, now)),
    ]
