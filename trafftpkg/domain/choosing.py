"""Who pays for an appointment, and why the others do not (R-6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from trafftpkg.domain.appointment import Allocation, Visit
from trafftpkg.domain.balance import free_units, held_units, is_expired, is_frozen, is_paid_enough, max_units
from trafftpkg.domain.candidate import Candidate, PayerFate
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, number_of
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Inclusion, Measure, measure_of
from trafftpkg.domain.validity import expiry_with_visit
from trafftpkg.domain.value import Value, replace, value

_NEVER = datetime.max.replace(tzinfo=UTC)


@value
class Choice(Value):
    """Who pays how many units, in order, and what became of every candidate. Nobody pays: no allocation."""

    allocation: tuple[Allocation, ...]
    candidates: tuple[Candidate, ...]


@value
class Occasion(Value):
    """What is to be paid for, and when it is asked.

    Args:
        client: Who comes.
        now: UTC; a package redeemed by booking must not have expired now.
        zone: The business's, for its days.
        in_sale: The appointment is booked with the sale itself, which need not be paid yet (R-7.4).
    """

    client: ClientKey
    visit: Visit
    now: datetime
    zone: str
    in_sale: bool = False


def burn_down_order(purchase: Purchase) -> tuple[int, datetime, int, Decimal, int]:
    """Lower priority, sooner expiry, narrower, cheaper per unit, older: never a tie (R-6.2)."""
    return (
        purchase.terms.priority,
        purchase.expires_at or _NEVER,
        len(purchase.terms.inclusions),
        # To 28 digits: equal prices stay equal, and no two others are so near.
        purchase.value / (purchase.granted + purchase.received),
        number_of(purchase.id),
    )


def choose_payer(
    purchases: list[Purchase], occasion: Occasion, preferred: PurchaseId | None = None
) -> Choice:
    """Return who pays for a visit, and the reason of every one that does not.

    A session package pays the whole visit. An hour package gives what it has and the next hour
    packages complete it; where they cannot, it is passed over (R-6.4). The client's own come before those
    that are shared with them (R-6.6). `preferred` comes first in the order, whatever the order says, but
    must meet the same conditions (R-6.3).

    Args:
        purchases: All of the client's and all shared with them, in the order bought.
    """
    refusals = {each.id: refusal_of(each, occasion) for each in purchases}
    able = _in_order((each for each in purchases if refusals[each.id] is None), occasion, preferred)
    allocation = _allocation(able, occasion.visit)
    fates = _fates(able, allocation, occasion.visit)
    candidates = (
        _of(each, occasion.client, fates.get(each.id) or _refused(each, refusals[each.id]))
        for each in purchases
    )
    return Choice(allocation=allocation, candidates=tuple(candidates))


def ways_to_pay(purchases: list[Purchase], occasion: Occasion) -> tuple[tuple[Allocation, ...], ...]:
    """Return all that could be chosen to pay, each with what completes it (R-6.10).

    The first is what `choose_payer` chooses. Each of the others is what it chooses if that one is preferred.
    """
    able = _in_order((each for each in purchases if refusal_of(each, occasion) is None), occasion)
    ways = (_allocation(_in_order(able, occasion, each.id), occasion.visit) for each in able)
    return tuple(way for each, way in zip(able, ways, strict=True) if way and way[0].purchase == each.id)


def _in_order(
    able: Iterable[Purchase], occasion: Occasion, preferred: PurchaseId | None = None
) -> list[Purchase]:
    ordered = sorted(able, key=burn_down_order)
    return sorted(ordered, key=lambda each: (each.id != preferred, each.client != occasion.client))


def _of(purchase: Purchase, client: ClientKey, candidate: Candidate) -> Candidate:
    """Say whose it is, where it is another's."""
    return candidate if purchase.client == client else replace(candidate, shared_by=purchase.client)


def refusal_of(purchase: Purchase, occasion: Occasion) -> PayerFate | None:
    """Return the first reason why a purchase cannot give anything to the visit, or None (R-6.1)."""
    service = occasion.visit.service
    inclusion = purchase.terms.inclusion_of(service)
    if purchase.ended is not None:
        return PayerFate(code=purchase.ended.kind)
    if inclusion is None:
        return PayerFate(code="not_included", service=service)
    if is_expired(purchase, occasion.now):
        return PayerFate(code="expired", day=purchase.last_day)
    if not occasion.in_sale and not is_paid_enough(purchase):
        return PayerFate(code="pending")
    return (
        _not_started(purchase, occasion)
        or _frozen(purchase, occasion)
        or _of_another_kind(purchase, occasion.visit)
        or _out_of_units(purchase, inclusion, occasion.visit)
        or _outside_validity(purchase, occasion)
    )


def refusal_to_move(purchase: Purchase, moved: AppointmentId, occasion: Occasion) -> PayerFate | None:
    """Return why a purchase that pays for a visit cannot pay for it at another time, or None (R-8.5)."""
    return (
        _not_started(purchase, occasion)
        or _frozen(purchase, occasion)
        or _of_another_kind(purchase, occasion.visit)
        or _outside_validity(purchase, occasion, moved)
    )


def units_wanted(inclusion: Inclusion, purchase: Purchase, visit: Visit) -> int:
    """Return what the visit takes: `uses` sessions, or its minutes (R-2.2), for each of a party (R-2.7)."""
    return visit.party * (inclusion.uses if purchase.terms.unit == "session" else visit.duration)


def _not_started(purchase: Purchase, occasion: Occasion) -> PayerFate | None:
    """The visit is before the day on which the purchase begins (R-4.10)."""
    first = purchase.terms.first_day
    if first is None or first <= day_of(occasion.visit.starts_at, occasion.zone):
        return None
    return PayerFate(code="not_started", day=first)


