"""Requests that name a number of units, which people type in what the purchase is counted in."""

from typing import Any

from trafftpkg.domain.errors.changing import UnitMismatchError
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Unit
from trafftpkg.engine.requests.base import Request


class CountingRequest(Request):
    """A request for so many units: sessions, or minutes of a purchase that is counted in them.

    `unit` is what they were typed in; None is whatever the purchase is counted in.
    """

    __slots__ = ()

    unit: Unit | None

    def arguments(self) -> dict[str, Any]:
        # A purchase is counted in one unit for good: the same number of another is refused, never recorded.
        return {name: fact for name, fact in super().arguments().items() if name != "unit"}

    def check_unit(self, units: int, purchase: Purchase) -> None:
        """Raise UnitMismatchError for units typed in what the purchase is not counted in (R-9.6)."""
        unit = purchase.terms.unit
        if self.unit is not None and self.unit != unit:
            raise UnitMismatchError(purchase=purchase.id, units=units, typed_in=self.unit, unit=unit)
