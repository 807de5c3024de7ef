"""Whom to write to: what lapses soon, what is nearly used up, and what has not been paid."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.balance import PurchaseStatus, balance_of
from trafftpkg.domain.filters import PurchaseFilter, PurchaseSort
from trafftpkg.domain.moments import Length, day_of, later
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading

ReminderKind = Literal["expiring", "low_balance", "unpaid"]

_REDEEMABLE: tuple[PurchaseStatus, ...] = ("active", "frozen")


@value
class Reminder(Value):
    """A message that is due.

    Args:
        key: Stays while nothing new is to be said: what was sent under it need not be sent again.
        due: What is still to be paid.
    """

    key: str
    kind: ReminderKind
    purchase: Purchase
    available: int
    due: Decimal


@value
class Reminders(Value):
    """Messages that are due, by kind."""

    view: View
    reminders: tuple[Reminder, ...]


@value
class FindReminders(Question[Reminders]):
    """Find the messages that are due; what is None, or false, is not looked for.

    Args:
        expiring_within: Units that lapse this soon, sooner first. New once the last day has moved.
        low_balance: So many sessions or hours left at most, and not yet used up, in the order bought. New
            once units have been added and it has run low again.
        unpaid: Sales still waiting for payment, in the order bought. New once the time to pay has moved.
    """

    expiring_within: Length | None = None
    low_balance: int | None = None
    unpaid: bool = False

    def answer(self, reading: Reading) -> Reminders:
        found = () if reading.is_empty else tuple(self._found(reading))
        keys = sorted({each.purchase.client for each in found})
        return Reminders(view=reading.view(keys), reminders=found)

    def _found(self, reading: Reading) -> Iterator[Reminder]:
        if self.expiring_within is not None:
            until = later(reading.now, self.expiring_within, reading.time_zone)
            by_end: PurchaseSort = "expires_at"
            wanted = PurchaseFilter(expiring_until=until, statuses=_REDEEMABLE, sort=by_end)
            for each in reading.books.purchases(wanted, reading.now):
                yield _reminder("expiring", each, f"{each.last_day}", reading)
        if self.low_balance is not None:
            wanted = PurchaseFilter(available_at_most=self.low_balance, statuses=_REDEEMABLE)
            for each in reading.books.purchases(wanted, reading.now):
                ever = each.granted + each.received + each.adjusted
                yield _reminder("low_balance", each, f"{self.low_balance}-of-{ever}", reading)
        if self.unpaid:
            for each in reading.books.purchases(PurchaseFilter(statuses=("pending",)), reading.now):
                pay_by = "" if each.pay_by is None else f"{day_of(each.pay_by, reading.time_zone)}"
                yield _reminder("unpaid", each, pay_by, reading)


def _reminder(kind: ReminderKind, purchase: Purchase, what: str, reading: Reading) -> Reminder:
    return Reminder(
        key=f"{kind}/{purchase.id}/{what}",
        kind=kind,
        purchase=purchase,
        available=balance_of(purchase, reading.now).available,
        due=due_of(purchase),
    )
