"""R-16.11: what a letter says of a cancelled visit fits who called it off, and why."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.letters.outgoing import Post
from tests.rules import rule
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.door import PAGE
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.engine.engine import Engine
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.cancel import CancelAppointment
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.freeze import FreezePurchase
from trafftpkg.engine.requests.lapse import VoidUnpaidPurchase
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.refund import RefundPurchase, RefundVisit
from trafftpkg.engine.unanswered import give_up_unpaid
from trafftpkg.letters.facts import Letterhead
from trafftpkg.letters.writing import write

SORRY = "We are sorry: we had to cancel your visit."
ENDED = "Glow 10 has ended, and your visit was cancelled with it."
PLAIN = "Your visit is cancelled."
WANTED = VisitWanted(service="facial", at=datetime.fromisoformat("2026-01-27T10:00"))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A business whose letters have begun, and Ana."""
    post = Post(tmp_path)
    post.shop.knows("ana")
    post.begins()
    return post


def told(post: Post) -> str:
    """Return what the last letter says."""
    post.goes()
    desk = post.shop.desk()
    head = Letterhead(catalogue=desk.catalogue.catalogue(), folder=None, sender=post.mail.sender, links=None)
    text = write(post.mail.facts[-1], head).get_body(("plain",))
    assert text is not None
    return str(text.get_content())


@rule("R-16.11")
@pytest.mark.parametrize(
    ("request_", "opening"),
    [
        (CancelAppointment(appointment="apt-1", by="business"), SORRY),
        (CancelAppointment(appointment="apt-1"), PLAIN),
        (VoidPurchase(purchase="pur-1", cancel_appointments=True, keep_money=True, reason="moving"), ENDED),
        (RefundPurchase(purchase="pur-1", cancel_appointments=True, reason="moving"), ENDED),
    ],
)
def test_we_are_sorry_only_for_what_we_called_off(post: Post, request_: Request, opening: str) -> None:
    post.shop.sells("glow-10", to="ana", appointments=(WANTED,))

    post.shop.does(request_)

    text = told(post)
    assert opening in text
    assert (SORRY in text) == (opening == SORRY)


@rule("R-16.11")
def test_a_visit_that_a_freeze_called_off_says_that_the_package_is_frozen_then(post: Post) -> None:
    post.shop.sells("glow-10", to="ana", appointments=(WANTED,))

    day = date(2026, 1, 27)
    post.shop.does(
        FreezePurchase(purchase="pur-1", first=day, last=day, cancel_appointments=True, reason="ill")
    )

    text = told(post)
    assert PLAIN in text
    assert "  Glow 10 is frozen on that day.\n  Given back to Glow 10: 1 session. Now 10 left" in text


@rule("R-16.11")
def test_visits_that_ended_with_an_unpaid_package_say_why(post: Post) -> None:
    post.shop.sells("glow-10", to="ana", pay="none", appointments=(WANTED,))

    post.shop.now = "2026-01-20T11:00"
    post.shop.does(VoidUnpaidPurchase(purchase="pur-1"))

    text = told(post)
    assert ENDED in text
    assert "  Glow 10 was not paid in time and has ended.\n" in text


@rule("R-16.11")
def test_a_visit_that_an_abandoned_payment_no_longer_holds_says_so(post: Post) -> None:
    page = _page(post)
    page.execute(
        PurchasePackage(client="ana", package="glow-10", pay="none", method="card", appointments=(WANTED,))
    )

    assert give_up_unpaid(page, PurchaseId("pur-1"), by=PAGE)

    text = told(post)
    assert PLAIN in text
    assert "  The payment for Glow 10 was not completed in time.\n" in text


@rule("R-16.11")
def test_a_visit_that_was_paid_back_says_how_much_and_how(post: Post) -> None:
    post.shop.books("facial", for_="ana", at="2026-01-27T10:00", without_package=True)
    post.shop.does(ReceivePayment(thing="apt-1", amount=None, method="card"))

    post.shop.does(RefundVisit(appointment="apt-1", cancel_appointments=True, reason="moving"))

    text = told(post)
    assert PLAIN in text
    assert "  Paid back: €62.00, Card\n" in text


def _page(post: Post) -> Engine:
    desk = Desk(
        catalogue=post.shop.folder / "catalog",
        ledger=post.shop.ledger,
        now=post.shop.desk().read_clock(),
        actor=PAGE,
        notice=lambda _: None,
        begins=True,
        allow_future=True,
    )
    return desk.engine
