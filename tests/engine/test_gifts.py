"""R-9.3: a gift keeps the last day that was promised with it, whatever becomes of the giver's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Validity

MONTHS = Validity(months=6)
YEAR_S_END = Validity(months=6, until=date(2026, 12, 31))


def _sold(business: Story, validity: Validity, **changes: Any) -> str:
    """Sell ana six facials that are valid from the first appointment."""
    terms = {"validity_from": "first-appointment", **changes}
    business.offers(package("first", inclusion("facial", 6), validity=validity, **terms))
    return business.sells("first", to="ana")


def _not_begun_with_a_fixed_end(business: Story) -> str:
    return _sold(business, YEAR_S_END)


def _frozen_before_it_began(business: Story) -> str:
    mine = _sold(business, YEAR_S_END)
    business.freezes(mine, from_="2026-01-10", until="2026-01-19")
    return mine


def _with_a_first_visit_to_come(business: Story) -> str:
    mine = _sold(business, MONTHS)
    business.books("facial", for_="ana", at="2026-03-10T10:00")
    return mine


def _frozen_before_a_first_visit_to_come(business: Story) -> str:
    mine = _sold(business, MONTHS)
    business.freezes(mine, from_="2026-02-01", until="2026-02-10")
    business.books("facial", for_="ana", at="2026-03-10T10:00")
    return mine


def _frozen_before_and_after_a_first_visit_to_come(business: Story) -> str:
    mine = _frozen_before_a_first_visit_to_come(business)
    business.freezes(mine, from_="2026-03-20", until="2026-03-29")
    return mine


def _begun_today(business: Story) -> str:
    mine = _sold(business, MONTHS)
    business.books("facial", for_="ana", at="2026-01-05T11:30")
    business.now = "2026-01-05T12:00"
    return mine


def _extended_before_it_began(business: Story) -> str:
    mine = _sold(business, MONTHS)
    business.extends(mine, until="2026-10-01")
    return mine


def _valid_from_the_purchase(business: Story) -> str:
    return _sold(business, MONTHS, validity_from="purchase")


GIVERS: dict[Callable[[Story], str], str] = {
    _not_begun_with_a_fixed_end: "2026-12-31",
    _frozen_before_it_began: "2027-01-10",
    _with_a_first_visit_to_come: "2026-09-10",
    _frozen_before_a_first_visit_to_come: "2026-09-10",
    _frozen_before_and_after_a_first_visit_to_come: "2026-09-20",
    _begun_today: "2026-07-05",
    _extended_before_it_began: "2026-10-01",
    _valid_from_the_purchase: "2026-07-05",
}


@pytest.fixture(params=GIVERS.items(), ids=lambda each: each[0].__name__.strip("_"))
def gift(request: pytest.FixtureRequest, business: Story) -> tuple[str, str, str]:
    """Two units given to ivo: whose they were, whose they are, and the last day promised."""
    begin, promised = request.param
    mine = begin(business)
    return mine, business.transfers(2, of=mine, to="ivo"), promised


@rule("R-9.3", "R-4.5")
def test_a_gift_has_the_giver_s_last_day(business: Story, gift: tuple[str, str, str]) -> None:
    mine, given, promised = gift

    assert (business.last_day(mine), business.last_day(given)) == (promised, promised)
    assert business.purchase(given).expires_at == business.purchase(mine).expires_at


@rule("R-9.3", "R-4.5")
@pytest.mark.parametrize("first", ["2026-01-22T10:00", "2026-05-20T10:00"])
def test_the_receiver_s_first_appointment_does_not_move_it(
    business: Story, gift: tuple[str, str, str], first: str
) -> None:
    _, given, promised = gift

    visit = business.makes_appointment("facial", for_="ivo", at=first)
    assert business.last_day(given) == promised
    business.moves(visit, to="2026-04-20T10:00")
    assert business.last_day(given) == promised
    business.cancels(visit)
    assert business.last_day(given) == promised


@rule("R-9.3", "R-4.5")
def test_the_giver_s_first_appointment_does_not_move_it(business: Story, gift: tuple[str, str, str]) -> None:
    mine, given, promised = gift

    business.books("facial", for_="ana", at="2026-01-21T10:00", payer=mine)

    assert business.last_day(given) == promised


@rule("R-9.3")
def test_giving_and_taking_back_gains_no_time(business: Story, gift: tuple[str, str, str]) -> None:
    _, given, promised = gift

    back = business.transfers(2, of=given, to="ana")
    business.books("facial", for_="ana", at="2026-06-20T10:00", payer=back)

    assert business.last_day(back) == promised


@rule("R-9.3", "R-4.6")
def test_a_day_that_the_receiver_freezes_moves_it_by_one(business: Story, gift: tuple[str, str, str]) -> None:
    _, given, promised = gift

    business.freezes(given, from_="2026-02-20", until="2026-02-24")
    moved = date.fromisoformat(promised).toordinal() + 5
    assert business.last_day(given) == date.fromordinal(moved).isoformat()
    business.unfreezes(given, day="2026-02-20")

    assert business.last_day(given) == promised


@rule("R-9.3", "R-4.7")
def test_a_gift_is_extended_from_the_day_that_was_promised(
    business: Story, gift: tuple[str, str, str]
) -> None:
    _, given, promised = gift

    business.extends(given, by=Length(count=3, unit="d"))

    moved = date.fromisoformat(promised).toordinal() + 3
    assert business.last_day(given) == date.fromordinal(moved).isoformat()


@rule("R-9.3", "R-4.6")
def test_a_gift_frozen_without_an_end_gets_the_giver_s_day_once_both_end_it(business: Story) -> None:
    mine = _sold(business, MONTHS)
    business.books("facial", for_="ana", at="2026-01-20T10:00")
    business.freezes(mine, from_="2026-02-01")
    given = business.transfers(2, of=mine, to="ivo")
    assert (business.last_day(mine), business.last_day(given)) == (None, None)
    business.books("facial", for_="ivo", at="2026-01-12T10:00")

    business.unfreezes(given, on="2026-02-11")
    business.unfreezes(mine)

    assert (business.last_day(mine), business.last_day(given)) == ("2026-07-30", "2026-07-30")


@rule("R-9.3", "R-4.5")
def test_a_gift_without_a_last_day_yet_starts_with_the_receiver_s_first_visit(business: Story) -> None:
    mine = _sold(business, MONTHS)
    given = business.transfers(2, of=mine, to="ivo")

    business.books("facial", for_="ana", at="2026-01-20T10:00")
    assert (business.last_day(mine), business.last_day(given)) == ("2026-07-20", None)
    business.books("facial", for_="ivo", at="2026-03-20T10:00")

    assert (business.last_day(mine), business.last_day(given)) == ("2026-07-20", "2026-09-20")
