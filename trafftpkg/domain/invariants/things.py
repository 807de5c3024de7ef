"""What must hold of purchases and visits after every entry: units and money that add up."""

from collections.abc import Iterable, Iterator

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import free_units, held_units, max_units
from trafftpkg.domain.ids import ThingId
from trafftpkg.domain.invariants.breach import Breach, Case
from trafftpkg.domain.purchase import Purchase


def after_entry(case: Case, touched: Iterable[ThingId]) -> Iterator[Breach]:
    """Yield what does not add up in the things that an entry has touched."""
    things = {each: case.known(each) for each in touched}
    for thing in things.values():
        if isinstance(thing, Purchase):
            yield from _purchase(case, thing)
        elif isinstance(thing, Appointment):
            payers = [each for each in things.values() if isinstance(each, Purchase)]
            yield from _held(case, thing, payers)


def _purchase(case: Case, purchase: Purchase) -> Iterator[Breach]:
    free = free_units(purchase)
    lowest = min(free, purchase.lapsed, purchase.refunded, purchase.sent, purchase.voided, purchase.forgiven)
    if lowest < 0:
        yield case.breach("below_zero", purchase.id, lowest, 0)
    if purchase.ended is not None and free > 0:
        yield case.breach("left", purchase.id, free, 0)
    if purchase.paid < 0:
        yield case.breach("paid", purchase.id, purchase.paid, purchase.paid * 0)
    if case.entry.request != "undo":  # what was within the maxima then is so again
        yield from _within_maxima(case, purchase)


def _within_maxima(case: Case, purchase: Purchase) -> Iterator[Breach]:
    first = case.at_first.get(purchase.id)
    for inclusion in purchase.terms.inclusions:
        held, most = held_units(purchase, inclusion.service), max_units(purchase, inclusion)
        before = held_units(first, inclusion.service) if isinstance(first, Purchase) else 0
        if held > most and held > before:
            yield case.breach("maximum", purchase.id, held, most)


def _held(case: Case, visit: Appointment, payers: list[Purchase]) -> Iterator[Breach]:
    """What purchases hold for a visit is what the visit has from them."""
    for payer in payers:
        held = sum(hold.units for hold in payer.holds if hold.appointment == visit.id)
        given = sum(each.units for each in visit.allocation if each.purchase == payer.id)
        if held != given:
            yield case.breach("held", visit.id, given, held)
