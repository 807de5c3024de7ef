"""What a sale costs: taxes, total, deposit, and the worth of its units (R-7)."""

from decimal import Decimal

from trafftpkg.domain.catalogue import Tax
from trafftpkg.domain.money import rounded
from trafftpkg.domain.package import Package
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value


@value
class Charge(Value):
    """What is owed in all, and the part of it that is tax."""

    total: Decimal
    tax: Decimal


def charge_for(price: Decimal, taxes: tuple[Tax, ...], currency: str) -> Charge:
    """Return total and tax of a declared price (R-7.1).

    Every tax is levied on the net price, never on another tax, and rounded half up on its own.
    The net price is the declared one less the taxes it includes; it is not rounded on the way.
    """
    included = sum((tax.percent for tax in taxes if tax.included), Decimal(0))
    amounts = {tax.id: rounded(price * tax.percent, 100 + included, currency) for tax in taxes}
    on_top = sum((amounts[tax.id] for tax in taxes if not tax.included), price * 0)
    return Charge(total=price + on_top, tax=sum(amounts.values(), price * 0))


def deposit_for(package: Package, total: Decimal, currency: str) -> Decimal | None:
    """Return the deposit in money: a percentage is of the total (R-7.2)."""
    if package.deposit is None:
        return None
    if package.deposit.percent is not None:
        return rounded(total * package.deposit.percent, 100, currency)
    return package.deposit.amount


def worth_of(purchase: Purchase, outstanding: int, currency: str) -> Decimal:
    """Return what the units still owed to the client are worth (R-7.6).

    The value is shared over the units granted and received so that, whatever is taken in whatever
    portions, the differences add up to the value to the cent. Units beyond those are worth nothing.

    Args:
        outstanding: Units available and booked.
    """
    priced = purchase.granted + purchase.received
    gone = priced - min(max(outstanding, 0), priced)
    return purchase.value - rounded(purchase.value * gone, priced, currency)
