"""Saying what really became of a visit, whatever was recorded."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from trafftpkg.domain.appointment import Appointment, RecordedStatus
from trafftpkg.domain.balance import free_units, held_units, is_expired, max_units, open_units
from trafftpkg.domain.cancelling import Verdict, cancellation_verdict, free_until, no_show_verdict
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.booking import NotStartedError
from trafftpkg.domain.errors.changing import AppointmentsAheadError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.base import Expiry, with_expiry
from trafftpkg.domain.events.booking import VisitEnded
from trafftpkg.domain.events.setting_right import ThingsSetRight
from trafftpkg.domain.ids import AppointmentId, PurchaseId, is_appointment, number_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.setting_right import (
    Truth,
    as_it_stood,
    forgiven_among,
    purchase_by,
    visit_by,
    with_first_visit,
    with_forgiven,
)
from trafftpkg.domain.value import replace, value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import SetAside
from trafftpkg.engine.requests.placing import check_free
from trafftpkg.engine.requests.standing import (
    already_cancelled,
    entry_that_ended,
    not_enough,
    payers_of,
    policy_of,
)
from trafftpkg.engine.worksheet import Worksheet

Was = Literal["used", "cancelled", "no-show"]


@value
class CorrectAppointment(Request):
    """Say what really became of a visit: all follows as if it had been said at once (R-12.1).

    Args:
        verdict: Sets the policy aside.
    """

    name = "correct"
    needs_reason = True
    holds_everything = True

    appointment: str
    was: Was
    verdict: SetAside | None = None
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        visit = sheet.appointment(self.appointment)
        self._check(sheet, visit)
        truths = dict(self._truths(sheet, visit))
        changed = {each: visit_by(sheet.appointment(each), truth) for each, truth in truths.items()}
        if len(changed) == 1 and _is_so(visit, changed[visit.id]):
            raise BadArgumentError(field="was", reason="is_so_already", given=self.was, thing=visit.id)
        purchases: dict[PurchaseId, Purchase] = {}
        for each, after in changed.items():
            before = sheet.appointment(each)
            _check_place(sheet, before, after)
            for part in as_it_stood(before).allocation:
                purchase = purchases.get(part.purchase) or sheet.purchase(part.purchase)
                purchases[part.purchase] = _corrected(sheet, purchase, before, after)
        sheet.record(
            ThingsSetRight(
                entry=entry_that_ended(sheet, visit),
                purchases=tuple(sorted(purchases.values(), key=lambda each: number_of(each.id))),
                appointments=tuple(changed.values()),
                forgiven=tuple(
                    (each, truth.forgiven_by)
                    for each, truth in truths.items()
                    if truth.forgiven_by is not None
                ),
                reason=sheet.reason_hash,
            )
        )

    def _check(self, sheet: Worksheet, visit: Appointment) -> None:
        if self.was == "used" and self.verdict is not None:
            raise BadArgumentError(field="verdict", reason="used_is_kept", given=self.verdict)
        if visit.status != "booked" and visit.fate is None:
            raise already_cancelled(sheet, visit)
        begun = visit.visit.starts_at <= sheet.now
        if not begun and not (self.was == "cancelled" == visit.status):
            raise NotStartedError(
                appointment=visit.id,
                starts_at=visit.visit.starts_at,
                time_zone=visit.visit.time_zone,
                ended_by=entry_that_ended(sheet, visit),
            )

    def _truths(self, sheet: Worksheet, visit: Appointment) -> Iterator[tuple[AppointmentId, Truth]]:
        """What became of the visit, and then of those whose forgiveness that changes."""
        stood = as_it_stood(visit)
        first = stood.allocation[0].purchase if stood.allocation else None
        truth = self._truth(sheet, visit, stood)
        if first is None:
            yield visit.id, truth
            return
        others = [each for each in _counting(sheet, first) if each[0] != visit.id]
        allowed = sheet.purchase(first).terms.cancellation.forgiven
        recorded = [(visit.id, visit.fate.at)] if visit.fate is not None and visit.fate.counts else []
        told = [(visit.id, truth.at)] if truth.counts else []
        before, after = (forgiven_among([*others, *each], allowed) for each in (recorded, told))
        if truth.counts and visit.id in after:
            truth = replace(truth, kept=False, forgiven_by=first)
        yield visit.id, truth
        for each in sorted((before ^ after) - {visit.id}, key=number_of):
            yield from _following(sheet, each, first, each in after)

    def _truth(self, sheet: Worksheet, visit: Appointment, stood: Appointment) -> Truth:
        """What became of the visit, before anything is forgiven."""
        if self.was == "used":
            return Truth(status="booked", at=visit.visit.starts_at)
        status: Literal["cancelled", "no_show"] = "cancelled" if self.was == "cancelled" else "no_show"
        said = _said_first(sheet, visit, status)
        at = visit.visit.starts_at if said is None else said.at
        verdict = self.verdict or self._by_policy(sheet, stood, at, said)
        kept = verdict == "keep"
        return Truth(status=status, at=at, kept=kept, counts=kept and self.verdict is None)

    def _by_policy(self, sheet: Worksheet, stood: Appointment, at: datetime, said: Entry | None) -> Verdict:
        if said is not None and any(stood.id in each.called_off_by_business() for each in said.events):
            return "release"
        policy = policy_of(stood, payers_of(sheet, stood))
        if self.was == "no-show":
            return no_show_verdict(policy, policy.forgiven)
        in_time = at <= free_until(stood.visit.starts_at, policy, stood.visit.time_zone)
        return cancellation_verdict(policy, in_time, policy.forgiven)


def _counting(sheet: Worksheet, purchase: PurchaseId) -> list[tuple[AppointmentId, datetime]]:
    """The late and missed visits that count for what a purchase forgives, and when each was said."""
    touched = dict.fromkeys(
        thing
        for entry in sheet.entries_of(purchase)
        for event in entry.events
        for thing in event.touched()
        if is_appointment(thing)
    )
    found = []
    for each in touched:
        visit = sheet.appointment(each)
        paid_by = as_it_stood(visit).allocation
        if visit.fate is not None and visit.fate.counts and paid_by and paid_by[0].purchase == purchase:
            found.append((each, visit.fate.at))
    return found


def _following(
    sheet: Worksheet, appointment: AppointmentId, purchase: PurchaseId, forgiven: bool
) -> Iterator[tuple[AppointmentId, Truth]]:
    """Another visit that is forgiven now, or no longer is; not one that was recorded otherwise."""
    visit = sheet.appointment(appointment)
    assert visit.fate is not None
    if (visit.fate.forgiven_by is None) == forgiven:
        yield (
            appointment,
            Truth(
                status=visit.status,
                at=visit.fate.at,
                kept=not forgiven,
                counts=True,
                forgiven_by=purchase if forgiven else None,
            ),
        )


def _is_so(before: Appointment, after: Appointment) -> bool:
    return (before.status, before.allocation, before.owed) == (after.status, after.allocation, after.owed)


def _check_place(sheet: Worksheet, before: Appointment, after: Appointment) -> None:
    if after.status == "booked" != before.status:
        check_free(sheet, after.visit, after.client, moved=after.id)


def _corrected(sheet: Worksheet, purchase: Purchase, before: Appointment, after: Appointment) -> Purchase:
    ending = _end_recorded(sheet, before)
    found = purchase if ending is None else _with_former_end(sheet, purchase, *ending)
    found = purchase_by(found, after)
    if free_units(found) < 0:
        _refuse_lacking(purchase, found, after)
    _check_maximum(purchase, found, after)
    found = _with_time_made_good(sheet, found, after)
    found = with_first_visit(with_forgiven(found, before, after), after, sheet.time_zone)
    if found.expires_at == purchase.expires_at:
        return found
    _check_inside(sheet, found)
    return found if is_expired(found, sheet.now) else replace(found, lapsed=0)


def _with_former_end(sheet: Worksheet, purchase: Purchase, seq: int, ended: VisitEnded) -> Purchase:
    """The purchase with the last day that it had before the visit's end moved it, if it is still that one."""
    was = _as_it_was(sheet, purchase, seq)
    for expiry in ended.expiries:
        if replace(expiry, restored=0) == Expiry.of(purchase) and was.freezes == purchase.freezes:
            return replace(Expiry.of(was), restored=-expiry.restored).applied_to(purchase)
    return purchase


