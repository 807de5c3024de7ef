"""What an entry did, in sentences: told by how each thing was before it and is after it."""

from collections.abc import Iterator
from datetime import date

from trafftpkg.cli.views.appointment_words import number_words, service_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words, money_words, visit_words
from trafftpkg.cli.views.thing import thing_words
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import price_of
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.wording import day_in_words, told_in_words
from trafftpkg.engine.changes import ThingChange
from trafftpkg.engine.outcomes import Forgiven, PaymentMade
from trafftpkg.engine.questions.history import History, HistoryRow, Ruling
from trafftpkg.engine.reading import View

_RULES = {
    ("kept", "late"): "too late, so it counts as used",
    ("kept", "missed"): "it counts as used",
    ("kept", "staff"): "it counts as used, as staff decided",
    ("released", "in_time"): "in time, so nothing is used up",
    ("released", "late"): "late, but its terms use nothing up",
    ("released", "missed"): "its terms use nothing up",
    ("released", "business"): "so nothing is used up",
    ("released", "staff"): "nothing is used up, as staff decided",
}
"""What became of a visit's units or price, and why."""

_GONE = (("refunded", "paid back"), ("voided", "ended with it"), ("lapsed", "lapsed"))


class Teller:
    """Tells rows of a history; the thing that it is of goes without its name."""

    def __init__(self, history: History, names: CatalogueNames) -> None:
        self.history = history
        self._names = names

    def sentences(self, row: HistoryRow, view: View) -> Iterator[str]:
        """Yield what an entry did, a sentence each."""
        if row.corrects is not None:
            yield f"Sets right entry {row.corrects}."
        for change in row.changes:
            yield from self._of_change(change, row, view)
        for payment in row.payments:
            yield f"{_payment(payment, row, view)}."
        for sent in row.sent_back:
            amount = money_words(sent.amount, view.currency)
            yield f"{amount} of entry {sent.entry} sent back by {sent.method} ({sent.reference})."
        if row.corrected_by is not None:
            yield f"Set right by entry {row.corrected_by}."

    def _of_change(self, change: ThingChange, row: HistoryRow, view: View) -> Iterator[str]:
        before, after = change.before, change.after
        if isinstance(after, Purchase):
            assert before is None or isinstance(before, Purchase)
            for words in _of_purchase(before, after, row, view) if self._is_told(after) else ():
                yield f"{self._named(after)}{words}."
        elif isinstance(after, Appointment):
            assert before is None or isinstance(before, Appointment)
            for words in self._of_visit(before, after, row, view):
                yield f"{words}."
        elif before != after:
            yield f"{thing_words(after, view, self._names)}."

    def _is_told(self, purchase: Purchase) -> bool:
        """Whose purchase it is where another one's history is told, that one tells."""
        return self.history.measure is None or purchase.id == self.history.thing

    def _named(self, purchase: Purchase) -> str:
        return "" if purchase.id == self.history.thing else f"{purchase.id}: "

    def _of_visit(
        self, before: Appointment | None, after: Appointment, row: HistoryRow, view: View
    ) -> Iterator[str]:
        number = number_words(after, view)
        if before is None and after.fate is not None:
            yield self._fate(after, row)  # of a party, whose visit it was until then
            return
        if before is None:
            paid = number or ("at its price" if after.price is not None else "")
            whom = _for_whom(after, row, view)
            yield f"{after.id} booked{whom}: {self._visit(after)}{', ' if paid else ''}{paid}"
            return
        if before.visit.party != after.visit.party:
            yield f"{after.id} is now for {after.visit.party} instead of {before.visit.party}"
        if _place(before) != _place(after):
            yield f"{after.id} moved{self._move(before, after)}{', ' if number else ''}{number}"
        if (before.status, before.fate) != (after.status, after.fate):
            yield self._fate(after, row)
        elif _payers(before) != _payers(after):
            yield f"{after.id} is now paid by {_payers(after)} instead of {_payers(before)}"
        elif before.owed != after.owed and after.owed is not None:
            yield f"{after.id} now costs {money_words(after.owed, view.currency)}"
        if before.client != after.client:
            yield f"{after.id} now belongs to {view.handle_of(after.client)}"

    def _visit(self, visit: Appointment) -> str:
        at, names = visit.visit, self._names
        what = f"{service_words(at, names)} with {names.employee(at.employee)}"
        return f"{what}, {visit_words(at)}, {names.location(at.location)}"

    def _move(self, before: Appointment, after: Appointment) -> str:
        was, now, names = before.visit, after.visit, self._names
        times = ""
        if was.starts_at != now.starts_at:
            times = f" from {moment_words(was.starts_at, was.time_zone)} to {visit_words(now)}"
        who = f" to {names.employee(now.employee)}" if was.employee != now.employee else ""
        where = f" to {names.location(now.location)}" if was.location != now.location else ""
        return f"{times}{',' if times and who + where else ''}{who}{where} ({names.service(now.service)})"

    def _fate(self, after: Appointment, row: HistoryRow) -> str:
        at = f"{service_words(after.visit, self._names)}, {visit_words(after.visit)}"
        if after.status == "booked":
            return f"{after.id} stands again: {at}"
        ruling = next(each for each in row.rulings if each.appointment == after.id)
        by = " by the business" if ruling.rule == "business" else ""
        fate = "missed" if after.status == "no_show" else f"cancelled{by}"
        return f"{after.id} {fate}: {at}; {_ruled(ruling, row.forgiven)}"


def _place(appointment: Appointment) -> tuple[object, ...]:
    visit = appointment.visit
    return visit.starts_at, visit.employee, visit.location


