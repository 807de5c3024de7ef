"""A purchase begins: sold, or imported."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from trafftpkg.domain.events.base import Event, Expiry
from trafftpkg.domain.ids import ClientKey, PurchaseId, ThingId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.domain.value import value

if TYPE_CHECKING:
    from trafftpkg.domain.thing import Thing


@value
class PackagePurchased(Event):
    """A client bought a package; payments and appointments of the sale are events of their own.

    Args:
        payer: Who pays for it, where that is another than the client.
        shown: The salted hash of the text that the client was shown before buying, if any was.
    """

    purchase: PurchaseId
    client: ClientKey
    terms: Terms
    granted: int
    value: Decimal
    pay_by: datetime | None
    on_site: bool
    expiry: Expiry
    overridden: tuple[str, ...] = ()
    reason: str | None = None
    payer: ClientKey | None = None
    shown: str | None = None

    def touched(self) -> tuple[PurchaseId, ...]:
        return (self.purchase,)

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return () if self.payer is None else (self.payer,)

    def begun(self) -> tuple[PurchaseId, ...]:
        return (self.purchase,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase:
        return Purchase(
            id=self.purchase,
            client=self.client,
            terms=self.terms,
            purchased_at=at,
            granted=self.granted,
            received=0,
            value=self.value,
            paid=self.value * 0,
            pay_by=self.pay_by,
            on_site=self.on_site,
            start_day=self.expiry.start_day,
            base_day=self.expiry.base_day,
            last_day=self.expiry.last_day,
            expires_at=self.expiry.expires_at,
            payer=self.payer,
        )


@value
class BalanceImported(Event):
    """A balance brought in from another system: what was granted and already used there."""

    lasting = "import"

    purchase: PurchaseId
    client: ClientKey
    terms: Terms
    granted: int
    used_before: int
    value: Decimal
    paid: Decimal
    expiry: Expiry

    def touched(self) -> tuple[PurchaseId, ...]:
        return (self.purchase,)

    def begun(self) -> tuple[PurchaseId, ...]:
        return (self.purchase,)

    def makes(self, thing: ThingId, before: "Thing | None", at: datetime) -> Purchase:
        return Purchase(
            id=self.purchase,
            client=self.client,
            terms=self.terms,
            purchased_at=at,
            granted=self.granted,
            received=0,
            used_before=self.used_before,
            value=self.value,
            paid=self.paid,
            pay_by=None,
            on_site=True,
            start_day=self.expiry.start_day,
            base_day=self.expiry.base_day,
            last_day=self.expiry.last_day,
            expires_at=self.expiry.expires_at,
            sold_elsewhere=True,
        )
