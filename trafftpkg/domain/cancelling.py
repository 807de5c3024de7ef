"""What becomes of the units when a visit does not take place (R-8)."""

from datetime import datetime, timedelta
from typing import Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import is_expired
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.booking import Release
from trafftpkg.domain.moments import MINUTES_A_DAY, day_of, earlier, end_of, minutes_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import CancellationPolicy, LatePolicy
from trafftpkg.domain.validity import expiry_by_visits
from trafftpkg.domain.value import Value, value

Verdict = Literal["keep", "release", "forgive"]


@value
class Consequence(Value):
    """What a purchase that paid gets back, and its new end where that moves."""

    release: Release
    expiry: Expiry | None


def free_until(starts_at: datetime, policy: CancellationPolicy, zone: str) -> datetime:
    """Return the last moment to cancel or move a visit freely; exactly then is in time (R-8.1)."""
    return earlier(starts_at, policy.free_until, zone)


def cancellation_verdict(policy: CancellationPolicy, in_time: bool, forgiven: int) -> Verdict:
    """Return what a cancellation by the client costs: nothing in time, else what the policy says (R-8.1)."""
    return "release" if in_time else _by_policy(policy.late, policy.forgiven, forgiven)


def no_show_verdict(policy: CancellationPolicy, forgiven: int) -> Verdict:
    """Return what missing a visit costs (R-8.2)."""
    return _by_policy(policy.no_show, policy.forgiven, forgiven)


def consequences(
    appointment: Appointment,
    payers: list[Purchase],
    now: datetime,
    zone: str,
    made_good: bool = False,
) -> list[Consequence]:
    """Return what each purchase gets back from a released visit, backwards through the allocation (R-8.3).

    Args:
        payers: The purchases of the allocation, in its order.
        made_good: The business cancelled, so that one which has expired meanwhile gets more time (R-8.4).
    """
    return [_back(appointment, payer, now, zone, made_good) for payer in reversed(payers)]


def _by_policy(policy: LatePolicy, allowed: int, forgiven: int) -> Verdict:
    if policy == "release":
        return "release"
    return "forgive" if forgiven < allowed else "keep"


def _back(
    appointment: Appointment, payer: Purchase, now: datetime, zone: str, made_good: bool
) -> Consequence:
    units = sum(each.units for each in appointment.allocation if each.purchase == payer.id)
    if payer.ended is not None:
        return Consequence(release=Release(purchase=payer.id, units=units, to="voided"), expiry=None)
    if not is_expired(payer, now):
        starts = tuple(hold.starts_at for hold in payer.holds if hold.appointment != appointment.id)
        expiry = expiry_by_visits(payer, starts, now, zone)
        return Consequence(release=Release(purchase=payer.id, units=units, to="available"), expiry=expiry)
    if made_good and payer.terms.cancellation.make_good.count:
        expiry = _made_good(payer, now, zone)
        return Consequence(release=Release(purchase=payer.id, units=units, to="available"), expiry=expiry)
    return Consequence(release=Release(purchase=payer.id, units=units, to="lapsed"), expiry=None)


def _made_good(payer: Purchase, now: datetime, zone: str) -> Expiry:
    """The last day moves by `make_good`, counted from today where it would be over even so."""
    assert payer.last_day is not None
    assert payer.base_day is not None
    by = timedelta(days=-(-minutes_of(payer.terms.cancellation.make_good) // MINUTES_A_DAY))
    today = day_of(now, zone)
    day = payer.last_day + by if payer.last_day + by >= today else today + by
    return Expiry(
        purchase=payer.id,
        start_day=payer.start_day,
        base_day=payer.base_day + (day - payer.last_day),
        last_day=day,
        expires_at=end_of(day, zone),
        restored=payer.lapsed,
    )
