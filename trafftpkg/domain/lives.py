"""How the books move over the life of a purchase or a visit: by each entry, and by time alone (R-11)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
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
from trafftpkg.domain.positions import (
    UNUSED,
    Accountable,
    Position,
    Used,
    position_of,
    positions_along,
    turns_of,
    used_at,
    without_lapses,
)
from trafftpkg.domain.purchase import Hold, MovedBack, Payment, Purchase
from trafftpkg.domain.value import facts_of

if TYPE_CHECKING:
    from trafftpkg.domain.entry import Entry


def foreseen(thing: Accountable, since: datetime, until: datetime | None = None) -> list[Movement]:
    """Return what time alone will do after a moment, in order: visits begin, free units lapse (R-11.2).

    Args:
        until: Up to when, inclusive; None for ever.
    """
    turns = turns_of(thing, since, until)
    if not turns:
        return []
    before, *positions = positions_along(thing, since, turns)
    found = list[Movement]()
    for turn, after in zip(turns, positions, strict=True):
        found += earned_between(before, after, turn.uses, turn.at)
        before = after
    return found


def movements_of(before: Accountable | None, after: Accountable, at: datetime) -> list[Movement]:
    """Return what an entry did to a thing, time having done its part until then (R-11.3).

    Args:
        before: None where the thing begins.
        at: The entry's moment.
    """
    now, is_import = position_of(after, at), before is None and _is_import(after)
    if before is not None:
        was, payments = position_of(before, at), _changed(before.payments, after.payments)
    else:
        was = _elsewhere(now) if is_import else Position()
        payments = _changed((), after.payments)
    moved = [*sold_between(before, after, now.split, at), *paid_between(was.paid, now.split, payments, at)]
    earned = earned_between(was, now, _uses_between(before, after, at), at)
    moved += [each for each in earned if not (is_import and each.kind == "taxed")]
    return [*moved, *adjusted_between(was, now, moved, at)]


def _uses_between(before: Accountable | None, after: Accountable, at: datetime) -> Used:
    """What is used after an entry and was not before, or below zero the other way round."""
    if isinstance(before, Purchase) and isinstance(after, Purchase) and before.holds is after.holds:
        return UNUSED
    now = used_at(after, at)
    if before is None:
        return now
    was = used_at(before, at)
    changes = {use: _change(was.get(use, _NONE), now.get(use, _NONE)) for use in {*was, *now}}
    return {use: change for use, change in changes.items() if change != _NONE}


_NONE = (0, 0)


def _change(was: tuple[int, int], now: tuple[int, int]) -> tuple[int, int]:
    return now[0] - was[0], now[1] - was[1]


def life_of(
    thing: PurchaseId | AppointmentId, entries: "Iterable[Entry]"
) -> tuple[Accountable | None, list[Movement]]:
    """Return a thing as the entries that touched it made it, with all its movements, foreseen ones too."""
    state: Accountable | None = None
    since, found = None, list[Movement]()
    for entry in entries:
        before, after = state, entry.makes(thing, state)
        assert isinstance(after, Purchase | Appointment | None)
        state = after
        if state is None or not (is_accountable(state) or is_accountable(before)):
            continue
        said = said_by(entry, thing)
        if before is not None and since is not None:
            if said is None and parting(before, state, entry.at) != entry.at:
                continue
            found += foreseen(before, since, entry.at)
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


def _elsewhere(now: Position) -> Position:
    """What was used and paid before an import was never ours; nothing else is used when it begins."""
    return without_lapses(now.split, paid=now.spent, spent=now.spent)


def _changed(before: tuple[Payment, ...], after: tuple[Payment, ...]) -> list[tuple[Payment, int]]:
    """Which payments were recorded, and with -1 which were taken back as never made."""
    if after[: len(before)] == before:
        return [(each, 1) for each in after[len(before) :]]
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return [*((each, -1) for each in gone.elements()), *((each, 1) for each in new.elements())]


def parting(before: Accountable, after: Accountable, at: datetime) -> datetime | None:
    """Return the moment after which movements differ once an entry is recorded; None where they do not.

    Most bookings change only what is to come: then it is later than `at`, the entry's moment, and the entry
    itself moves nothing.
    """
    if isinstance(before, Appointment) or isinstance(after, Appointment):
        return _parting_of_visits(before, after, at)
    ends = [each.expires_at for each in (before, after) if each.expires_at is not None]
    is_same = before.holds == after.holds and before.expires_at == after.expires_at
    if _counted(before) != _counted(after) or (any(each <= at for each in ends) and not is_same):
        return at
    if is_same:
        return None
    differ = _differing(before.holds, after.holds)
    if any(hold.kept or hold.starts_at <= at for hold in differ):
        return at
    # With the visits that units are held for, those that are left to lapse differ.
    return min([*ends, *(hold.starts_at for hold in differ)]) - _INSTANT


_INSTANT = timedelta(microseconds=1)


def _parting_of_visits(before: Accountable, after: Accountable, at: datetime) -> datetime | None:
    assert isinstance(before, Appointment)
    assert isinstance(after, Appointment)
    if _counted(before) != _counted(after):
        return at
    if before.visit == after.visit:
        return None
    starts = min(before.visit.starts_at, after.visit.starts_at)
    return max(starts - _INSTANT, at)


def _differing(before: tuple[Hold, ...], after: tuple[Hold, ...]) -> Sequence[Hold]:
    if after[: len(before)] == before:
        return after[len(before) :]
    same = {id(hold) for hold in before} & {id(hold) for hold in after}
    return [hold for hold in (*before, *after) if id(hold) not in same]


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
