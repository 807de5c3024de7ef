"""Gives up what was booked on the page, and then neither confirmed in time nor paid at its checkout."""

from contextlib import suppress
from datetime import datetime
from typing import Protocol

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.door import Waiting
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.base import RefusedError
from trafftpkg.domain.events.booking import AppointmentBooked
from trafftpkg.domain.events.selling import PackagePurchased
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, appointment_id
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.ports import Books
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import CancelAppointment
from trafftpkg.engine.requests.end import VoidPurchase

REASON = "unconfirmed e-mail address"
"""The reason recorded with the end of a purchase."""


UNANSWERED = "unanswered/"
"""The beginning of the keys of such requests."""


class WaitingRoom(Protocol):
    """What the engine needs of the door: bookings that wait for a client's answer."""

    def overdue(self, now: datetime, most: int) -> list[Waiting]:
        """Return what has waited too long, the longest first."""

    def settled(self, key: str) -> None:
        """Note that something no longer waits."""


def give_up_unanswered(
    engine: Engine, door: WaitingRoom, *, most: int, dry_run: bool = False
) -> list[PurchaseId | AppointmentId]:
    """Cancel visits, and void purchases, whose client did not answer our letter in time (R-14.3).

    It can be killed at any moment and run again: nothing is given up twice.

    Args:
        most: How many at once. The rest follows next time.

    Returns:
        What was given up, or in a dry run would be.
    """
    given_up = []
    for waiting in door.overdue(engine.clock(), most):
        with engine.ledger.reading() as books:
            thing = _still_waits(books, waiting, engine.clock())
            requests = {} if thing is None else _requests(books, thing)
        if thing is not None and requests:
            given_up.append(thing)
        if not dry_run:
            _give_up(engine, requests, f"{UNANSWERED}{waiting.key}")
            door.settled(waiting.key)
    return given_up


def give_up_unpaid(engine: Engine, thing: PurchaseId, by: str) -> bool:
    """Free what a sale holds whose checkout nobody has paid, nor can any more (R-14.6).

    Args:
        by: Who sold it. What others have changed since stays, and what was paid or used.

    Returns:
        Whether anything was held.
    """
    with engine.ledger.reading() as books:
        sold = books.thing(thing)
        if sold is None or sold.on_site or not _is_unused(sold, sold.client, engine.clock()):
            return False
        if any(each.by != by for each in books.entries_touching(thing)):
            return False  # The desk knows of it.
        requests = _requests(books, thing)
    _give_up(engine, requests, f"abandoned/{thing}")  # Not as unanswered: the client gets a letter.
    return bool(requests)


def _give_up(engine: Engine, requests: dict[str, Request], key: str) -> None:
    for thing, request in requests.items():
        with suppress(RefusedError):  # Somebody is changing it at this moment, so it is looked after.
            engine.execute(request, key=f"{key}/{thing}")


def _requests(books: Books, thing: PurchaseId | AppointmentId) -> dict[str, Request]:
    """The requests that give it up, by thing. A sale that has to be paid first stands, without its visits."""
    purchase = None if appointment_id(thing) else books.thing(PurchaseId(thing))
    if purchase is None:
        return {thing: CancelAppointment(appointment=thing, by="business")}
    if purchase.on_site or not purchase.value:
        return {thing: VoidPurchase(purchase=thing, cancel_appointments=True, reason=REASON)}
    visits = [each.appointment for each in purchase.holds]
    return {each: CancelAppointment(appointment=each, by="business") for each in visits}


def _still_waits(books: Books, waiting: Waiting, now: datetime) -> PurchaseId | AppointmentId | None:
    """Return what to give up. None if nothing was booked, or somebody has changed it since."""
    entry = None if books.header() is None else books.entry_with_key(waiting.key)
    thing = None if entry is None else _booked_by(entry)
    if entry is None or thing is None:
        return None
    others = [each for each in books.entries_touching(thing) if not (each.key or "").startswith(UNANSWERED)]
    if any(each.by != entry.by for each in others):
        return None  # The desk knows of it.
    appointment = appointment_id(thing)
    if appointment is not None:
        return thing if _is_kept_for(books.thing(appointment), waiting.client, now) else None
    return thing if _is_unused(books.thing(PurchaseId(thing)), waiting.client, now) else None


def _booked_by(entry: Entry) -> PurchaseId | AppointmentId | None:
    for event in entry.events:
        if isinstance(event, PackagePurchased):
            return event.purchase
    booked = (each.appointment for each in entry.events if isinstance(each, AppointmentBooked))
    return next(booked, None)


def _is_kept_for(visit: Appointment | None, client: ClientKey, now: datetime) -> bool:
    """Tell whether a visit is booked, not paid, and still of this very client."""
    if visit is None or visit.client != client or visit.payments:
        return False
    return visit.status == "booked" and now < visit.visit.starts_at


def _is_unused(purchase: Purchase | None, client: ClientKey, now: datetime) -> bool:
    if purchase is None or purchase.client != client or purchase.payments or purchase.ended is not None:
        return False
    return not any(hold.is_used(now) for hold in purchase.holds)