def _with_time_made_good(sheet: Worksheet, purchase: Purchase, visit: Appointment) -> Purchase:
    """The purchase with the time that the business gave for a visit, if that is called off as at first."""
    said = None if visit.status != "cancelled" or visit.allocation else _said_first(sheet, visit, "cancelled")
    if said is None:
        return purchase
    was = _as_it_was(sheet, purchase, said.seq)
    if not is_expired(was, said.at) or Expiry.of(was) != Expiry.of(purchase):
        return purchase
    ended = (each for each in said.events if isinstance(each, VisitEnded) and each.appointment == visit.id)
    moved = with_expiry(purchase, next(ended).expiries)
    return purchase if moved is purchase else replace(moved, lapsed=0)


def _as_it_was(sheet: Worksheet, purchase: Purchase, seq: int) -> Purchase:
    """The purchase before an entry; one that was bought later, and pays for the visit since, as it is."""
    was = sheet.before(purchase.id, seq)
    assert was is None or isinstance(was, Purchase)
    return was or purchase


def _said_first(sheet: Worksheet, visit: Appointment, status: RecordedStatus) -> Entry | None:
    """The entry that said so before anything was corrected; None if none did, or it was taken back."""
    entries = sheet.entries_of(visit.id)
    taken_back = {
        event.entry
        for entry in entries
        for event in entry.events
        if isinstance(event, ThingsSetRight) and event.moved is not None
    }
    said = (
        entry
        for entry in reversed(entries)
        for event in entry.events
        if isinstance(event, VisitEnded) and (event.appointment, event.status) == (visit.id, status)
    )
    return next((entry for entry in said if entry.seq not in taken_back), None)


