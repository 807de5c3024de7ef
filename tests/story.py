"""A business as stories tell of it: the real engine on a ledger in memory, driven in a few words.

Moments are typed as people type them, `2026-01-20T10:00`, local to the business (visits: to the location);
a day alone means ten in the morning. `on` sets the clock, which then stands still until the next `on`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import pytest

from tests.lumen import LUMEN
from tests.memory_client_book import MemoryClientBook
from tests.memory_ledger import MemoryLedger
from trafftpkg.cli.words.candidates import candidate_words
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, bookable_units, status_of
from trafftpkg.domain.catalogue import Catalogue, Employee, Location, Service
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId, ServiceId
from trafftpkg.domain.moments import Length, moment_typed
from trafftpkg.domain.package import Package
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.value import facts_of
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.expiry import ExpiryReport, expire
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.ports import Ledger
from trafftpkg.engine.questions.explain import ExplainPayer
from trafftpkg.engine.questions.slots import FindSlots
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.base import Override, Request
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment, SetAside
from trafftpkg.engine.requests.correct import CorrectAppointment, Was
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.extend import ExtendPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase, UnfreezePurchase
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import Pay, PurchasePackage
from trafftpkg.engine.requests.redeem import RedeemAppointment
from trafftpkg.engine.requests.refund import RefundPurchase, RefundVisit
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.reverse import ReversePayment
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase
from trafftpkg.engine.requests.transfer import TransferUnits
from trafftpkg.engine.requests.undo import UndoEntry


@dataclass
class Refusal:
    """Why a request was refused, once it was."""

    error: Any = None


@dataclass(frozen=True)
class Reason:
    """What became of one candidate: `pays` or `later`, or why it cannot."""

    rank: int | None
    code: str
    words: str


class Story:
    """A business, its catalogue, and everything that happens to it.

    What sells or books returns ids; everything else an outcome. A client is added when first named.
    """

    def __init__(self, ledger: Ledger | None = None, catalogue: Catalogue = LUMEN) -> None:
        self.ledger = MemoryLedger() if ledger is None else ledger
        self.clients = MemoryClientBook()
        self.catalogue = catalogue
        self.now = "2026-01-05T10:00"
        self.clock_given = False

    @property
    def engine(self) -> Engine:
        """An engine as one call of the program opens it."""
        return Engine(
            ledger=self.ledger,
            catalogue=lambda: self.catalogue,
            clients=self.clients,
            clock=self.moment,
            clock_given=self.clock_given,
            actor="desk",
        )

    def moment(self) -> datetime:
        """Return when it is, UTC."""
        return moment_typed(_typed(self.now), self.catalogue.business.time_zone)

    def offers(self, *packages: Package) -> None:
        """Declare packages, or declare them anew."""
        declared = {**self.catalogue.packages, **{each.id: each for each in packages}}
        self.catalogue = replace(self.catalogue, packages=declared)

    def gives(self, *services: Service) -> None:
        """Declare services, or declare them anew."""
        declared = {**self.catalogue.services, **{each.id: each for each in services}}
        self.catalogue = replace(self.catalogue, services=declared)

    def employs(self, *employees: Employee) -> None:
        """Declare employees, or declare them anew."""
        declared = {**self.catalogue.employees, **{each.id: each for each in employees}}
        self.catalogue = replace(self.catalogue, employees=declared)

    def opens(self, *locations: Location) -> None:
        """Declare locations, or declare them anew."""
        declared = {**self.catalogue.locations, **{each.id: each for each in locations}}
        self.catalogue = replace(self.catalogue, locations=declared)

    def declares(self, **changes: Any) -> None:
        """Declare the business anew."""
        self.catalogue = replace(self.catalogue, business=replace(self.catalogue.business, **changes))

    def cancellation(self, **changes: Any) -> None:
        """Declare another cancellation policy."""
        self.declares(cancellation=replace(self.catalogue.business.cancellation, **changes))

    def knows(self, *handles: str) -> None:
        """Add the clients that are not known yet."""
        for handle in handles:
            if self.clients.find(handle) is None:
                self.clients.add(new_client(handle))

    def does(
        self, request: Request, *, on: str | None = None, key: str | None = None, dry_run: bool = False
    ) -> Outcome:
        """Send a request to the engine."""
        self.now = on or self.now
        return self.engine.execute(request, key=key, dry_run=dry_run)

    def sells(
        self,
        package: str,
        *,
        to: str,
        on: str | None = None,
        pay: Pay = "full",
        method: str | None = "card",
        book: tuple[str, ...] = (),
        overrides: tuple[Override, ...] = (),
        price: str | None = None,
        payer: str | None = None,
        starts: str | None = None,
    ) -> PurchaseId:
        """Sell a package; `book` names visits as `facial@2026-01-12T10:00`, with `/jo/centre` if need be."""
        self.knows(to, *([payer] if payer else []))
        request = PurchasePackage(
            client=to,
            package=package,
            pay=pay,
            method=method,
            appointments=tuple(_wanted(each) for each in book),
            overrides=overrides,
            reason="as agreed" if overrides or price is not None else None,
            price=None if price is None else Decimal(price),
            payer=payer,
            starts=None if starts is None else date.fromisoformat(starts),
        )
        (purchase,) = self.does(request, on=on).purchases
        return purchase.id

    def books(self, service: str, *, for_: str, at: str, **options: Any) -> PurchaseId:
        """Book a visit and return the purchase that pays first."""
        (visit,) = self.booking(service, for_=for_, at=at, **options).appointments
        return visit.allocation[0].purchase

    def makes_appointment(self, service: str, *, for_: str, at: str, **options: Any) -> AppointmentId:
        """Book a visit and return its id."""
        (visit,) = self.booking(service, for_=for_, at=at, **options).appointments
        return visit.id

    def booking(
        self,
        service: str,
        *,
        for_: str,
        at: str,
        on: str | None = None,
        employee: str | None = None,
        location: str | None = None,
        payer: str | None = None,
        without_package: bool = False,
        repeat: str | None = None,
        party: int = 1,
        overrides: tuple[Override, ...] = (),
        key: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Book a visit, or a series."""
        self.knows(for_)
        request = BookAppointment(
            client=for_,
            wanted=VisitWanted(service=service, at=_typed(at), employee=employee, location=location),
            payer=payer,
            without_package=without_package,
            repeat=repeat,
            party=party,
            overrides=overrides,
            reason="as agreed" if overrides else None,
        )
        return self.does(request, on=on, key=key, dry_run=dry_run)

    def cancels(
        self,
        appointment: str,
        *,
        on: str | None = None,
        by: Literal["client", "business"] = "client",
        verdict: SetAside | None = None,
        places: int | None = None,
    ) -> Outcome:
        """Cancel a visit, or some places of a party's."""
        reason = "as agreed" if verdict else None
        request = CancelAppointment(
            appointment=appointment, by=by, verdict=verdict, reason=reason, places=places
        )
        return self.does(request, on=on)

    def misses(
        self,
        appointment: str,
        *,
        on: str | None = None,
        verdict: SetAside | None = None,
        places: int | None = None,
    ) -> Outcome:
        """Record that the client, or some of a party, did not come."""
        reason = "as agreed" if verdict else None
        request = MissAppointment(appointment=appointment, verdict=verdict, reason=reason, places=places)
        return self.does(request, on=on)

    def moves(
        self,
        appointment: str,
        *,
        to: str | None = None,
        on: str | None = None,
        employee: str | None = None,
        location: str | None = None,
        overrides: tuple[Override, ...] = (),
    ) -> Appointment:
        """Reschedule a visit and return it."""
        request = RescheduleAppointment(
            appointment=appointment,
            at=None if to is None else _typed(to),
            employee=employee,
            location=location,
            overrides=overrides,
            reason="as agreed" if overrides else None,
        )
        (visit,) = self.does(request, on=on).appointments
        return visit

    def corrects(
        self, appointment: str, *, was: Was, on: str | None = None, verdict: SetAside | None = None
    ) -> Outcome:
        """Say what really became of a visit."""
        request = CorrectAppointment(appointment=appointment, was=was, verdict=verdict, reason="wrong row")
        return self.does(request, on=on)

    def redeems(self, appointment: str, *, payer: str | None = None, on: str | None = None) -> Outcome:
        """Let a package pay for a visit that is booked already."""
        return self.does(RedeemAppointment(appointment=appointment, payer=payer), on=on)

    def undoes(self, entry: int | None = None, *, on: str | None = None) -> Outcome:
        """Take an entry back, by default the last one."""
        return self.does(UndoEntry(entry=entry or self.recorded(), reason="by mistake"), on=on)

    def takes(
        self,
        amount: str | None,
        *,
        for_: str,
        method: str | None = "card",
        reference: str | None = None,
        on: str | None = None,
    ) -> Outcome:
        """Receive a payment for a purchase or a visit; None for all that is due."""
        sum_ = None if amount is None else Decimal(amount)
        request = ReceivePayment(thing=for_, amount=sum_, method=method, reference=reference)
        return self.does(request, on=on)

    def reverses(
        self, entry: int, *, of: str, on: str | None = None, reason: str | None = "typed wrong"
    ) -> Outcome:
        """Take back the payment that an entry recorded."""
        return self.does(ReversePayment(thing=of, entry=entry, reason=reason), on=on)

    def freezes(
        self, purchase: str, *, from_: str, until: str | None = None, on: str | None = None, **how: Any
    ) -> Outcome:
        """Freeze whole days, both included."""
        last = None if until is None else date.fromisoformat(until)
        first = date.fromisoformat(from_)
        return self.does(
            FreezePurchase(purchase=purchase, first=first, last=last, reason="illness", **how), on=on
        )

    def unfreezes(self, purchase: str, *, day: str | None = None, on: str | None = None) -> Outcome:
        """End a freeze; `day` can be booked again."""
        on_day = None if day is None else date.fromisoformat(day)
        return self.does(UnfreezePurchase(purchase=purchase, on=on_day), on=on)

    def extends(
        self,
        purchase: str,
        *,
        until: str | None = None,
        by: Length | None = None,
        on: str | None = None,
        confirmed: bool = True,
    ) -> Outcome:
        """Give a purchase more time."""
        day = None if until is None else date.fromisoformat(until)
        return self.does(
            ExtendPurchase(purchase=purchase, until=day, by=by, reason="hospital", confirmed=confirmed), on=on
        )

    def transfers(self, units: int, *, of: str, to: str, on: str | None = None) -> PurchaseId:
        """Give units to another client and return the purchase that they get."""
        self.knows(to)
        request = TransferUnits(purchase=of, to=to, units=units, reason="a gift")
        return self.does(request, on=on).purchases[-1].id

    def shares(self, purchase: str, *with_: str, on: str | None = None) -> Outcome:
        """Let other clients redeem from a purchase."""
        self.knows(*with_)
        return self.does(SharePurchase(purchase=purchase, members=with_), on=on)

    def unshares(self, purchase: str, *with_: str, on: str | None = None) -> Outcome:
        """Let members no longer redeem from a purchase."""
        return self.does(UnsharePurchase(purchase=purchase, members=with_), on=on)

    def adjusts(
        self, purchase: str, units: int, *, service: str | None = None, on: str | None = None
    ) -> Outcome:
        """Add or take units by hand."""
        return self.does(AdjustUnits(purchase=purchase, units=units, service=service, reason="sorry"), on=on)

    def refunds(self, purchase: str, *, on: str | None = None, dry_run: bool = False, **how: Any) -> Decimal:
        """End a purchase and return what was paid back."""
        request = RefundPurchase(purchase=purchase, reason="moving", **how)
        return -sum(
            (each.payment.amount for each in self.does(request, on=on, dry_run=dry_run).payments), Decimal(0)
        )

    def refunds_visit(self, appointment: str, **how: Any) -> Decimal:
        """Pay back a visit at its price, and return what was paid back."""
        paid = self.does(RefundVisit(appointment=appointment, reason="sorry", **how)).payments
        return -sum((each.payment.amount for each in paid), Decimal(0))

    def voids(
        self,
        purchase: str,
        *,
        on: str | None = None,
        cancel_appointments: bool = False,
        keep_money: bool = True,
    ) -> Outcome:
        """End a purchase by hand."""
        request = VoidPurchase(
            purchase=purchase,
            cancel_appointments=cancel_appointments,
            reason="sold twice",
            keep_money=keep_money,
        )
        return self.does(request, on=on)

    def expires(self, *, on: str | None = None, dry_run: bool = False) -> ExpiryReport:
        """Run the nightly job."""
        self.now = on or self.now
        return expire(self.engine, dry_run=dry_run)

    @contextmanager
    def refuses(self, code: str) -> Iterator[Refusal]:
        """Expect a refusal by this code, which leaves no trace in the ledger."""
        before, refusal = self.recorded(), Refusal()
        with pytest.raises(TrafftpkgError) as raised:
            yield refusal
        refusal.error = raised.value
        assert raised.value.code == code, raised.value
        assert self.recorded() == before

    def recorded(self) -> int:
        """Return how many entries there are."""
        with self.ledger.reading() as books:
            head = books.head()
            return 0 if head is None else head.seq

    def explains(self, service: str, *, for_: str, at: str, on: str | None = None) -> dict[str, Reason]:
        """Return what becomes of each of a client's purchases."""
        self.now = on or self.now
        asked = ExplainPayer(client=for_, wanted=VisitWanted(service=service, at=_typed(at)))
        found = self.engine.ask(asked)
        return {
            each.purchase: Reason(
                rank=each.rank, code=each.fate.code, words=candidate_words(each, found.view.handle_of)
            )
            for each in found.candidates
        }

    def ways(
        self, service: str, *, for_: str, at: str, party: int = 1, location: str | None = None
    ) -> list[list[tuple[str, int]]]:
        """Return all that a client could choose to pay, each as who gives how many units."""
        wanted = VisitWanted(service=service, at=_typed(at), location=location)
        found = self.engine.ask(ExplainPayer(client=for_, wanted=wanted, party=party))
        return [[(part.purchase, part.units) for part in way] for way in found.ways]

    def slots(
        self,
        service: str,
        day: str,
        *,
        on: str | None = None,
        employee: str | None = None,
        location: str | None = None,
        party: int = 1,
        **paid: Any,
    ) -> list[tuple[str, int]]:
        """Return the free starts of a day in UTC, with the places left; `paid` says who is to pay."""
        self.now = on or self.now
        asked = date.fromisoformat(day)
        found = self.engine.ask(
            FindSlots(
                service=service,
                first_day=asked,
                last_day=asked,
                employee=employee,
                location=location,
                party=party,
                **paid,
            )
        )
        return [(f"{each.starts_at:%H:%M}", each.places) for each in found.slots]

    def purchase(self, purchase: str, *, on: str | None = None) -> Purchase:
        """Return the facts about a purchase."""
        self.now = on or self.now
        with self.ledger.reading() as books:
            found = books.thing(PurchaseId(purchase))
        assert found is not None
        return found

    def purchases_of(self, handle: str) -> list[Purchase]:
        """Return a client's purchases."""
        with self.ledger.reading() as books:
            return books.purchases_of(self.key_of(handle))

    def key_of(self, handle: str) -> ClientKey:
        """Return the ledger's name of a client."""
        found = self.clients.find(handle)
        assert found is not None
        return found.key

    def appointment(self, appointment: str) -> Appointment:
        """Return the facts about a visit."""
        with self.ledger.reading() as books:
            found = books.thing(AppointmentId(appointment))
        assert found is not None
        return found

    def balance(self, purchase: str, *, on: str | None = None) -> Balance:
        """Return where the units of a purchase are."""
        return balance_of(self.purchase(purchase, on=on), self.moment())

    def counts(self, purchase: str, *, on: str | None = None) -> dict[str, int]:
        """Return where the units of a purchase are, without what is zero."""
        return {name: units for name, units in facts_of(self.balance(purchase, on=on)).items() if units}

    def bookable(self, purchase: str, service: str) -> int:
        """Return the units of a service that can still be booked."""
        found = self.purchase(purchase)
        inclusion = found.terms.inclusion_of(ServiceId(service))
        assert inclusion is not None
        return bookable_units(found, inclusion, self.balance(purchase).available)

    def status(self, purchase: str, *, on: str | None = None) -> str:
        """Return the status of a purchase."""
        found = self.purchase(purchase, on=on)
        return status_of(found, self.moment(), self.catalogue.business.time_zone)

    def last_day(self, purchase: str) -> str | None:
        """Return the last day of a purchase, as people see it."""
        day = self.purchase(purchase).last_day
        return None if day is None else day.isoformat()


def _typed(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"{text}T10:00")


def _wanted(text: str) -> VisitWanted:
    service, _, rest = text.partition("@")
    start, employee, location = (*rest.split("/"), None, None)[:3]
    assert start is not None
    return VisitWanted(service=service, at=_typed(start), employee=employee, location=location)
