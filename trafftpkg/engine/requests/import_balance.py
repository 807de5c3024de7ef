"""Taking over a balance from another system."""

from datetime import date
from decimal import Decimal

from trafftpkg.domain.catalogue import Business
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.selling import BalanceImported
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.money import priced_at
from trafftpkg.domain.package import Package
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.validity import expiry_on, first_expiry
from trafftpkg.domain.value import replace, value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.money import checked_amount
from trafftpkg.engine.requests.names import package_named
from trafftpkg.engine.requests.purchase import terms_of
from trafftpkg.engine.worksheet import Worksheet


@value
class ImportBalance(Request):
    """Record what a client has of a package that was sold elsewhere (R-10.6).

    Args:
        reference: Its name in the other system.
        granted: Units in all; None for the package's.
        used: How many of them were used there.
        last_day: None for the package's, counted from today.
        price: What was to be paid for it in all; None for the package's price today.
        paid: None for all of it.
    """

    name = "import"
    goes_by_catalogue = True
    client_fields = ("client",)

    client: str
    package: str
    reference: str
    granted: int | None = None
    used: int = 0
    last_day: date | None = None
    price: Decimal | None = None
    paid: Decimal | None = None

    def decide(self, sheet: Worksheet) -> None:
        client, package = sheet.client(self.client), package_named(sheet.catalogue, self.package)
        granted = self.checked_units(package)
        terms = self.checked_terms(package, sheet.catalogue.business)
        named = sheet.next("pur")
        sheet.record(
            BalanceImported(
                purchase=named,
                client=client.key,
                terms=terms,
                granted=granted,
                used_before=self.used,
                value=terms.total,
                paid=terms.total if self.paid is None else _checked_paid(self.paid, sheet.currency),
                expiry=self._expiry(sheet, named, terms),
            )
        )

    def checked_units(self, package: Package) -> int:
        """Return the units granted, or raise BadArgumentError where more were used."""
        granted = package.total if self.granted is None else self.granted
        if self.used > granted:
            raise BadArgumentError(
                field="used", reason="more_used_than_granted", given=self.used, limit=granted
            )
        return granted

    def checked_terms(self, package: Package, business: Business) -> Terms:
        """Return the terms it goes on under.

        Raises:
            BadArgumentError: more was paid than was to be paid, or in more digits than the currency has.
        """
        terms = self._terms(package, business)
        if self.paid is not None and _checked_paid(self.paid, business.currency) > terms.total:
            raise BadArgumentError(
                field="paid", reason="more_paid_than_price", given=self.paid, limit=terms.total
            )
        return terms

    def _terms(self, package: Package, business: Business) -> Terms:
        terms = terms_of(package, business)
        if self.last_day is not None:
            # The day is known, and visits to come must not move it.
            terms = replace(terms, validity_from="purchase")
        if self.price is None:
            return terms
        price = checked_amount(self.price, business.currency, field="price", least=0)
        return priced_at(terms, price)

    def _expiry(self, sheet: Worksheet, purchase: PurchaseId, terms: Terms) -> Expiry:
        today = day_of(sheet.now, sheet.time_zone)
        if self.last_day is None:
            return first_expiry(purchase, terms, today, sheet.time_zone)
        return expiry_on(purchase, today, self.last_day, sheet.time_zone)


def _checked_paid(paid: Decimal, currency: str) -> Decimal:
    return checked_amount(paid, currency, field="paid", least=0)
