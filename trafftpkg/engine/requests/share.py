"""Letting other clients redeem from a purchase, and ending that."""

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import SameClientError, TooManyMembersError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.sharing import PurchaseShared, PurchaseUnshared
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.redeeming import not_a_member
from trafftpkg.engine.requests.standing import live_purchase
from trafftpkg.engine.worksheet import Worksheet


@value
class SharePurchase(Request):
    """Let other clients redeem from a purchase, as many as its terms allow (R-6.7)."""

    name = "share"
    client_fields = ("members",)

    purchase: str
    members: tuple[str, ...]

    def decide(self, sheet: Worksheet) -> None:
        purchase = live_purchase(sheet, self.purchase)
        clients = _each_once(sheet, self.members)
        for each in clients:
            _check_new(purchase, each)
        asked, most = len(purchase.members) + len(clients), purchase.terms.members
        if asked > most:
            raise TooManyMembersError(purchase=purchase.id, members=purchase.members, asked=asked, most=most)
        sheet.record(PurchaseShared(purchase=purchase.id, members=tuple(each.key for each in clients)))


@value
class UnsharePurchase(Request):
    """Let members no longer redeem from a purchase. What they have booked stays (R-6.8)."""

    name = "unshare"
    client_fields = ("members",)
    admits_erased = True

    purchase: str
    members: tuple[str, ...]

    def decide(self, sheet: Worksheet) -> None:
        purchase = sheet.purchase(self.purchase)
        keys = tuple(each.key for each in _each_once(sheet, self.members))
        for each in keys:
            if each not in purchase.members:
                raise not_a_member(purchase, each)
        sheet.record(PurchaseUnshared(purchase=purchase.id, members=keys))


def _each_once(sheet: Worksheet, typed: tuple[str, ...]) -> list[Client]:
    """The clients that were typed, by any of their names."""
    if not typed:
        raise BadArgumentError(field="members", reason="nothing_given", choices=("members",))
    return list({client.key: client for client in map(sheet.client, typed)}.values())


def _check_new(purchase: Purchase, client: Client) -> None:
    if client.key == purchase.client:
        raise SameClientError(handle=client.handle)
    if client.key in purchase.members:
        raise BadArgumentError(field="members", reason="is_member", given=client.handle, thing=purchase.id)
