"""Which purchases there are, and what is left of them."""

from collections.abc import Iterator
from itertools import islice

from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.filters import PurchaseFilter, PurchaseSort
from trafftpkg.domain.ids import PackageId, PurchaseId, purchase_id
from trafftpkg.domain.moments import Length, later
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading, View

_PAGE = 500


@value
class PurchaseList(Value):
    """Purchases at a moment; `total` is how many fit in all, whatever the limit and the start of the page."""

    view: View
    purchases: tuple[Purchase, ...]
    total: int


@value
class ListPurchases(Question[PurchaseList]):
    """List purchases, of a client or of all, in the order bought unless sorted otherwise.

    Those of a client are also those that others share with them, but where it is asked what is due.

    Args:
        own: Only the client's own.
        payer: Only those of other clients that this one pays for.
        due: Only those with money still to be paid; of a client, those that are theirs to pay.
        after: Go on after this purchase, in the same order.
    """

    client: str | None = None
    payer: str | None = None
    own: bool = False
    package: str | None = None
    statuses: tuple[PurchaseStatus, ...] = ()
    expiring_within: Length | None = None
    due: bool = False
    sort: PurchaseSort = "purchased_at"
    after: str | None = None
    limit: int | None = None
    reference: str | None = None

    def answer(self, reading: Reading) -> PurchaseList:
        pages = list(self.pages(reading))
        found = tuple(purchase for page in pages for purchase in page.purchases)
        view = reading.view_of_purchases(found)
        all_of_them = self.limit is None and self.after is None
        total = len(found) if all_of_them else self.count(reading)
        return PurchaseList(view=view, purchases=found, total=total)

    def count(self, reading: Reading) -> int:
        """Return how many fit in all, without a look at each.

        Raises:
            UnknownError: the client, or the package, is none that anybody knows.
        """
        wanted = self._wanted(reading, everywhere=True)
        found = 0 if wanted is None else reading.books.count(wanted, reading.now)
        if not found:
            self._check_package(reading)
        return found

    def pages(self, reading: Reading) -> Iterator[PurchaseList]:
        """Yield what fits page by page, however much it is; `total` is the page's.

        Raises:
            UnknownError: as `count`, and where there is no purchase to go on after.
        """
        wanted = self._wanted(reading)
        if wanted is None:
            return self._check_package(reading)
        purchases, is_empty = reading.books.purchases(wanted, reading.now), True
        while found := tuple(islice(purchases, _PAGE)):
            view, is_empty = reading.view_of_purchases(found), False
            yield PurchaseList(view=view, purchases=found, total=len(found))
        if is_empty:
            self._check_package(reading)

    def _wanted(self, reading: Reading, everywhere: bool = False) -> PurchaseFilter | None:
        """The filter; None while nothing is recorded."""
        client = None if self.client is None else reading.client(self.client)
        payer = None if self.payer is None else reading.client(self.payer)
        if reading.is_empty:
            return None
        within = self.expiring_within
        return PurchaseFilter(
            client=None if client is None else client.key,
            payer=None if payer is None else payer.key,
            # A debt is no member's.
            shared=not (self.due or self.own),
            package=None if self.package is None else PackageId(self.package),
            statuses=self.statuses,
            expiring_until=None if within is None else later(reading.now, within, reading.time_zone),
            due=self.due,
            sort=self.sort,
            after=None if self.after is None or everywhere else _known(self.after, reading),
            limit=None if everywhere else self.limit,
            reference=self.reference,
        )

    def _check_package(self, reading: Reading) -> None:
        from trafftpkg.engine.questions.base import check_name  # only where nothing is found
        from trafftpkg.engine.requests.base import package_named

        sold = PurchaseFilter(package=PackageId(self.package or ""))
        check_name(self.package, reading, lambda: reading.books.count(sold, reading.now) > 0, package_named)


def _known(typed: str, reading: Reading) -> PurchaseId:
    found = purchase_id(typed)
    if found is None or reading.books.thing(found) is None:
        from trafftpkg.domain.errors.naming import UnknownPurchaseError  # only when something is wrong

        raise UnknownPurchaseError(typed=typed)
    return found
