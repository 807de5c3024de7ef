"""The booking page as stories tell of it: people at the page, the desk behind it, and what the ledger holds.

    ana = page.client("ana").opens("Book Atlantic facial").at("12:00").books()
    ana.is_told("Paid by your package Glow 10")
    assert page.visits() == ["facial at 2026-01-05T12:00 paid by pur-1"]

Everybody meets the real page on real stores, without a browser. `page.now` is the clock, which stands still.
"""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.web.shop import Shop
from tests.web.visitor import BRUNO, Visitor
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import PurchaseId


class Story(Shop):
    """The example business and its page. A client is added when first named."""

    def client(self, handle: str) -> Visitor:
        """Return a client who has signed in."""
        self.adds(handle)
        return Visitor(self, self.signed_in(handle), {})

    def somebody(self) -> Visitor:
        """Return Bruno, whom nobody knows yet."""
        return Visitor(self, self.browser(), BRUNO)

    def adds(self, *handles: str) -> None:
        """Add the clients that are not known yet."""
        for each in handles:
            if self.desk().clients.find(each) is None:
                self.knows(each)

    def has(self, handle: str, package: str, **how: Any) -> PurchaseId:
        """Sell a package to a client, and return the purchase."""
        self.adds(handle)
        return self.sells(package, to=handle, **how).id

    def visits(self) -> list[str]:
        """Return the visits that stand: `facial at 2026-01-05T12:00 for 2 paid by pur-1`."""
        return [_told(each) for each in self.appointments() if each.status == "booked"]

    def texts(self) -> list[str]:
        """Return all texts of the catalogue: names, descriptions, and the like."""
        files = (self.folder / "catalog").rglob("*.yaml")
        return [text for each in files for text in _texts_within(yaml.safe_load(each.read_text()))]

    def offers_package(self, named: str, *lines: str) -> None:
        """Put a package with a name like its id on sale; what it does not say is usual."""
        usual = {
            "services": "[{service: facial, max: 3}]",
            "price": "{amount: 150.00, payment_methods: [card, on-site]}",
        }
        said = {**usual, **dict(each.split(": ", 1) for each in lines)}
        text = [f"name: {named.capitalize()}", *(f"{key}: {what}" for key, what in said.items())]
        self.declares(f"packages/{named}.yaml", "\n".join(text) + "\n")


def _texts_within(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts_within(each)


def _told(appointment: Appointment) -> str:
    visit = appointment.visit
    local = visit.starts_at.astimezone(ZoneInfo(visit.time_zone))
    party = f" for {visit.party}" if visit.party > 1 else ""
    payers = " and ".join(each.purchase for each in appointment.allocation) or "the client"
    return f"{visit.service} at {local:%Y-%m-%dT%H:%M}{party} paid by {payers}"
