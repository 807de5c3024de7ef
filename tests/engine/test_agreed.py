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
def business(business: Story) -> Story:
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
def test_another_price_is_a_discount_off_the_declared_one(business: Story) -> None:
    sold = business.purchase(business.sells("four", to="ana", price="90.00"))

    terms = sold.terms
    assert (terms.price, terms.agreed) == (Decimal("120.00"), Decimal("90.00"))
    assert terms.original == Decimal("160.00")
    assert (terms.total, terms.tax, terms.discount) == (Decimal("90.00"), Decimal("15.00"), Decimal("30.00"))
    assert (terms.deposit, sold.value, sold.paid) == (Decimal("22.50"), Decimal("90.00"), Decimal("90.00"))


@rule("R-9.7")
def test_a_discount_off_a_price_with_taxes_on_top_is_one_with_those_taxes(business: Story) -> None:
    business.offers(package("city", inclusion("facial", 4), price="100.00", taxes=("city",)))

    terms = business.purchase(business.sells("city", to="ana", price="80.00")).terms

    assert (terms.agreed, terms.total, terms.tax) == (Decimal("80.00"), Decimal("84.00"), Decimal("4.00"))
    assert terms.discount == Decimal("21.00")


@rule("R-9.7")
def test_a_price_of_nothing_is_paid_at_once_and_can_be_redeemed(business: Story) -> None:
    mine = business.sells("four", to="ana", price="0", method=None)

    sold = business.purchase(mine)
    assert (sold.value, sold.pay_by, sold.payments) == (Decimal("0.00"), None, ())
    assert sold.terms.discount == Decimal("120.00")
    assert business.books("facial", for_="ana", at="2026-01-06T10:00") == mine


@rule("R-9.7")
def test_the_declared_price_is_no_other_price(business: Story) -> None:
    terms = business.purchase(business.sells("four", to="ana", price="120")).terms

    assert (terms.agreed, terms.discount) == (None, None)


@rule("R-7.2")
def test_a_deposit_that_is_an_amount_is_at_most_the_price_agreed(business: Story) -> None:
    deposit = Deposit(percent=None, amount=Decimal("50.00"))
    business.offers(package("fixed", inclusion("facial", 4), price="100.00", deposit=deposit))

    sold = business.purchase(business.sells("fixed", to="ana", price="30.00", pay="deposit"))

    assert (sold.terms.deposit, sold.paid) == (Decimal("30.00"), Decimal("30.00"))


@rule("R-9.7")
def test_another_price_needs_a_reason(business: Story) -> None:
    business.knows("ana")

    with business.refuses("reason_required"):
        business.does(PurchasePackage(client="ana", package="four", method="card", price=Decimal(90)))


@rule("R-9.7")
@pytest.mark.parametrize(
    ("price", "reason"),
    [("120.01", "above_declared"), ("-1", "below_least"), ("9.999", "less_than_smallest_unit")],
)
def test_a_price_that_cannot_be_meant_is_refused(business: Story, price: str, reason: str) -> None:
    with business.refuses("usage") as refusal:
        business.sells("four", to="ana", price=price)

    assert (refusal.error.field, refusal.error.reason) == ("price", reason)


@rule("R-9.8")
def test_the_payer_pays_and_the_client_has_the_units(business: Story) -> None:
    mine = business.sells("four", to="ana", payer="bo")

    sold = business.purchase(mine)
    assert (sold.client, sold.payer) == (business.key_of("ana"), business.key_of("bo"))
    assert business.books("facial", for_="ana", at="2026-01-06T10:00") == mine
    with business.refuses("nothing_to_redeem"):
        business.booking("facial", for_="bo", at="2026-01-06T12:00")


@rule("R-9.8")
def test_a_payer_who_is_the_client_is_none(business: Story) -> None:
    assert business.purchase(business.sells("four", to="ana", payer="ana")).payer is None


@rule("R-9.8")
def test_who_gives_units_away_stays_the_payer_of_what_was_paid(business: Story) -> None:
    mine = business.sells("four", to="ana", payer="bo")

    given = business.transfers(2, of=mine, to="ivo")
    back = business.transfers(1, of=given, to="bo")

    assert business.purchase(given).payer == business.key_of("bo")
    assert business.purchase(back).payer is None


@rule("R-9.7", "R-9.3")
def test_units_that_are_given_away_were_sold_with_no_discount(business: Story) -> None:
    terms = business.purchase(
        business.transfers(2, of=business.sells("four", to="ana", price="90.00"), to="ivo")
    ).terms

    assert (terms.price, terms.total) == (Decimal("45.00"), Decimal("45.00"))
    assert (terms.agreed, terms.discount) == (None, None)


@rule("R-9.8")
def test_units_that_nobody_paid_for_have_no_payer(business: Story) -> None:
    mine = business.sells("four", to="ana", price="0", method=None)

    assert business.purchase(business.transfers(2, of=mine, to="ivo")).payer is None


