"""What must hold of sales, imports, sharing, and money that comes in or goes back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import is_expired
from trafftpkg.domain.events.booking import AppointmentBooked
from trafftpkg.domain.events.ending import PriceLowered, PurchaseRefunded, UnitsRefunded, VisitRepriced
from trafftpkg.domain.events.paying import (
    PaymentReceived,
    PaymentReturned,
    PaymentReversed,
    ReturnConfirmed,
)
from trafftpkg.domain.events.selling import BalanceImported, PackagePurchased
from trafftpkg.domain.events.sharing import PurchaseShared, PurchaseUnshared
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.invariants.charges import taxes_fit, total_fits
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.validity import first_expiry, latest_first_day
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import due_of, owed_back

_ON_SITE = "on-site"


def purchased(event: PackagePurchased, case: Case) -> Iterator[Breach]:
    """A sale grants at most what its terms give, at their price, until the day that they give."""
    named, terms = event.purchase, event.terms
    most = sum(each.max_units for each in terms.inclusions)
    if not 0 < event.granted <= most:
        yield case.breach("granted", named, event.granted, most)
    yield from case.differs("price", named, event.value, terms.total)
    yield from total_fits(case, named, terms)
    yield from taxes_fit(case, named, terms)
    if event.pay_by is None if event.value else event.pay_by is not None:
        yield case.breach("pay_by", named, event.pay_by)
    if event.pay_by is not None and event.pay_by < case.at:
        yield case.breach("pay_by", named, event.pay_by, case.at)
    yield from _on_site(event, case)
    if event.payer == event.client:
        yield case.breach("whose_money", named, event.payer)
    yield from _agreed(event, case)
    yield from case.end_differs(
        named, event.expiry, first_expiry(named, terms, _first_day(event, case), case.zone)
    )
    if "minimum" not in event.overridden:
        yield from _minimum(event, case)
    yield from _at_purchase(event, case)


def _on_site(event: PackagePurchased, case: Case) -> Iterator[Breach]:
    """A sale is on site where that was agreed: what is paid with it comes in that way, and only then."""
    named, methods = event.purchase, event.terms.payment_methods
    if event.on_site and _ON_SITE not in methods:
        yield case.breach("method", named, _ON_SITE, ", ".join(methods))
    if case.is_by_old_rules and not event.on_site:
        return  # a sale that named no method was not on site then, though there was no other
    paid = (each for each in case.entry.events if isinstance(each, PaymentReceived))
    ways = [each.method for each in paid if named in each.touched()]
    for way in ways or methods[: len(methods) == 1]:
        if (way == _ON_SITE) != event.on_site:
            yield case.breach("on_site", named, way)


def _agreed(event: PackagePurchased, case: Case) -> Iterator[Breach]:
    """Another price is below the declared one, for a reason; a deposit is at most all of it."""
    named, terms = event.purchase, event.terms
    if terms.agreed is not None:
        less = terms.price - terms.agreed
        # Taxes on top are part of the discount, each rounded; which ones are on top is not recorded.
        rates = sum((each.percent for each in terms.taxes), terms.price * 0)
        most = less + less * rates / 100 + len(terms.taxes)
        fits = terms.discount is not None and 0 < less <= terms.discount <= most
        if terms.agreed < 0 or not fits or event.reason is None:
            yield case.breach("agreed", named, terms.discount, less)
    elif terms.discount is not None:
        yield case.breach("agreed", named, terms.discount)
    if terms.deposit is not None and not 0 <= terms.deposit <= terms.total:
        yield case.breach("agreed", named, terms.deposit, terms.total)
    if terms.first_day is not None:
        yield from _begins(event, terms.first_day, case)


def _begins(event: PackagePurchased, first_day: date, case: Case) -> Iterator[Breach]:
    today, last_day = day_of(case.at, case.zone), event.expiry.last_day
    is_past = first_day < today and "past" not in event.overridden
    is_over = last_day is not None and last_day < max(first_day, today)
    if is_past or is_over or first_day > latest_first_day(today):
        yield case.breach("agreed", event.purchase, first_day, today)


def _first_day(event: PackagePurchased, case: Case) -> date:
    return event.terms.first_day or day_of(case.at, case.zone)


def _booked(case: Case) -> list[ServiceId]:
    return [each.visit.service for each in case.entry.events if isinstance(each, AppointmentBooked)]


def _at_purchase(event: PackagePurchased, case: Case) -> Iterator[Breach]:
    booked = _booked(case)
    for each in event.terms.inclusions:
        if each.max_at_purchase is not None and booked.count(each.service) > each.max_at_purchase:
            yield case.breach("at_purchase", event.purchase, booked.count(each.service), each.max_at_purchase)


def _minimum(event: PackagePurchased, case: Case) -> Iterator[Breach]:
    booked = _booked(case)
    for inclusion in event.terms.inclusions:
        if booked.count(inclusion.service) < inclusion.min:
            yield case.breach("minimum", event.purchase, booked.count(inclusion.service), inclusion.min)


def imported(event: BalanceImported, case: Case) -> Iterator[Breach]:
    """What was brought in was granted, used and paid as far as it can have been."""
    named, nothing = event.purchase, event.value * 0
    if not 0 <= event.used_before <= event.granted or not event.granted:
        yield case.breach("granted", named, event.granted, event.used_before)
    yield from case.differs("price", named, event.value, event.terms.total)
    if event.terms.price != event.terms.total:  # it is as sold, and no other price was given
        yield from total_fits(case, named, event.terms)
    yield from taxes_fit(case, named, event.terms)
    if not nothing <= event.paid <= event.value:
        yield case.breach("due", named, event.paid, event.value)
    expiry = event.expiry
    due = replace(expiry, purchase=named, base_day=expiry.last_day, restored=0)
    yield from case.end_differs(named, expiry, due)


def shared(event: PurchaseShared, before: Purchase, case: Case) -> Iterator[Breach]:
    """A live purchase is shared with new clients, as many as its terms allow."""
    yield from ended(case, before)
    members = {*before.members, *event.members}
    is_new = len(members) == len(before.members) + len(event.members) and before.client not in event.members
    if not event.members or not is_new or len(members) > before.terms.members:
        yield case.breach("members", before.id, len(members), before.terms.members)


def unshared(event: PurchaseUnshared, before: Purchase, case: Case) -> Iterator[Breach]:
    """Only members cease to be members."""
    if not event.members or not {*event.members} <= {*before.members}:
        yield case.breach("members", before.id, ", ".join(event.members), ", ".join(before.members))


def received(event: PaymentReceived, case: Case) -> Iterator[Breach]:
    """No more comes in than is due, by a method that was agreed."""
    for named in event.touched():
        before = case.known(named)
        assert isinstance(before, Purchase | Appointment)
        due = due_of(before) if isinstance(before, Purchase) else before.due or Decimal(0)
        if event.amount > due:
            yield case.breach("due", named, event.amount, due)
        accepted = before.terms.payment_methods if isinstance(before, Purchase) else before.payment_methods
        if event.method not in accepted:
            yield case.breach("method", named, event.method, ", ".join(accepted))
    yield from _one_thing(event, case)


def returned(event: PaymentReturned, case: Case) -> Iterator[Breach]:
    """No more goes back than was paid, and only with what says why."""
    for named in event.touched():
        before = case.known(named)
        assert isinstance(before, Purchase | Appointment)
        if event.amount > before.paid:
            yield case.breach("paid", named, event.amount, before.paid)
        elif isinstance(before, Purchase) and not _is_explained(event, before, case):
            yield case.breach("cause", named, event.amount)
    yield from _one_thing(event, case)


def _one_thing(event: PaymentReceived | PaymentReturned, case: Case) -> Iterator[Breach]:
    named = event.touched()
    if len(named) != 1:
        yield case.breach("payment", None, ", ".join(named))
    if event.amount <= 0:
        yield case.breach("amount", next(iter(named), None), event.amount)


def _is_explained(event: PaymentReturned, before: Purchase, case: Case) -> bool:
    if any(
        isinstance(each, PurchaseRefunded | UnitsRefunded | PriceLowered) and each.purchase == before.id
        for each in case.entry.events
    ):
        return True
    return before.ended is not None and (case.is_by_old_rules or event.amount <= owed_back(before))


def confirmed(event: ReturnConfirmed, before: Purchase, case: Case) -> Iterator[Breach]:
    """A checkout sends back no more than an earlier entry returned by its method."""
    returned = max((-each.amount for each in before.payments if each.method == event.method), default=0)
    if not 0 < event.amount <= returned:
        yield case.breach("amount", before.id, event.amount, returned)
    if not 0 < event.entry < case.entry.seq:
        yield case.breach("payment", before.id, event.entry)


def is_recorded(event: PaymentReversed, case: Case) -> Iterator[Breach]:
    """Only a payment that was recorded, and has not gone on since, is taken back."""
    wrong = Payment(amount=event.amount, method=event.method, reference=event.reference, at=event.paid_at)
    for named in event.touched():
        before = case.known(named)
        assert isinstance(before, Purchase | Appointment)
        if wrong not in before.payments or not 0 < event.entry < case.entry.seq:
            yield case.breach("payment", named, event.amount, event.entry)
    if len(event.touched()) != 1:
        yield case.breach("payment", None, event.entry)


def repriced(event: VisitRepriced, case: Case) -> Iterator[Breach]:
    """A visit at its price costs at most that price."""
    before = case.known(event.appointment)
    assert isinstance(before, Appointment)
    if before.price is None or not 0 <= event.owed <= before.price:
        yield case.breach("price", before.id, event.owed, before.price)


def ended(case: Case, before: Purchase, *, expired_too: bool = False) -> Iterator[Breach]:
    """Yield a breach if a purchase had ended before the entry, or was over."""
    if before.ended is not None:
        yield case.breach("ended", before.id, case.at, before.ended.at)
    elif not expired_too and is_expired(before, case.at):
        yield case.breach("ended", before.id, case.at, before.expires_at)
