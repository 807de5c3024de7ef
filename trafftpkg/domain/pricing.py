"""What a sale costs: taxes, total, and deposit (R-7)."""

from decimal import Decimal

from trafftpkg.domain.catalogue import Business, Service, Tax
from trafftpkg.domain.money import rounded
from trafftpkg.domain.package import Package
from trafftpkg.domain.taxes import TaxPart, taxes_within_price
from trafftpkg.domain.terms import TaxSold
from trafftpkg.domain.value import Value, value


@value
class Charge(Value):
    """What is owed in all, and the part of it that is tax: together, and each."""

    total: Decimal
    tax: Decimal
    taxes: tuple[TaxSold, ...]

    @property
    def parts(self) -> tuple[TaxPart, ...]:
        """Each tax within the total, as people read it."""
        return taxes_within_price(self.taxes, self.total, self.total)


def charge_of(sold: Package | Service, business: Business, times: int = 1) -> Charge:
    """Return what a package, or a visit without one, costs now; a party's visit so many times the price."""
    taxes = tuple(tax for tax in business.taxes if tax.id in sold.taxes)
    return charge_for(sold.price * times, taxes, business.currency)


def charge_for(price: Decimal, taxes: tuple[Tax, ...], currency: str) -> Charge:
    """Return total and tax of a declared price (R-7.1).

    Every tax is levied on the net price, never on another tax, and rounded half up on its own.
    The net price is the declared one less the taxes it includes; it is not rounded on the way.
    """
    included = sum((tax.percent for tax in taxes if tax.included), Decimal(0))
    amounts = {tax.id: rounded(price * tax.percent, 100 + included, currency) for tax in taxes}
    on_top = sum((amounts[tax.id] for tax in taxes if not tax.included), price * 0)
    sold = tuple(
        TaxSold(id=tax.id, name=tax.name, percent=tax.percent, amount=amounts[tax.id]) for tax in taxes
    )
    return Charge(total=price + on_top, tax=sum(amounts.values(), price * 0), taxes=sold)


def deposit_for(package: Package, total: Decimal, currency: str) -> Decimal | None:
    """Return the deposit in money: a percentage is of the total, an amount at most all of it (R-7.2)."""
    if package.deposit is None:
        return None
    if package.deposit.percent is not None:
        return rounded(total * package.deposit.percent, 100, currency)
    return None if package.deposit.amount is None else min(package.deposit.amount, total)
