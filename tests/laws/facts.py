"""The book-keeper's pages, written from what is recorded: facts only, as a person would copy them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.laws.book_keeper import Change, Page, share
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
        self.of[event.purchase] = Page(
            value=self._small(event.value), units=event.granted, payer=event.payer or event.client
        )

    def BalanceImported(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase] = Page(
            value=self._small(event.value),
            units=event.granted,
            used_before=event.used_before,
            paid=self._small(event.paid),
            paid_elsewhere=self._small(event.paid),
            elsewhere=True,
            payer=event.client,
        )

    def PaymentReceived(self, event: Any, at: datetime) -> None:  # noqa: N802
        if event.purchase is not None:
            self.of[event.purchase].paid += self._small(event.amount)

    def PaymentReturned(self, event: Any, at: datetime) -> None:  # noqa: N802
        if event.purchase is not None:
            self.of[event.purchase].paid -= self._small(event.amount)

    PaymentReversed = PaymentReturned

    def AppointmentBooked(self, event: Any, at: datetime) -> None:  # noqa: N802
        for part in event.allocation:
            self.of[part.purchase].visits[event.appointment] = (event.visit.starts_at, part.units, -1)

    def PartyReduced(self, event: Any, at: datetime) -> None:  # noqa: N802
        for purchase in event.purchases:
            visits = self.of[purchase].visits
            visits[event.appointment] = (visits[event.appointment][0], event.units, -1)

    def AppointmentRescheduled(self, event: Any, at: datetime) -> None:  # noqa: N802
        for purchase in event.purchases:
            visits = self.of[purchase].visits
            visits[event.appointment] = (event.visit.starts_at, visits[event.appointment][1], -1)

    def AppointmentRedeemed(self, event: Any, at: datetime) -> None:  # noqa: N802
        for part in event.released:
            del self.of[part.purchase].visits[event.appointment]
        for part in event.allocation:
            page = self.of[part.purchase]
            ahead = at < event.starts_at and not event.kept
            since, place = (event.starts_at, -1) if ahead else (at, len(page.changes))
            page.visits[event.appointment] = (since, part.units, place)

    def AppointmentCancelled(self, event: Any, at: datetime) -> None:  # noqa: N802
        for purchase in event.purchases:
            page = self.of[purchase]
            starts_at, units, _ = page.visits.pop(event.appointment)
            if event.kept and at < starts_at:
                page.visits[event.appointment] = (at, units, len(page.changes))
            elif event.kept:
                page.visits[event.appointment] = (starts_at, units, -1)

    AppointmentMissed = AppointmentCancelled

    def UnitsAdjusted(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase].changes.append(Change(at, "added", units=event.units))

    def UnitsTransferred(self, event: Any, at: datetime) -> None:  # noqa: N802
        amount, giver = self._small(event.value), self.of[event.purchase]
        assert amount == share(giver, event.units, at), (event, giver)
        giver.changes.append(Change(at, "left", event.units, amount))
        giver.paid -= amount
        payer = giver.payer if amount else event.receiver_client
        self.of[event.receiver] = Page(
            amount, event.units, paid=amount, elsewhere=giver.elsewhere, payer=payer
        )

    def ClientsMerged(self, event: Any, at: datetime) -> None:  # noqa: N802
        for page in self.of.values():
            if page.payer == event.merged:
                page.payer = event.kept

    def UnitsRefunded(self, event: Any, at: datetime) -> None:  # noqa: N802
        amount, page = self._small(event.value), self.of[event.purchase]
        assert amount == share(page, event.units, at), (event, page)
        page.changes.append(Change(at, "left", event.units, amount))

    def PriceLowered(self, event: Any, at: datetime) -> None:  # noqa: N802
        self.of[event.purchase].changes.append(Change(at, "goodwill", amount=self._small(event.amount)))

    def PurchaseRefunded(self, event: Any, at: datetime) -> None:  # noqa: N802
        page = self.of[event.purchase]
        if event.forgiven:
            page.changes.append(Change(at, "goodwill", amount=self._small(event.forgiven)))
        page.ended, page.kept = at, self._small(event.kept)

    def PurchaseVoided(self, event: Any, at: datetime) -> None:  # noqa: N802
        page = self.of[event.purchase]
        page.ended, page.kept = at, self._small(event.kept)

    def ThingsSetRight(self, event: Any, at: datetime) -> None:  # noqa: N802
        for each in event.purchases:
            self._copy(each, self.of[each.id])

    def _copy(self, purchase: Any, page: Page) -> None:
        """Copy a purchase as it is written down anew, to the last fact."""
        page.paid = self._small(purchase.paid)
        page.visits = {
            hold.appointment: (hold.since or hold.starts_at, hold.units, hold.after if hold.since else -1)
            for hold in purchase.holds
        }
        page.changes = [
            Change(
                each.at,
                {"adjusted": "added", "goodwill": "goodwill"}.get(each.kind, "left"),
                each.units,
                self._small(each.amount or Decimal(0)),
            )
            for each in purchase.changes
        ]
        ended = purchase.ended
        page.ended, page.kept = (None, 0) if ended is None else (ended.at, self._small(ended.kept))

    def _small(self, amount: Decimal) -> int:
        return int(amount.scaleb(self._digits))
