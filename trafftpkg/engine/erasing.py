"""Erases a client: personal data is removed, what they bought stays under the key."""

from datetime import datetime
from decimal import Decimal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.changing import ErasureLosesError, MoneyLeft, UnitsLeft
from trafftpkg.domain.errors.naming import UnknownClientError
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of, owed_back
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.missing import recorded
from trafftpkg.engine.ports import Books
from trafftpkg.engine.scope import Scope, attempted


def erase_client(engine: Engine, typed: str, *, confirmed: bool) -> Client:
    """Remove everything personal about a client. What they bought stays under their key (R-1.10).

    A key works too, also of an erased client: then an interrupted erasure is finished.

    Args:
        confirmed: Erase even if something is lost by it (R-1.12).

    Returns:
        The client before the erasure.

    Raises:
        UnknownClientError: there is no such client.
        ErasureLosesError: visits, units or money would be lost, and it is not confirmed.
        ErasureUnfinishedError: they are erased, but not all traces on the disk are overwritten.
    """
    return attempted(lambda: _erased(engine, typed, confirmed))


def foreseen_erasure(engine: Engine, typed: str, *, confirmed: bool) -> Client:
    """Return the client that `erase_client` would erase, or raise the error that it would raise."""
    with engine.ledger.reading() as books:
        return _whom(engine, books, typed, confirmed)


def _erased(engine: Engine, typed: str, confirmed: bool) -> Client:
    with engine.ledger.writing(Scope(everything=True)) as books:
        client = _whom(engine, books, typed, confirmed)
        things: list[PurchaseId | AppointmentId] = [
            *(each.id for each in books.purchases_of(client.key)),
            *(each.id for each in _paid_for(books, client.key, engine.clock())),
            *(each.id for each in books.appointments(AppointmentFilter(client=client.key), engine.clock())),
        ]
        seqs = {entry.seq for thing in things for entry in books.entries_touching(thing)}
        engine.clients.erase(client.key, sorted(seqs))
    return client


def _whom(engine: Engine, books: Books, typed: str, confirmed: bool) -> Client:
    client = engine.clients.find(typed) or _by_key(engine, books, ClientKey(typed))
    if client is None:
        raise UnknownClientError(typed=typed, nearest=engine.clients.nearest(typed))
    if not confirmed and not engine.clients.erased([client.key]):
        _refuse_to_lose(books, client, engine.clock())
    return client


def _by_key(engine: Engine, books: Books, key: ClientKey) -> Client | None:
    """A client who is not in the client book: erased before, or missing from it."""
    known = engine.clients.erased([key]) or recorded(books, [key])
    return Client(key=key, handle=key) if known else None


def _refuse_to_lose(books: Books, client: Client, now: datetime) -> None:
    purchases = books.purchases_of(client.key)
    to_pay = [*(each for each in purchases if each.payer is None), *_paid_for(books, client.key, now)]
    visits = list(books.appointments(AppointmentFilter(client=client.key), now))
    ahead = tuple(each.id for each in visits if each.status == "booked" and each.visit.starts_at > now)
    refusal = ErasureLosesError(
        client=client.key,
        handle=client.handle,
        appointments=ahead,
        units=tuple(left for each in purchases if (left := _left(each, ahead, now)).units),
        due=(
            *(MoneyLeft(thing=each.id, amount=due) for each in to_pay if (due := due_of(each))),
            *(MoneyLeft(thing=each.id, amount=each.due) for each in visits if each.due),
        ),
        owed=(
            *(MoneyLeft(thing=each.id, amount=owed) for each in to_pay if (owed := owed_back(each))),
            *(MoneyLeft(thing=each.id, amount=owed) for each in visits if (owed := _paid_above(each))),
        ),
    )
    if refusal.appointments or refusal.units or refusal.due or refusal.owed:
        raise refusal


def _paid_for(books: Books, client: ClientKey, now: datetime) -> list[Purchase]:
    return list(books.purchases(PurchaseFilter(payer=client), now))


def _left(purchase: Purchase, named: tuple[AppointmentId, ...], now: datetime) -> UnitsLeft:
    """Return what is left beside the units of the visits that are named already."""
    balance, measure = balance_of(purchase, now), purchase.terms.measure
    held = (hold.units for hold in purchase.holds if hold.appointment in named and not hold.is_used(now))
    left = balance.available + balance.booked - sum(held)
    return UnitsLeft(purchase=purchase.id, units=left, unit=measure.unit, uses=measure.uses)


def _paid_above(visit: Appointment) -> Decimal:
    """Return what was paid above the price for a visit, for example after it was cancelled."""
    return Decimal(0) if visit.owed is None else max(visit.paid - visit.owed, Decimal(0))
