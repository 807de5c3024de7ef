"""What must hold of visits: who pays them, and what becomes of the units when they do not take place."""

from collections.abc import Iterator

from trafftpkg.domain.appointment import Allocation, Appointment, Visit
from trafftpkg.domain.cancelling import cancellation_verdict, consequences, free_until, no_show_verdict
from trafftpkg.domain.choosing import Occasion, choose_payer, refusal_of, refusal_to_move
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.booking import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentMissed,
    AppointmentRedeemed,
    AppointmentRescheduled,
    Release,
    VisitEnded,
)
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.invariants.parties import booked_apart, reduction_in
from trafftpkg.domain.invariants.selling import ended
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import CancellationPolicy
from trafftpkg.domain.validity import expiry_with_visit
from trafftpkg.domain.value import Value, value


@value
class Booking(Value):
    """A visit that is to be paid, and who comes."""

    named: AppointmentId
    client: ClientKey
    visit: Visit


def booked(event: AppointmentBooked, case: Case) -> Iterator[Breach]:
    """A visit is paid by purchases that can pay for it, or has a price."""
    named, visit, reduction = event.appointment, event.visit, reduction_in(case)
    if reduction is not None:
        yield from booked_apart(event, reduction, case)
        return
    yield from _visit(visit, case, named)
    yield from _past(visit, case, named)
    if not event.allocation:
        taxes = sum((each.amount for each in event.taxes), (event.price or 0) * 0)
        if event.price is None or event.price < 0 or taxes > event.price or event.cancellation is None:
            yield case.breach("price", named, event.price)
        return
    if event.price is not None:
        yield case.breach("price", named, event.price)
    payers = payers_known(event.allocation, case)
    yield from _paid_by(
        event.allocation, payers, Booking(named=named, client=event.client, visit=visit), case
    )
    started = [expiry_with_visit(each, visit.starts_at, case.at, case.zone) for each in payers]
    yield from _ends(event.expiries, started, case)


def moved(event: AppointmentRescheduled, case: Case) -> Iterator[Breach]:
    """A visit that has not begun moves as it is, in time, to when its payers can pay for it."""
    before = case.known(event.appointment)
    assert isinstance(before, Appointment)
    visit, was, named = event.visit, before.visit, before.id
    yield from _visit(visit, case, named)
    yield from _standing(before, case)
    yield from _not_begun(before, case)
    if (visit.service, visit.party, visit.duration) != (was.service, was.party, was.duration):
        yield case.breach("visit", named, visit.service, was.service)
    yield from _past(visit, case, named)
    payers = payers_known(before.allocation, case)
    yield from _same_payers(before, event.purchases, case)
    policy = policy_of(before, payers)
    until = None if policy is None else free_until(was.starts_at, policy, was.time_zone)
    if until is not None and case.at > until:
        yield case.breach("too_late", named, case.at, until)
    occasion = Occasion(client=before.client, visit=visit, now=case.at, zone=case.zone)
    ends = []
    for payer in payers:
        refusal = refusal_to_move(payer, before.id, occasion)
        if refusal is not None:
            yield case.breach("payer", named, payer.id, refusal.code)
        ends.append(expiry_with_visit(payer, visit.starts_at, case.at, case.zone, before.id))
    yield from _ends(event.expiries, ends, case)


def redeemed(event: AppointmentRedeemed, case: Case) -> Iterator[Breach]:
    """Others pay for a visit that stands or was kept; those that paid get their units back."""
    before = case.known(event.appointment)
    assert isinstance(before, Appointment)
    visit, named = before.visit, before.id
    if before.status != "booked" and not (before.fate is not None and before.fate.kept):
        yield case.breach("standing", named, before.status)
    said = (event.service, event.employee, event.location, event.starts_at)
    if said != (visit.service, visit.employee, visit.location, visit.starts_at):
        yield case.breach("visit", named, event.starts_at, visit.starts_at)
    yield from case.differs("kept", named, event.kept, before.status != "booked")
    former = payers_known(before.allocation, case)
    for each in former:
        yield from ended(case, each, expired_too=True)
    back = consequences(before, former, case.at, case.zone)
    yield from _releases(named, event.released, tuple(each.release for each in back), case)
    payers = [each.without(before.id) for each in payers_known(event.allocation, case)]
    yield from _paid_by(
        event.allocation, payers, Booking(named=named, client=before.client, visit=visit), case
    )


def cancelled(event: AppointmentCancelled, case: Case) -> Iterator[Breach]:
    """A visit is called off before it begins; what that costs is what the policy says, or a person."""
    before = case.known(event.appointment)
    assert isinstance(before, Appointment)
    yield from _not_begun(before, case)
    yield from _ended_visit(event, before, case, made_good=event.by == "business")
    if event.by == "business":
        if event.kept or event.forgiven_by is not None:
            yield case.breach("verdict", before.id, "keep", "release")
        return
    payers = payers_known(before.allocation, case)
    policy = policy_of(before, payers)
    if policy is not None and _is_by_policy(event):
        in_time = case.at <= free_until(before.visit.starts_at, policy, before.visit.time_zone)
        due = cancellation_verdict(policy, in_time, payers[0].forgiven if payers else policy.forgiven)
        yield from case.differs("verdict", before.id, _verdict(event), due)


