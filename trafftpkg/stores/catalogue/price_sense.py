"""Whether a package's price makes sense: its digits, taxes, payment methods and deposit."""

from collections.abc import Iterator

from trafftpkg.domain.pricing import charge_for
from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.fault import Fault
from trafftpkg.stores.catalogue.rules import amount_faults, apply, reference_faults
from trafftpkg.stores.catalogue.schema import Package


def price_faults(package: Package, known: CrossReferences) -> Iterator[Fault]:
    """Yield what makes no sense in the price of a package."""
    return apply(_RULES, package, known)


def _amount_fits_currency(package: Package, known: CrossReferences) -> Iterator[Fault]:
    return amount_faults(("price", "amount"), package.price.amount, known)


def _original_fits_currency(package: Package, known: CrossReferences) -> Iterator[Fault]:
    return amount_faults(("price", "original"), package.price.original, known)


def _deposit_fits_currency(package: Package, known: CrossReferences) -> Iterator[Fault]:
    if package.price.deposit is not None:
        yield from amount_faults(("price", "deposit", "amount"), package.price.deposit.amount, known)


def _taxes_exist(package: Package, known: CrossReferences) -> Iterator[Fault]:
    return reference_faults(("price", "taxes"), package.price.taxes, known.taxes, "tax")


def _payment_methods_exist(package: Package, known: CrossReferences) -> Iterator[Fault]:
    methods = package.price.payment_methods or []
    return reference_faults(("price", "payment_methods"), methods, known.payment_methods, "payment_method")


def _deposit_is_one(package: Package, _: CrossReferences) -> Iterator[Fault]:
    deposit = package.price.deposit
    if deposit is not None and (deposit.percent is None) == (deposit.amount is None):
        yield Fault(("price", "deposit"), "deposit_unclear", "must be either a percent or an amount")


def _deposit_fits_total(package: Package, known: CrossReferences) -> Iterator[Fault]:
    price = package.price
    if price.deposit is None or price.deposit.amount is None or known.currency is None:
        return
    taxes = [(known.taxes or {}).get(each) for each in price.taxes]
    good = tuple(each for each in taxes if each is not None)
    if len(good) < len(taxes):
        return
    total = charge_for(price.amount, good, known.currency).total
    if price.deposit.amount > total:
        problem = f"is {price.deposit.amount}, above the total of {total}"
        yield Fault(("price", "deposit", "amount"), "deposit_above_total", problem)


_RULES = (
    _amount_fits_currency,
    _original_fits_currency,
    _deposit_fits_currency,
    _taxes_exist,
    _payment_methods_exist,
    _deposit_is_one,
    _deposit_fits_total,
)
