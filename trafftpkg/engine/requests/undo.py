"""Taking back the last thing that was done to all that it touched."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.undoing import CannotUndoError, LaterEntry, WhyNot
from trafftpkg.domain.events.ending import PurchaseVoided
from trafftpkg.domain.events.paying import MoneyMoved, PaymentReversed
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.ids import ThingId
from trafftpkg.domain.lives import life_of
from trafftpkg.domain.movements import Movement
from trafftpkg.domain.purchase import MovedBack, MovementKind, Purchase
from trafftpkg.domain.setting_right import never_booked, never_bought
from trafftpkg.domain.thing import Thing
from trafftpkg.domain.value import replace, value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.placing import check_free
from trafftpkg.engine.requests.reverse import pay_by_anew, reversal
from trafftpkg.engine.worksheet import Worksheet

_UNDO = "undo"

_Place = tuple[MovementKind, str, str, str]
_Sums = dict[_Place, list[int]]
"""How often, how many units, and how much, net and gross, by kind, part, employee and location."""


@value
class UndoEntry(Request):
    """Let all that an entry touched be as if it had not been recorded, from now on (R-12.4)."""

    name = _UNDO
    needs_reason = True
    holds_everything = True

    entry: int
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        entry = self._entry(sheet)
        self._check_last(sheet, entry.touched)
        for event in entry.events:
            if isinstance(event, MoneyMoved) and not isinstance(event, PaymentReversed):
                for thing in event.touched():
                    sheet.record(reversal(sheet, _known(sheet, thing), entry, event))
        found = [_as_before(sheet, entry, _known(sheet, each)) for each in entry.touched]
        purchases = [each for each in found if isinstance(each, Purchase)]
        visits = [each for each in found if isinstance(each, Appointment)]
        for each in visits:
            _check_place(sheet, each)
        sheet.record(
            ThingsSetRight(
                entry=entry.seq,
                purchases=tuple(purchases),
                appointments=tuple(visits),
                moved=tuple(each for thing in found for each in _moved_back(sheet, entry, thing)),
                reason=sheet.reason_hash,
            )
        )

    def _entry(self, sheet: Worksheet) -> Entry:
        entry = sheet.entry(self.entry)
        if entry is None or not entry.seq:
            raise CannotUndoError(entry=self.entry, why="unknown")
        if entry.request == _UNDO:
            raise CannotUndoError(entry=self.entry, why="undo")
        lasting = next((each.lasting for each in entry.events if each.lasting), None)
        why: WhyNot | None = lasting
        if why is None and not any(each.touched() for each in entry.events):
            why = "nothing"
        if why is not None:
            raise CannotUndoError(entry=self.entry, why=why)
        return entry

    def _check_last(self, sheet: Worksheet, touched: Iterable[ThingId]) -> None:
        later = [
            LaterEntry(thing=thing, seq=each.seq, request=each.request)
            for thing in touched
            for each in sheet.entries_of(thing)
            if each.seq > self.entry
        ]
        if later:
            raise CannotUndoError(entry=self.entry, why="later", later=tuple(later))


def _known(sheet: Worksheet, thing: ThingId) -> Purchase | Appointment:
    found = sheet.thing(thing)
    assert isinstance(found, Purchase | Appointment)
    return found


def _as_before(sheet: Worksheet, entry: Entry, thing: Purchase | Appointment) -> Purchase | Appointment:
    """A thing as it was right before the entry. One that began with it is as if it had not begun."""
    before: Thing | None = sheet.before(thing.id, entry.seq)
    if isinstance(before, Purchase):
        assert isinstance(thing, Purchase)
        return replace(before, pay_by=_pay_by(sheet, entry, thing))
    if isinstance(before, Appointment):
        return before
    return never_bought(thing, sheet.now) if isinstance(thing, Purchase) else never_booked(thing)


def _pay_by(sheet: Worksheet, entry: Entry, purchase: Purchase) -> datetime | None:
    """Whoever has to pay again, or was too late only by mistake, has as long as at first."""
    unpaid = any(isinstance(each, PurchaseVoided) and each.cause == "unpaid" for each in entry.events)
    return pay_by_anew(sheet, purchase) if unpaid else purchase.pay_by


def _check_place(sheet: Worksheet, visit: Appointment) -> None:
    """Refuse if another visit took the place in the meantime."""
    now = sheet.appointment(visit.id)
    if visit.stands and (not now.stands or now.visit != visit.visit):
        check_free(sheet, visit.visit, visit.client, moved=visit.id)


def _moved_back(sheet: Worksheet, entry: Entry, thing: Purchase | Appointment) -> Iterator[MovedBack]:
    """What reports would have counted by now without the entry, less what they have counted."""
    entries = sheet.entries_of(thing.id)
    found: _Sums = {}
    for sign, told in ((-1, entries), (1, [each for each in entries if each.seq != entry.seq])):
        for movement in life_of(thing.id, told)[1]:
            if movement.at <= sheet.now:
                _add(found, movement, sign)
    for (kind, part, employee, location), sums in sorted(found.items()):
        if any(sums):
            times, units, amount, gross = sums
            yield MovedBack(
                thing=thing.id,
                kind=kind,
                part=part,
                employee=employee,
                location=location,
                times=times,
                units=units,
                value=amount,
                gross=gross,
            )


def _add(found: _Sums, movement: Movement, sign: int) -> None:
    place = movement.kind, movement.part, movement.employee, movement.location
    sums = found.setdefault(place, [0, 0, 0, 0])
    for at, moved in enumerate((movement.times, movement.units, movement.value, movement.gross)):
        sums[at] += sign * moved