def _end_recorded(sheet: Worksheet, visit: Appointment) -> tuple[int, VisitEnded] | None:
    """The entry that said what became of the visit, where that is what stands."""
    for entry in reversed(sheet.entries_of(visit.id)):
        for event in entry.events:
            if isinstance(event, ThingsSetRight) and visit.id in event.touched():
                return None
            if isinstance(event, VisitEnded) and event.appointment == visit.id:
                return entry.seq, event
    return None


def _check_inside(sheet: Worksheet, purchase: Purchase) -> None:
    """Visits to come that another last day would leave outside refuse it."""
    outside = [
        hold.appointment
        for hold in purchase.holds
        if not hold.is_used(sheet.now) and is_expired(purchase, hold.starts_at)
    ]
    if outside and purchase.terms.redeem_by == "appointment":
        raise AppointmentsAheadError(
            purchase=purchase.id, appointments=tuple(sorted(outside, key=number_of)), asked="earlier_end"
        )


def _refuse_lacking(purchase: Purchase, found: Purchase, visit: Appointment) -> None:
    units = sum(each.units for each in visit.allocation if each.purchase == purchase.id)
    raise not_enough(purchase, units + free_units(found), units)


def _check_maximum(purchase: Purchase, found: Purchase, visit: Appointment) -> None:
    """What others have booked meanwhile may have taken the service's share."""
    inclusion = purchase.terms.inclusion_of(visit.visit.service)
    held = held_units(found, visit.visit.service)
    if inclusion is None or held <= held_units(purchase, visit.visit.service):
        return
    if held > max_units(found, inclusion):
        available = open_units(purchase, inclusion, free_units(purchase))
        asked = held - held_units(purchase, visit.visit.service)
        raise not_enough(purchase, available, asked, inclusion)
