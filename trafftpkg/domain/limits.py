"""How many of a package one client may buy (R-9.1)."""

from datetime import datetime

from trafftpkg.domain.ids import PackageId
from trafftpkg.domain.moments import later
from trafftpkg.domain.package import PurchaseLimit
from trafftpkg.domain.purchase import Purchase


def bought_within(
    purchases: list[Purchase], package: PackageId, limit: PurchaseLimit, now: datetime, zone: str
) -> list[Purchase]:
    """Return the purchases that count against the limit now, oldest first.

    Voided and refunded ones do not count, nor what was received from another client. One bought on
    1 March with `every: 30d` counts until the same time on 31 March, which is free again.
    """
    return [
        each
        for each in purchases
        if each.terms.package == package
        and each.ended is None
        and each.granted
        and (limit.every is None or later(each.purchased_at, limit.every, zone) > now)
    ]


def possible_again_at(bought: list[Purchase], limit: PurchaseLimit, zone: str) -> datetime | None:
    """Return when the next can be bought, UTC, or None for never."""
    if limit.every is None or not limit.purchases:
        return None
    return later(bought[-limit.purchases].purchased_at, limit.every, zone)
