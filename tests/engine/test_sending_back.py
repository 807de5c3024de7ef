"""R-7.14: what a checkout took goes back by it."""

from decimal import Decimal

from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.purchase import Payment
from trafftpkg.engine.requests.confirm_return import ConfirmReturn
from trafftpkg.engine.sending_back import ToSendBack, paid_back_in, paid_back_lately, to_send_back


@rule("R-7.14")
def test_what_is_paid_back_of_a_checkouts_payment_is_to_be_sent_until_it_is_confirmed(
    business: Story,
) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    business.takes("400.00", for_=sold, method="card", reference="pi_1", on="2026-01-06")
    business.takes("80.00", for_=sold, method="cash", on="2026-01-07")

    business.refunds(sold, on="2026-01-08")

    (owed,) = _owed(business)
    assert (owed.purchase, owed.taken_off, str(owed.amount), owed.method) == (sold, "pi_1", "400.00", "card")
    _confirms(business, owed, "re_1")
    assert _owed(business) == []
    _confirms(business, owed, "re_1")
    assert business.purchase(sold).paid == 0


@rule("R-7.14")
def test_the_latest_payment_goes_back_first_and_each_by_its_own_name(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    for day, name in (("2026-01-06", "pi_1"), ("2026-01-07", "pi_2")):
        business.takes("240.00", for_=sold, method="card", reference=name, on=day)

    business.refunds(sold, amount=Decimal("300.00"), goodwill=True, on="2026-01-08")
    first = [(each.taken_off, str(each.amount)) for each in _owed(business)]
    business.refunds(sold, on="2026-01-09")

    assert first == [("pi_2", "240.00"), ("pi_1", "60.00")]
    assert [(each.taken_off, str(each.amount)) for each in _owed(business)] == [*first, ("pi_1", "180.00")]


@rule("R-7.14")
def test_what_was_sent_by_hand_or_was_undone_is_not_sent(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    business.takes(None, for_=sold, method="card", reference="pi_1", on="2026-01-06")

    business.refunds(sold, amount=Decimal("100.00"), goodwill=True, reference="by hand", on="2026-01-07")
    business.refunds(sold, on="2026-01-08")
    assert [str(each.amount) for each in _owed(business)] == ["380.00"]
    business.undoes(on="2026-01-09")

    assert _owed(business) == []


@rule("R-7.14")
def test_a_refund_that_was_sent_is_not_undone_and_one_that_was_undone_is_not_confirmed(
    business: Story,
) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    business.takes(None, for_=sold, method="card", reference="pi_1", on="2026-01-06")
    business.refunds(sold, on="2026-01-07")
    refund = business.recorded()
    (owed,) = _owed(business)
    _confirms(business, owed, "re_1")

    with business.refuses("cannot_undo") as refusal:
        business.undoes(refund)
    assert refusal.error.why == "later"
    with business.refuses("cannot_undo") as refusal:
        business.undoes()
    assert refusal.error.why == "confirmed"

    other = business.sells("glow-10", to="eve", pay="none")
    business.takes(None, for_=other, method="card", reference="pi_2", on="2026-01-08")
    business.refunds(other, on="2026-01-09")
    (owed,) = _owed(business)
    business.undoes(on="2026-01-10")
    with business.refuses("cannot_undo"):
        _confirms(business, owed, "re_2")


@rule("R-7.14")
def test_what_went_on_with_units_goes_back_to_the_card_that_paid_for_them(business: Story) -> None:
    sold = business.sells("glow-10", to="ana", pay="none")
    business.takes("240.00", for_=sold, method="card", reference="pi_1", on="2026-01-06")
    business.takes("240.00", for_=sold, method="card", reference="pi_2", on="2026-01-07")
    first = business.transfers(2, of=sold, to="eve", on="2026-01-08")
    second = business.transfers(6, of=sold, to="eve", on="2026-01-08")

    business.refunds(second, on="2026-01-09")
    business.refunds(first, on="2026-01-09")
    business.refunds(sold, on="2026-01-09")

    assert [(each.purchase, each.taken_off, str(each.amount)) for each in _owed(business)] == [
        (sold, "pi_1", "96.00"),
        (first, "pi_2", "96.00"),
        (second, "pi_2", "144.00"),
        (second, "pi_1", "144.00"),
    ]


def _owed(business: Story) -> list[ToSendBack]:
    engine = business.engine
    with engine.ledger.reading() as books:
        lately = paid_back_lately(books, engine.clock())
        assert lately == paid_back_in(books.entries_after(0, 100))
        return [owed for each in sorted(lately) for owed in to_send_back(books, each, _is_ours)]


def _is_ours(payment: Payment) -> bool:
    return (payment.reference or "").startswith("pi_")


def _confirms(business: Story, owed: ToSendBack, reference: str) -> None:
    business.engine.execute(
        ConfirmReturn(
            purchase=owed.purchase,
            entry=owed.entry,
            taken_off=owed.taken_off,
            amount=owed.amount,
            method=owed.method,
            reference=reference,
        ),
        key=f"stripe/{reference}",
    )
