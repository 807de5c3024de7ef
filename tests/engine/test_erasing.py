"""Erasing a client: refused while it loses something, and done again without harm."""

from decimal import Decimal

import pytest

from tests.memory_client_book import MemoryClientBook
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.erasing import erase_client, foreseen_erasure
from trafftpkg.engine.requests.pay import ReceivePayment


@pytest.fixture
def holding_ten(business: Story) -> Story:
    business.sells("glow-10", to="ana", on="2026-01-05")
    return business


@rule("R-1.12")
def test_units_left_refuse_it_and_are_named(holding_ten: Story) -> None:
    with holding_ten.refuses("confirmation_needed") as refusal:
        erase_client(holding_ten.engine, "ana", confirmed=False)

    (left,) = refusal.error.units
    assert (left.purchase, left.units, left.unit) == ("pur-1", 10, "session")
    assert (refusal.error.handle, refusal.error.appointments, refusal.error.due) == ("ana", (), ())
    assert holding_ten.clients.find("ana") is not None


@rule("R-1.12")
def test_the_units_of_a_visit_to_come_are_not_named_twice(holding_ten: Story) -> None:
    visit = holding_ten.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    with holding_ten.refuses("confirmation_needed") as refusal:
        erase_client(holding_ten.engine, "ana", confirmed=False)

    assert refusal.error.appointments == (visit,)
    assert [(each.purchase, each.units) for each in refusal.error.units] == [("pur-1", 9)]


@rule("R-1.12")
def test_visits_to_come_refuse_it_and_those_that_began_do_not(business: Story) -> None:
    business.knows("ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.does(ReceivePayment(thing=visit, amount=None, method="card"))

    with business.refuses("confirmation_needed") as refusal:
        erase_client(business.engine, "ana", confirmed=False)

    assert refusal.error.appointments == (visit,)
    assert not refusal.error.due
    business.now = "2026-01-20T10:00"
    assert erase_client(business.engine, "ana", confirmed=False).handle == "ana"


@rule("R-1.12")
def test_money_due_for_a_visit_refuses_it_also_after_it_took_place(business: Story) -> None:
    business.knows("ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.now = "2026-01-20T10:00"

    with business.refuses("confirmation_needed") as refusal:
        erase_client(business.engine, "ana", confirmed=False)

    assert [(each.thing, f"{each.amount:f}") for each in refusal.error.due] == [(visit, "60.00")]


@rule("R-1.12")
def test_money_to_be_paid_back_refuses_it(business: Story) -> None:
    business.knows("ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    business.does(ReceivePayment(thing=visit, amount=None, method="card"))
    business.cancels(visit)

    with business.refuses("confirmation_needed") as refusal:
        erase_client(business.engine, "ana", confirmed=False)

    assert (refusal.error.appointments, refusal.error.due) == ((), ())
    assert [(each.thing, f"{each.amount:f}") for each in refusal.error.owed] == [(visit, "60.00")]


@rule("R-1.12")
def test_what_an_unpaid_sale_that_ended_owes_back_refuses_it(business: Story) -> None:
    sale = business.sells("glow-10", to="ana", pay="none", on="2026-01-05")
    business.does(ReceivePayment(thing=sale, amount=Decimal("50.00"), method="card"))
    business.expires(on="2026-03-05")

    with business.refuses("confirmation_needed") as refusal:
        erase_client(business.engine, "ana", confirmed=False)

    assert (refusal.error.units, refusal.error.due) == ((), ())
    assert [each.thing for each in refusal.error.owed] == [sale]


@rule("R-1.12")
def test_a_dry_run_says_the_same_and_erases_nobody(holding_ten: Story) -> None:
    with holding_ten.refuses("confirmation_needed"):
        foreseen_erasure(holding_ten.engine, "ana", confirmed=False)

    assert foreseen_erasure(holding_ten.engine, "ana", confirmed=True).handle == "ana"
    assert holding_ten.clients.find("ana") is not None


@rule("R-1.12")
def test_who_was_erased_is_erased_again_by_the_key(holding_ten: Story) -> None:
    key = holding_ten.key_of("ana")
    erase_client(holding_ten.engine, "ana", confirmed=True)

    assert erase_client(holding_ten.engine, key, confirmed=False) == Client(key=key, handle=key)
    assert holding_ten.clients.erased([key]) == {key}


@rule("R-1.12")
def test_one_who_is_missing_from_the_client_book_is_erased_by_the_key(holding_ten: Story) -> None:
    key = holding_ten.key_of("ana")
    holding_ten.clients = MemoryClientBook()

    with holding_ten.refuses("confirmation_needed"):
        erase_client(holding_ten.engine, key, confirmed=False)
    erase_client(holding_ten.engine, key, confirmed=True)

    assert holding_ten.clients.erased([key]) == {key}


@rule("R-1.12")
def test_one_who_is_missing_and_has_only_a_visit_at_its_price_is_erased_by_the_key(business: Story) -> None:
    business.knows("ana")
    business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    key = business.key_of("ana")
    business.clients = MemoryClientBook()

    erase_client(business.engine, key, confirmed=True)

    assert business.clients.erased([key]) == {key}


@rule("R-1.12")
@pytest.mark.parametrize("typed", ["anna", "c0123456789abcdef01234567"])
def test_nobody_is_erased_by_a_name_or_key_that_nobody_has(holding_ten: Story, typed: str) -> None:
    with holding_ten.refuses("unknown_client"):
        erase_client(holding_ten.engine, typed, confirmed=True)

    assert holding_ten.clients.erased([ClientKey(typed)]) == set()
