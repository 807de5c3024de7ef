"""R-1: what holds for every request and every entry."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.lumen import inclusion, package
from tests.memory_ledger import MemoryBooks, MemoryLedger
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.events.ledger import ClockGiven
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.expiry import expire
from trafftpkg.engine.questions.history import ReadHistory
from trafftpkg.engine.requests.adjust import AdjustUnits
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.cancel import CancelAppointment
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.extend import ExtendPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase, UnfreezePurchase
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.refund import RefundPurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.transfer import TransferUnits

GLOW = PurchasePackage(client="ana", package="glow-10", method="card")


@rule("R-1.1", "R-1.3")
def test_one_request_is_one_entry_whatever_it_touches(business: Story) -> None:
    business.sells("starter", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    (entry,) = _entries(business)

    assert (entry.seq, entry.request, entry.by) == (1, "purchase", "desk")
    names = [type(event).__name__ for event in entry.events]
    assert names == ["PackagePurchased", "PaymentReceived", "AppointmentBooked", "AppointmentBooked"]


@rule("R-1.3", "R-1.2")
def test_a_sale_whose_second_visit_is_not_possible_is_none_at_all(business: Story) -> None:
    with business.refuses("employee_not_available"):
        business.sells("starter", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-12T10:30"))

    assert business.purchases_of("ana") == []


@rule("R-1.4")
def test_a_request_with_the_same_key_is_recorded_once(business: Story) -> None:
    business.knows("ana")
    first = business.does(GLOW, key="order-7")

    again = business.does(GLOW, key="order-7", on="2026-01-05T10:30")

    assert (again.replayed, again.dry_run) == (True, False)
    assert not first.replayed
    assert (again.entry, again.purchases, again.payments) == (first.entry, first.purchases, first.payments)
    assert business.recorded() == 1


@rule("R-1.4")
def test_a_repeated_booking_answers_with_its_visits(business: Story) -> None:
    business.sells("glow-10", to="ana")
    first = business.booking("facial", for_="ana", at="2026-01-12T10:00", key="web-1")
    business.cancels("apt-1")

    again = business.booking("facial", for_="ana", at="2026-01-12T10:00", key="web-1")

    assert (again.appointments, again.purchases) == (first.appointments, first.purchases)


@rule("R-1.4")
def test_a_repeated_answer_is_the_one_of_then(business: Story) -> None:
    business.knows("ana")
    first = business.does(GLOW, key="order-7")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    business.voids("pur-1", cancel_appointments=True)

    again = business.does(GLOW, key="order-7", on="2026-08-05")

    assert again.purchases == first.purchases
    assert again.view == first.view


@rule("R-1.4")
def test_a_key_is_looked_up_before_any_rule(business: Story) -> None:
    business.knows("ana")
    business.does(GLOW, key="order-7")
    business.catalogue = replace(business.catalogue, packages={})

    assert business.does(GLOW, key="order-7").replayed


@rule("R-1.4")
@pytest.mark.parametrize(
    "other",
    [
        replace(GLOW, package="facial-3"),
        replace(GLOW, pay="deposit"),
        replace(GLOW, client="eve"),
        replace(GLOW, reference="ch_1"),
        BookAppointment(client="ana", wanted=VisitWanted(service="facial", at=datetime(2026, 1, 12, 10))),
    ],
)
def test_the_same_key_with_another_request_is_refused(business: Story, other: Request) -> None:
    business.knows("ana", "eve")
    business.does(GLOW, key="order-7")

    with business.refuses("idempotency_conflict") as refusal:
        business.does(other, key="order-7")

    assert (refusal.error.seq, refusal.error.request) == (1, "purchase")


@rule("R-1.4")
def test_a_client_typed_another_way_makes_no_other_request(business: Story) -> None:
    business.clients.add(Client(key=ClientKey("c-1"), handle="ana", email="ana@example.com"))
    business.does(GLOW, key="order-7")

    assert business.does(replace(GLOW, client="ana@example.com"), key="order-7").replayed


@rule("R-1.4")
def test_a_sale_to_a_new_client_can_be_repeated(business: Story) -> None:
    sale = replace(GLOW, new_client=True)
    business.does(sale, key="order-7")

    assert business.does(sale, key="order-7").replayed
    assert [each.handle for each in business.clients.clients()] == ["ana"]


@rule("R-1.4")
def test_a_key_of_a_client_who_was_erased_is_taken(business: Story) -> None:
    business.knows("ana")
    business.does(GLOW, key="order-7")
    business.clients.erase(business.key_of("ana"), [1])

    with business.refuses("idempotency_conflict"):
        business.does(GLOW, key="order-7")


@rule("R-1.4")
def test_a_refused_request_does_not_use_up_its_key(business: Story) -> None:
    business.knows("ana")
    with business.refuses("unknown_package"):
        business.does(replace(GLOW, package="no-such"), key="order-7")

    assert not business.does(GLOW, key="order-7").replayed


@rule("R-1.2")
@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (replace(GLOW, client="anna"), "unknown_client"),
        (replace(GLOW, package="glow"), "unknown_package"),
        (CancelAppointment(appointment="apt-9"), "unknown_appointment"),
        (CancelAppointment(appointment="pur-1"), "unknown_appointment"),
        (ReceivePayment(thing="pur-9", amount=None, method="card"), "unknown_purchase"),
        (ReceivePayment(thing="apt-9", amount=None, method="card"), "unknown_appointment"),
        (VoidPurchase(purchase="pur-01", reason="no"), "unknown_purchase"),
    ],
)
def test_what_nobody_knows_is_refused(business: Story, request_: Request, code: str) -> None:
    business.sells("glow-10", to="ana")

    with business.refuses(code):
        business.does(request_)


@rule("R-1.6")
def test_the_entries_alone_give_everything_as_it_is(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00",))
    business.freezes(sold, from_="2026-02-01", until="2026-02-03")
    business.transfers(2, of=sold, to="eve")
    business.cancels("apt-1", on="2026-01-12T09:00")
    business.expires(on="2027-01-01")
    held = business.ledger
    assert isinstance(held, MemoryLedger)

    again = MemoryBooks(held.books.header(), held.entries)

    for client in ("ana", "eve"):
        key = business.key_of(client)
        assert again.purchases_of(key) == held.books.purchases_of(key)


@rule("R-1.7")
@pytest.mark.parametrize(("on", "lifted"), [("2026-01-05T09:55", True), ("2026-01-05T09:54:59", False)])
def test_a_clock_up_to_five_minutes_behind_is_lifted(business: Story, on: str, lifted: bool) -> None:
    business.sells("glow-10", to="ana", on="2026-01-05T10:00")

    if lifted:
        business.sells("glow-10", to="ana", on=on)
        assert [f"{each.at:%H:%M}" for each in _entries(business)] == ["09:00", "09:00"]
    else:
        business.now = on
        with business.refuses("clock_behind"):
            business.sells("glow-10", to="ana")


@rule("R-1.7")
def test_a_clock_given_by_hand_is_recorded_as_such(business: Story) -> None:
    business.knows("ana")
    engine = Engine(
        ledger=business.ledger,
        catalogue=lambda: business.catalogue,
        clients=business.clients,
        clock=lambda: datetime(2026, 1, 5, 9, tzinfo=UTC),
        clock_given=True,
        actor="desk",
    )

    engine.execute(GLOW)

    assert isinstance(_entries(business)[0].events[-1], ClockGiven)


def _engine_at(business: Story, given: str, machine: str, *, allow_future: bool = False) -> Engine:
    """An engine at a moment that was given, on a machine with a clock of its own; both UTC."""
    given_at, machine_at = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (given, machine))
    return Engine(
        ledger=business.ledger,
        catalogue=lambda: business.catalogue,
        clients=business.clients,
        clock=lambda: given_at,
        clock_given=True,
        actor="desk",
        machine_clock=lambda: machine_at,
        allow_future=allow_future,
    )


@rule("R-1.13")
@pytest.mark.parametrize(("given", "taken"), [("2026-01-05T09:05", True), ("2026-01-05T09:05:01", False)])
def test_a_moment_is_recorded_up_to_five_minutes_ahead_of_the_machines_clock(
    business: Story, given: str, taken: bool
) -> None:
    business.knows("ana")
    engine = _engine_at(business, given, machine="2026-01-05T09:00")

    if taken:
        assert engine.execute(GLOW).entry is not None
    else:
        with business.refuses("moment_in_the_future"):
            engine.execute(GLOW)
        assert not _entries(business)


@rule("R-1.13")
def test_a_moment_ahead_that_is_meant_is_recorded(business: Story) -> None:
    business.knows("ana")

    outcome = _engine_at(business, "2031-01-05T09:00", "2026-01-05T09:00", allow_future=True).execute(GLOW)

    assert outcome.entry is not None


@rule("R-1.13")
def test_a_dry_run_and_what_is_recorded_already_are_only_questions(business: Story) -> None:
    business.knows("ana")
    _engine_at(business, "2026-01-05T09:00", "2026-01-05T09:00").execute(GLOW, key="sale")
    ahead = _engine_at(business, "2031-01-05T09:00", "2026-01-05T09:00")

    assert ahead.execute(GLOW, dry_run=True).dry_run
    assert ahead.execute(GLOW, key="sale").replayed


@rule("R-1.13")
def test_the_night_is_not_run_ahead_of_the_machines_clock(business: Story) -> None:
    business.sells("glow-10", to="ana", on="2026-01-05T10:00")
    ahead = _engine_at(business, "2031-01-05T09:00", "2026-01-05T09:00")

    foreseen = expire(ahead, dry_run=True)
    with business.refuses("moment_in_the_future"):
        expire(ahead)

    assert foreseen.expired == 1
    assert len(_entries(business)) == 1


@rule("R-1.7")
@pytest.mark.parametrize(("machine", "first"), [("2026-01-05T09:00", 2), ("2031-01-05T09:00", None)])
def test_a_clock_behind_names_the_first_entry_that_is_ahead_of_the_machines(
    business: Story, machine: str, first: int | None
) -> None:
    business.knows("ana")
    for each in ("2026-01-05T09:00", "2031-01-05T08:59", "2031-01-05T09:00"):
        _engine_at(business, each, each).execute(GLOW)

    with business.refuses("clock_behind") as refusal:
        _engine_at(business, "2026-01-05T09:00", machine).execute(GLOW)

    assert refusal.error.future_from == first


@rule("R-1.8")
def test_a_dry_run_says_what_would_happen_and_writes_nothing(business: Story) -> None:
    business.knows("ana")

    foreseen = business.does(GLOW, dry_run=True)

    assert (foreseen.entry, foreseen.dry_run, business.recorded()) == (None, True, 0)
    assert foreseen.purchases == business.does(GLOW).purchases


@rule("R-1.8")
def test_a_dry_run_of_a_sale_to_a_new_client_adds_nobody(business: Story) -> None:
    foreseen = business.does(replace(GLOW, new_client=True), dry_run=True)

    assert [each.handle for each in foreseen.view.clients.values()] == ["ana"]
    assert business.clients.clients() == []


@rule("R-1.8")
def test_a_dry_run_is_refused_like_the_request_itself(business: Story) -> None:
    with business.refuses("nothing_to_redeem"):
        business.booking("facial", for_="ana", at="2026-01-12T10:00", dry_run=True)


@rule("R-1.9")
@pytest.mark.parametrize(
    "request_",
    [
        FreezePurchase(purchase="pur-1", first=datetime(2026, 2, 10).date()),
        ExtendPurchase(purchase="pur-1", until=datetime(2026, 12, 31).date()),
        TransferUnits(purchase="pur-1", to="eve", units=1),
        RefundPurchase(purchase="pur-1", cancel_appointments=True),
        VoidPurchase(purchase="pur-1", cancel_appointments=True, keep_money=True),
        AdjustUnits(purchase="pur-1", units=1),
        CancelAppointment(appointment="apt-1", verdict="keep"),
        RescheduleAppointment(appointment="apt-1", at=datetime(2026, 1, 14, 10), overrides=("hours",)),
        replace(GLOW, overrides=("limit",)),
    ],
    ids=lambda request: type(request).__name__,
)
def test_some_things_are_only_done_for_a_reason(business: Story, request_: Any) -> None:
    business.knows("eve")
    business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))

    with business.refuses("reason_required"):
        business.does(request_)
    with business.refuses("reason_required"):
        business.does(replace(request_, reason=" \n"))
    business.does(replace(request_, reason="well meant"))


@rule("R-1.9")
def test_unfreezing_and_cancelling_by_the_policy_need_no_reason(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))
    business.freezes(sold, from_="2026-02-10", until="2026-02-20")

    business.does(UnfreezePurchase(purchase=sold))
    business.does(CancelAppointment(appointment="apt-1"))

    assert business.recorded() == 4


@rule("R-1.10")
def test_nothing_that_people_typed_about_a_client_is_in_the_ledger(business: Story) -> None:
    business.clients.add(
        Client(
            key=ClientKey("c-1"),
            handle="ana-ilic",
            name="Ana Ilić",
            email="ana@example.com",
            phone="0641112222",
        )
    )
    sold = business.sells("glow-10", to="ana-ilic")
    business.does(VoidPurchase(purchase=sold, keep_money=True, reason="pregnant"))

    ledger = repr(_entries(business))

    assert "c-1" in ledger
    assert not [each for each in ("ana-ilic", "Ilić", "example.com", "064111", "pregnant") if each in ledger]


@rule("R-1.10")
def test_the_history_says_the_reason_that_was_given(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    business.does(VoidPurchase(purchase=sold, keep_money=True, reason="sold twice"))

    rows = business.engine.ask(ReadHistory(thing=sold)).rows

    assert [each.reason for each in rows] == [None, "sold twice"]
    assert [each.balance.voided for each in rows if each.balance] == [0, 10]


@rule("R-1.10")
def test_a_text_that_is_not_the_entry_s_own_is_not_told_as_its_reason(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    business.does(VoidPurchase(purchase=sold, keep_money=True, reason="sold twice"))
    business.clients.keep_text(2, "left by an attempt that was not recorded", "salt")

    assert [each.reason for each in business.engine.ask(ReadHistory(thing=sold)).rows] == [None, None]


@rule("R-1.5")
def test_the_terms_of_a_sale_do_not_follow_the_catalogue(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")
    before = business.purchase(sold)
    business.offers(package("glow-10", inclusion("yoga", 1), price="999.00", name="Other"))
    business.cancellation(forgiven=99)

    business.adjusts(sold, 1)

    assert business.purchase(sold).terms == before.terms


def test_a_request_that_is_refused_after_it_began_to_decide_leaves_no_client_behind(business: Story) -> None:
    sale = replace(GLOW, new_client=True, package="retired")
    with pytest.raises(TrafftpkgError):
        business.does(sale)

    assert business.clients.clients() == []


@rule("R-1.21")
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_newcomer_with_the_handle_of_another_is_not_taken_for_them(
    business: Story, *, dry_run: bool
) -> None:
    business.knows("ana")

    with business.refuses("client_exists") as refusal:
        business.engine.execute(GLOW, dry_run=dry_run, newcomer=new_client("ana", email="b@example.com"))

    assert (refusal.error.what, refusal.error.handle) == ("handle", "ana")


@rule("R-1.4", "R-1.21")
def test_a_newcomer_whom_a_failed_attempt_has_added_already_is_that_client(business: Story) -> None:
    business.clients.add(new_client("ana", email="ana@example.com"))

    sold = business.engine.execute(GLOW, newcomer=new_client("ana", email="ana@example.com"))

    (ana,) = business.clients.clients()
    assert [each.client for each in sold.purchases] == [ana.key]


def _entries(business: Story) -> Any:
    assert isinstance(business.ledger, MemoryLedger)
    return business.ledger.entries
