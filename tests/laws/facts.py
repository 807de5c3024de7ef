"""The book-keeper's pages, written from what is recorded: facts only, as a person would copy them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.laws.book_keeper import Change, Page
from trafftpkg.domain.entry import Entry


class Pages:
    """One page of each purchase; `take` copies what was recorded since."""

    def __init__(self, digits: int) -> None:
        self.of: dict[str, Page] = {}
        self._digits = digits
        self._starts: dict[str, datetime] = {}

    def take(self, entries: Iterable[Entry]) -> None:
        """Copy what these entries record."""
        for entry in entries:
            for event in entry.events:
                write = getattr(self, type(event).__name__, None)
                if write is not None:
                    write(event, entry.at)

    def PackagePurchased(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase] = Page(value=self._small(event.value), units=event.granted)

    def BalanceImported(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase] = Page(
            value=self._small(event.value),
            units=event.granted,
            used_before=event.used_before,
            paid=self._small(event.paid),
            paid_elsewhere=self._small(event.paid),
        )

    def PaymentReceived(self, event: Any, at: datetime) -> None:  # noqa: N802
        if event.purchase is not None:
            self.of[event.purchase].paid += self._small(event.amount)

    def PaymentReturned(self, event: Any, at: datetime) -> None:  # noqa: N802
        if event.purchase is not None:
            self.of[event.purchase].paid -= self._small(event.amount)

    def AppointmentBooked(self, event: Any, at: datetime) -> None:  # noqa: N802
        for part in event.allocation:
            self.of[part.purchase].visits[event.appointment] = (event.visit.starts_at, part.units)

    def AppointmentRescheduled(self, event: Any, at: datetime) -> None:  # noqa: N802
        for purchase in event.purchases:
            visits = self.of[purchase].visits
            visits[event.appointment] = (event.visit.starts_at, visits[event.appointment][1])

    def AppointmentCancelled(self, event: Any, at: datetime) -> None:  # noqa: N802
        for purchase in event.purchases:
            starts_at, units = self.of[purchase].visits.pop(event.appointment)
            if event.kept:
                self.of[purchase].visits[event.appointment] = (min(starts_at, at), units)

    AppointmentMissed = AppointmentCancelled

    def UnitsAdjusted(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase].changes.append(Change(at, "added", units=event.units))

    def UnitsTransferred(self, event: Any, at: datetime) -> None:  # noqa: N802
        amount = self._small(event.value)
        giver = self.of[event.purchase]
        giver.changes.append(Change(at, "left", event.units, amount))
        giver.paid -= amount
        self.of[event.receiver] = Page(value=amount, units=event.units, paid=amount)

    def PurchaseRefunded(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase].ended = at

    PurchaseVoided = PurchaseRefunded

    def _small(self, amount: Decimal) -> int:
        return int(amount.scaleb(self._digits))