def _ruled(ruling: Ruling, forgiven: tuple[Forgiven, ...]) -> str:
    if ruling.units != "forgiven":
        return _RULES[ruling.units, ruling.rule]
    count = next(each for each in forgiven if each.appointment == ruling.appointment)
    return f"forgiven, {count.used} of {count.of}, so nothing is used up"


def _for_whom(visit: Appointment, row: HistoryRow, view: View) -> str:
    """Who comes, where another's purchase pays."""
    owners = {each.client for each in _purchases(row)}
    return f" for {view.handle_of(visit.client)}" if owners - {visit.client} else ""


def _payers(visit: Appointment) -> str:
    return " and ".join(each.purchase for each in visit.allocation) or "its price"


def _of_purchase(before: Purchase | None, after: Purchase, row: HistoryRow, view: View) -> Iterator[str]:
    if before is None:
        yield _begun(after, row, view)
    else:
        yield from _units(before, after, row, view)
        if (before.ended is None) != (after.ended is None):
            yield "Runs again" if after.ended is None else f"Ended: {after.ended.kind}"
        elif after.ended is None and price_of(before) != price_of(after):
            yield (
                f"The price is now {money_words(price_of(after), view.currency)} instead of"
                f" {money_words(price_of(before), view.currency)}"
            )
        if before.client != after.client:
            yield f"Now belongs to {view.handle_of(after.client)}, before to {view.handle_of(before.client)}"
        if before.paid_by != after.paid_by and after.payer is not None:
            yield f"Now paid by {view.handle_of(after.payer)}"
    if before is not None and before.members != after.members:
        yield from _sharing(before, after, view)
    if before is not None and before.freezes != after.freezes:
        yield _freezes(after.freezes)
    if before is not None and before.last_day != after.last_day:
        was = "" if before.last_day is None else f" (was {day_in_words(before.last_day)})"
        yield f"Last day: {_day(after.last_day)}{was}"


def _sharing(before: Purchase, after: Purchase, view: View) -> Iterator[str]:
    """With whom it is shared now, and with whom no longer."""
    for words, some, others in (
        ("Shared with", after.members, before.members),
        ("No longer shared with", before.members, after.members),
    ):
        who = ", ".join(view.handle_of(each) for each in some if each not in others)
        if who:
            yield f"{words} {who}"


def _begun(purchase: Purchase, row: HistoryRow, view: View) -> str:
    name, measure, who = purchase.terms.name, purchase.terms.measure, view.handle_of(purchase.client)
    until = f", until {day_in_words(purchase.last_day)}" if purchase.last_day else ""
    if purchase.received:
        giver = next((each for each in _purchases(row) if each.sent and each.id != purchase.id), None)
        source = f" from {view.handle_of(giver.client)} ({giver.id})" if giver else ""
        units = told_in_words(purchase.received, measure)
        return f"{units} of {name} came{source} to {who}{until}"
    if purchase.sold_elsewhere:
        used = f", {told_in_words(purchase.used_before, measure)} used before" if purchase.used_before else ""
        units = told_in_words(purchase.granted, measure)
        return f"{name} brought in from elsewhere for {who}: {units}{used}{until}"
    payer = "" if purchase.payer is None else f", paid by {view.handle_of(purchase.payer)}"
    starts = f", starting {day_in_words(first)}" if (first := purchase.terms.first_day) else ""
    return f"{name} sold to {who} for {_price(purchase, view)}{payer}{starts}{until}"


def _price(purchase: Purchase, view: View) -> str:
    """`430.00 EUR instead of 480.00 EUR`."""
    price, discount = purchase.value, purchase.terms.discount
    usual = "" if discount is None else f" instead of {money_words(price + discount, view.currency)}"
    return f"{money_words(price, view.currency)}{usual}"


def _units(before: Purchase, after: Purchase, row: HistoryRow, view: View) -> Iterator[str]:
    measure = after.terms.measure
    added = after.adjusted - before.adjusted
    if added:
        yield f"{told_in_words(abs(added), measure)} {'added' if added > 0 else 'taken'} by hand"
    if after.sent != before.sent:
        yield _sent(after.sent - before.sent, after, row, view)
    for name, words in _GONE:
        gone = getattr(after, name) - getattr(before, name)
        if gone:
            yield f"{told_in_words(abs(gone), measure)} {words if gone > 0 else 'came back'}"


def _sent(units: int, giver: Purchase, row: HistoryRow, view: View) -> str:
    told = told_in_words(abs(units), giver.terms.measure)
    receiver = next((each for each in _purchases(row) if each.received and each.id != giver.id), None)
    to = f" to {view.handle_of(receiver.client)} ({receiver.id})" if receiver else ""
    return f"{told} given{to}" if units > 0 else f"{told} came back"


def _purchases(row: HistoryRow) -> list[Purchase]:
    return [each.after for each in row.changes if isinstance(each.after, Purchase)]


def _freezes(freezes: tuple[DaySpan, ...]) -> str:
    spans = (f"{day_in_words(each.first)} to {_day(each.last)}" for each in freezes)
    return f"Frozen: {' and '.join(spans)}" if freezes else "Frozen no more"


def _day(day: date | None) -> str:
    return "open" if day is None else day_in_words(day)


def _payment(made: PaymentMade, row: HistoryRow, view: View) -> str:
    amount = money_words(abs(made.payment.amount), view.currency)
    reference = f" ({made.payment.reference})" if made.payment.reference else ""
    how = f"by {made.payment.method}{reference}"
    if made.payment.amount >= 0:
        return f"{amount} paid {how}"
    return f"{amount} {how} was never paid" if row.corrects is not None else f"{amount} paid back {how}"