@rule("R-9.8", "R-10.4")
def test_merging_moves_what_a_client_pays_for_as_well(business: Story) -> None:
    first, second = business.sells("four", to="ana", payer="bo"), business.sells("four", to="kim", payer="bo")

    business.does(MergeClients(kept="kim", merged="bo", confirmed=True))

    assert business.purchase(first).payer == business.key_of("kim")
    assert business.purchase(second).payer is None
    with business.ledger.reading() as books:
        found = books.purchases(PurchaseFilter(payer=business.key_of("kim")), business.moment())
        assert [each.id for each in found] == [first]


@rule("R-4.10")
def test_the_length_counts_from_the_day_that_was_agreed(business: Story) -> None:
    mine = business.sells("four", to="ana", starts="2026-02-01")

    assert business.last_day(mine) == "2026-03-03"
    assert business.status(mine) == "active"


@rule("R-4.10")
def test_a_visit_before_the_first_day_is_refused_and_one_on_it_is_not(business: Story) -> None:
    mine = business.sells("four", to="ana", starts="2026-02-01")

    reason = business.explains("facial", for_="ana", at="2026-01-31T21:00")[mine]
    assert (reason.code, reason.words) == ("not_started", "starts 1 February 2026")
    assert business.books("facial", for_="ana", at="2026-02-01T07:00") == mine
    with business.refuses("purchase_cannot_pay"):
        business.moves("apt-1", to="2026-01-31T10:00")
    with business.refuses("purchase_cannot_pay"):
        business.sells("four", to="ana", starts="2026-02-01", book=("facial@2026-01-31T10:00",))


@rule("R-4.10", "R-4.5")
def test_a_package_valid_from_the_first_visit_starts_with_it_on_that_day_or_later(business: Story) -> None:
    business.offers(
        package("first", inclusion("facial", 4), validity=MONTH, validity_from="first-appointment")
    )
    mine = business.sells("first", to="ana", starts="2026-02-01")
    with business.refuses("nothing_to_redeem"):
        business.booking("facial", for_="ana", at="2026-01-31T10:00")

    business.books("facial", for_="ana", at="2026-02-10T10:00")

    assert business.last_day(mine) == "2026-03-12"


@rule("R-4.10")
def test_a_day_in_the_past_must_be_meant(business: Story) -> None:
    with business.refuses("in_the_past") as refusal:
        business.sells("four", to="ana", starts="2026-01-04")
    assert refusal.error.day == date(2026, 1, 4)

    mine = business.sells("four", to="ana", starts="2026-01-04", overrides=("past",))

    assert business.last_day(mine) == "2026-02-03"


@rule("R-4.10")
@pytest.mark.parametrize(
    ("starts", "reason"),
    [("2025-12-05", "never_valid"), ("2028-01-08", "too_far_ahead")],
)
def test_a_day_that_leaves_no_time_or_is_years_ahead_is_refused(
    business: Story, starts: str, reason: str
) -> None:
    with business.refuses("usage") as refusal:
        business.sells("four", to="ana", starts=starts, overrides=("past",))

    assert (refusal.error.field, refusal.error.reason) == ("starts", reason)


@rule("R-4.10")
def test_a_fixed_end_before_the_first_day_is_refused(business: Story) -> None:
    business.offers(package("old", inclusion("facial", 4), validity=Validity(until=date(2026, 1, 31))))

    with business.refuses("usage") as refusal:
        business.sells("old", to="ana", starts="2026-02-01")

    assert refusal.error.reason == "never_valid"


@rule("R-4.10", "R-4.6")
def test_days_frozen_before_the_first_day_move_nothing(business: Story) -> None:
    mine = business.sells("four", to="ana", starts="2026-02-01")

    business.freezes(mine, from_="2026-01-28", until="2026-02-03")

    assert business.last_day(mine) == "2026-03-06"


@rule("R-4.10", "R-4.7")
def test_an_extension_before_the_first_day_is_refused(business: Story) -> None:
    business.offers(
        package("first", inclusion("facial", 4), validity=MONTH, validity_from="first-appointment")
    )
    mine = business.sells("first", to="ana", starts="2026-02-01")

    with business.refuses("usage") as refusal:
        business.extends(mine, until="2026-01-31")

    assert (refusal.error.reason, refusal.error.limit) == ("before_start", date(2026, 2, 1))


@rule("R-4.10", "R-9.3")
def test_units_that_are_given_away_start_on_the_same_day(business: Story) -> None:
    given = business.transfers(2, of=business.sells("four", to="ana", starts="2026-02-01"), to="ivo")

    assert business.explains("facial", for_="ivo", at="2026-01-31T10:00")[given].code == "not_started"
    assert business.last_day(given) == "2026-03-03"
