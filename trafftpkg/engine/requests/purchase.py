"""Selling a package: the sale, what is paid at once, and the appointments booked with it."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.balance import held_units
from trafftpkg.domain.catalogue import Business, Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.selling import (
    MaximumExceededError,
    PaymentExceedsDueError,
)
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.paying import PaymentReceived
from trafftpkg.domain.events.selling import PackagePurchased
from trafftpkg.domain.ids import ClientKey, PackageId, PurchaseId
from trafftpkg.domain.moments import day_of, later
from trafftpkg.domain.package import Package
from trafftpkg.domain.pricing import charge_of, deposit_for
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms, measure_of
from trafftpkg.domain.validity import first_expiry
from trafftpkg.domain.value import once, replace, value
from trafftpkg.domain.worth import due_of, total_owed
from trafftpkg.engine.requests.base import Override, ShowingRequest, package_named
from trafftpkg.engine.requests.money import accepted_method, checked_amount, is_on_site
from trafftpkg.engine.requests.on_sale import (
    agreed_price,
    check_first_day,
    check_has_time,
    check_in_season,
    check_limit,
    check_minimum,
    check_most,
    check_on_sale,
    check_sold,
)
from trafftpkg.engine.requests.placed import employees_for, placed
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.redeeming import cannot_pay, choice_for, record_booking
from trafftpkg.engine.worksheet import Worksheet

Pay = Literal["full", "deposit", "none"] | Decimal


@value
class PurchasePackage(ShowingRequest):
    """Sell a package to a client.

    Args:
        pay: What is paid at once: everything, the deposit, nothing, or an amount.
        method: How; may be left out when nothing is paid or one method is possible.
        appointments: Booked with the sale and paid by it, whatever the burn-down order.
        new_client: A client that nobody knows is added; a payer is not.
        price: Agreed instead of the declared one; needs a reason.
        payer: Who pays, where that is another than the client.
        starts: The day it begins; the day of sale if None.
        shown: The conditions that the client was shown before.
    """

    name = "purchase"
    goes_by_catalogue = True
    client_fields = ("client", "payer")
    thing_fields = ()
    added = ("price", "payer", "starts")

    client: str
    package: str
    pay: Pay = "full"
    method: str | None = None
    reference: str | None = None
    appointments: tuple[VisitWanted, ...] = ()
    new_client: bool = False
    overrides: tuple[Override, ...] = ()
    reason: str | None = None
    price: Decimal | None = None
    payer: str | None = None
    starts: date | None = None
    shown: str | None = None

    @property
    def wants_reason(self) -> bool:
        return bool(self.overrides) or self.price is not None

    def employees_named(self, catalogue: Callable[[], Catalogue]) -> tuple[str, ...]:
        return employees_for(catalogue(), self.appointments)

    def packages_named(self, catalogue: Callable[[], Catalogue]) -> tuple[PackageId, ...]:
        package = package_named(catalogue(), self.package)
        return (package.id,) if package.is_limited else ()

    def decide(self, sheet: Worksheet) -> None:
        self.check_texts()
        client = sheet.client(self.client)
        package = package_named(sheet.catalogue, self.package)
        today = day_of(sheet.now, sheet.time_zone)
        check_sold(package, today)
        if "limit" not in self.overrides:
            check_in_season(package, today)
            check_on_sale(package, sheet, client)
            check_limit(package, sheet, client)
        booked = Counter(wanted.service for wanted in self.appointments)
        if "minimum" not in self.overrides:
            check_minimum(package, booked)
        check_most(package, booked)
        purchase = self.sell(sheet, client, package)
        self._receive_payment(sheet, purchase)
        self._book(sheet, client, purchase)

    def sell(self, sheet: Worksheet, client: Client, package: Package) -> PurchaseId:
        """Decide the sale itself, and return the purchase."""
        price = agreed_price(package, self.price, sheet.currency)
        terms = terms_of(package, sheet.catalogue.business, price, self.starts)
        purchase = sheet.next("pur")
        expiry = self._expiry(sheet, purchase, terms)
        payer = client if self.payer is None else sheet.client(self.payer)
        sheet.record(
            PackagePurchased(
                purchase=purchase,
                client=client.key,
                terms=terms,
                granted=package.total,
                value=terms.total,
                pay_by=later(sheet.now, package.pay_within, sheet.time_zone) if terms.total else None,
                on_site=is_on_site(self.method, terms.payment_methods),
                expiry=expiry,
                overridden=self.overrides,
                reason=sheet.reason_hash,
                payer=None if payer.key == client.key else payer.key,
                shown=sheet.shown_hash,
            )
        )
        return purchase

    def _expiry(self, sheet: Worksheet, purchase: PurchaseId, terms: Terms) -> Expiry:
        if self.starts is None:
            return first_expiry(purchase, terms, day_of(sheet.now, sheet.time_zone), sheet.time_zone)
        check_first_day(sheet, self.starts, self.overrides)
        expiry = first_expiry(purchase, terms, self.starts, sheet.time_zone)
        check_has_time(sheet, self.starts, expiry)
        return expiry

    def _receive_payment(self, sheet: Worksheet, purchase: PurchaseId) -> None:
        sold = sheet.purchase(purchase)
        amount = self._amount(sold, sheet.currency)
        if self.method is None and not amount:
            return
        method = accepted_method(self.method, sold.terms.payment_methods)
        if amount > due_of(sold):
            raise PaymentExceedsDueError(thing=sold.terms.package, amount=amount, due=due_of(sold))
        if amount:
            sheet.record(
                PaymentReceived(
                    purchase=purchase,
                    appointment=None,
                    amount=amount,
                    method=method,
                    reference=self.reference,
                )
            )

    def _amount(self, sold: Purchase, currency: str) -> Decimal:
        match self.pay:
            case "full":
                return total_owed(sold)
            case "deposit":
                return sold.terms.deposit if sold.terms.deposit is not None else total_owed(sold)
            case "none":
                return sold.value * 0
            case amount:
                return checked_amount(amount, currency)

    def _book(self, sheet: Worksheet, client: Client, purchase: PurchaseId) -> None:
        for wanted in self.appointments:
            paid = partial(_is_paid_by_sale, sheet, client, purchase)
            visit = placed(sheet, wanted, client.key, self.overrides, paid=paid)
            redeem_with_sale(sheet, client, visit, purchase)


def terms_of(
    package: Package, business: Business, agreed: Decimal | None = None, first_day: date | None = None
) -> Terms:
    """Return a package's terms as they would be sold now.

    Args:
        agreed: The price, where it is not the declared one.
        first_day: The day to begin, where one was agreed.
    """
    if agreed is None and first_day is None:
        return _terms_declared(package, business)
    return _terms_agreed(package, business, agreed, first_day)


def _terms_agreed(
    package: Package, business: Business, agreed: Decimal | None, first_day: date | None
) -> Terms:
    declared = charge_of(package, business)
    charge = declared if agreed is None else charge_of(replace(package, price=agreed), business)
    return Terms(
        package=package.id,
        name=package.name,
        unit=package.unit,
        inclusions=package.inclusions,
        price=package.price,
        original=package.original,
        tax=charge.tax,
        total=charge.total,
        deposit=deposit_for(package, charge.total, business.currency),
        payment_methods=package.payment_methods,
        validity=package.validity,
        validity_from=package.validity_from,
        redeem_by=package.redeem_by,
        priority=package.priority,
        cancellation=business.cancellation,
        taxes=charge.taxes,
        tax_point=business.tax_point,
        members=package.members,
        agreed=agreed,
        discount=None if agreed is None else declared.total - charge.total,
        first_day=first_day,
        only=package.only,
        texts=tuple(each for each in package.texts if each[1] == "name"),
        refunds=package.refunds,
    )


@once
def _terms_declared(package: Package, business: Business) -> Terms:
    """The same for all who buy: what is worked out of terms, and how they are written, is known of most."""
    return _terms_agreed(package, business, None, None)


def sold_now(sheet: Worksheet, package: str) -> Purchase:
    """Return a package as it would be sold now, to a client whom nobody knows. Nothing else is decided."""
    nobody = Client(key=ClientKey(""), handle="")
    request = PurchasePackage(client=nobody.handle, package=package)
    return sheet.purchase(request.sell(sheet, nobody, package_named(sheet.catalogue, package)))


def _is_paid_by_sale(sheet: Worksheet, client: Client, purchase: PurchaseId, visit: Visit) -> bool:
    return bool(choice_for(sheet, client.key, visit, preferred=purchase, in_sale=True).allocation)


def redeem_with_sale(sheet: Worksheet, client: Client, visit: Visit, purchase: PurchaseId) -> None:
    """Book a visit that the sale itself pays, even while it is not paid.

    Raises:
        MaximumExceededError: the sale books more than the package gives.
        PurchaseCannotPayError: the package cannot pay for it otherwise.
    """
    choice = choice_for(sheet, client.key, visit, preferred=purchase, in_sale=True)
    if not choice.allocation:
        (candidate,) = choice.candidates
        sold = sheet.purchase(purchase)
        if candidate.fate.code in ("maximum", "used_up", "too_few"):
            raise _too_many(sold, visit)
        raise cannot_pay(purchase, visit, choice.candidates, "sold")
    record_booking(sheet, client, visit, choice.allocation)


def _too_many(sold: Purchase, visit: Visit) -> MaximumExceededError:
    inclusion = sold.terms.inclusion_of(visit.service)
    assert inclusion is not None
    takes = inclusion.uses if sold.terms.unit == "session" else visit.duration
    of_service = held_units(sold, visit.service) + takes
    too_many_of_service = of_service > inclusion.max_units
    measure = measure_of(sold.terms.unit, [inclusion]) if too_many_of_service else sold.terms.measure
    return MaximumExceededError(
        package=sold.terms.package,
        service=visit.service if too_many_of_service else None,
        most=inclusion.max_units if too_many_of_service else sold.granted,
        asked=of_service if too_many_of_service else held_units(sold) + takes,
        unit=measure.unit,
        uses=measure.uses,
    )
