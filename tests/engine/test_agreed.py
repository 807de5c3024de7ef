"""What is agreed with a client apart from what the catalogue declares: a price, a payer, a day to begin."""

from datetime import date
from decimal import Decimal

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.filters import PurchaseFilter
from trafftpkg.domain.terms import Deposit, Validity
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.purchase import PurchasePackage

MONTH = Validity(days=30)


@pytest.fixture
def four(business: Story) -> Story:
    """Sells four facials for 120.00, of which 20.00 are VAT, with a quarter to be paid at once."""
    business.offers(
        package(
            "four",
            inclusion("facial", 4),
            price="120.00",
            original=Decimal("160.00"),
            taxes=("vat",),
            deposit=Deposit(percent=Decimal(25), amount=None),
            validity=MONTH,
        )
    )
    return business


@rule("R-9.7")
def test_another_price_is_a_discount_off_the_declared_one(four: Story) -> None:
    sold = four.purchase(four.sells("four", to="ana", price="90.00"))

    terms = sold.terms
    assert (terms.price, terms.agreed) == (Decimal("120.00"), Decimal("90.00"))
    assert terms.original == Decimal("160.00")
    assert (terms.total, terms.tax, terms.discount) == (Decimal("90.00"), Decimal("15.00"), Decimal("30.00"))
    assert (terms.deposit, sold.value, sold.paid) == (Decimal("22.50"), Decimal("90.00"), Decimal("90.00"))


@rule("R-9.7")
def test_a_discount_off_a_price_with_taxes_on_top_is_one_with_those_taxes(four: Story) -> None:
    four.offers(package("city", inclusion("facial", 4), price="100.00", taxes=("city",)))

    terms = four.purchase(four.sells("city", to="ana", price="80.00")).terms

    assert (terms.agreed, terms.total, terms.tax) == (Decimal("80.00"), Decimal("84.00"), Decimal("4.00"))
    assert terms.discount == Decimal("21.00")


@rule("R-9.7")
def test_a_price_of_nothing_is_paid_at_once_and_can_be_redeemed(four: Story) -> None:
    mine = four.sells("four", to="ana", price="0", method=None)

    sold = four.purchase(mine)
    assert (sold.value, sold.pay_by, sold.payments) == (Decimal("0.00"), None, ())
    assert sold.terms.discount == Decimal("120.00")
    assert four.books("facial", for_="ana", at="2026-01-06T10:00") == mine


@rule("R-9.7")
def test_the_declared_price_is_no_other_price(four: Story) -> None:
    terms = four.purchase(four.sells("four", to="ana", price="120")).terms

    assert (terms.agreed, terms.discount) == (None, None)


@rule("R-7.2")
def test_a_deposit_that_is_an_amount_is_at_most_the_price_agreed(four: Story) -> None:
    deposit = Deposit(percent=None, amount=Decimal("50.00"))
    four.offers(package("fixed", inclusion("facial", 4), price="100.00", deposit=deposit))

    sold = four.purchase(four.sells("fixed", to="ana", price="30.00", pay="deposit"))

    assert (sold.terms.deposit, sold.paid) == (Decimal("30.00"), Decimal("30.00"))


@rule("R-9.7")
def test_another_price_needs_a_reason(four: Story) -> None:
    four.knows("ana")

    with four.refuses("reason_required"):
        four.does(PurchasePackage(client="ana", package="four", method="card", price=Decimal(90)))


@rule("R-9.7")
@pytest.mark.parametrize(
    ("price", "reason"),
    [("120.01", "above_declared"), ("-1", "below_least"), ("9.999", "less_than_smallest_unit")],
)
def test_a_price_that_cannot_be_meant_is_refused(four: Story, price: str, reason: str) -> None:
    with four.refuses("usage") as refusal:
        four.sells("four", to="ana", price=price)

    assert (refusal.error.field, refusal.error.reason) == ("price", reason)


@rule("R-9.8")
def test_the_payer_pays_and_the_client_has_the_units(four: Story) -> None:
    mine = four.sells("four", to="ana", payer="bo")

    sold = four.purchase(mine)
    assert (sold.client, sold.payer) == (four.key_of("ana"), four.key_of("bo"))
    assert four.books("facial", for_="ana", at="2026-01-06T10:00") == mine
    with four.refuses("nothing_to_redeem"):
        four.booking("facial", for_="bo", at="2026-01-06T12:00")


@rule("R-9.8")
def test_a_payer_who_is_the_client_is_none(four: Story) -> None:
    assert four.purchase(four.sells("four", to="ana", payer="ana")).payer is None


@rule("R-9.8")
def test_who_gives_units_away_stays_the_payer_of_what_was_paid(four: Story) -> None:
    mine = four.sells("four", to="ana", payer="bo")

    given = four.transfers(2, of=mine, to="ivo")
    back = four.transfers(1, of=given, to="bo")

    assert four.purchase(given).payer == four.key_of("bo")
    assert four.purchase(back).payer is None


@rule("R-9.7", "R-9.3")
def test_units_that_are_given_away_were_sold_with_no_discount(four: Story) -> None:
    terms = four.purchase(four.transfers(2, of=four.sells("four", to="ana", price="90.00"), to="ivo")).terms

    assert (terms.price, terms.total) == (Decimal("45.00"), Decimal("45.00"))
    assert (terms.agreed, terms.discount) == (None, None)


