"""R-11: movements are valued so that they always add up, in whatever order units come and go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules import rule
from tests.stores.samples import moment, sold
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.events.paying import PaymentReceived
from trafftpkg.domain.ids import AppointmentId, EmployeeId, LocationId, PurchaseId, ServiceId
from trafftpkg.domain.lives import foreseen, movements_of, parting
from trafftpkg.domain.movements import (
    ADDING,
    TAKING,
    Movement,
    earned_between,
    money_of,
    smallest,
    tax_ahead_by,
)
from trafftpkg.domain.positions import Position, position_of
from trafftpkg.domain.purchase import Hold, Purchase
from trafftpkg.domain.taxes import Split
from trafftpkg.domain.terms import TaxPoint

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=400)

near = st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
holds = st.lists(
    st.builds(
        Hold,
        appointment=st.just(AppointmentId("apt-1")),
        service=st.sampled_from([ServiceId("facial"), ServiceId("yoga")]),
        employee=st.sampled_from([EmployeeId("ines"), EmployeeId("rui")]),
        location=st.just(LocationId("chiado")),
        units=st.integers(0, 3),
        starts_at=near,
        kept=st.booleans(),
    ).map(lambda hold: replace(hold, since=NOW - timedelta(hours=4)) if hold.kept else hold),
    max_size=4,
).map(tuple)
tax_points: st.SearchStrategy[TaxPoint] = st.sampled_from(get_args(TaxPoint))
prices = st.sampled_from(["0.00", "0.01", "99.99", "100.00", "480.00"]).map(Decimal)


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    """Return a purchase as any history may have left it: what went never exceeds what came."""
    granted, price = draw(st.integers(1, 12)), draw(prices)
    before = sold(1, granted=granted).after(PurchaseId("pur-1"), None, NOW)
    tax = draw(st.sampled_from(["0.00", "0.01", "8.33", "80.00"]).map(Decimal))
    terms = replace(before.terms, total=price, tax=min(tax, price), tax_point=draw(tax_points))
    return changed(draw, replace(before, value=price, terms=terms))


def changed(draw: st.DrawFn, purchase: Purchase) -> Purchase:
    """Return the same purchase after some other history."""
    found = replace(
        purchase,
        holds=draw(holds),
        adjusted=draw(st.integers(0, 2)),
        lapsed=draw(st.integers(0, 2)),
        refunded=draw(st.integers(0, 2)),
        sent=draw(st.integers(0, 2)),
        voided=draw(st.integers(0, 2)),
        expires_at=draw(st.none() | near),
        paid=draw(prices),
    )
    return sufficient(found)


def sufficient(purchase: Purchase) -> Purchase:
    """Return a purchase with so many units added by hand that no more went than came."""
    held = sum(hold.units for hold in purchase.holds)
    gone = held + purchase.lapsed + purchase.refunded + purchase.sent + purchase.voided - purchase.granted
    return replace(purchase, adjusted=max(purchase.adjusted, gone))


@st.composite
def two_states(draw: st.DrawFn) -> tuple[Purchase, Purchase]:
    """Return a purchase before and after any entry."""
    before = draw(purchases())
    if draw(st.booleans()):
        return before, changed(draw, before)
    # As most entries do: a visit more, or one less, and all others the very same.
    more, place = draw(holds), draw(st.integers(0, len(before.holds)))
    kept = (*before.holds[:place], *before.holds[place + 1 :], *more)
    return before, sufficient(replace(before, holds=kept, expires_at=draw(st.none() | near)))


def closing(purchase: Purchase, at: datetime) -> int:
    """Return what is owed to the client, net of taxes, less what the client owes."""
    return position_of(purchase, at).closing


def outstanding(purchase: Purchase, at: datetime) -> int:
    """Return the units that are still owed."""
    balance = balance_of(purchase, at)
    return balance.available + balance.booked


def units(movements: list[Movement]) -> int:
    """Return by how much movements add to the units that are owed."""
    taking = sum(each.units for each in movements if each.kind in ("redeemed", "lapsed"))
    return sum(each.units for each in movements if each.kind in ("sold", "adjusted")) - taking


def total(movements: list[Movement]) -> int:
    """Return by how much movements add to what is owed."""
    taken = sum(each.value for each in movements if each.kind in TAKING)
    return sum(each.value for each in movements if each.kind in ADDING) - taken


@given(purchases())
def test_what_time_alone_does_is_what_it_makes_of_the_balance(purchase: Purchase) -> None:
    coming = foreseen(purchase, NOW)

    for moment_ in [*(each.at for each in coming), LATER]:
        done = [each for each in coming if each.at <= moment_]
        assert closing(purchase, NOW) + total(done) == closing(purchase, moment_)
    assert [each.at for each in coming] == sorted(each.at for each in coming)
    assert all(each.at > NOW for each in coming)


@settings(max_examples=400)
@given(two_states())
def test_what_an_entry_does_is_the_difference_that_it_makes(states: tuple[Purchase, Purchase]) -> None:
    before, after = states

    moved = movements_of(before, after, NOW)

    assert outstanding(before, NOW) + units(moved) == outstanding(after, NOW)
    assert closing(before, NOW) + total(moved) == closing(after, NOW)
    assert total(movements_of(None, after, NOW)) == closing(after, NOW)


@settings(max_examples=400)
@given(purchases(), st.integers(0, 4))
def test_what_has_happened_is_what_was_foreseen_until_then(purchase: Purchase, hours: int) -> None:
    until = NOW + timedelta(hours=hours)

    done = foreseen(purchase, NOW, until)

    assert done + foreseen(purchase, until) == foreseen(purchase, NOW)


@settings(max_examples=400)
@given(two_states())
def test_until_two_states_part_they_move_alike(states: tuple[Purchase, Purchase]) -> None:
    before, after = states

    parts = parting(before, after, NOW)

    if parts is None:
        assert foreseen(before, NOW) == foreseen(after, NOW)
    elif parts > NOW:
        assert foreseen(before, NOW, parts) == foreseen(after, NOW, parts)
    if parts != NOW:
        assert movements_of(before, after, NOW) == []


def test_of_one_moment_the_visit_comes_before_the_lapse() -> None:
    ends = moment("2026-03-02T00:00")
    hold = Hold(
        appointment=AppointmentId("apt-1"),
        service=ServiceId("facial"),
        employee=EmployeeId("ines"),
        location=LocationId("chiado"),
        units=1,
        starts_at=ends,
    )
    bought = sold(1, expires_at="2026-03-02T00:00").after(PurchaseId("pur-1"), None, NOW)

    coming = foreseen(replace(bought, holds=(hold,), paid=bought.value), NOW)

    assert [(each.kind, each.units, each.value) for each in coming] == [
        ("redeemed", 1, 4_000),
        ("lapsed", 9, 36_000),
        ("taxed", 0, -36_000),
    ]


def test_a_payment_is_received_without_its_tax_and_its_tax_falls_due() -> None:
    bought = sold(1).after(PurchaseId("pur-1"), None, NOW)
    bought = replace(bought, terms=replace(bought.terms, total=bought.value, tax=Decimal("80.00"), taxes=()))

    paid = PaymentReceived(
        purchase=bought.id, appointment=None, amount=Decimal("60.00"), method="card", reference=None
    ).after(bought.id, bought, NOW)

    received, taxed = movements_of(bought, paid, NOW)
    assert (received.kind, received.part, received.value, received.gross) == (
        "received",
        "card",
        5_000,
        6_000,
    )
    assert (taxed.kind, taxed.value, taxed.gross) == ("taxed", 5_000, 6_000)


@given(st.integers(0, 10**9), st.sampled_from(["EUR", "JPY", "BHD"]))
def test_the_smallest_unit_is_exact(amount: int, currency: str) -> None:
    assert smallest(money_of(amount, currency), currency) == amount


@rule("R-11.11")
@given(two_states())
def test_each_tax_that_came_in_is_due_or_ahead_or_was_released(states: tuple[Purchase, Purchase]) -> None:
    before, after = states
    first, now, later = (
        position_of(each, at).tax_ahead for each, at in ((before, NOW), (after, NOW), (after, LATER))
    )

    assert sum(map(tax_ahead_by, movements_of(before, after, NOW))) == now - first
    assert sum(map(tax_ahead_by, foreseen(after, NOW))) == later - now


def test_what_is_all_tax_is_told_as_what_it_is() -> None:
    split = Split(total=1, taxes=(("vat 20", 1),))
    lapsed, used = Position(split, paid=1, lapsed=1), Position(split, spent=1)

    assert ("lapsed", 0, 1) in told(earned_between(Position(split, paid=1), lapsed, {}, NOW))
    assert ("receivable", 0, 1) in told(earned_between(Position(split), used, {}, NOW))


def told(movements: list[Movement]) -> list[tuple[str, int, int]]:
    return [(each.kind, each.value, each.gross) for each in movements]
