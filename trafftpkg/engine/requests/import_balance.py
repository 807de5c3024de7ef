"""Taking over a balance from another system."""

from datetime import date
from decimal import Decimal

from trafftpkg.domain.catalogue import Business
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.selling import BalanceImported
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.package import Package
from trafftpkg.domain.taxes import priced_at, share_of
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.validity import expiry_on, first_expiry
from trafftpkg.domain.value import once, replace, value
from trafftpkg.engine.requests.base import Request, package_named
from trafftpkg.engine.requests.money import checked_amount
from trafftpkg.engine.requests.purchase import terms_of
from trafftpkg.engine.worksheet import Worksheet


@value
class ImportBalance(Request):
    """Record what a client has of a package that was sold elsewhere (R-10.6).

    Args:
        reference: Its name in the other system.
        granted: Units in all; None for the package's.
        used: How many of them were used there.
        left: How many of them are left; what is missing to all was used.
        last_day: None for the package's, counted from today.
        price: What was to be paid for it in all; None for the package's price today, or of fewer units
            than the package's their share of it.
        paid: None for all of it.
    """

    name = "import"
    goes_by_catalogue = True
    client_fields = ("client",)
    added = ("left",)

    client: str
    package: str
    reference: str
    granted: int | None = None
    used: int = 0
    last_day: date | None = None
    price: Decimal | None = None
    paid: Decimal | None = None
    left: int | None = None

    def decide(self, sheet: Worksheet) -> None:
        client, package = sheet.client(self.client), package_named(sheet.catalogue, self.package)
        granted, used = self.checked_units(package)
        terms = self.checked_terms(package, sheet.catalogue.business)
        named = sheet.next("pur")
        sheet.record(
            BalanceImported(
                purchase=named,
                client=client.key,
                terms=terms,
                granted=granted,
                used_before=used,
                value=terms.total,
                paid=terms.total if self.paid is None else _checked_paid(self.paid, sheet.currency),
                expiry=self._expiry(sheet, named, terms),
            )
        )

    def checked_units(self, package: Package) -> tuple[int, int]:
        """Return the units granted, and how many of them were used (R-10.6).

        Raises:
            BadArgumentError: more were used, or are left, than were granted, or the three do not add up.
        """
        granted = self._granted(package)
        if self.used > granted:
            raise BadArgumentError(
                field="used", reason="more_used_than_granted", given=self.used, limit=granted
            )
        if self.left is None:
            return granted, self.used
        if self.left > granted:
            raise BadArgumentError(
                field="left", reason="more_left_than_granted", given=self.left, limit=granted
            )
        used = granted - self.left
        if self.used not in (0, used):
            raise BadArgumentError(
                field="left", reason="does_not_add_up", given=self.left, limit=granted - self.used
            )
        return granted, used

    def _granted(self, package: Package) -> int:
        return package.total if self.granted is None else self.granted

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
        terms = _declared(package, business, self.last_day is not None)
        if self.price is None:
            # More than the package has may have been given for nothing: it brings no money.
            granted = min(self._granted(package), package.total)
            price = share_of(terms.total, Decimal(granted), Decimal(package.total))
        else:
            price = checked_amount(self.price, business.currency, field="price", least=0)
        return terms if price == terms.total else priced_at(terms, price)

    def _expiry(self, sheet: Worksheet, purchase: PurchaseId, terms: Terms) -> Expiry:
        today = day_of(sheet.now, sheet.time_zone)
        if self.last_day is None:
            return first_expiry(purchase, terms, today, sheet.time_zone)
        return expiry_on(purchase, today, self.last_day, sheet.time_zone)


@once
def _declared(package: Package, business: Business, has_day: bool) -> Terms:
    """Return a package's terms, the same for all rows of a file: so they are worked out and written once."""
    terms = terms_of(package, business)
    # Where the day is known, visits to come must not move it.
    return replace(terms, validity_from="purchase") if has_day else terms


def _checked_paid(paid: Decimal, currency: str) -> Decimal:
    return checked_amount(paid, currency, field="paid", least=0)
