"""A package as a business declares it, and how many of it one client may buy (R-9.1)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.moments import Length, later
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import (
    Deposit,
    Inclusion,
    Measure,
    Only,
    RedeemBy,
    Refunds,
    Unit,
    Validity,
    ValidityFrom,
    measure_of,
)
from trafftpkg.domain.texts import TextIn, Worded
from trafftpkg.domain.value import Value, value

PackageStatus = Literal["visible", "hidden", "archived"]


@value
class PurchaseLimit(Value):
    """How many of a package one client may buy within `every`; without it, for ever."""

    purchases: int
    every: Length | None


@value
class OnSale(Value):
    """When, how often, and to whom a package is sold (R-9.10); both days are included.

    Args:
        sales: How many are sold in all, from `first` on.
        new_clients_only: Only clients who have bought and booked nothing before.
    """

    first: date | None = None
    until: date | None = None
    sales: int | None = None
    new_clients_only: bool = False


@value
class Package(Worded):
    """A bundle as declared.

    Source:
        Trafft help, "Packages": name, description, image, gallery, price, strikethrough price,
        validity, services with minimum and maximum, status, redirect address.
    """

    id: PackageId
    name: str
    description: str
    image: str | None
    gallery: tuple[str, ...]
    color: str | None
    position: int
    status: PackageStatus
    unit: Unit
    inclusions: tuple[Inclusion, ...]
    total: int
    price: Decimal
    original: Decimal | None
    taxes: tuple[str, ...]
    payment_methods: tuple[str, ...]
    deposit: Deposit | None
    pay_within: Length
    validity: Validity
    validity_from: ValidityFrom
    redeem_by: RedeemBy
    limit: PurchaseLimit | None
    priority: int
    redirect_url: str | None
    members: int = 0
    on_sale: OnSale | None = None
    only: Only | None = None
    texts: tuple[TextIn, ...] = ()
    refunds: Refunds | None = None

    @property
    def measure(self) -> Measure:
        """What its units are told in."""
        return measure_of(self.unit, self.inclusions)

    @property
    def is_limited(self) -> bool:
        """Whether only so many are sold in all (R-9.10)."""
        return self.on_sale is not None and self.on_sale.sales is not None


def is_sold(purchase: Purchase) -> bool:
    """Tell whether it was sold here, and neither voided nor refunded since."""
    return bool(purchase.ended is None and purchase.granted and not purchase.sold_elsewhere)


def is_new(purchases: Iterable[Purchase], visits: Iterable[Appointment]) -> bool:
    """Tell whether a client is new: what was voided or cancelled does not count."""
    bought = any(each.ended is None or each.ended.kind != "voided" for each in purchases)
    return not (bought or any(each.status != "cancelled" for each in visits))


def bought_within(
    purchases: list[Purchase], package: PackageId, limit: PurchaseLimit, now: datetime, zone: str
) -> list[Purchase]:
    """Return the purchases that count against the limit now, oldest first.

    Voided and refunded ones do not count, nor what was received from another client. One bought on
    1 March with `every: 30d` counts until the same time on 31 March, which is free again.
    """
    return [
        each
        for each in purchases
        if each.terms.package == package
        and each.ended is None
        and each.granted
        and (limit.every is None or later(each.purchased_at, limit.every, zone) > now)
    ]


def possible_again_at(bought: list[Purchase], limit: PurchaseLimit, zone: str) -> datetime | None:
    """Return when the next can be bought, UTC, or None for never."""
    if limit.every is None or not limit.purchases:
        return None
    return later(bought[-limit.purchases].purchased_at, limit.every, zone)
