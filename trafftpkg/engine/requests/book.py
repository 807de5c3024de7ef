"""Booking an appointment, or a series of them."""

from collections.abc import Callable
from functools import partial

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.events.booking import AppointmentBooked
from trafftpkg.domain.moments import first_moment_typed, moment_typed
from trafftpkg.domain.value import replace, value
from trafftpkg.engine.requests.base import Override, ShowingRequest
from trafftpkg.engine.requests.placed import employees_for, placed, visit_at
from trafftpkg.engine.requests.placing import VisitWanted, places_for
from trafftpkg.engine.requests.redeeming import pays, redeem
from trafftpkg.engine.worksheet import Worksheet


@value
class BookAppointment(ShowingRequest):
    """Book a visit for a client and redeem a package for it, or let it be paid at the service's price.

    Args:
        payer: The purchase that is to pay, whatever the burn-down order.
        party: How many people come; each takes a place, and the units or the price of one (R-2.7).
        also: Other visits that are booked with it; all or nothing.
        repeat: An RFC 5545 rule, of which `wanted.at` is the first; all or nothing.
        shown: The conditions that the client was shown before.
    """

    name = "book"
    goes_by_catalogue = True
    client_fields = ("client",)
    added = ("party", "also")

    client: str
    wanted: VisitWanted
    payer: str | None = None
    without_package: bool = False
    repeat: str | None = None
    overrides: tuple[Override, ...] = ()
    reason: str | None = None
    party: int = 1
    also: tuple[VisitWanted, ...] = ()
    shown: str | None = None

    @property
    def wants_reason(self) -> bool:
        return bool(self.overrides)

    def employees_named(self, catalogue: Callable[[], Catalogue]) -> tuple[str, ...]:
        return employees_for(catalogue(), [self.wanted, *self.also])

    def decide(self, sheet: Worksheet) -> None:
        self.check_texts()
        client = sheet.client(self.client)
        for wanted in self._series(sheet):
            # What was typed says its offset where it must; what the rule makes of it cannot.
            read = moment_typed if wanted in (self.wanted, *self.also) else first_moment_typed
            at_place = partial(visit_at, party=self.party)
            paid = None if self.without_package else partial(pays, sheet, client.key, preferred=self.payer)
            visit = placed(sheet, wanted, client.key, self.overrides, at_place=at_place, read=read, paid=paid)
            if self.without_package:
                self._book_at_price(sheet, client, visit)
            else:
                redeem(sheet, client, visit, preferred=self.payer, overridden=self.overrides)

    def _series(self, sheet: Worksheet) -> list[VisitWanted]:
        """The visits that are wanted, or each of the series that begins with the first."""
        if self.repeat is None:
            return [self.wanted, *self.also]
        from trafftpkg.domain.recurrence import starts_of  # dateutil, only for a series

        zone = places_for(sheet.catalogue, self.wanted)[0].location.time_zone
        _, *later = starts_of(self.repeat, self.wanted.at, zone)
        return [self.wanted, *(replace(self.wanted, at=start) for start in later), *self.also]

    def _book_at_price(self, sheet: Worksheet, client: Client, visit: Visit) -> None:
        from trafftpkg.domain.pricing import charge_of  # most visits are paid by a package

        business = sheet.catalogue.business
        charge = charge_of(sheet.catalogue.services[visit.service], business, times=visit.party)
        sheet.record(
            AppointmentBooked(
                appointment=sheet.next("apt"),
                client=client.key,
                visit=visit,
                allocation=(),
                price=charge.total,
                taxes=charge.taxes,
                tax_point=business.tax_point,
                cancellation=business.cancellation,
                payment_methods=business.payment_methods,
                overridden=self.overrides,
                reason=sheet.reason_hash,
                shown=sheet.shown_hash,
            )
        )
