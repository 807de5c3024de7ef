"""R-12.2: a payment that was typed wrong is taken back."""

from decimal import Decimal

from tests.lumen import inclusion, package
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.refunding import ways_back
from trafftpkg.domain.terms import Deposit


@rule("R-12.2")
def test_a_payment_typed_by_the_wrong_method_is_as_if_it_had_never_come(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    business.takes("100.00", for_=sold, method="card", on="2026-01-06")
    wrong = business.recorded()
    business.takes("50.00", for_=sold, method="cash", on="2026-01-07")
    business.takes("30.00", for_=sold, method="card", on="2026-01-08")

    (taken_back,) = business.reverses(wrong, of=sold, on="2026-01-09").payments

    assert (str(taken_back.payment.amount), taken_back.payment.method) == ("-100.00", "card")
    purchase = business.purchase(sold)
    assert str(purchase.paid) == "80.00"
    assert ways_back(purchase.payments) == [("card", Decimal("30.00")), ("cash", Decimal("50.00"))]
    business.takes(None, for_=sold, method="cash")
    assert business.status(sold) == "active"


@rule("R-12.2")
def test_a_sale_has_its_time_to_pay_again_once_its_payment_is_reversed(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", book=("facial@2026-02-02T10:00",))
    sale = business.recorded()

    business.reverses(sale, of=sold, on="2026-01-20")

    assert business.status(sold) == "pending"
    assert business.expires(on="2026-01-27T09:59").voided == 0
    assert business.expires(on="2026-01-27T10:00").voided == 1


@rule("R-12.2")
def test_a_payment_is_reversed_once_and_not_when_it_was_paid_back_or_went_on(business: Story) -> None:
    business.offers(
        package(
            "half",
            inclusion("facial", 4),
            price="80.00",
            deposit=Deposit(percent=Decimal(50), amount=None),
        )
    )
    sold = business.sells("half", to="ana", pay="deposit")
    sale = business.recorded()
    business.takes("40.00", for_=sold, method="cash", on="2026-01-06")
    rest = business.recorded()
    business.transfers(1, of=sold, to="eve", on="2026-01-07")

    def why(entry: int) -> str:
        with business.refuses("cannot_undo") as refusal:
            business.reverses(entry, of=sold)
        return str(refusal.error.why)

    # The latest payment went with the units.
    assert why(rest) == "went_on"
    business.reverses(sale, of=sold)
    assert [why(each) for each in (sale, sale + 7)] == ["taken_back", "no_payment"]
    business.takes(None, for_=sold, method="cash", on="2026-01-08")
    paid = business.recorded()
    business.refunds(sold)
    assert why(paid) == "went_on"


@rule("R-12.2")
def test_a_payment_for_a_visit_is_reversed_and_due_again(business: Story) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    business.takes(None, for_=visit)

    business.reverses(business.recorded(), of=visit)

    assert str(business.appointment(visit).due) == "60.00"
    with business.refuses("reason_required"):
        business.reverses(business.recorded(), of=visit, reason=None)


@rule("R-8.5")
def test_only_the_place_of_a_visit_is_changed_and_something_must_be(business: Story) -> None:
    business.sells("glow-10", to="ana")
    visit = business.makes_appointment(
        "massage", for_="ana", at="2026-01-12T10:00", employee="jo", location="centre"
    )

    moved = business.moves(visit, location="harbour")

    assert (moved.visit.location, f"{moved.visit.starts_at:%dT%H:%M}") == ("harbour", "12T09:00")
    with business.refuses("usage"):
        business.moves(visit)
