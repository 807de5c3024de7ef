"""R-7.10: what an end leaves to be paid, and to be paid back."""

from decimal import Decimal
from typing import Any

import pytest

from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.requests.refund import RefundPurchase


def ways(business: Story, purchase: str, **how: Any) -> list[tuple[str, str]]:
    """Refund and return by which ways how much went back."""
    paid = business.does(RefundPurchase(purchase=purchase, reason="moving", **how)).payments
    return [(each.payment.method, str(each.payment.amount)) for each in paid]


@rule("R-7.10")
def test_what_was_used_of_a_sale_that_nobody_paid_stays_due(business: Story) -> None:
    sold = business.sells("starter", to="ana", pay="none", book=_visits(12, 28))
    price = business.purchase(sold).value

    business.expires(on="2026-01-20")

    share = price / 5
    assert due_of(business.purchase(sold)) == share
    with business.refuses("payment_exceeds_due"):
        business.takes(str(share + 1), for_=sold)
    business.takes(None, for_=sold)
    assert due_of(business.purchase(sold)) == 0
    with business.refuses("purchase_ended"):
        business.takes(None, for_=sold)


@rule("R-7.10")
def test_what_was_paid_too_little_of_a_sale_and_not_used_is_paid_back_after_expire(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay=Decimal("100.00"), book=_visits(12))

    business.expires(on="2026-02-20")

    assert business.status(sold) == "voided"
    with business.refuses("refund_exceeds_paid"):
        business.refunds(sold, amount=Decimal("52.01"))
    assert str(business.refunds(sold, amount=Decimal("2.00"))) == "2.00"
    assert str(business.refunds(sold)) == "50.00"
    with business.refuses("purchase_ended"):
        business.refunds(sold)


@rule("R-7.10")
def test_a_sale_with_more_paid_than_used_is_voided_only_where_the_money_is_kept(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=_visits(12))

    with business.refuses("money_was_paid") as refusal:
        business.voids(sold, on="2026-01-20", keep_money=False)
    business.voids(sold)

    assert (str(refusal.error.paid), str(refusal.error.used)) == ("480.00", "48.00")
    assert (business.status(sold), str(due_of(business.purchase(sold)))) == ("voided", "0.00")
    with business.refuses("purchase_ended"):
        business.refunds(sold)


@rule("R-7.10")
@pytest.mark.parametrize(("paid", "due"), [("none", "48.00"), (Decimal("48.00"), "0.00")])
def test_where_no_more_was_paid_than_used_voiding_keeps_no_money(
    business: Story, paid: Decimal, due: str
) -> None:
    sold = business.sells("glow-10", to="ana", pay=paid, book=_visits(12))

    business.voids(sold, on="2026-01-20", keep_money=False)

    assert str(due_of(business.purchase(sold))) == due


@rule("R-7.10")
def test_a_visit_that_was_kept_of_a_voided_sale_and_is_released_later_is_owed(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=_visits(12))
    business.voids(sold, on="2026-01-20")

    business.misses("apt-1", verdict="release")

    assert str(business.refunds(sold)) == "48.00"


@rule("R-7.7", "R-7.10")
def test_an_exact_refund_below_what_is_owed_keeps_the_rest_and_above_it_forgives_what_was_used(
    business: Story,
) -> None:
    low = business.sells("glow-10", to="ana", book=_visits(12))
    high = business.sells("glow-10", to="ivo", book=_visits(13))

    business.refunds(low, on="2026-01-20", amount=Decimal("400.00"))
    business.refunds(high, amount=Decimal("470.00"))

    for sold in (low, high):
        assert due_of(business.purchase(sold)) == 0
        with business.refuses("purchase_ended"):
            business.refunds(sold)


@rule("R-7.10")
def test_an_expiry_is_no_end_and_its_price_stays_due(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none", method="on-site")
    price = business.purchase(sold).value

    business.expires(on="2027-01-20")

    assert (business.status(sold), due_of(business.purchase(sold))) == ("expired", price)


@rule("R-7.7")
def test_some_units_are_paid_back_and_the_purchase_goes_on(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=_visits(12))

    paid_back = business.refunds(sold, on="2026-01-20", units=3)

    found = business.purchase(sold)
    assert (str(paid_back), str(found.paid), str(due_of(found))) == ("144.00", "336.00", "0.00")
    assert (business.status(sold), business.counts(sold)) == (
        "active",
        {"available": 6, "used": 1, "refunded": 3},
    )
    assert str(business.refunds(sold)) == "288.00"


@rule("R-7.7")
def test_of_units_that_were_not_all_paid_only_what_is_above_the_new_price_goes_back(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit")

    assert business.refunds(sold, units=2) == 0
    assert str(due_of(business.purchase(sold))) == "240.00"
    assert str(business.refunds(sold, units=6)) == "48.00"
    assert business.status(sold) == "active"


@rule("R-7.7")
@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"units": 0}, "usage"),
        ({"units": 10}, "not_enough_units"),
        ({"units": 1, "basis": "list-price"}, "usage"),
        ({"units": 1, "amount": Decimal("1.00")}, "usage"),
        ({"units": 1, "unit": "minute"}, "usage"),
        ({"goodwill": True}, "usage"),
        ({"goodwill": True, "amount": Decimal(0)}, "usage"),
        ({"goodwill": True, "amount": Decimal("480.01")}, "refund_exceeds_paid"),
    ],
)
def test_a_refund_in_part_that_is_not_possible_is_refused(
    business: Story, how: dict[str, Any], code: str
) -> None:
    sold = business.sells("glow-10", to="ana", book=_visits(12))

    with business.refuses(code):
        business.refunds(sold, **how)


