"""Which purchases there are, and what is left of them."""

from dataclasses import dataclass
from datetime import datetime

from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.filters import PurchaseFilter, PurchaseSort
from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.moments import Length, later
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PurchaseList(Value):
    """Purchases as of a moment; `total` is how many fit, whatever the limit."""

    view: View
    purchases: tuple[Purchase, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ListPurchases(Question[PurchaseList]):
    """List purchases, of a client or of all, in the order bought unless sorted otherwise."""

    client: str | None = None
    package: str | None = None
    statuses: tuple[PurchaseStatus, ...] = ()
    expiring_within: Length | None = None
    sort: PurchaseSort = "purchased_at"
    limit: int | None = None

    def answer(self, reading: Reading) -> PurchaseList:
        client = None if self.client is None else reading.client(self.client)
        if reading.is_empty:
            return PurchaseList(view=reading.view(()), purchases=(), total=0)
        wanted = PurchaseFilter(
            client=None if client is None else client.key,
            package=None if self.package is None else PackageId(self.package),
            statuses=self.statuses,
            expiring_until=self._until(reading),
            sort=self.sort,
            limit=self.limit,
        )
        found = tuple(reading.books.purchases(wanted, reading.now))
        total = len(found) if self.limit is None else reading.books.count(wanted, reading.now)
        view = reading.view(each.client for each in found)
        return PurchaseList(view=view, purchases=found, total=total)

    def _until(self, reading: Reading) -> datetime | None:
        if self.expiring_within is None:
            return None
        return later(reading.now, self.expiring_within, reading.time_zone)
