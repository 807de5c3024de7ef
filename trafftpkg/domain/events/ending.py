"""How a purchase's units leave it other than by visits, and how its time moves."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.events.base import Event, Expiry, PurchaseEvent
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, ServiceId, ThingId
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.purchase import Change, Ending, Payment, Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import replace, value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing

RefundBasis = Literal["pro-rata", "list-price", "amount"]
VoidCause = Literal["staff", "unpaid"]


@value
class PurchaseLapsed(PurchaseEvent):
    """What was available when the purchase expired was written off; `lapsed_at` is when that was."""

    lasting = "lapse"

    purchase: PurchaseId
    units: int
    value: Decimal
    lapsed_at: datetime

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return replace(before, lapsed=before.lapsed + self.units)


@value
class PurchaseExtended(PurchaseEvent):
    """The last day was set for good; what had been written off came back."""

    purchase: PurchaseId
    absorbed: tuple[DaySpan, ...]
    expiry: Expiry
    reason: str | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return self.expiry.applied_to(replace(before, extended=True, absorbed=self.absorbed))


@value
class PurchaseFrozen(PurchaseEvent):
    """Days in which it cannot be redeemed were added; `freezes` are all of them, merged."""

    purchase: PurchaseId
    freezes: tuple[DaySpan, ...]
    expiry: Expiry
    reason: str | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return self.expiry.applied_to(replace(before, freezes=self.freezes))


@value
class PurchaseUnfrozen(PurchaseEvent):
    """A freeze ended: `on_day` can be booked again; `freezes` are those that are left."""

    purchase: PurchaseId
    on_day: date
    freezes: tuple[DaySpan, ...]
    expiry: Expiry
    reason: str | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return self.expiry.applied_to(replace(before, freezes=self.freezes))


@value
class UnitsTransferred(Event):
    """Units went to another client, who got a purchase of their own for them.

    Args:
        value: What they were worth; it went with them.
        moved: The payments that went with them, by method, the latest first; none under rules 1.
        sold_elsewhere: They came from another system, and are no sale of ours.
        receiver_payer: Who paid for them, where that is another than the receiver; not known under rules 1.
    """

    purchase: PurchaseId
    units: int
    value: Decimal
    receiver: PurchaseId
    receiver_client: ClientKey
    receiver_terms: Terms
    receiver_extended: bool
    receiver_freezes: tuple[DaySpan, ...]
    receiver_absorbed: tuple[DaySpan, ...]
    receiver_expiry: Expiry
    reason: str | None = None
    moved: tuple[tuple[str, Decimal], ...] = ()
    sold_elsewhere: bool = False
    receiver_payer: ClientKey | None = None

    def touched(self) -> tuple[PurchaseId, ...]:
        return (self.purchase, self.receiver)

    def begun(self) -> tuple[PurchaseId, ...]:
        return (self.receiver,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase:
        if thing == self.receiver:
            return self._received(at)
        assert isinstance(before, Purchase)
        return replace(
            before,
            sent=before.sent + self.units,
            changes=(*before.changes, Change(kind="sent", at=at, units=self.units, amount=self.value)),
            paid=before.paid - self.value,
            moves=(*before.moves, *self._moves(at, -1)),
        )

    def _received(self, at: datetime) -> Purchase:
        received = Purchase(
            id=self.receiver,
            client=self.receiver_client,
            terms=self.receiver_terms,
            purchased_at=at,
            granted=0,
            received=self.units,
            value=self.value,
            paid=self.value,
            moves=tuple(reversed(self._moves(at, 1))),
            pay_by=None,
            on_site=False,
            last_day=None,
            expires_at=None,
            extended=self.receiver_extended,
            freezes=self.receiver_freezes,
            absorbed=self.receiver_absorbed,
            sold_elsewhere=self.sold_elsewhere,
            payer=self.receiver_payer,
        )
        return self.receiver_expiry.applied_to(received)

    def _moves(self, at: datetime, sign: int) -> list[Payment]:
        return [
            Payment(amount=sign * amount, method=method, reference=None, at=at)
            for method, amount in self.moved
        ]


@value
class UnitsAdjusted(PurchaseEvent):
    """Units were added or taken by hand; `maxima` says by how much the `max` of each service moved.

    Args:
        lapsing: How many of those taken had been paid for, and lapsed with their share; None under rules 1.
    """

    purchase: PurchaseId
    units: int
    maxima: tuple[tuple[ServiceId, int], ...]
    reason: str | None = None
    lapsing: int | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        change = Change(kind="adjusted", at=at, units=self.units, lapsing=self.lapsing)
        return replace(
            before,
            adjusted=before.adjusted + self.units,
            adjustments=(*before.adjustments, *self.maxima),
            changes=(*before.changes, change),
        )


@value
class UnitsRefunded(PurchaseEvent):
    """Some free units were paid back and the purchase goes on; the payments are events of their own.

    Args:
        value: What they were worth: the price fell by it.
    """

    purchase: PurchaseId
    units: int
    value: Decimal
    reason: str | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        change = Change(kind="refunded", at=at, units=self.units, amount=self.value)
        return replace(before, refunded=before.refunded + self.units, changes=(*before.changes, change))


@value
class PriceLowered(PurchaseEvent):
    """The price fell as goodwill, and no units went; what is paid back is an event of its own."""

    purchase: PurchaseId
    amount: Decimal
    reason: str | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return replace(before, changes=(*before.changes, _goodwill(self.amount, at)))


@value
class PurchaseRefunded(PurchaseEvent):
    """The purchase ended and its free units were paid back; the payments are events of their own.

    Args:
        kept: What was paid above what was used, and was not paid back; None under rules 1.
        forgiven: What was paid back of what was used: the price fell by it.
    """

    purchase: PurchaseId
    units: int
    basis: RefundBasis
    amount: Decimal
    reason: str | None = None
    kept: Decimal | None = None
    forgiven: Decimal | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        lowered = (_goodwill(self.forgiven, at),) if self.forgiven else ()
        return replace(
            before,
            refunded=before.refunded + self.units,
            changes=(*before.changes, *lowered),
            ended=Ending(kind="refunded", at=at, kept=self.kept),
        )


@value
class PurchaseVoided(PurchaseEvent):
    """The purchase was ended by hand, or because it was not paid in time; free units are voided.

    Args:
        kept: What was paid above what was used, and is kept; None under rules 1.
    """

    purchase: PurchaseId
    units: int
    cause: VoidCause
    reason: str | None = None
    kept: Decimal | None = None

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        ended = Ending(kind="voided", at=at, kept=self.kept)
        return replace(before, voided=before.voided + self.units, ended=ended)


@value
class VisitRepriced(Event):
    """A visit without a package costs another amount from now on; the payment is an event of its own."""

    appointment: AppointmentId
    owed: Decimal
    reason: str | None = None

    def touched(self) -> tuple[AppointmentId, ...]:
        return (self.appointment,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Appointment:
        assert isinstance(before, Appointment)
        return replace(before, owed=self.owed)


def _goodwill(amount: Decimal, at: datetime) -> Change:
    return Change(kind="goodwill", at=at, amount=amount)