@rule("R-7.7", "R-7.3")
def test_goodwill_lowers_the_price_and_what_was_paid_enough_stays_so(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="deposit", book=_visits(12))

    paid_back = business.refunds(sold, on="2026-01-20", amount=Decimal("40.00"), goodwill=True)

    found = business.purchase(sold)
    assert (str(paid_back), str(found.paid), str(due_of(found))) == ("40.00", "104.00", "336.00")
    assert (business.status(sold), business.counts(sold)) == ("active", {"available": 9, "used": 1})
    # Of the visit 48.00, less 40.00: what is left is what was paid above 8.00.
    assert str(business.refunds(sold)) == "96.00"


@rule("R-7.7")
def test_at_list_price_never_more_goes_back_than_pro_rata(business: Story) -> None:
    from tests.lumen import inclusion, package

    business.offers(package("dear", inclusion("facial", 2), price="200.00"))
    sold = business.sells("dear", to="ana", book=_visits(12))

    assert str(business.refunds(sold, on="2026-01-20", basis="list-price")) == "100.00"


@rule("R-7.11")
@pytest.mark.parametrize(
    ("method", "code"), [("shells", "payment_method_not_accepted"), ("cash", "refund_exceeds_paid")]
)
def test_a_method_must_be_one_that_the_money_came_by_and_have_brought_enough(
    business: Story, method: str, code: str
) -> None:
    sold = business.sells("glow-10", to="ana", pay=Decimal("400.00"), method="card")
    business.takes(None, for_=sold, method="cash")

    with business.refuses(code):
        business.refunds(sold, method=method)
    business.refunds(sold, method="card", units=8)
    with business.refuses("refund_exceeds_paid"):
        business.refunds(sold, method="card", units=1)
    assert str(business.refunds(sold, method="cash", units=1)) == "48.00"


@rule("R-7.11")
def test_what_was_received_goes_back_by_the_ways_it_came_the_latest_first(business: Story) -> None:
    given = business.sells("glow-10", to="ana", pay=Decimal("300.00"), method="card")
    business.takes("180.00", for_=given, method="cash", on="2026-01-06")
    received = business.transfers(10, of=given, to="ivo", on="2026-01-07")

    assert ways(business, received, amount=Decimal("200.00"), goodwill=True) == [
        ("cash", "-180.00"),
        ("card", "-20.00"),
    ]
    assert ways(business, received) == [("card", "-280.00")]


@rule("R-7.11")
def test_of_one_moment_what_came_is_there_before_any_of_it_goes_back(business: Story) -> None:
    """Given, partly paid back and refunded by one script: each way brings back what it brought."""
    given = business.sells("glow-10", to="ana", pay=Decimal("240.00"), method="card")
    business.takes(None, for_=given, method="cash")
    received = business.transfers(10, of=given, to="ivo")

    lowered = {"amount": Decimal("240.00"), "goodwill": True}
    assert ways(business, received, method="card", **lowered) == [("card", "-240.00")]
    assert ways(business, received) == [("cash", "-240.00")]


@rule("R-7.9")
def test_what_was_paid_for_a_visit_that_was_called_off_goes_back(business: Story) -> None:
    visit = _visit_at_its_price(business)
    with business.refuses("usage"):
        business.refunds_visit(visit, cancel_appointments=True, goodwill=True)

    paid_back = business.refunds_visit(visit, cancel_appointments=True, reference="R-7")

    found = business.appointment(visit)
    assert (str(paid_back), found.status, str(found.paid), str(found.due)) == (
        "60.00",
        "cancelled",
        "0.00",
        "0.00",
    )
    assert [(each.method, each.reference) for each in found.payments[1:]] == [("cash", "R-7")]
    with business.refuses("usage"):
        business.refunds_visit(visit)


@rule("R-7.9")
def test_a_visit_that_is_still_to_come_is_not_paid_back_by_itself(business: Story) -> None:
    visit = _visit_at_its_price(business)

    with business.refuses("appointments_ahead"):
        business.refunds_visit(visit)
    business.now = "2026-01-20"
    with business.refuses("usage"):
        business.refunds_visit(visit)


@rule("R-7.9")
@pytest.mark.parametrize("goodwill", [True, False])
def test_an_amount_that_is_paid_back_of_a_visit_lowers_its_price(business: Story, goodwill: bool) -> None:
    visit = _visit_at_its_price(business)
    business.now = "2026-01-20"

    with business.refuses("refund_exceeds_paid"):
        business.refunds_visit(visit, amount=Decimal("60.01"), goodwill=goodwill)
    business.refunds_visit(visit, amount=Decimal("15.00"), goodwill=goodwill)

    found = business.appointment(visit)
    assert (str(found.paid), str(found.owed), str(found.due)) == ("45.00", "45.00", "0.00")


@rule("R-7.9")
def test_an_exact_amount_back_of_a_visit_that_was_called_off_keeps_the_rest(business: Story) -> None:
    visit = _visit_at_its_price(business)
    business.cancels(visit)

    business.refunds_visit(visit, amount=Decimal("50.00"))

    found = business.appointment(visit)
    assert (str(found.paid), str(found.owed)) == ("10.00", "10.00")


@rule("R-7.9")
def test_a_visit_that_a_package_pays_is_not_paid_back(business: Story) -> None:
    business.sells("facial-3", to="ana", book=_visits(12))

    with business.refuses("usage"):
        business.refunds_visit("apt-1", amount=Decimal("1.00"))


def _visit_at_its_price(business: Story) -> str:
    booked = business.booking("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    visit = booked.appointments[0].id
    business.takes(None, for_=visit, method="cash")
    return visit


def _visits(*days: int) -> tuple[str, ...]:
    return tuple(f"facial@2026-01-{day}T10:00" for day in days)
