"""Many machines at once on one ledger: every decision is as if they had come one after the other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from tests.lumen import LUMEN, employee, inclusion, package
from tests.stores.postgres.desks import Desk, at_once
from trafftpkg.domain.errors.booking import (
    AlreadyBookedError,
    EmployeeNotAvailableError,
    NothingToRedeemError,
)
from trafftpkg.domain.errors.changing import NotEnoughUnitsError
from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.domain.filters import AppointmentFilter, PurchaseFilter
from trafftpkg.domain.ids import AppointmentId
from trafftpkg.domain.package import OnSale
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.expiry import expire
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase
from trafftpkg.engine.requests.transfer import TransferUnits
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.jsonl.care import JsonlCare

_SHARED = package("shared-3", inclusion("facial", 3), members=4)
_HOURS = package("shared-hours", inclusion("facial", 75, unit="minute"), unit="minute", total=75, members=4)
_OTHERS = [employee(f"other-{n}", "facial", "centre") for n in range(4)]
SHARED = replace(
    LUMEN,
    packages={**LUMEN.packages, _SHARED.id: _SHARED, _HOURS.id: _HOURS},
    employees={each.id: each for each in _OTHERS},
)
"""Four give facials, so that nobody waits for an employee."""


@pytest.fixture
def desk(address: str) -> Iterator[Desk]:
    """Return one desk more, to look at what the others did."""
    desk = Desk(address)
    yield desk
    desk.close()


def test_of_many_who_want_one_place_exactly_one_gets_it(address: str, desk: Desk) -> None:
    clients = [f"client{n}" for n in range(12)]
    for client in clients:
        desk.sells("glow-10", client)

    done = at_once([Desk(address) for _ in clients], lambda it, n: it.books(clients[n], "2026-01-12T10:00"))

    assert Counter(done) == {"apt-1": 1, "employee_not_available": 11}


def test_one_key_at_many_desks_is_recorded_once_and_answered_everywhere(address: str, desk: Desk) -> None:
    desk.sells("glow-10", "ana")

    done = at_once(
        [Desk(address) for _ in range(8)], lambda it, _: it.books("ana", "2026-01-12T10:00", key="order-1")
    )

    assert done == ["apt-1"] * 8
    with desk.ledger.reading() as books:
        head = books.head()
    assert head is not None
    assert head.seq == 2


def test_a_purchase_never_gives_more_than_it_has_however_many_ask_at_once(address: str, desk: Desk) -> None:
    desk.sells("facial-3", "ana")

    done = at_once(
        [Desk(address) for _ in range(8)],
        lambda it, n: it.books("ana", f"2026-01-{12 + n % 4}T{10 + n // 4 * 2}:00"),
    )

    assert sorted(done) == ["apt-1", "apt-2", "apt-3", *["nothing_to_redeem"] * 5]


def test_what_is_shared_never_gives_more_than_it_has_whoever_asks(address: str) -> None:
    family = _family(address, members=4)

    done = at_once(
        [Desk(address, catalogue=SHARED) for _ in range(8)],
        lambda it, n: _visit(it, family[n % 4 + 1], f"2026-01-12T{10 + n // 4 * 2}:00", by=n % 4),
    )

    assert sorted(done) == ["apt-1", "apt-2", "apt-3", *["nothing_to_redeem"] * 5]
    back = at_once(
        [Desk(address, catalogue=SHARED) for _ in range(3)],
        lambda it, n: it.engine.execute(CancelAppointment(appointment=f"apt-{n + 1}")).purchases[0].id,
    )
    assert back == ["pur-1"] * 3


def test_a_visit_of_a_member_is_changed_while_nobody_changes_what_pays(address: str) -> None:
    owner, member = _family(address, members=1)
    _visit(Desk(address, catalogue=SHARED), member, "2026-01-12T10:00", by=0)
    with Desk(address).ledger.writing(Scope(things=("apt-1",))) as books:
        assert books.head() is not None
        busy = Desk(address, wait=0.2, catalogue=SHARED)
        with pytest.raises(LedgerLockedError):
            _visit(busy, owner, "2026-01-13T10:00", by=1)


def test_what_else_pays_for_the_visits_of_a_purchase_is_changed_only_once_that_was_ended(
    address: str,
) -> None:
    _, member = _family(address, members=1, package="shared-hours")
    desk = Desk(address, catalogue=SHARED)
    own = desk.sells("shared-hours", member)
    for day in (12, 13):
        _visit(desk, member, f"2026-01-{day}T10:00", by=0)
    desk.engine.execute(UnsharePurchase(purchase="pur-1", members=(member,)))
    with desk.ledger.writing(Scope(things=("pur-1",))) as books:
        visit = books.thing(AppointmentId("apt-2"))
        assert visit is not None
        assert [each.purchase for each in visit.allocation] == [own, "pur-1"]
        with pytest.raises(LedgerLockedError):
            adding = AdjustUnits(purchase=own, units=50, reason="gift")
            Desk(address, wait=0.2, catalogue=SHARED).engine.execute(adding)


def test_a_visit_that_is_to_be_redeemed_waits_for_whose_purchase_may_pay(address: str) -> None:
    owner, member = _family(address, members=1)
    desk = Desk(address, catalogue=SHARED)
    wanted = VisitWanted(service="facial", at=datetime(2026, 1, 12, 10), employee="other-0")
    desk.engine.execute(BookAppointment(client=member, wanted=wanted, without_package=True))
    with desk.ledger.writing(Scope(things=("apt-1",))) as books:
        assert books.head() is not None
        with pytest.raises(LedgerLockedError):
            _visit(Desk(address, wait=0.2, catalogue=SHARED), owner, "2026-01-13T10:00", by=1)


def test_those_who_share_with_each_other_do_not_wait_in_a_circle(address: str, desk: Desk) -> None:
    first, second = _family(address, members=1)
    desk = Desk(address, catalogue=SHARED)
    desk.engine.execute(SharePurchase(purchase=desk.sells("shared-3", second), members=(first,)))

    def come_and_go(it: Desk, n: int) -> int:
        for day in range(12, 15):
            visit = _visit(it, (first, second)[n % 2], f"2026-01-{day}T{9 + n:02}:00", by=n)
            it.engine.execute(CancelAppointment(appointment=visit))
        return n

    assert at_once([Desk(address, catalogue=SHARED) for _ in range(4)], come_and_go) == list(range(4))


def test_two_clients_are_merged_while_nobody_changes_what_they_pay_for_others(address: str) -> None:
    desk = Desk(address)
    for each in ("bo", "kim"):
        desk.clients.add(new_client(each))
    desk.engine.execute(PurchasePackage(client="bo", package="glow-10", method="card"))
    gift = PurchasePackage(client="ana", package="glow-10", method="card", payer="bo", new_client=True)
    desk.engine.execute(gift)
    merge = MergeClients(kept="kim", merged="bo", confirmed=True)
    with Desk(address).ledger.writing(Scope(things=("pur-2",))) as books:
        assert books.head() is not None
        with pytest.raises(LedgerLockedError):
            Desk(address, wait=0.2).engine.execute(merge)

    assert [each.id for each in desk.engine.execute(merge).purchases] == ["pur-1", "pur-2"]


def _visit(it: Desk, client: str, at: str, *, by: int) -> str:
    """Book a facial with one of the four."""
    wanted = VisitWanted(service="facial", at=datetime.fromisoformat(at), employee=f"other-{by}")
    return it.engine.execute(BookAppointment(client=client, wanted=wanted)).appointments[0].id


def _family(address: str, members: int, package: str = "shared-3") -> list[str]:
    """Sell facials to somebody who shares them with others, and return their names."""
    desk = Desk(address, catalogue=SHARED)
    others = tuple(f"member{n}" for n in range(members))
    for each in others:
        desk.clients.add(new_client(each))
    desk.engine.execute(SharePurchase(purchase=desk.sells(package, "owner"), members=others))
    desk.close()
    return ["owner", *others]


def test_of_many_who_want_the_last_one_on_sale_exactly_one_gets_it(address: str) -> None:
    last = package("last", inclusion("facial", 3), on_sale=OnSale(sales=1))
    catalogue = replace(LUMEN, packages={**LUMEN.packages, last.id: last})

    desks = [Desk(address, catalogue=catalogue) for _ in range(6)]
    done = at_once(desks, lambda it, n: it.sells("last", f"client{n}"))

    assert Counter(done) == {"pur-1": 1, "package_not_sold": 5}


def test_a_client_first_named_at_many_desks_is_one_client(address: str, desk: Desk) -> None:
    done = at_once([Desk(address) for _ in range(6)], lambda it, _: it.sells("glow-10", "ana"))

    ana = desk.clients.find("ana")
    assert ana is not None
    assert sorted(done) == [f"pur-{n}" for n in range(1, 7)]
    with desk.ledger.reading() as books:
        assert len(books.purchases_of(ana.key)) == 6


def test_what_desks_answer_is_what_is_recorded_whoever_came_between(address: str, desk: Desk) -> None:
    for n in range(8):
        desk.sells("glow-10", f"client{n}")

    def several(it: Desk, n: int) -> list[tuple[str, str]]:
        days = (f"{day}T{9 + n:02}:00" for day in ("2026-01-13", "2026-01-20", "2026-01-27", "2026-02-03"))
        return [(it.books(f"client{n}", day), day) for day in days]

    done = at_once([Desk(address) for _ in range(8)], several)

    promised = {visit: day for each in done if isinstance(each, list) for visit, day in each}
    with desk.ledger.reading() as books:
        visits = {each.id: each for each in books.appointments(AppointmentFilter(), desk.now)}
    assert len(promised) == len(visits)
    for visit, day in promised.items():
        starts_at = visits[AppointmentId(visit)].visit.starts_at
        assert starts_at == datetime.fromisoformat(f"{day}:00+01:00")


def test_nobody_waits_in_a_circle(address: str, desk: Desk) -> None:
    pairs = [("ana", "eve"), ("eve", "ana")] * 4
    purchases = {client: desk.sells("glow-10", client) for client in ("ana", "eve")}

    def give(it: Desk, n: int) -> int:
        giver, receiver = pairs[n]
        for _ in range(3):
            request = TransferUnits(purchase=purchases[giver], to=receiver, units=1, reason="a gift")
            try:
                it.engine.execute(request)
            except NotEnoughUnitsError:
                break
        return n

    assert at_once([Desk(address) for _ in pairs], give) == list(range(8))


def test_each_purchase_lapses_once_however_many_machines_expire(address: str, desk: Desk) -> None:
    for n in range(30):
        desk.sells("glow-10", f"client{n}")
    late = [Desk(address, now="2027-01-05T09:00") for _ in range(4)]

    done = at_once(late, lambda it, _: expire(it.engine).expired)

    assert sum(int(each) for each in done) == 30
    with desk.ledger.reading() as books:
        lapsed = Counter(each.lapsed for each in books.purchases(PurchaseFilter(), late[0].now))
    assert lapsed == {10: 30}


def test_random_trade_at_many_desks_leaves_a_whole_chain_and_true_tables(
    address: str, desk: Desk, tmp_path: Path
) -> None:
    clients = [f"client{n}" for n in range(4)]
    for client in clients:
        desk.sells("glow-10", client)

    def trade(it: Desk, n: int) -> int:
        dice = Random(n)
        mine: list[str] = []
        for _ in range(12):
            try:
                if mine and dice.random() < 0.4:
                    it.engine.execute(CancelAppointment(appointment=mine.pop()))
                else:
                    day, hour = dice.randint(12, 16), dice.randint(9, 12)
                    mine.append(it.books(dice.choice(clients), f"2026-01-{day}T{hour:02}:00"))
            except (EmployeeNotAvailableError, AlreadyBookedError, NothingToRedeemError):
                continue
        return n

    assert at_once([Desk(address) for _ in range(8)], trade) == list(range(8))

    with desk.database.questions() as statements:
        lines = [bytes(line) for (line,) in statements.execute("SELECT line FROM entries ORDER BY seq")]
    copy = tmp_path / "ledger.jsonl"
    copy.write_bytes(b"".join(lines))
    assert JsonlCare(copy).verify().damages == ()
