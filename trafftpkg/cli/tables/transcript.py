"""Purchases and appointments as one line each: what a writing command says it did."""

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import bookable, money_words, visit_words
from trafftpkg.domain.appointment import Appointment, AppointmentStatus, appointment_status
from trafftpkg.domain.balance import PurchaseStatus, balance_of, status_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import day_in_words, told_in_words, told_number, units_in_words, visits_in_words
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.answers import View
from trafftpkg.engine.outcomes import Forgiven, Outcome, PaymentMade

_UNGIVEN = "(new)"


def outcome_lines(outcome: Outcome, names: CatalogueNames) -> list[str]:
    """Return what a request did, one line a thing, ids in one column."""
    view = outcome.view
    rows = [
        *((each.id, appointment_words(each, view, names)) for each in outcome.appointments),
        *(row for each in outcome.purchases for row in _purchase(each, outcome, names)),
        *_blocks(outcome, names),
    ]
    shown = [(_UNGIVEN if outcome.dry_run and name in outcome.new else name, words) for name, words in rows]
    width = max((len(name) for name, _ in shown), default=0)
    lines = [f"{name:<{width}}  {words}" for name, words in shown]
    said = [*_quote(outcome, names), *(payment_words(each, view) for each in outcome.payments)]
    return [*lines, *(f"{'':<{width}}  {words}" for words in said)]


def _quote(outcome: Outcome, names: CatalogueNames) -> list[str]:
    if not outcome.quote:
        return []
    from trafftpkg.cli.tables.quote import quote_lines  # only a refund that is tried out has one

    measure = outcome.purchases[-1].terms.measure if outcome.purchases else Measure(unit="session")
    return quote_lines(outcome.quote, measure, outcome.view.currency, names)


def _purchase(purchase: Purchase, outcome: Outcome, names: CatalogueNames) -> list[tuple[str, str]]:
    """What is left of it, and below it whether a visit was released by its forgiveness."""
    forgiven = [("", f"{forgiven_words(each)}.") for each in outcome.forgiven if each.purchase == purchase.id]
    return [(purchase.id, purchase_words(purchase, outcome.view, names)), *forgiven]


def forgiven_words(forgiven: Forgiven) -> str:
    """`Forgiven: 1 of 1 for this purchase`."""
    return f"Forgiven: {forgiven.used} of {forgiven.of} for this purchase"


def _blocks(outcome: Outcome, names: CatalogueNames) -> list[tuple[str, str]]:
    if not outcome.blocks:
        return []
    from trafftpkg.cli.views.block import block_words  # hardly any outcome has one

    return [(each.id, block_words(each, names)) for each in outcome.blocks]


def appointment_words(appointment: Appointment, view: View, names: CatalogueNames) -> str:
    """`Facial with Mira, Tue 20 Jan 2026 10:00–10:50, City centre`, and what became of it."""
    visit = appointment.visit
    words = (
        f"{names.service(visit.service)} with {names.employee(visit.employee)}, "
        f"{visit_words(visit)}, {names.location(visit.location)}"
    )
    status = appointment_status(appointment, view.now)
    said = [fate for fate in (_fate(appointment, status), _owed(appointment, view)) if fate]
    return f"{words}: {', '.join(said)}" if said else words


def purchase_words(purchase: Purchase, view: View, names: CatalogueNames) -> str:
    """`Glow 10: 9 of 10 left, until 5 July 2026`, or why it cannot be redeemed."""
    balance, measure = balance_of(purchase, view.now), purchase.terms.measure
    left = _left(purchase, balance.available, names)
    due = f"{money_words(due_of(purchase), view.currency)} due"
    said: dict[PurchaseStatus, str] = {
        "voided": f"voided, {told_in_words(balance.voided, measure)} written off",
        "refunded": f"refunded, {told_in_words(balance.refunded, measure)} given back",
        "expired": f"expired{_last_day(purchase)}, {told_in_words(balance.lapsed, measure)} lapsed",
        "pending": f"not paid enough to be redeemed, {due}; {left}{until_words(purchase)}",
        "frozen": f"frozen; {left}{until_words(purchase)}",
    }
    standing = f"{left}{until_words(purchase)}" + (f"; {due}" if due_of(purchase) else "")
    status = status_of(purchase, view.now, view.time_zone)
    return f"{purchase.terms.name}: {said.get(status, standing)}"


def _left(purchase: Purchase, available: int, names: CatalogueNames) -> str:
    """`9 of 10 left`, `5 of 6 visits left`, or what is left of each service where they differ."""
    measure, given = purchase.terms.measure, purchase.granted + purchase.adjusted + purchase.received
    uses, inclusions = measure.uses, purchase.terms.inclusions
    if uses == 1:
        return f"{told_number(available, measure)} of {told_number(given, measure)} left"
    if uses is not None:
        return f"{_visits_left(available, given, uses)} left"
    left = f"{available} of {told_in_words(given, measure)} left"
    each = [f"{bookable(purchase, each, available)} {names.service(each.service)}" for each in inclusions]
    return f"{left} ({' or '.join(each)})" if available else left


def _visits_left(available: int, given: int, uses: int) -> str:
    """`5 of 6 visits`; `5 of 6 visits and 1 session` where one more is too few for a visit."""
    over = units_in_words(available % uses, "session")
    of = visits_in_words(given // uses) if given >= uses else units_in_words(given, "session")
    if 0 < available < uses:
        return f"{over} of {of}"
    return f"{available // uses} of {of}" + (f" and {over}" if available % uses else "")


def payment_words(made: PaymentMade, view: View) -> str:
    """`480.00 EUR by card for pur-1`, or what went back."""
    amount, method = made.payment.amount, made.payment.method
    reference = f" ({made.payment.reference})" if made.payment.reference else ""
    if amount < 0:
        return f"{money_words(-amount, view.currency)} back by {method}{reference}"
    return f"{money_words(amount, view.currency)} paid by {method}{reference}"


def _fate(appointment: Appointment, status: AppointmentStatus) -> str:
    """What became of a visit that will not take place, and of the units that were to pay for it."""
    if status not in {"cancelled", "no_show"}:
        return ""
    fate = "cancelled" if status == "cancelled" else "missed"
    if appointment.price is not None:
        return fate
    return f"{fate}, units {'kept' if appointment.allocation else 'released'}"


def _owed(appointment: Appointment, view: View) -> str:
    return f"{money_words(appointment.due, view.currency)} to be paid" if appointment.due else ""


def until_words(purchase: Purchase) -> str:
    """`, until 5 July 2026`, or why there is no last day."""
    if purchase.last_day is not None:
        return f", until {day_in_words(purchase.last_day)}"
    if any(freeze.last is None for freeze in purchase.freezes):
        return ", frozen without an end yet"
    if purchase.terms.validity_from == "first-appointment" and _ends(purchase):
        return ", its time starts with the first visit"
    return ", without an end"


def _ends(purchase: Purchase) -> bool:
    validity = purchase.terms.validity
    return any(
        each is not None
        for each in (validity.days, validity.weeks, validity.months, validity.years, validity.until)
    )


def _last_day(purchase: Purchase) -> str:
    return "" if purchase.last_day is None else f" after {day_in_words(purchase.last_day)}"
