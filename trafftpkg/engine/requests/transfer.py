"""Giving units to another client."""

from decimal import Decimal

from trafftpkg.domain.balance import bookable_units, free_units, price_of
from trafftpkg.domain.errors.changing import PaymentDueError
from trafftpkg.domain.errors.naming import SameClientError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.ending import UnitsTransferred
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.refunding import split_by_way, ways_back
from trafftpkg.domain.taxes import priced_at
from trafftpkg.domain.terms import Terms, Unit
from trafftpkg.domain.validity import as_given
from trafftpkg.domain.value import replace, value
from trafftpkg.domain.worth import due_of, worth_of
from trafftpkg.engine.requests.base import CountingRequest
from trafftpkg.engine.requests.standing import live_purchase, not_enough
from trafftpkg.engine.worksheet import Worksheet


@value
class TransferUnits(CountingRequest):
    """Give units of a purchase to another client, who gets a purchase of their own for them (R-9.3)."""

    name = "transfer"
    client_fields = ("to",)
    needs_reason = True

    purchase: str
    to: str
    units: int
    unit: Unit | None = None
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        giver = live_purchase(sheet, self.purchase)
        self.check_unit(self.units, giver)
        receiver = sheet.client(self.to)
        if receiver.key == giver.client:
            raise SameClientError(handle=receiver.handle)
        self._check_units(giver)
        value = worth_of(giver, self.units, sheet.now)
        named, time = sheet.next("pur"), as_given(giver)
        sheet.record(
            UnitsTransferred(
                purchase=giver.id,
                units=self.units,
                value=value,
                receiver=named,
                receiver_client=receiver.key,
                receiver_terms=received_terms(giver, self.units, value),
                receiver_extended=time.extended,
                receiver_freezes=time.freezes,
                receiver_absorbed=time.absorbed,
                receiver_expiry=replace(Expiry.of(time), purchase=named),
                reason=sheet.reason_hash,
                sold_elsewhere=giver.sold_elsewhere,
                moved=tuple(split_by_way(value, ways_back(giver.payments, giver.moves))),
                receiver_payer=giver.paid_by if value and giver.paid_by != receiver.key else None,
            )
        )

    def _check_units(self, giver: Purchase) -> None:
        if self.units <= 0:
            raise BadArgumentError(field="units", reason="above_zero", given=self.units)
        if due_of(giver):
            raise PaymentDueError(purchase=giver.id, due=due_of(giver))
        if self.units > free_units(giver):
            raise not_enough(giver, free_units(giver), self.units)


def received_terms(giver: Purchase, units: int, value: Decimal) -> Terms:
    """Return the terms of the units received: priced at their share, maxima what the giver had left."""
    free = free_units(giver)
    inclusions = tuple(
        replace(each, min=0, max_units=min(bookable_units(giver, each, free), units))
        for each in giver.terms.inclusions
    )
    return replace(priced_at(giver.terms, value, price_of(giver)), inclusions=inclusions)
