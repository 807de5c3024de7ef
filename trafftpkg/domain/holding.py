"""What clients still hold: live purchases, counted by what they are of or what they include."""

from collections.abc import Iterable
from typing import Literal

from trafftpkg.domain.balance import PurchaseStatus
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.value import Value, value

HoldingField = Literal["package", "service"]

LIVE: tuple[PurchaseStatus, ...] = ("pending", "frozen", "active")
"""What a purchase is while something may still come of it."""


@value
class Holding(Value):
    """How many purchases are of a package, or include a service, and how many clients have them."""

    key: str
    purchases: int
    clients: int


def holdings_of(live: Iterable[Purchase], by: HoldingField) -> list[Holding]:
    """Count live purchases by package, or by each service that they include, in the order of ids."""
    found: dict[str, list[ClientKey]] = {}
    for each in live:
        services = [inclusion.service for inclusion in each.terms.inclusions]
        for key in [each.terms.package] if by == "package" else services:
            found.setdefault(key, []).append(each.client)
    return [
        Holding(key=key, purchases=len(clients), clients=len(set(clients)))
        for key, clients in sorted(found.items())
    ]
