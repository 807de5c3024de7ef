"""What a purchase is worth where one thing follows another: at one moment, after an end, part by part."""

from decimal import Decimal

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.worth import due_of, net_worth, worth_at


@rule("R-7.10")
def test_goodwill_after_an_end_lowers_what_was_kept_and_leaves_nothing_due(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.voids(sold, keep_money=True)

    business.refunds(sold, amount=Decimal("30.00"), goodwill=True)

    assert due_of(business.purchase(sold)) == Decimal("0.00")
    assert worth_at(business.purchase(sold), business.moment()).total == Decimal("120.00")


@rule("R-7.6")
def test_of_one_moment_what_was_kept_counts_in_the_order_recorded(business: Story) -> None:
    before = business.sells("facial-3", to="ana")
    late = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00")
    business.cancels(late, on="2026-01-12T09:00")
    business.adjusts(before, 3)
    after = business.sells("facial-3", to="eve", on="2026-01-19T09:00")
    late = business.makes_appointment("facial", for_="eve", at="2026-01-20T08:00")
    business.adjusts(after, 3)
    business.cancels(late)

    assert worth_at(business.purchase(before), business.moment()).used == Decimal("50.00")
    assert worth_at(business.purchase(after), business.moment()).used == Decimal("25.00")


@rule("R-7.12")
def test_what_is_left_is_told_without_its_taxes(business: Story) -> None:
    sold = business.sells("glow-10", to="ana")

    purchase, now = business.purchase(sold), business.moment()
    assert net_worth(purchase, now, balance_of(purchase, now)) == Decimal("400.00")


@rule("R-7.12", "R-9.3")
def test_the_taxes_of_all_that_was_given_away_are_those_of_the_sale(business: Story) -> None:
    business.offers(package("taxed", inclusion("facial", 3), price="99.99", taxes=("vat",)))
    sold = business.sells("taxed", to="ana")

    given = [business.transfers(1, of=sold, to="ivo") for _ in range(3)]

    taxes = [business.purchase(each).terms.tax for each in given]
    assert sum(taxes) == business.purchase(sold).terms.tax == Decimal("16.67")
    assert sum(business.purchase(each).terms.total for each in given) == Decimal("99.99")


@rule("R-7.7")
def test_what_lapsed_is_no_part_of_what_is_paid_back(business: Story) -> None:
    sold = business.sells("facial-3", to="ana")
    business.adjusts(sold, -1)

    assert business.refunds(sold) == Decimal("100.00")


@rule("R-4.3")
def test_what_lapses_unpaid_is_written_down_as_worth_nothing(business: Story) -> None:
    business.sells("facial-3", to="ana", pay="none", method="on-site")

    report = business.expires(on="2026-03-01")

    assert (report.units_lapsed, report.value_lapsed) == ({"session": 3}, Decimal("0.00"))
