"""How the books move over the life of a purchase or a visit: by each entry, and by time alone (R-11)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeGuard

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import AppointmentId, PurchaseId, ThingId
from trafftpkg.domain.movements import (
    Movement,
    adjusted_between,
    earned_between,
    paid_between,
    sold_between,
)
from trafftpkg.domain.positions import Accountable, Position, position_of, positions_along, turns_of
from trafftpkg.domain.purchase import MovedBack, Payment, Purchase
from trafftpkg.domain.taxes import split_of
from trafftpkg.domain.value import facts_of, replace

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry


def foreseen(thing: Accountable, since: datetime) -> list[Movement]:
    """Return what time alone will do after a moment, in order: visits begin, free units lapse (R-11.2)."""
    turns = turns_of(thing, since)
    if not turns:
        return []
    before, *positions = positions_along(thing, since, [since, *turns])
    found = list[Movement]()
    for at, after in zip(turns, positions, strict=True):
        found += earned_between(before, after, at)
        before = after
    return found


def happened(thing: Accountable, since: datetime, until: datetime) -> list[Movement]:
    """Return what of the foreseen has come true until a moment, inclusive, without an entry between."""
    if not any(at <= until for at in turns_of(thing, since)):
        return []
    return [each for each in foreseen(thing, since) if each.at <= until]


def movements_of(before: Accountable | None, after: Accountable, at: datetime) -> list[Movement]:
    """Return what an entry did to a thing, time having done its part until then (R-11.3).

    Args:
        before: None where the thing begins.
        at: The entry's moment.
    """
    if before is not None and _moves_only_what_is_to_come(before, after, at):
        return []
    now, is_import = position_of(after, at), before is None and _is_import(after)
    if before is not None:
        was, payments = position_of(before, at), _changed(before.payments, after.payments)
    else:
        was = _elsewhere(after, at) if is_import else Position()
        payments = _changed((), after.payments)
    moved = [*sold_between(before, after, now.split, at), *paid_between(was.paid, now.split, payments, at)]
    moved += [each for each in earned_between(was, now, at) if not (is_import and each.kind == "taxed")]
    return [*moved, *adjusted_between(was, now, moved, at)]


def life_of(
    thing: PurchaseId | AppointmentId, entries: "Iterable[Entry]"
) -> tuple[Accountable | None, list[Movement]]:
    """Return a thing as the entries that touched it made it, with all its movements, foreseen ones too."""
    state: Accountable | None = None
    since, found = None, list[Movement]()
    for entry in entries:
        before = state
        for event in entry.events:
            if thing in event.touched():
                after = event.makes(thing, state, entry.at)
                assert isinstance(after, Purchase | Appointment)
                state = after
        if state is not None and (is_accountable(state) or is_accountable(before)):
            if before is not None and since is not None:
                found += happened(before, since, entry.at)
            said = said_by(entry, thing)
            found += movements_of(before, state, entry.at) if said is None else said
            since = entry.at
    if state is not None and since is not None:
        found += foreseen(state, since)
    return state, found


def said_by(entry: "Entry", thing: ThingId) -> list[Movement] | None:
    """Return what an entry says itself that reports count for a thing; None where its facts tell."""
    for event in entry.events:
        moved = event.moved_back(thing)
        if moved is not None:
            return [Movement(at=entry.at, **_measures(each)) for each in moved]
    return None


def _measures(moved: MovedBack) -> dict[str, Any]:
    measures = facts_of(moved)
    del measures["thing"]
    return measures


def is_accountable(thing: object) -> TypeGuard[Accountable]:
    """Tell whether money is kept of a thing: of purchases, and of visits at a price."""
    return isinstance(thing, Purchase) or (isinstance(thing, Appointment) and thing.price is not None)


def _is_import(thing: Accountable) -> bool:
    """Tell whether a thing that begins was brought in: its units are granted, not received by transfer."""
    return isinstance(thing, Purchase) and thing.sold_elsewhere and thing.granted > 0


def _elsewhere(thing: Accountable, at: datetime) -> Position:
    """What was used and paid before an import was never ours."""
    assert isinstance(thing, Purchase)
    used = position_of(replace(thing, holds=()), at).spent
    return Position(split=split_of(thing.terms), paid=used, spent=used)


def _changed(before: tuple[Payment, ...], after: tuple[Payment, ...]) -> list[tuple[Payment, int]]:
    """Which payments were recorded, and with -1 which were taken back as never made."""
    if after[: len(before)] == before:
        return [(each, 1) for each in after[len(before) :]]
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return [*((each, -1) for each in gone.elements()), *((each, 1) for each in new.elements())]


def _moves_only_what_is_to_come(before: Accountable, after: Accountable, at: datetime) -> bool:
    """Tell whether nothing else than visits to come differs, and the thing goes on: most bookings."""
    if _counted(before) != _counted(after):
        return False
    if isinstance(before, Appointment) or isinstance(after, Appointment):
        return all(isinstance(each, Appointment) and each.visit.starts_at > at for each in (before, after))
    if any(each.expires_at is not None and each.expires_at <= at for each in (before, after)):
        return False
    same = {id(hold) for hold in before.holds} & {id(hold) for hold in after.holds}
    differ = [hold for hold in (*before.holds, *after.holds) if id(hold) not in same]
    return not any(hold.kept or hold.starts_at <= at for hold in differ)


def count_alike(before: Accountable, after: Accountable) -> bool:
    """Tell whether movements, foreseen ones too, are the same of both."""
    return _counted(before) == _counted(after) and _ahead(before) == _ahead(after)


def _ahead(thing: Accountable) -> tuple[object, ...]:
    return (thing.visit,) if isinstance(thing, Appointment) else (thing.expires_at, thing.holds)


def _counted(thing: Accountable) -> tuple[object, ...]:
    """All that movements depend on besides end and visits, as far as an event can change it."""
    if isinstance(thing, Appointment):
        return (thing.status, thing.owed, thing.paid, thing.payments)
    return (
        thing.adjusted,
        thing.changes,
        thing.ended,
        thing.lapsed,
        thing.paid,
        thing.payments,
        thing.refunded,
        thing.sent,
        thing.voided,
    )
