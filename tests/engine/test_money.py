"""R-7: what a sale costs, what is paid, and what is paid back."""

from decimal import Decimal
from typing import Any

import pytest

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.moments import Length
from trafftpkg.domain.terms import Deposit, Validity
from trafftpkg.domain.value import replace
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.purchase import PurchasePackage


@rule("R-7.1")
def test_taxes_are_levied_on_the_net_price_and_rounded_half_up_each(business: Story) -> None:
    business.offers(package("taxed", inclusion("facial", 3), price="99.99", taxes=("vat", "city")))

    terms = business.purchase(business.sells("taxed", to="ana")).terms

    # The net price is 83.325: VAT 16.665 is in it, city tax 4.16625 on top.
    assert (str(terms.price), str(terms.total), str(terms.tax)) == ("99.99", "104.16", "20.84")


@rule("R-7.2")
@pytest.mark.parametrize(
    ("currency", "price", "deposit"),
    [("EUR", "480.05", "144.02"), ("JPY", "48005", "14402"), ("BHD", "480.005", "144.002")],
)
def test_a_deposit_in_percent_is_rounded_in_the_currency_s_digits(
    currency: str, price: str, deposit: str
) -> None:
    business = Story()
    business.declares(currency=currency)
    half = Deposit(percent=Decimal(30), amount=None)
    business.offers(package("p", inclusion("facial", 3), price=price, deposit=half))

    sold = business.purchase(business.sells("p", to="ana", pay="deposit"))

    assert (str(sold.terms.deposit), str(sold.paid)) == (deposit, deposit)


@rule("R-7.2")
def test_a_deposit_is_of_what_is_owed_with_taxes_on_top(business: Story) -> None:
    deposit = Deposit(percent=Decimal(50), amount=None)
    business.offers(package("p", inclusion("facial", 3), price="100.00", taxes=("city",), deposit=deposit))

    sold = business.purchase(business.sells("p", to="ana", pay="deposit"))

    assert (str(sold.terms.total), str(sold.paid)) == ("105.00", "52.50")


@rule("R-7.3", "R-3.1")
@pytest.mark.parametrize(
    ("paid", "status"), [("143.99", "pending"), ("144.00", "active"), ("144.01", "active")]
)
def test_exactly_the_deposit_is_enough_to_redeem(business: Story, paid: str, status: str) -> None:
    sold = business.sells("glow-10", to="ana", pay=Decimal(paid))

    assert business.status(sold) == status


