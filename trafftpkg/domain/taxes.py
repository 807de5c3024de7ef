"""How money splits into net and taxes: shares of the sale's, rounded on cumulated sums (R-7.12).

This is the one place that does it: for payments, worth, lapses, refunds, and visits at a price.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.domain.terms import TaxPoint, TaxSold, Terms
from trafftpkg.domain.value import replace

if TYPE_CHECKING:
    from trafftpkg.domain.appointment import Appointment


class Split(NamedTuple):
    """How one sale splits: its price, and the taxes within it by their labels; in the smallest unit.

    Amounts that are split are running totals, so that movements are differences of two and add up.

    Args:
        by_payment: Taxes fall due when money comes in, or a visit is used before; else when it is used.
    """

    total: int = 0
    taxes: tuple[tuple[str, int], ...] = ()
    by_payment: bool = True

    def within(self, amount: int) -> list[tuple[str, int]]:
        """Return each tax within an amount, by its label."""
        return [(label, _share(tax, amount, self.total)) for label, tax in self.taxes]

    def net(self, amount: int) -> int:
        """Return what an amount is without its taxes."""
        net = amount
        for _, tax in self.taxes:
            net -= _share(tax, amount, self.total)
        return net


UNNAMED = ""
"""The label where only the sum of the taxes is known: of sales under rules 1."""


def split_of(terms: Terms) -> Split:
    """Return how a sale splits, in the smallest unit of its total."""
    # Terms are shared by the states of a purchase, and reports ask at each of them.
    known: Split | None = getattr(terms, "split", None)
    if known is None:
        named = [(label_of(each), each.amount) for each in terms.taxes]
        known = _split(terms.total, named or [(UNNAMED, terms.tax)], terms.tax_point)
        object.__setattr__(terms, "split", known)
    return known


def split_of_visit(price: Decimal, taxes: Iterable[TaxSold], tax_point: TaxPoint) -> Split:
    """Return how a visit at its price splits."""
    return _split(price, [(label_of(each), each.amount) for each in taxes], tax_point)


def _split(total: Decimal, taxes: Iterable[tuple[str, Decimal]], tax_point: TaxPoint) -> Split:
    step = digits_in(total)
    within = [(label, int(amount.scaleb(step))) for label, amount in taxes if amount]
    return Split(int(total.scaleb(step)), tuple(within), tax_point == "payment")


def label_of(tax: TaxSold) -> str:
    """Return what tells a tax from others in books: its id and its rate, as `vat 20`."""
    return f"{tax.id} {tax.percent.normalize():f}"


class TaxPart(NamedTuple):
    """A tax within an amount; of sales under rules 1 only `amount` is known, the sum of all taxes."""

    id: str | None
    name: str | None
    percent: Decimal | None
    amount: Decimal

    @property
    def label(self) -> str:
        """What people call it: `VAT 20 %`."""
        return "Tax" if self.percent is None else f"{self.name} {self.percent.normalize():f} %"


def taxes_within(terms: Terms, amount: Decimal) -> tuple[TaxPart, ...]:
    """Return each tax within an amount; of a running total, so that movements are differences."""
    if not terms.taxes and terms.tax:
        return (TaxPart(None, None, None, share_of(terms.tax, amount, terms.total)),)
    return taxes_within_price(terms.taxes, terms.total, amount)


def taxes_within_price(taxes: Iterable[TaxSold], total: Decimal, amount: Decimal) -> tuple[TaxPart, ...]:
    """Return each tax within an amount of a price, as of a visit without a package."""
    return tuple(
        TaxPart(each.id, each.name, each.percent, share_of(each.amount, amount, total)) for each in taxes
    )


def visit_taxes(appointment: "Appointment") -> tuple[TaxPart, ...]:
    """Return each tax within what a visit without a package owes in all."""
    if appointment.price is None or appointment.owed is None:
        return ()
    return taxes_within_price(appointment.taxes, appointment.price, appointment.owed)


def sum_of(taxes: Iterable[TaxPart], amount: Decimal) -> Decimal:
    """Return the part of an amount that is tax: the sum of the taxes within it."""
    return sum([each.amount for each in taxes], amount * 0)


def priced_at(terms: Terms, price: Decimal, last: Decimal | None = None) -> Terms:
    """Return terms with another price, and the taxes that are within it.

    Args:
        last: The running total that the price is the last part of; the price itself if None.
    """
    until = price if last is None else last
    before = until - price

    def moved(amount: Decimal) -> Decimal:
        return share_of(amount, until, terms.total) - share_of(amount, before, terms.total)

    taxes = tuple(replace(each, amount=moved(each.amount)) for each in terms.taxes)
    tax = sum((each.amount for each in taxes), price * 0) if taxes else moved(terms.tax)
    priced = replace(terms, price=price, original=None, tax=tax, total=price, deposit=None, taxes=taxes)
    return replace(priced, agreed=None, discount=None)


def share_of(tax: Decimal, amount: Decimal, total: Decimal) -> Decimal:
    """Return the share of a tax on `total` that is within an amount, rounded half up in the tax's digits."""
    if amount == total != 0:  # as of most sales: within all of it is all of the tax
        return tax
    step = digits_in(tax)
    return Decimal(_share(int(tax.scaleb(step)), int(amount.scaleb(step)), int(total.scaleb(step)))).scaleb(
        -step
    )


def digits_in(amount: Decimal) -> int:
    """Return how many digits an amount of money has after the point: all that its currency has."""
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), f"{amount} is no amount"
    return max(-exponent, 0)


def _share(tax: int, amount: int, total: int) -> int:
    return (2 * tax * amount + total) // (2 * total) if total else 0
