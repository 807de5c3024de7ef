"""What begins with a request is numbered after what others recorded since it was decided."""

from decimal import Decimal

from tests.stores.samples import ANA, booked, cancelled, paid, sold
from trafftpkg.domain.events.paying import PaymentReceived
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.numbering import begun_by, renumbered


def test_a_sale_with_its_payment_and_visits_moves_as_a_whole() -> None:
    decided = (
        sold(3),
        paid(3),
        booked(5, "2026-01-20T10:00", purchase=3),
        booked(6, "2026-01-21T10:00", purchase=3),
    )

    moved = renumbered(decided, {"pur": 7, "apt": 9})

    assert moved == (
        sold(8),
        paid(8),
        booked(10, "2026-01-20T10:00", purchase=8),
        booked(11, "2026-01-21T10:00", purchase=8),
    )
    assert begun_by(moved) == ("pur-8", "apt-10", "apt-11")


def test_what_was_there_before_keeps_its_number() -> None:
    decided = (cancelled(2), booked(5, "2026-01-20T10:00", purchase=1))

    assert renumbered(decided, {"pur": 4, "apt": 6}) == (
        cancelled(2),
        booked(7, "2026-01-20T10:00", purchase=1),
    )


def test_text_that_only_looks_like_a_number_stays() -> None:
    payment = PaymentReceived(
        purchase=PurchaseId("pur-3"),
        appointment=None,
        amount=Decimal("1.00"),
        method="card",
        reference="pur-3",
    )

    moved = renumbered((sold(3, ANA), payment), {"pur": 4, "apt": 0})

    assert isinstance(moved[1], PaymentReceived)
    assert (moved[1].purchase, moved[1].reference) == ("pur-5", "pur-3")


def test_where_nothing_came_between_nothing_changes() -> None:
    decided = (sold(3), paid(3))

    assert renumbered(decided, {"pur": 2, "apt": 0}) == decided