@rule("R-9.8")
def test_units_that_nobody_paid_for_have_no_payer(four: Story) -> None:
    mine = four.sells("four", to="ana", price="0", method=None)

    assert four.purchase(four.transfers(2, of=mine, to="ivo")).payer is None


@rule("R-9.8", "R-10.4")
def test_merging_moves_what_a_client_pays_for_as_well(four: Story) -> None:
    first, second = (
        four.sells("four", to="ana", payer="bo"),
        four.sells("four", to="kim", payer="bo"),
    )

    four.does(MergeClients(kept="kim", merged="bo", confirmed=True))

    assert four.purchase(first).payer == four.key_of("kim")
    assert four.purchase(second).payer is None
    with four.ledger.reading() as books:
        found = books.purchases(PurchaseFilter(payer=four.key_of("kim")), four.moment())
        assert [each.id for each in found] == [first]


@rule("R-4.10")
def test_the_length_counts_from_the_day_that_was_agreed(four: Story) -> None:
    mine = four.sells("four", to="ana", starts="2026-02-01")

    assert four.last_day(mine) == "2026-03-03"
    assert four.status(mine) == "active"


@rule("R-4.10")
def test_a_visit_before_the_first_day_is_refused_and_one_on_it_is_not(four: Story) -> None:
    mine = four.sells("four", to="ana", starts="2026-02-01")

    reason = four.explains("facial", for_="ana", at="2026-01-31T21:00")[mine]
    assert (reason.code, reason.words) == ("not_started", "starts 1 February 2026")
    assert four.books("facial", for_="ana", at="2026-02-01T07:00") == mine
    with four.refuses("purchase_cannot_pay"):
        four.moves("apt-1", to="2026-01-31T10:00")
    with four.refuses("purchase_cannot_pay"):
        four.sells("four", to="ana", starts="2026-02-01", book=("facial@2026-01-31T10:00",))


@rule("R-4.10", "R-4.5")
def test_a_package_valid_from_the_first_visit_starts_with_it_on_that_day_or_later(
    four: Story,
) -> None:
    four.offers(package("first", inclusion("facial", 4), validity=MONTH, validity_from="first-appointment"))
    mine = four.sells("first", to="ana", starts="2026-02-01")
    with four.refuses("nothing_to_redeem"):
        four.booking("facial", for_="ana", at="2026-01-31T10:00")

    four.books("facial", for_="ana", at="2026-02-10T10:00")

    assert four.last_day(mine) == "2026-03-12"


@rule("R-4.10")
def test_a_day_in_the_past_must_be_meant(four: Story) -> None:
    with four.refuses("in_the_past") as refusal:
        four.sells("four", to="ana", starts="2026-01-04")
    assert refusal.error.day == date(2026, 1, 4)

    mine = four.sells("four", to="ana", starts="2026-01-04", overrides=("past",))

    assert four.last_day(mine) == "2026-02-03"


@rule("R-4.10")
@pytest.mark.parametrize(
    ("starts", "reason"),
    [("2025-12-05", "never_valid"), ("2028-01-08", "too_far_ahead")],
)
def test_a_day_that_leaves_no_time_or_is_years_ahead_is_refused(
    four: Story, starts: str, reason: str
) -> None:
    with four.refuses("usage") as refusal:
        four.sells("four", to="ana", starts=starts, overrides=("past",))

    assert (refusal.error.field, refusal.error.reason) == ("starts", reason)


@rule("R-4.10")
def test_a_fixed_end_before_the_first_day_is_refused(four: Story) -> None:
    four.offers(package("old", inclusion("facial", 4), validity=Validity(until=date(2026, 1, 31))))

    with four.refuses("usage") as refusal:
        four.sells("old", to="ana", starts="2026-02-01")

    assert refusal.error.reason == "never_valid"


@rule("R-4.10", "R-4.6")
def test_days_frozen_before_the_first_day_move_nothing(four: Story) -> None:
    mine = four.sells("four", to="ana", starts="2026-02-01")

    four.freezes(mine, from_="2026-01-28", until="2026-02-03")

    assert four.last_day(mine) == "2026-03-06"


@rule("R-4.10", "R-4.7")
def test_an_extension_before_the_first_day_is_refused(four: Story) -> None:
    four.offers(package("first", inclusion("facial", 4), validity=MONTH, validity_from="first-appointment"))
    mine = four.sells("first", to="ana", starts="2026-02-01")

    with four.refuses("usage") as refusal:
        four.extends(mine, until="2026-01-31")

    assert (refusal.error.reason, refusal.error.limit) == ("before_start", date(2026, 2, 1))


@rule("R-4.10", "R-9.3")
def test_units_that_are_given_away_start_on_the_same_day(four: Story) -> None:
    given = four.transfers(2, of=four.sells("four", to="ana", starts="2026-02-01"), to="ivo")

    assert four.explains("facial", for_="ivo", at="2026-01-31T10:00")[given].code == "not_started"
    assert four.last_day(given) == "2026-03-03"
