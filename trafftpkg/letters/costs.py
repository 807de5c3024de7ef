"""What a cancellation cost: units or a price that were kept, went back, or were forgiven."""

from collections.abc import Iterator
from decimal import Decimal

from trafftpkg.domain.appointment import Allocation
from trafftpkg.domain.balance import is_expired, is_frozen, is_paid_enough
from trafftpkg.domain.purchase import Purchase
from trafftpkg.letters.facts import PurchaseTold, VisitTold
from trafftpkg.letters.prices import visit_refunds
from trafftpkg.letters.saying import Saying


def cost_rows(told: VisitTold, saying: Saying) -> Iterator[str]:
    """Yield the sentences that say what a cancellation cost."""
    yield from _why(told, saying)
    for each in told.held:
        package = saying.told(each.purchase)
        if package is not None:
            yield from _units(each, package, told, saying)
    if told.price is not None:
        yield _price(told.price, told, saying)


def _why(told: VisitTold, saying: Saying) -> Iterator[str]:
    rule = told.ruling.rule if told.ruling else None
    if rule == "late":
        yield saying.gettext("It was cancelled later than is free of charge.")
    elif rule == "forgiven":
        yield saying.gettext("It was cancelled later than is free of charge. This time it costs nothing.")


def is_our_doing(told: VisitTold, saying: Saying) -> bool:
    """Tell whether we called a visit off, and not a freeze, a refund, or a payment that did not come."""
    if told.ruling is None or told.ruling.rule != "business":
        return False
    packages = [each.purchase for each in saying.facts.purchases]
    frozen = any(_is_frozen_then(each, told, saying) for each in packages)
    return not (frozen or saying.facts.by_page or any(visit_refunds(told, saying)))


def _is_frozen_then(purchase: Purchase, told: VisitTold, saying: Saying) -> bool:
    return is_frozen(purchase, told.appointment.visit.starts_at, saying.facts.time_zone)


def _units(held: Allocation, package: PurchaseTold, told: VisitTold, saying: Saying) -> Iterator[str]:
    if told.ruling is None:
        return
    purchase = package.purchase
    units = saying.formats.units(held.units, purchase.terms.measure)
    name = saying.package(purchase)
    if told.ruling.units == "kept":
        yield saying.gettext("It counts as used: %(units)s of %(package)s.", units=units, package=name)
    elif was_not_paid_in_time(purchase):
        yield saying.gettext("%(package)s was not paid in time and has ended.", package=name)
    elif purchase.ended is not None or is_expired(purchase, saying.facts.at):
        yield saying.gettext("%(package)s has ended and can no longer be used.", package=name)
    else:
        if _is_frozen_then(purchase, told, saying):
            yield saying.gettext("%(package)s is frozen on that day.", package=name)
        elif told.ruling.rule == "business" and saying.facts.by_page:
            yield saying.gettext("The payment for %(package)s was not completed in time.", package=name)
        yield saying.gettext(
            "Given back to %(package)s: %(units)s. Now %(left)s.",
            units=units,
            package=name,
            left=saying.left(package),
        )


def was_not_paid_in_time(purchase: Purchase) -> bool:
    """Tell whether a purchase was ended because its payment did not come."""
    ended, pay_by = purchase.ended, purchase.pay_by
    return bool(ended and pay_by and ended.at >= pay_by and not is_paid_enough(purchase))


def _price(price: Decimal, told: VisitTold, saying: Saying) -> str:
    visit = told.appointment
    if visit.due:
        return saying.gettext("Its price of %(price)s still has to be paid.", price=saying.money(price))
    if visit.owed:
        return saying.gettext("Its price of %(price)s is not paid back.", price=saying.money(price))
    if visit.paid:
        return saying.gettext(
            "You have paid %(paid)s for it. We owe you that.", paid=saying.money(visit.paid)
        )
    return saying.gettext("Nothing has to be paid for it.")
