"""Who pays for an appointment, and why the others do not (R-6)."""

from datetime import UTC, datetime
from decimal import Decimal

from trafftpkg.domain.appointment import Allocation, Visit
from trafftpkg.domain.balance import free_units, held_units, is_expired, is_paid_enough, max_units
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.ids import AppointmentId, PurchaseId, number_of
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.terms import Inclusion, Measure, measure_of
from trafftpkg.domain.validity import expiry_by_visits, is_frozen
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.wording import day_in_words, told_in_words, units_in_words

_NEVER = datetime.max.replace(tzinfo=UTC)


@value
class Refusal(Value):
    """Why a purchase cannot pay: a stable code, and a clause that can be read out to the client."""

    code: str
    reason: str


@value
class Choice(Value):
    """Who pays how many units, in order, and what became of every candidate. Nobody pays: no allocation."""

    allocation: tuple[Allocation, ...]
    candidates: tuple[Candidate, ...]


@value
class Occasion(Value):
    """What is to be paid for, and when it is asked.

    Args:
        now: UTC; a package redeemed by booking must not have expired now.
        zone: The business's, for its days.
        in_sale: The appointment is booked with the sale itself, which need not be paid yet (R-7.4).
    """

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
    packages complete it; where they cannot, it is passed over (R-6.4). `preferred` comes first in
    the order, whatever the order says, but must meet the same conditions (R-6.3).

    Args:
        purchases: All of the client's, in the order bought.
    """
    refusals = {each.id: refusal_of(each, occasion) for each in purchases}
    able = sorted((each for each in purchases if refusals[each.id] is None), key=burn_down_order)
    able.sort(key=lambda each: each.id != preferred)
    allocation = _allocation(able, occasion.visit)
    fates = _fate(able, allocation, occasion.visit)
    candidates = (fates.get(each.id) or _refused(each, refusals[each.id]) for each in purchases)
    return Choice(allocation=allocation, candidates=tuple(candidates))


def refusal_of(purchase: Purchase, occasion: Occasion) -> Refusal | None:
    """Return the first reason why a purchase cannot give anything to the visit, or None (R-6.1)."""
    service = occasion.visit.service
    inclusion = purchase.terms.inclusion_of(service)
    if purchase.ended is not None:
        return Refusal(code=purchase.ended.kind, reason=f"was {purchase.ended.kind}")
    if inclusion is None:
        return Refusal(code="not_included", reason=f"does not include {service}")
    if is_expired(purchase, occasion.now):
        return Refusal(code="expired", reason=f"was valid until {_last_day(purchase)}")
    if not occasion.in_sale and not is_paid_enough(purchase):
        return Refusal(code="pending", reason="is not paid yet")
    return (
        _frozen(purchase, occasion)
        or _out_of_units(purchase, inclusion)
        or _outside_validity(purchase, purchase.holds, occasion)
    )


def refusal_to_move(purchase: Purchase, moved: AppointmentId, occasion: Occasion) -> Refusal | None:
    """Return why a purchase that pays for a visit cannot pay for it at another time, or None (R-8.5)."""
    others = tuple(hold for hold in purchase.holds if hold.appointment != moved)
    return _frozen(purchase, occasion) or _outside_validity(purchase, others, occasion)


def units_wanted(inclusion: Inclusion, purchase: Purchase, visit: Visit) -> int:
    """Return what the visit takes: `uses` sessions, or its minutes (R-2.2)."""
    return inclusion.uses if purchase.terms.unit == "session" else visit.duration


def _frozen(purchase: Purchase, occasion: Occasion) -> Refusal | None:
    start = occasion.visit.starts_at
    if not is_frozen(purchase, start, occasion.zone):
        return None
    return Refusal(code="frozen", reason=f"is frozen on {day_in_words(day_of(start, occasion.zone))}")


def _out_of_units(purchase: Purchase, inclusion: Inclusion) -> Refusal | None:
    free, room = free_units(purchase), _room(purchase, inclusion)
    if free <= 0:
        return Refusal(code="used_up", reason="has nothing left that is not booked or used")
    if room <= 0:
        most = told_in_words(max_units(purchase, inclusion), _measure(purchase, inclusion))
        return Refusal(
            code="maximum", reason=f"covers {inclusion.service} for {most} at most, all of them taken"
        )
    if purchase.terms.unit == "session" and min(free, room) < inclusion.uses:
        left = units_in_words(min(free, room), "session")
        return Refusal(code="too_few", reason=f"has {left} left, and a visit takes {inclusion.uses}")
    return None


def _outside_validity(purchase: Purchase, others: tuple[Hold, ...], occasion: Occasion) -> Refusal | None:
    """The visit must begin before the end; where it moves the end, so must the others (R-4.5)."""
    if purchase.terms.redeem_by == "booking":
        return None
    start = occasion.visit.starts_at
    moved = expiry_by_visits(
        purchase, (*(hold.starts_at for hold in others), start), occasion.now, occasion.zone
    )
    ends_at, day = (moved.expires_at, moved.last_day) if moved else (purchase.expires_at, purchase.last_day)
    if ends_at is None or day is None:
        return None
    if start >= ends_at:
        return Refusal(code="expires_before", reason=f"is valid until {day_in_words(day)}, before the visit")
    outside = [hold.appointment for hold in others if not hold.kept and hold.starts_at >= ends_at]
    if moved is None or not outside:
        return None
    words = f"would then be valid until {day_in_words(day)}, before {min(outside, key=number_of)}"
    return Refusal(code="leaves_outside", reason=words)


def _room(purchase: Purchase, inclusion: Inclusion) -> int:
    return max_units(purchase, inclusion) - held_units(purchase, inclusion.service)


def _gives(purchase: Purchase, visit: Visit) -> int:
    """What an able purchase gives at most: an hour package may have less than the visit takes."""
    inclusion = purchase.terms.inclusion_of(visit.service)
    assert inclusion is not None
    return min(units_wanted(inclusion, purchase, visit), free_units(purchase), _room(purchase, inclusion))


def _allocation(able: list[Purchase], visit: Visit) -> tuple[Allocation, ...]:
    for place, first in enumerate(able):
        if first.terms.unit == "session":
            return (Allocation(purchase=first.id, units=_gives(first, visit)),)
        hours = [each for each in able[place:] if each.terms.unit == "minute"]
        if sum(_gives(each, visit) for each in hours) >= visit.duration:
            return _completed(hours, visit)
    return ()


def _completed(hours: list[Purchase], visit: Visit) -> tuple[Allocation, ...]:
    parts, missing = [], visit.duration
    for each in hours:
        units = min(_gives(each, visit), missing)
        missing -= units
        if units:
            parts.append(Allocation(purchase=each.id, units=units))
    return tuple(parts)


def _fate(
    able: list[Purchase], allocation: tuple[Allocation, ...], visit: Visit
) -> dict[PurchaseId, Candidate]:
    """What becomes of those that could give something, in their order."""
    given = {each.purchase: each.units for each in allocation}
    fates, payer_seen = {}, False
    for rank, each in enumerate(able, start=1):
        if each.id in given:
            payer_seen = True
            inclusion = each.terms.inclusion_of(visit.service)
            assert inclusion is not None
            paid = told_in_words(given[each.id], _measure(each, inclusion))
            code, words = "pays", f"pays {paid}, {_because(each)}"
        elif payer_seen:
            code, words = "later", f"pays later, {_because(each)}"
        else:
            left, takes = (units_in_words(units, "minute") for units in (_gives(each, visit), visit.duration))
            code, words = (
                "too_few",
                f"has {left} left for a visit of {takes}, and no hour package completes it",
            )
        fates[each.id] = Candidate(
            purchase=each.id, chosen=each.id in given, rank=rank, code=code, reason=words
        )
    return fates


def _refused(purchase: Purchase, refusal: Refusal | None) -> Candidate:
    assert refusal is not None
    return Candidate(purchase=purchase.id, chosen=False, rank=None, code=refusal.code, reason=refusal.reason)


def _measure(purchase: Purchase, inclusion: Inclusion) -> Measure:
    return measure_of(purchase.terms.unit, [inclusion])


def _because(purchase: Purchase) -> str:
    if purchase.last_day is not None:
        return f"valid until {_last_day(purchase)}"
    waits = purchase.terms.validity_from == "first-appointment" and purchase.start_day is None
    # A freeze that has no end yet hides the last day, but leaves the day that it would move.
    return "its last day not known yet" if waits or purchase.base_day else "valid without an end"


def _last_day(purchase: Purchase) -> str:
    assert purchase.last_day is not None
    return day_in_words(purchase.last_day)
