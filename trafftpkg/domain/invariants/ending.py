"""What must hold of what ends a purchase, takes units from it, or moves its time."""

from collections.abc import Iterator
from decimal import Decimal

from trafftpkg.domain.balance import bookable_units, free_units, is_expired, is_paid_enough
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.ending import (
    PriceLowered,
    PurchaseExtended,
    PurchaseFrozen,
    PurchaseLapsed,
    PurchaseRefunded,
    PurchaseUnfrozen,
    PurchaseVoided,
    UnitsAdjusted,
    UnitsRefunded,
    UnitsTransferred,
)
from trafftpkg.domain.events.paying import PaymentReturned
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.invariants.charges import taxes_fit
from trafftpkg.domain.invariants.selling import ended
from trafftpkg.domain.moments import DaySpan, day_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.refunding import less_list_price, of_units, pro_rata, total_of
from trafftpkg.domain.validity import as_given, expiry_by_freezes, frozen_until, merged
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import due_of, lapsed_worth, lapsing_units, worth_at, worth_of


def lapsed(event: PurchaseLapsed, before: Purchase, case: Case) -> Iterator[Breach]:
    """What was free when a purchase expired lapses, with what was paid for it."""
    yield from ended(case, before, expired_too=True)
    if not is_expired(before, case.at):
        yield case.breach("not_begun", before.id, case.at, before.expires_at)
        return
    yield from case.differs("units", before.id, event.units, free_units(before))
    yield from case.differs("lapsing", before.id, event.lapsed_at, before.expires_at)
    if not case.is_by_old_rules:
        yield from case.differs("value", before.id, event.value, lapsed_worth(before))


def extended(event: PurchaseExtended, before: Purchase, case: Case) -> Iterator[Breach]:
    """The last day moves to a later one, and what had lapsed comes back."""
    yield from ended(case, before, expired_too=True)
    expiry, last = event.expiry, before.last_day or before.base_day
    if expiry.base_day is None:
        yield case.breach("end_missing", before.id)
    elif last is not None and expiry.base_day <= last:
        yield case.breach("end", before.id, expiry.base_day, last)
    counted = replace(before, absorbed=event.absorbed)
    due = replace(
        expiry, last_day=frozen_until(expiry.base_day, counted, expiry.start_day), restored=before.lapsed
    )
    yield from case.end_differs(before.id, expiry, replace(due, purchase=before.id))


def frozen(event: PurchaseFrozen, before: Purchase, case: Case) -> Iterator[Breach]:
    """Days are added to the freezes of a live purchase, on which no visit is to come."""
    yield from ended(case, before)
    freezes = event.freezes
    if merged((*before.freezes, *freezes)) != freezes or freezes == ():
        yield case.breach("freezes", before.id, _spans(freezes), _spans(before.freezes))
    for hold in before.holds:
        if not hold.is_used(case.at) and any(day_of(hold.starts_at, case.zone) in each for each in freezes):
            yield case.breach("freezes", hold.appointment, hold.starts_at, before.id)
    due = expiry_by_freezes(replace(before, freezes=freezes), case.at, case.zone)
    yield from case.end_differs(before.id, event.expiry, due)


def unfrozen(event: PurchaseUnfrozen, before: Purchase, case: Case) -> Iterator[Breach]:
    """Days are taken from the freezes of a live purchase, and none is added."""
    yield from ended(case, before)
    freezes = event.freezes
    if freezes == before.freezes or merged((*before.freezes, *freezes)) != before.freezes:
        yield case.breach("freezes", before.id, _spans(freezes), _spans(before.freezes))
    due = expiry_by_freezes(replace(before, freezes=freezes), case.at, case.zone)
    yield from case.end_differs(before.id, event.expiry, due)


def transferred(event: UnitsTransferred, case: Case) -> Iterator[Breach]:
    """Free units of a live purchase that is paid go to another client, with what they are worth."""
    before = case.known(event.purchase)
    assert isinstance(before, Purchase)
    named, terms = event.receiver, event.receiver_terms
    yield from ended(case, before)
    yield from _taken(event.units, before, case)
    if event.receiver_client == before.client:
        yield case.breach("receiver", named, event.receiver_client, before.client)
    if due_of(before):
        yield case.breach("due", before.id, before.paid, due_of(before))
    if not case.is_by_old_rules:
        yield from case.differs("value", before.id, event.value, worth_of(before, event.units, case.at))
    if not 0 <= event.value <= before.paid:
        yield case.breach("value", before.id, event.value, before.paid)
    if not case.is_by_old_rules:
        payer = before.paid_by if event.value and before.paid_by != event.receiver_client else None
        yield from case.differs("whose_money", named, event.receiver_payer, payer)
    yield from case.differs("price", named, terms.total, event.value)
    if not case.is_by_old_rules:
        yield from case.differs("price", named, terms.price, event.value)
    yield from taxes_fit(case, named, terms)
    if sum((amount for _, amount in event.moved), event.value * 0) > event.value:
        yield case.breach("returned", before.id, event.value)
    yield from _gets_no_more(event, before, case)
    # Under rules 1 the receiver's time went on as the giver's.
    time = before if case.is_by_old_rules else as_given(before)
    yield from case.end_differs(named, event.receiver_expiry, replace(Expiry.of(time), purchase=named))


