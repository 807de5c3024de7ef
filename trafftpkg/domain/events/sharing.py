"""Who else may redeem from a purchase."""

from datetime import datetime

from trafftpkg.domain.events.base import PurchaseEvent
from trafftpkg.domain.ids import ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import replace, value


@value
class PurchaseShared(PurchaseEvent):
    """Other clients may redeem from a purchase from now on, beside its owner; `members` are the new ones."""

    purchase: PurchaseId
    members: tuple[ClientKey, ...]

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return self.members

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return replace(before, members=(*before.members, *self.members))


@value
class PurchaseUnshared(PurchaseEvent):
    """These members may no longer redeem from a purchase. What they have booked stays."""

    purchase: PurchaseId
    members: tuple[ClientKey, ...]

    def touched_clients(self) -> tuple[ClientKey, ...]:
        return self.members

    def changed(self, before: Purchase, at: datetime) -> Purchase:
        return replace(before, members=tuple(each for each in before.members if each not in self.members))