@rule("R-7.3")
def test_without_a_deposit_everything_must_be_paid(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", pay=Decimal("149.99"))
    statuses = [business.status(sold)]
    business.takes("0.01", for_=sold)

    assert [*statuses, business.status(sold)] == ["pending", "active"]


@rule("R-7.3")
def test_sold_on_site_it_can_be_redeemed_unpaid(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none", method="on-site")

    assert (business.status(sold), str(due_of(business.purchase(sold)))) == ("active", "480.00")
    assert business.books("facial", for_="ana", at="2026-01-12T10:00") == sold
    assert business.expires(on="2026-01-12T10:00").voided == 0


@rule("R-7.3")
@pytest.mark.parametrize(
    ("methods", "status"),
    [(("on-site",), "active"), (("card",), "pending"), (("card", "on-site"), "pending")],
)
def test_where_on_site_is_the_only_method_it_need_not_be_named(
    business: Story, methods: tuple[str, ...], status: str
) -> None:
    business.offers(package("desk", inclusion("facial", 3), payment_methods=methods))

    assert business.status(business.sells("desk", to="ana", pay="none", method=None)) == status


@rule("R-7.3")
def test_what_costs_nothing_is_paid_enough_at_once(business: Story) -> None:
    sold = business.sells("staff-only", to="ana", method=None)

    assert (business.status(sold), business.purchase(sold).payments) == ("active", ())


@rule("R-7.4")
def test_a_pending_purchase_holds_its_own_visits_and_can_book_no_more(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", pay="none", book=("facial@2026-01-12T10:00",))

    with business.refuses("nothing_to_redeem") as refusal:
        business.books("facial", for_="ana", at="2026-01-13T10:00")

    assert refusal.error.candidates[0].fate.code == "pending"
    assert business.counts(sold) == {"available": 2, "booked": 1}
    assert business.status(sold) == "pending"


@rule("R-7.5")
def test_a_sale_that_is_not_paid_in_time_is_voided_and_its_visits_released(business: Story) -> None:
    visits = ("facial@2026-01-12T09:59", "facial@2026-02-12T10:00")
    sold = business.sells("starter", to="ana", pay="none", book=visits)

    report = business.expires(on="2026-01-12T10:00")

    assert (report.voided, report.expired) == (1, 0)
    assert business.status(sold) == "voided"
    assert business.counts(sold) == {"used": 1, "voided": 4}
    assert business.appointment("apt-2").status == "cancelled"
    assert business.expires().purchases == ()


@rule("R-7.5")
def test_a_visit_that_two_purchases_pay_is_released_once_where_neither_was_paid_in_time(
    business: Story,
) -> None:
    business.offers(
        package("half-hour", inclusion("coaching", 30, unit="minute"), unit="minute", total=30),
    )
    sold = [business.sells("half-hour", to="ana") for _ in range(2)]
    business.books("coaching", for_="ana", at="2026-03-12T10:00")
    for entry, each in enumerate(sold, start=1):
        business.reverses(entry, of=each)

    assert business.expires(on="2026-02-01", dry_run=True).voided == 2
    assert [each.id for each in business.expires().purchases] == sold
    assert [business.counts(each) for each in sold] == [{"voided": 30}] * 2
    fate = business.appointment("apt-1").fate
    assert fate is not None
    assert [each.purchase for each in fate.allocation] == sold


@rule("R-7.5")
@pytest.mark.parametrize(("on", "voided"), [("2026-01-12T09:59:59", 0), ("2026-01-12T10:00", 1)])
def test_exactly_pay_within_after_the_sale_it_is_over(business: Story, on: str, voided: int) -> None:
    business.sells("facial-3", to="ana", pay="none")

    assert business.expires(on=on).voided == voided


@rule("R-7.5")
def test_days_to_pay_keep_the_wall_clock_across_a_clock_change(business: Story) -> None:
    business.sells("facial-3", to="ana", pay="none", on="2026-03-25T10:00")

    assert business.expires(on="2026-04-01T09:59").voided == 0
    assert business.expires(on="2026-04-01T10:00").voided == 1


@rule("R-7.5")
@pytest.mark.parametrize("nights", [("2026-01-13", "2026-02-05"), ("2026-02-05",), ("2026-09-01",)])
def test_a_sale_that_nobody_paid_is_voided_also_where_nights_were_missed(
    business: Story, nights: tuple[str, ...]
) -> None:
    visits = ("facial@2026-01-12T09:59", "facial@2026-01-20T10:00")
    sold = business.sells("facial-3", to="ana", pay=Decimal("40.00"), book=visits)

    reports = [business.expires(on=night) for night in nights]

    assert sum(each.voided for each in reports) == 1
    assert not any(each.expired for each in reports)
    assert business.status(sold) == "voided"
    assert business.expires().purchases == ()


@rule("R-7.5")
def test_what_expired_before_its_time_to_pay_was_over_stays_due(business: Story) -> None:
    business.offers(package("short", inclusion("facial", 3), price="90.00", validity=Validity(days=3)))
    sold = business.sells("short", to="ana", pay="none")

    report = business.expires(on="2026-03-01")

    assert (report.voided, report.expired) == (0, 1)
    assert str(due_of(business.purchase(sold))) == "90.00"
    assert business.expires().purchases == ()


@rule("R-7.5")
def test_until_expire_has_run_a_late_payment_is_still_taken(business: Story) -> None:
    sold = business.sells("facial-3", to="ana", pay="none")

    business.takes(None, for_=sold, on="2026-01-20")

    assert business.expires().purchases == ()
    assert business.status(sold) == "active"


@rule("R-7.6", "R-4.3")
def test_the_worth_of_what_lapses_adds_up_to_the_cent(business: Story) -> None:
    business.offers(package("thirds", inclusion("facial", 3), price="100.00", validity=Validity(days=30)))
    sold = business.sells("thirds", to="ana", book=("facial@2026-01-12T10:00",))
    gift = business.purchase(business.transfers(1, of=sold, to="eve"))

    report = business.expires(on="2026-02-05")

    # Of 100.00, what was used was worth the 33.34 that are left.
    assert (str(gift.value), str(report.value_lapsed)) == ("33.33", "66.66")
    assert report.units_lapsed == {"session": 2}


@rule("R-7.6", "R-9.3")
def test_the_share_that_moves_does_not_depend_on_what_is_booked(business: Story) -> None:
    business.offers(package("thirds", inclusion("facial", 3), price="100.00"))
    sold = business.sells("thirds", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    gift = business.transfers(1, of=sold, to="eve")

    assert str(business.purchase(gift).value) == "33.33"


@rule("R-7.7")
def test_a_refund_pays_back_the_unused_share_and_ends_the_purchase(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-01-13T10:00"))

    paid_back = business.refunds(sold, on="2026-01-20")

    assert str(paid_back) == "384.00"
    assert (business.status(sold), business.counts(sold)) == ("refunded", {"used": 2, "refunded": 8})
    assert str(business.purchase(sold).paid) == "96.00"
    assert due_of(business.purchase(sold)) == 0
    with business.refuses("purchase_ended"):
        business.refunds(sold)


@rule("R-7.7")
def test_at_list_price_what_was_used_costs_what_it_cost_alone(business: Story) -> None:
    visits = ("facial@2026-01-12T10:00", "massage@2026-01-13T10:00/jo/centre")
    sold = business.sells("glow-10", to="ana", book=visits)

    assert str(business.refunds(sold, on="2026-01-20", basis="list-price")) == "340.00"


@rule("R-7.7")
def test_list_prices_are_those_of_the_sale(business: Story) -> None:
    from tests.lumen import service

    sold = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00",))
    business.gives(service("facial", 50, "999.00"))

    assert str(business.refunds(sold, on="2026-01-20", basis="list-price")) == "420.00"


@rule("R-7.7")
def test_a_refund_at_list_price_is_never_below_zero(business: Story) -> None:
    visits = tuple(f"facial@2026-01-{day}T10:00" for day in (12, 13, 14))
    sold = business.sells("facial-3", to="ana", book=visits)

    assert business.refunds(sold, on="2026-01-14T10:00", basis="list-price") == 0
    assert len(business.purchase(sold).payments) == 1


@rule("R-7.7")
def test_minutes_are_refunded_by_the_minute(business: Story) -> None:
    sold = business.sells("massage-hours", to="ana", book=("coaching@2026-01-12T10:00",))

    quotes = [
        business.refunds(sold, on="2026-01-20", basis=each, dry_run=True)
        for each in ("pro-rata", "list-price")
    ]

    assert [str(each) for each in quotes] == ["243.75", "210.00"]


@rule("R-7.7")
def test_a_refund_is_never_more_than_was_paid(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit")

    with business.refuses("refund_exceeds_paid"):
        business.refunds(sold, amount=Decimal("144.01"))
    assert str(business.refunds(sold, amount=Decimal("144.00"))) == "144.00"


@rule("R-7.7")
def test_of_a_deposit_what_was_used_is_kept(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit", book=("facial@2026-01-12T10:00",))

    assert str(business.refunds(sold, on="2026-01-20")) == "96.00"


@rule("R-7.7", "R-9.5")
def test_visits_ahead_refuse_a_refund_unless_they_are_cancelled_with_it(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=("facial@2026-01-12T10:00", "facial@2026-02-12T10:00"))

    business.now = "2026-01-20"
    with business.refuses("appointments_ahead") as refusal:
        business.refunds(sold)
    assert refusal.error.appointments == ("apt-2",)
    quote = business.refunds(sold, cancel_appointments=True, dry_run=True)
    paid_back = business.refunds(sold, cancel_appointments=True)

    assert str(quote) == str(paid_back) == "432.00"
    assert business.counts(sold) == {"used": 1, "refunded": 9}
    assert business.appointment("apt-2").status == "cancelled"


@rule("R-7.11")
def test_a_refund_goes_by_the_ways_the_money_came_the_latest_payment_first(business: Story) -> None:
    sold = business.sells(
        "glow-10", to="ana", pay="deposit", method="card", book=("facial@2026-01-12T10:00",)
    )
    business.takes(None, for_=sold, method="cash")

    business.refunds(sold, on="2026-01-20", reference="R-1")

    back = [(str(each.amount), each.method, each.reference) for each in business.purchase(sold).payments[2:]]
    assert back == [("-336.00", "cash", "R-1"), ("-96.00", "card", "R-1")]


@rule("R-7.11", "R-9.3")
def test_units_received_are_paid_back_as_the_giver_had_paid(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit", method="card")
    business.takes(None, for_=sold, method="cash")
    given = business.transfers(4, of=sold, to="ivo")
    passed_on = business.transfers(1, of=given, to="eve")

    assert [str(business.refunds(each)) for each in (given, passed_on)] == ["144.00", "48.00"]
    assert [business.purchase(each).payments[-1].method for each in (given, passed_on)] == ["cash", "cash"]


@rule("R-7.8")
def test_less_than_a_coin_is_told_an_amount_that_would_do(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit")

    with business.refuses("usage") as refusal:
        business.takes("0.001", for_=sold, method="card")

    assert (refusal.error.reason, refusal.error.nearest) == ("less_than_smallest_unit", Decimal("0.01"))


@pytest.mark.parametrize(
    ("amount", "method", "code"),
    [
        ("336.01", "card", "payment_exceeds_due"),
        ("100.00", "bank-transfer", "payment_method_not_accepted"),
        ("100.00", "shells", "payment_method_not_accepted"),
        ("100.00", None, "usage"),
        ("0.00", "card", "usage"),
        ("-1.00", "card", "usage"),
        ("0.001", "card", "usage"),
    ],
)
def test_a_payment_that_is_not_possible_is_refused(
    business: Story, amount: str, method: str | None, code: str
) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit")

    with business.refuses(code):
        business.takes(amount, for_=sold, method=method)


@rule("R-7.8")
def test_payments_in_parts_add_up(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit")

    business.takes("36.00", for_=sold, method="cash")
    (last,) = business.takes(None, for_=sold, method="cash").payments

    assert str(last.payment.amount) == "300.00"
    assert (str(business.purchase(sold).paid), str(due_of(business.purchase(sold)))) == ("480.00", "0.00")
    with business.refuses("payment_exceeds_due"):
        business.takes(None, for_=sold)


@rule("R-7.8")
@pytest.mark.parametrize(
    ("pay", "method", "code"),
    [
        (Decimal("480.01"), "card", "payment_exceeds_due"),
        (Decimal("-480.00"), "card", "usage"),
        (Decimal("1.001"), "card", "usage"),
        ("full", "bank-transfer", "payment_method_not_accepted"),
        ("none", "shells", "payment_method_not_accepted"),
        ("full", None, "usage"),
    ],
)
def test_a_sale_with_a_payment_that_is_not_possible_is_refused(
    business: Story, pay: Any, method: str | None, code: str
) -> None:
    with business.refuses(code):
        business.sells("glow-10", to="ana", pay=pay, method=method)


@rule("R-7.8")
@pytest.mark.parametrize("amount", ["-1.00", "0.001"])
def test_a_refund_of_an_amount_that_is_none_is_refused(business: Story, amount: str) -> None:
    sold = business.sells("glow-10", to="ana")

    with business.refuses("usage"):
        business.refunds(sold, amount=Decimal(amount))


@rule("R-7.8")
def test_the_one_method_that_is_possible_need_not_be_named(business: Story) -> None:
    business.offers(package("cash-only", inclusion("facial", 1), payment_methods=("cash",)))

    sold = business.purchase(business.sells("cash-only", to="ana", method=None))

    assert sold.payments[0].method == "cash"


@rule("R-7.10")
def test_after_an_end_nothing_is_taken_where_nothing_is_due(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit")
    business.voids(sold)

    assert due_of(business.purchase(sold)) == 0
    with business.refuses("purchase_ended"):
        business.takes("1.00", for_=sold)
    with business.refuses("purchase_ended"):
        business.refunds(sold)


@rule("R-7.9")
def test_a_visit_without_a_package_owes_its_price_until_it_is_released(business: Story) -> None:
    booked = business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    visit = booked.appointments[0].id
    business.takes("20.00", for_=visit, method="cash")
    before = business.appointment(visit).due

    business.cancels(visit)

    assert (str(before), str(business.appointment(visit).due)) == ("40.00", "0.00")
    with business.refuses("payment_exceeds_due"):
        business.takes("1.00", for_=visit)


@rule("R-7.9")
@pytest.mark.parametrize("how", ["missed", "cancelled late"])
def test_a_visit_without_a_package_that_was_kept_still_owes_its_price(business: Story, how: str) -> None:
    visit = (
        business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True).appointments[0].id
    )

    if how == "missed":
        business.misses(visit, on="2026-01-12T10:00")
    else:
        business.cancels(visit, on="2026-01-12T09:00")

    assert str(business.appointment(visit).due) == "60.00"
    assert business.takes(None, for_=visit).appointments[0].due == 0


@rule("R-7.9")
def test_a_visit_that_a_package_pays_owes_nothing(business: Story) -> None:
    business.sells("facial-3", to="ana", book=("facial@2026-01-12T10:00",))

    with business.refuses("payment_exceeds_due"):
        business.takes(None, for_="apt-1")


@rule("R-7.5")
def test_pay_within_may_be_hours(business: Story) -> None:
    business.offers(package("now", inclusion("facial", 1), pay_within=Length(count=90, unit="m")))
    business.sells("now", to="ana", pay="none")

    assert business.expires(on="2026-01-05T11:29").voided == 0
    assert business.expires(on="2026-01-05T11:30").voided == 1


@rule("R-7.13")
def test_a_reference_that_is_recorded_already_for_its_method_is_said(business: Story) -> None:
    business.knows("ana")
    first, again = (
        PurchasePackage(client="ana", package=each, method="card", reference="ch_77")
        for each in ("glow-10", "facial-3")
    )
    business.does(first)
    business.does(again, key="again")
    business.sells("facial-3", to="ana", pay="none", method="card")

    told = business.does(again, key="again").references

    assert [(each.thing, each.entry) for each in told] == [("pur-1", 1)]
    assert business.does(again, dry_run=True).references[-1].thing == "pur-2"
    for method, reference, places in (("cash", "ch_77", 0), ("card", "ch_7", 0), ("card", "ch_77", 2)):
        paid = ReceivePayment(thing="pur-3", amount=Decimal(1), method=method, reference=reference)
        assert len(business.does(paid, dry_run=True).references) == places


@rule("R-7.13", "R-12.2")
def test_a_reference_of_a_payment_that_was_taken_back_is_free_again(business: Story) -> None:
    purchase = business.sells("facial-3", to="ana", pay="none", method="card")
    paid = ReceivePayment(thing=purchase, amount=None, method="card", reference="ch_77")
    business.does(paid)
    business.reverses(business.recorded(), of=purchase)

    assert business.does(paid).references == ()


@rule("R-7.13")
def test_a_reference_of_a_payment_that_was_paid_back_is_free_again(business: Story) -> None:
    purchase = business.sells("facial-3", to="ana", pay="none", method="card")
    business.does(ReceivePayment(thing=purchase, amount=None, method="card", reference="ch_77"))
    other = business.sells("facial-3", to="ana", pay="none", method="card")
    paid = ReceivePayment(thing=other, amount=None, method="card", reference="ch_77")
    assert [each.thing for each in business.does(paid, dry_run=True).references] == [purchase]

    business.refunds(purchase)

    assert business.does(paid).references == ()


@rule("R-7.13")
def test_a_reference_stays_recorded_where_all_its_money_went_on_with_units(business: Story) -> None:
    purchase = business.sells("facial-3", to="ana", pay="none", method="card")
    paid = ReceivePayment(thing=purchase, amount=None, method="card", reference="ch_77")
    business.does(paid)
    business.transfers(3, of=purchase, to="ivo")
    other = business.sells("facial-3", to="ana", pay="none", method="card")

    assert [each.thing for each in business.does(replace(paid, thing=other)).references] == [purchase]


@rule("R-7.13", "R-12.2")
def test_of_payments_with_a_reference_the_one_that_stands_is_told(business: Story) -> None:
    purchase = business.sells("glow-10", to="ana", pay="none", method="card")
    paid = ReceivePayment(thing=purchase, amount=Decimal(50), method="card", reference="ch_77")
    business.does(paid)
    stands = business.recorded()
    business.does(paid)
    business.reverses(business.recorded(), of=purchase)
    business.does(ReceivePayment(thing=purchase, amount=Decimal(5), method="cash", reference="ch_77"))

    assert [each.entry for each in business.does(paid).references] == [stands]
