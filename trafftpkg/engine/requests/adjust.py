"""Adding or taking units by hand."""

from trafftpkg.domain.balance import free_units, open_units
from trafftpkg.domain.errors.naming import UnknownServiceError, nearest
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.ending import UnitsAdjusted
from trafftpkg.domain.ids import ServiceId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import value
from trafftpkg.domain.worth import lapsing_units
from trafftpkg.engine.requests.base import CountingRequest
from trafftpkg.engine.requests.standing import live_purchase, not_enough
from trafftpkg.engine.worksheet import Worksheet


@value
class AdjustUnits(CountingRequest):
    """Move the units, and the `max` of the service, or of every service if none is named (R-9.4)."""

    name = "adjust"
    needs_reason = True

    purchase: str
    units: int
    unit: Unit | None = None
    service: str | None = None
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        purchase = live_purchase(sheet, self.purchase)
        self.check_unit(self.units, purchase)
        if not self.units:
            raise BadArgumentError(field="units", reason="changes_nothing", given=self.units)
        services = self._services(purchase)
        self._check_free(purchase)
        sheet.record(
            UnitsAdjusted(
                purchase=purchase.id,
                units=self.units,
                maxima=tuple((service, self.units) for service in services),
                reason=sheet.reason_hash,
                lapsing=lapsing_units(purchase, -self.units) if self.units < 0 else 0,
            )
        )

    def _services(self, purchase: Purchase) -> list[ServiceId]:
        included = [each.service for each in purchase.terms.inclusions]
        if self.service is None:
            return included
        if self.service not in included:
            raise UnknownServiceError(typed=self.service, nearest=nearest(self.service, included))
        return [ServiceId(self.service)]

    def _check_free(self, purchase: Purchase) -> None:
        free = free_units(purchase)
        inclusion = None if self.service is None else purchase.terms.inclusion_of(ServiceId(self.service))
        available = free if inclusion is None else open_units(purchase, inclusion, free)
        if -self.units > available:
            raise not_enough(purchase, available, -self.units, inclusion)