def _gets_no_more(event: UnitsTransferred, before: Purchase, case: Case) -> Iterator[Breach]:
    """The receiver may take of each service what the giver had left, at most the units sent."""
    free = free_units(before)
    for inclusion in event.receiver_terms.inclusions:
        theirs = before.terms.inclusion_of(inclusion.service)
        most = 0 if theirs is None else min(bookable_units(before, theirs, free), event.units)
        if inclusion.max_units > most:
            yield case.breach("granted", event.receiver, inclusion.max_units, most)


def adjusted(event: UnitsAdjusted, before: Purchase, case: Case) -> Iterator[Breach]:
    """Units are added to a live purchase, or free ones taken."""
    yield from ended(case, before)
    if not event.units or -event.units > free_units(before):
        yield case.breach("units", before.id, event.units, free_units(before))
    services = {each.service for each in before.terms.inclusions}
    for service, units in event.maxima:
        if service not in services or units != event.units:
            yield case.breach("maximum", before.id, units, event.units)
    if not case.is_by_old_rules:
        due = lapsing_units(before, -event.units) if event.units < 0 else 0
        yield from case.differs("lapsing", before.id, event.lapsing, due)


def units_refunded(event: UnitsRefunded, before: Purchase, case: Case) -> Iterator[Breach]:
    """Free units of a live purchase go, and the price falls by what they are worth."""
    yield from ended(case, before)
    yield from _taken(event.units, before, case)
    yield from case.differs("value", before.id, event.value, worth_of(before, event.units, case.at))
    back = _returned(before, case)
    quote = of_units(replace(before, paid=before.paid + back), event.units, case.at)
    yield from case.differs("returned", before.id, back, total_of(quote))


def lowered(event: PriceLowered, before: Purchase, case: Case) -> Iterator[Breach]:
    """What is given as goodwill is what goes back."""
    if event.amount <= 0:
        yield case.breach("amount", before.id, event.amount)
    yield from case.differs("returned", before.id, _returned(before, case), event.amount)


def refunded(event: PurchaseRefunded, before: Purchase, case: Case) -> Iterator[Breach]:
    """A live purchase ends: what is free is paid back as its basis says, and that is what goes back."""
    yield from ended(case, before)
    yield from _cleared(event.units, before, case)
    yield from case.differs("returned", before.id, _returned(before, case), event.amount)
    if case.is_by_old_rules:
        return
    paid = replace(before, paid=before.paid + _returned(before, case))
    if event.basis != "amount":
        quote = (
            pro_rata(paid, case.at)
            if event.basis == "pro-rata"
            else less_list_price(paid, case.at, case.currency)
        )
        yield from case.differs("amount", before.id, event.amount, total_of(quote))
    used = worth_at(paid, case.at).used
    above = max(paid.paid - used, used * 0)
    yield from case.differs("kept", before.id, event.kept, max(above - event.amount, used * 0))
    yield from case.differs(
        "value", before.id, event.forgiven, event.amount - above if event.amount > above else None
    )


def voided(event: PurchaseVoided, before: Purchase, case: Case) -> Iterator[Breach]:
    """A purchase ends by hand, or because it was not paid in time; what is free is voided."""
    is_unpaid = event.cause == "unpaid"
    yield from ended(case, before, expired_too=is_unpaid)
    yield from _cleared(event.units, before, case)
    if is_unpaid and (is_paid_enough(before) or before.pay_by is None or before.pay_by > case.at):
        yield case.breach("pay_by", before.id, case.at, before.pay_by)
    if not case.is_by_old_rules:
        used = worth_at(before, case.at).used
        due = used * 0 if is_unpaid else max(before.paid - used, used * 0)
        yield from case.differs("kept", before.id, event.kept, due)


def _cleared(units: int, before: Purchase, case: Case) -> Iterator[Breach]:
    """All that is free goes, and no visit is to come."""
    yield from case.differs("units", before.id, units, free_units(before))
    for hold in before.holds:
        if not hold.is_used(case.at):
            yield case.breach("standing", hold.appointment, before.id)


def _taken(units: int, before: Purchase, case: Case) -> Iterator[Breach]:
    if not 0 < units <= free_units(before):
        yield case.breach("units", before.id, units, free_units(before))


def _returned(before: Purchase, case: Case) -> Decimal:
    events = case.entry.events
    amounts = (
        each.amount for each in events if isinstance(each, PaymentReturned) and each.purchase == before.id
    )
    return sum(amounts, before.paid * 0)


def _spans(freezes: tuple[DaySpan, ...]) -> str:
    return ", ".join(f"{each.first}/{each.last or ''}" for each in freezes) or "none"
