"""Requests of every kind, sensible or not, as somebody picks them; and what must hold of each of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.story import Story
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, status_of
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import ClientKey, PackageId
from trafftpkg.domain.moments import Length, day_of
from trafftpkg.domain.money import digits_of, rounded
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.ports import Ledger
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.block import BlockEmployee, UnblockEmployee
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment
from trafftpkg.engine.requests.correct import CorrectAppointment
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.extend import ExtendPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase, UnfreezePurchase
from trafftpkg.engine.requests.import_balance import ImportBalance
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.redeem import RedeemAppointment
from trafftpkg.engine.requests.refund import RefundPurchase, RefundVisit
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.reverse import ReversePayment
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase
from trafftpkg.engine.requests.transfer import TransferUnits
from trafftpkg.engine.requests.undo import UndoEntry

CLIENTS = ("ana", "eve", "ivo", "iva")
METHODS = ("card", "cash", "bank-transfer")
MOVES = {
    "time_passes": 4,
    "sell": 2,
    "sell_plainly": 2,
    "sell_as_agreed": 2,
    "bring_in": 1,
    "book": 4,
    "book_a_series": 1,
    "book_without_a_package": 1,
    "cancel": 2,
    "miss": 2,
    "correct": 2,
    "redeem": 2,
    "undo": 4,
    "move": 1,
    "pay": 2,
    "pay_for_a_visit": 1,
    "reverse": 1,
    "freeze": 1,
    "unfreeze": 1,
    "extend": 1,
    "transfer": 2,
    "share": 3,
    "unshare": 1,
    "adjust": 3,
    "refund": 2,
    "refund_units": 1,
    "give_goodwill": 1,
    "refund_a_visit": 1,
    "void": 1,
    "block": 1,
    "unblock": 1,
    "merge": 1,
    "expire": 1,
}
"""All that may happen, and how often of each other it does."""


class Trading:
    """Clients, packages and employees of a village, and a clock that only moves forward."""

    business: Story
    clock: datetime

    def opened(self) -> Ledger:
        """Return an empty ledger."""
        raise AssertionError("each ledger has a trade of its own")

    def contents(self) -> object:
        """Return something that changes with every byte of the ledger."""
        raise AssertionError("each ledger has a trade of its own")

    def recorded(self) -> Sequence[Entry]:
        """Return all that is recorded."""
        raise AssertionError("each ledger has a trade of its own")

    def begin(self, village: Catalogue, pick: Random) -> None:
        """Open the ledger, and sell and book a little."""
        self.village = village
        self.zone, self.currency = village.business.time_zone, village.business.currency
        self.business = Story(self.opened(), village)
        self.clients = list(CLIENTS)
        self.merged = set[ClientKey]()
        self.business.knows(*CLIENTS)
        self.clock = datetime(2026, 3, 20, 9, tzinfo=self.business.moment().tzinfo)
        self.keys = 0
        self._set_clock()
        for _ in range(pick.randint(3, 8)):
            self.sell_plainly(pick)
        for _ in range(pick.randint(0, 8)):
            self.book(pick)

    def time_passes(self, pick: Random) -> None:
        self.clock += timedelta(minutes=pick.choice([1, 59, 60, 600, 1440, 1440 * 4, 1440 * 11]))
        self._set_clock()

    def sell(self, pick: Random) -> None:
        pay: Any = pick.choice(["full", "full", "full", "deposit", "none", self._money(pick)])
        wanted = tuple(self._wanted(pick) for _ in range(pick.randint(0, 2)))
        self.send(
            PurchasePackage(
                client=pick.choice(self.clients),
                package=self._package(pick),
                pay=pay,
                method=pick.choice(["card", "bank-transfer", "on-site"]),
                appointments=wanted,
            )
        )

    def sell_plainly(self, pick: Random) -> None:
        self.send(
            PurchasePackage(
                client=pick.choice(self.clients),
                package=self._package(pick),
                method="card",
                overrides=("minimum",),
                reason="regular",
            )
        )

    def sell_as_agreed(self, pick: Random) -> None:
        """Another price, from nothing to a little too much; another payer; another day to begin."""
        package, more = self._package(pick), pick.choice([Decimal(0), Decimal(0), self._money(pick)])
        pay: Any = pick.choice(["full", "full", "deposit", "none"])
        declared = self.village.packages[PackageId(package)].price
        price = pick.choice([None, rounded(declared * pick.randint(0, 3), 3, self.currency)])
        starts = pick.choice([None, self._day(pick.randint(-3, 40))])
        self.send(
            PurchasePackage(
                client=pick.choice(self.clients),
                package=package,
                pay=pay,
                method=pick.choice(["card", "on-site"]),
                appointments=tuple(self._wanted(pick) for _ in range(pick.randint(0, 1))),
                overrides=pick.choice([("minimum",), ("past", "minimum")]),
                reason="regular",
                price=None if price is None else price + more,
                payer=pick.choice([None, *self.clients]),
                starts=starts,
            )
        )

    def bring_in(self, pick: Random) -> None:
        self.send(
            ImportBalance(
                client=pick.choice(self.clients),
                package=self._package(pick),
                reference=f"old-{self.keys}",
                granted=pick.choice([None, 3, 7]),
                used=pick.choice([0, 0, 1, 2]),
                paid=pick.choice([None, None, self._money(pick)]),
            )
        )

    def book(self, pick: Random) -> None:
        payer = pick.choice([None, None, self._purchase(pick)])
        client, party = pick.choice(self.clients), pick.choice([1, 1, 1, 2])
        self.send(BookAppointment(client=client, wanted=self._wanted(pick), payer=payer, party=party))

    def book_a_series(self, pick: Random) -> None:
        repeat = f"FREQ=DAILY;COUNT={pick.randint(2, 4)}"
        self.send(BookAppointment(client=pick.choice(self.clients), wanted=self._wanted(pick), repeat=repeat))

    def book_without_a_package(self, pick: Random) -> None:
        self.send(
            BookAppointment(
                client=pick.choice(self.clients),
                wanted=self._wanted(pick),
                without_package=True,
                party=pick.choice([1, 1, 2]),
            )
        )

    def cancel(self, pick: Random) -> None:
        by: Any = pick.choice(["client", "client", "business"])
        self.send(
            CancelAppointment(
                appointment=self._visit(pick),
                by=by,
                verdict=self._verdict(pick),
                reason="so",
                places=pick.choice([None, None, 1]),
            )
        )

    def miss(self, pick: Random) -> None:
        visit, verdict = self._visit(pick), self._verdict(pick)
        places = 1 if visit.endswith(("3", "6", "9")) else None
        self.send(MissAppointment(appointment=visit, verdict=verdict, reason="so", places=places))

    def correct(self, pick: Random) -> None:
        was: Any = pick.choice(["used", "cancelled", "no-show"])
        verdict = None if was == "used" else self._verdict(pick)
        request = CorrectAppointment(
            appointment=self._visit(pick), was=was, verdict=verdict, reason="wrong row"
        )
        self.send(request)

    def redeem(self, pick: Random) -> None:
        payer = pick.choice([None, None, self._purchase(pick)])
        self.send(RedeemAppointment(appointment=self._visit(pick), payer=payer))

    def undo(self, pick: Random) -> None:
        """Take back one of the last entries, or the first."""
        last = len(self.recorded())
        self.send(UndoEntry(entry=max(last - pick.choice([0, 0, 0, 1, 2, last]), 1), reason="by mistake"))

    def move(self, pick: Random) -> None:
        at = self._start(self._hours(pick))
        employee = pick.choice([None, self._employee(pick)])
        self.send(RescheduleAppointment(appointment=self._visit(pick), at=at, employee=employee))

    def pay(self, pick: Random) -> None:
        amount = pick.choice([None, self._money(pick)])
        self.send(ReceivePayment(thing=self._purchase(pick), amount=amount, method=pick.choice(METHODS)))

    def pay_for_a_visit(self, pick: Random) -> None:
        amount = pick.choice([None, None, self._money(pick)])
        self.send(ReceivePayment(thing=self._visit(pick), amount=amount, method=pick.choice(METHODS)))

    def reverse(self, pick: Random) -> None:
        """Take back a payment: often one of the thing itself."""
        thing = pick.choice([self._purchase(pick), self._visit(pick)])
        of_it = [
            entry.seq for entry in self.recorded() if any(thing in each.touched() for each in entry.events)
        ]
        entry = pick.choice(of_it or [1])
        self.send(ReversePayment(thing=thing, entry=entry, reason="typed wrong"))

    def freeze(self, pick: Random) -> None:
        first, length = pick.randint(-3, 40), pick.choice([None, pick.randint(0, 9)])
        last = None if length is None else self._day(first + length)
        self.send(
            FreezePurchase(purchase=self._purchase(pick), first=self._day(first), last=last, reason="ill")
        )

    def unfreeze(self, pick: Random) -> None:
        on = pick.choice([None, self._day(pick.randint(-3, 40))])
        self.send(UnfreezePurchase(purchase=self._purchase(pick), on=on))

    def extend(self, pick: Random) -> None:
        day = pick.choice([None, self._day(pick.randint(-3, 40))])
        by = Length(count=1, unit="w") if day is None else None
        self.send(ExtendPurchase(purchase=self._purchase(pick), until=day, by=by, reason="away"))

    def transfer(self, pick: Random) -> None:
        self.send(
            TransferUnits(
                purchase=self._purchase(pick),
                to=pick.choice(self.clients),
                units=pick.choice([1, 2, 3, 30]),
                reason="gift",
            )
        )

    def share(self, pick: Random) -> None:
        members = tuple(pick.choice(self.clients) for _ in range(pick.choice([1, 1, 2, 3])))
        self.send(SharePurchase(purchase=self._purchase(pick), members=members))

    def unshare(self, pick: Random) -> None:
        shared: list[str] = [each.id for each in self.purchases() if each.members]
        purchase = pick.choice(shared or [self._purchase(pick)])
        self.send(UnsharePurchase(purchase=purchase, members=(pick.choice(self.clients),)))

    def adjust(self, pick: Random) -> None:
        self.send(
            AdjustUnits(
                purchase=self._purchase(pick),
                units=pick.choice([-3, -2, -1, 1, 2, 8]),
                service=pick.choice([None, None, self._service(pick)]),
                reason="sorry",
            )
        )

    def refund(self, pick: Random) -> None:
        self.send(
            RefundPurchase(
                purchase=self._purchase(pick),
                basis=pick.choice(["pro-rata", "pro-rata", "list-price"]),
                amount=pick.choice([None, None, None, self._money(pick)]),
                method=pick.choice([None, None, "cash"]),
                cancel_appointments=pick.choice([False, True]),
                reference=pick.choice([None, "ref-1"]),
                reason="moving",
            )
        )

    def refund_units(self, pick: Random) -> None:
        units = pick.choice([1, 1, 2, 3, 30])
        self.send(RefundPurchase(purchase=self._purchase(pick), units=units, reason="ill"))

    def give_goodwill(self, pick: Random) -> None:
        amount = self._money(pick)
        self.send(RefundPurchase(purchase=self._purchase(pick), amount=amount, goodwill=True, reason="sorry"))

    def refund_a_visit(self, pick: Random) -> None:
        amount = pick.choice([None, None, self._money(pick)])
        self.send(
            RefundVisit(
                appointment=self._visit(pick),
                amount=amount,
                goodwill=amount is not None and pick.choice([False, True]),
                cancel_appointments=pick.choice([False, True]),
                reason="ill",
            )
        )

    def void(self, pick: Random) -> None:
        cancel, keep = pick.choice([False, True]), pick.choice([False, True])
        self.send(
            VoidPurchase(
                purchase=self._purchase(pick), cancel_appointments=cancel, keep_money=keep, reason="twice"
            )
        )

    def block(self, pick: Random) -> None:
        start = self._start(self._hours(pick))
        end = start + timedelta(hours=pick.randint(0, 30))
        self.send(BlockEmployee(employee=self._employee(pick), start=start, end=end, reason="course"))

    def unblock(self, pick: Random) -> None:
        self.send(UnblockEmployee(block=f"blk-{pick.randint(1, 9)}"))

    def merge(self, pick: Random) -> None:
        """Two clients are one after all; often the one is nobody else, or was merged before."""
        kept, other = pick.choice(self.clients), pick.choice([*self.clients, "iva"])
        both = {self.business.key_of(kept), self.business.key_of(other)}
        self.send(MergeClients(kept=kept, merged=other, confirmed=True))
        if len({self.business.key_of(kept), self.business.key_of(other)}) < len(both):
            self.merged |= both
            self.clients.remove(other)
            self.clients.append(f"iva-{len(self.merged)}")
            self.business.knows(self.clients[-1])

    def expire(self, pick: Random) -> None:
        """Law 7: `expire` only writes down what is already true."""
        before = {each.id: self._told(each) for each in self.purchases()}

        report = self.business.expires()

        voided = {each.id for each in report.purchases if each.ended is not None}
        after = {each.id: self._told(each) for each in self.purchases()}
        assert {key: told for key, told in after.items() if key not in voided} == {
            key: told for key, told in before.items() if key not in voided
        }
        # What was not paid in time is voided although it has expired since.
        assert all(before[key][1] in {"pending", "expired"} for key in voided)
        assert self.business.expires().purchases == ()

    def send(self, request: Request) -> None:
        """Send a request: foreseen, under a key, and once more.

        Law 3: refused, it leaves no trace. Law 4: again, it gives the same answer and no other entry.
        """
        self.keys += 1
        key, before = f"key-{self.keys}", self.contents()
        foreseen = self._answer(request, dry_run=True)
        assert self.contents() == before
        answer = self._answer(request, key=key)
        if isinstance(answer, str):
            assert answer == foreseen
            assert self.contents() == before
            return
        assert isinstance(foreseen, Outcome)
        assert (foreseen.purchases, foreseen.appointments) == (answer.purchases, answer.appointments)
        recorded = self.contents()
        again = self._answer(request, key=key)
        assert isinstance(again, Outcome)
        assert again.replayed
        assert replace(again, replayed=False, new=answer.new) == answer
        assert self.contents() == recorded != before
        self.whoever_comes_may_redeem(request, answer)

    def whoever_comes_may_redeem(self, request: Request, answer: Outcome) -> None:
        """A visit is paid by what is the client's own, or is shared with them when it is booked."""
        if not isinstance(request, BookAppointment | PurchasePackage | RedeemAppointment):
            return
        redeemers = {each.id: each.redeemers for each in answer.purchases}
        for visit in answer.appointments:
            assert all(visit.client in redeemers[part.purchase] for part in visit.allocation), visit

    def purchases(self) -> list[Purchase]:
        """Return all purchases."""
        if not hasattr(self, "business"):
            return []
        with self.business.ledger.reading() as books:
            return list(books.purchases(PurchaseFilter(), self.clock))

    def appointments(self) -> list[Appointment]:
        """Return all appointments."""
        if not hasattr(self, "business"):
            return []
        with self.business.ledger.reading() as books:
            return list(books.appointments(AppointmentFilter(), self.clock))

    def _answer(self, request: Request, *, key: str | None = None, dry_run: bool = False) -> Outcome | str:
        try:
            return self.business.does(request, key=key, dry_run=dry_run)
        except TrafftpkgError as error:
            return error.code

    def _told(self, purchase: Purchase) -> tuple[Balance, str]:
        return balance_of(purchase, self.clock), status_of(purchase, self.clock, self.zone)

    def _set_clock(self) -> None:
        self.business.now = self.clock.isoformat()

    def _start(self, hours: int) -> datetime:
        return self.clock.replace(minute=0, second=0) + timedelta(hours=hours)

    def _day(self, days: int) -> date:
        return day_of(self.clock, self.zone) + timedelta(days=days)

    def _wanted(self, pick: Random) -> VisitWanted:
        at = self._start(self._hours(pick))
        return VisitWanted(service=self._service(pick), at=at, employee=self._employee(pick))

    def _hours(self, pick: Random) -> int:
        """How far ahead: mostly soon, sometimes long ahead or too late."""
        return pick.choice([pick.randint(-3, 60), pick.randint(-3, 60), 12 * pick.randint(0, 120)])

    def _money(self, pick: Random) -> Decimal:
        """One of the smallest unit, or ten and more of the larger."""
        return Decimal(pick.choice([1, 1000, 2345])).scaleb(-digits_of(self.currency))

    def _verdict(self, pick: Random) -> Any:
        return pick.choice([None, None, None, "keep", "release"])

    def _package(self, pick: Random) -> str:
        return pick.choice(sorted(self.village.packages))

    def _service(self, pick: Random) -> str:
        return pick.choice(sorted(self.village.services))

    def _employee(self, pick: Random) -> str:
        return pick.choice(["mira", "mira", "sina"])

    def _purchase(self, pick: Random) -> str:
        """One of the newest, counted back; the last is one nobody knows."""
        with self.business.ledger.reading() as books:
            given = books.given("pur")
        return _counted_back("pur", given, pick.randint(0, 12))

    def _visit(self, pick: Random) -> str:
        with self.business.ledger.reading() as books:
            given = books.given("apt")
        return _counted_back("apt", given, pick.randint(0, 12))


def _counted_back(kind: str, given: int, which: int) -> str:
    return f"{kind}-{given - which % given}" if given and which < 12 else f"{kind}-999999"