def missed(event: AppointmentMissed, case: Case) -> Iterator[Breach]:
    """A client misses a visit that has begun."""
    before = case.known(event.appointment)
    assert isinstance(before, Appointment)
    if case.at < before.visit.starts_at:
        yield case.breach("not_begun", before.id, case.at, before.visit.starts_at)
    yield from _ended_visit(event, before, case, made_good=False)
    payers = payers_known(before.allocation, case)
    policy = policy_of(before, payers)
    if policy is not None and _is_by_policy(event):
        due = no_show_verdict(policy, payers[0].forgiven if payers else policy.forgiven)
        yield from case.differs("verdict", before.id, _verdict(event), due)


def payers_known(allocation: tuple[Allocation, ...], case: Case) -> list[Purchase]:
    """Return the purchases of an allocation, in its order."""
    found = [case.known(each.purchase) for each in allocation]
    return [each for each in found if isinstance(each, Purchase)]


def policy_of(visit: Appointment, payers: list[Purchase]) -> CancellationPolicy | None:
    """Return what a late or missed visit costs: as sold by the first payer, or as booked."""
    return payers[0].terms.cancellation if payers else visit.cancellation


def _is_by_policy(event: VisitEnded) -> bool:
    return event.decided_by == "policy" or (event.decided_by is None and event.reason is None)


def _verdict(event: VisitEnded) -> str:
    if event.kept:
        return "keep"
    return "release" if event.forgiven_by is None else "forgive"


def _ended_visit(event: VisitEnded, before: Appointment, case: Case, *, made_good: bool) -> Iterator[Breach]:
    named = before.id
    yield from _standing(before, case)
    yield from _same_payers(before, event.purchases, case)
    if event.kept:
        yield from _releases(named, event.released, (), case)
        yield from _ends(event.expiries, [], case)
        return
    first = before.allocation[0].purchase if before.allocation else None
    if event.forgiven_by not in (None, first):
        yield case.breach("verdict", named, event.forgiven_by, first)
    back = consequences(before, payers_known(before.allocation, case), case.at, case.zone, made_good)
    yield from _releases(named, event.released, tuple(each.release for each in back), case)
    yield from _ends(event.expiries, [each.expiry for each in back], case)


def _paid_by(
    allocation: tuple[Allocation, ...], payers: list[Purchase], booking: Booking, case: Case
) -> Iterator[Breach]:
    """The purchases that pay are the client's or shared with them, can pay, and give what the visit takes."""
    in_sale = any(each.purchase in case.begun for each in allocation)
    occasion = Occasion(
        client=booking.client, visit=booking.visit, now=case.at, zone=case.zone, in_sale=in_sale
    )
    for payer in payers:
        if booking.client not in (payer.client, *payer.members):
            yield case.breach("client", booking.named, booking.client, payer.id)
    due = choose_payer(payers, occasion, preferred=payers[0].id if payers else None).allocation
    if due == allocation:
        return
    refused = [(each.id, refusal.code) for each in payers if (refusal := refusal_of(each, occasion))]
    for named, code in refused:
        yield case.breach("payer", booking.named, named, code)
    if not refused:
        yield case.breach("allocation", booking.named, _parts(allocation), _parts(due))


def _visit(visit: Visit, case: Case, named: str) -> Iterator[Breach]:
    in_order = visit.occupied_from <= visit.starts_at < visit.ends_at <= visit.occupied_until
    if not in_order or not 1 <= visit.party <= visit.capacity:
        yield case.breach("visit", named, visit.starts_at, visit.ends_at)


def _past(visit: Visit, case: Case, named: str) -> Iterator[Breach]:
    """Visits that were booked with a sale have its overrides."""
    overridden = (getattr(each, "overridden", ()) for each in case.entry.events)
    if visit.starts_at < case.at and not any("past" in each for each in overridden):
        yield case.breach("past", named, visit.starts_at, case.at)


def _standing(before: Appointment, case: Case) -> Iterator[Breach]:
    if before.status != "booked":
        yield case.breach("standing", before.id, before.status)


def _not_begun(before: Appointment, case: Case) -> Iterator[Breach]:
    if before.visit.starts_at <= case.at:
        yield case.breach("begun", before.id, case.at, before.visit.starts_at)


def _same_payers(before: Appointment, said: tuple[PurchaseId, ...], case: Case) -> Iterator[Breach]:
    due = tuple(each.purchase for each in before.allocation)
    yield from case.differs("payers", before.id, ", ".join(said), ", ".join(due))


def _releases(
    named: str, said: tuple[Release, ...], due: tuple[Release, ...], case: Case
) -> Iterator[Breach]:
    yield from case.differs("released", named, _released(said), _released(due))


def _released(parts: tuple[Release, ...]) -> str:
    return ", ".join(f"{each.purchase} {each.units} {each.to}" for each in parts) or "nothing"


def _parts(allocation: tuple[Allocation, ...]) -> str:
    return ", ".join(f"{each.purchase} {each.units}" for each in allocation) or "nothing"


def _ends(said: tuple[Expiry, ...], due: list[Expiry | None], case: Case) -> Iterator[Breach]:
    """The ends that move are those of the purchases that the rules move, and to the same days."""
    told = {each.purchase: each for each in said}
    given = {each.purchase: each for each in due if each is not None}
    for purchase in sorted({*told, *given}):
        yield from case.end_differs(purchase, told.get(purchase), given.get(purchase))
