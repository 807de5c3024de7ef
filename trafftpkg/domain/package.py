"""A package as a business declares it."""

from decimal import Decimal
from typing import Literal

from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import (
    Deposit,
    Inclusion,
    Measure,
    RedeemBy,
    Unit,
    Validity,
    ValidityFrom,
    measure_of,
)
from trafftpkg.domain.value import Value, value

PackageStatus = Literal["visible", "hidden", "archived"]


@value
class PurchaseLimit(Value):
    """How many of a package one client may buy within `every`; without it, for ever."""

    purchases: int
    every: Length | None


@value
class Package(Value):
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

    @property
    def measure(self) -> Measure:
        """What its units are told in."""
        return measure_of(self.unit, self.inclusions)