def _frozen(purchase: Purchase, occasion: Occasion) -> PayerFate | None:
    start = occasion.visit.starts_at
    if not is_frozen(purchase, start, occasion.zone):
        return None
    return PayerFate(code="frozen", day=day_of(start, occasion.zone))


def _of_another_kind(purchase: Purchase, visit: Visit) -> PayerFate | None:
    """Some packages pay only at some locations, with some employees, at some times (R-6.9)."""
    only = purchase.terms.only
    if only is None:
        return None
    start = visit.starts_at.astimezone(ZoneInfo(visit.time_zone))
    lacking = only.refuses(visit.location, visit.employee, start)
    return None if lacking is None else PayerFate(code=lacking, only=only)


def _out_of_units(purchase: Purchase, inclusion: Inclusion, visit: Visit) -> PayerFate | None:
    free, room = free_units(purchase), _room(purchase, inclusion)
    if free <= 0:
        return PayerFate(code="used_up")
    if room <= 0:
        most = max_units(purchase, inclusion)
        return PayerFate(
            code="maximum", service=inclusion.service, units=most, measure=_measure(purchase, inclusion)
        )
    takes = units_wanted(inclusion, purchase, visit)
    if purchase.terms.unit == "session" and min(free, room) < takes:
        measure = _measure(purchase, inclusion)
        return PayerFate(code="too_few", units=min(free, room), takes=takes, measure=measure)
    return None


def _outside_validity(
    purchase: Purchase, occasion: Occasion, itself: AppointmentId | None = None
) -> PayerFate | None:
    """The visit must begin before the end; where it moves the end, so must the others (R-4.5)."""
    if purchase.terms.redeem_by == "booking":
        return None
    start = occasion.visit.starts_at
    moved = expiry_with_visit(purchase, start, occasion.now, occasion.zone, itself)
    ends_at, day = (moved.expires_at, moved.last_day) if moved else (purchase.expires_at, purchase.last_day)
    if ends_at is None or day is None:
        return None
    if start >= ends_at:
        return PayerFate(code="expires_before", day=day)
    others = [hold for hold in purchase.holds if hold.appointment != itself and not hold.kept]
    outside = [hold.appointment for hold in others if hold.starts_at >= ends_at]
    if moved is None or not outside:
        return None
    return PayerFate(code="leaves_outside", day=day, appointment=min(outside, key=number_of))


def _room(purchase: Purchase, inclusion: Inclusion) -> int:
    return max_units(purchase, inclusion) - held_units(purchase, inclusion.service)


def _minutes(visit: Visit) -> int:
    """What a visit takes of hours."""
    return visit.party * visit.duration


def _gives(purchase: Purchase, visit: Visit) -> int:
    """What an able purchase gives at most: an hour package may have less than the visit takes."""
    inclusion = purchase.terms.inclusion_of(visit.service)
    assert inclusion is not None
    return min(units_wanted(inclusion, purchase, visit), free_units(purchase), _room(purchase, inclusion))


def _allocation(able: list[Purchase], visit: Visit) -> tuple[Allocation, ...]:
    for place, first in enumerate(able):
        if first.terms.unit == "session":
            return (Allocation(purchase=first.id, units=_gives(first, visit)),)
        # What a party takes comes from one purchase.
        those = able[place:] if visit.party == 1 else [first]
        hours = [each for each in those if each.terms.unit == "minute"]
        if sum(_gives(each, visit) for each in hours) >= _minutes(visit):
            return _completed(hours, visit)
    return ()


def _completed(hours: list[Purchase], visit: Visit) -> tuple[Allocation, ...]:
    parts, missing = [], _minutes(visit)
    for each in hours:
        units = min(_gives(each, visit), missing)
        missing -= units
        if units:
            parts.append(Allocation(purchase=each.id, units=units))
    return tuple(parts)


def _fates(
    able: list[Purchase], allocation: tuple[Allocation, ...], visit: Visit
) -> dict[PurchaseId, Candidate]:
    """What becomes of those that could give something, in their order."""
    given = {each.purchase: each.units for each in allocation}
    fates, payer_seen = {}, False
    for rank, each in enumerate(able, start=1):
        payer_seen = payer_seen or each.id in given
        fate = _fate(each, given.get(each.id), visit) if each.id in given or not payer_seen else _later(each)
        fates[each.id] = Candidate(purchase=each.id, chosen=each.id in given, rank=rank, fate=fate)
    return fates


def _fate(purchase: Purchase, gives: int | None, visit: Visit) -> PayerFate:
    """What becomes of one that pays, or gives too little and nothing completes it."""
    inclusion = purchase.terms.inclusion_of(visit.service)
    assert inclusion is not None
    measure = _measure(purchase, inclusion)
    if gives is None:
        takes = _minutes(visit)
        return PayerFate(code="too_few", units=_gives(purchase, visit), takes=takes, measure=measure)
    return replace(_later(purchase), code="pays", units=gives, measure=measure)


def _later(purchase: Purchase) -> PayerFate:
    waits = purchase.terms.validity_from == "first-appointment" and purchase.start_day is None
    # A freeze that has no end yet hides the last day, but leaves the day that it would move.
    is_known = not (waits or purchase.base_day)
    return PayerFate(code="later", day=purchase.last_day, is_endless=purchase.last_day is None and is_known)


def _refused(purchase: Purchase, fate: PayerFate | None) -> Candidate:
    assert fate is not None
    return Candidate(purchase=purchase.id, chosen=False, rank=None, fate=fate)


def _measure(purchase: Purchase, inclusion: Inclusion) -> Measure:
    return measure_of(purchase.terms.unit, [inclusion])
