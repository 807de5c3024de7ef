"""R-16: which entries make letters, to whom, and what these say."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.letters.outgoing import Post
from tests.rules import rule
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.value import replace
from trafftpkg.engine.erasing import erase_client
from trafftpkg.engine.requests.cancel import CancelAppointment, MissAppointment
from trafftpkg.engine.requests.correct import CorrectAppointment
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.import_balance import ImportBalance
from trafftpkg.engine.requests.merge import MergeClients
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.engine.requests.redeem import RedeemAppointment
from trafftpkg.engine.requests.refund import RefundPurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.undo import UndoEntry
from trafftpkg.engine.unanswered import give_up_unpaid


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A business that has just begun to send letters. Ana has glow-10 (pur-1), sold before."""
    post = Post(tmp_path)
    post.shop.knows("ana")
    post.shop.sells("glow-10", to="ana")
    post.begins()
    return post


@rule("R-16.1")
def test_letters_begin_with_what_is_recorded_after_the_first_time(post: Post) -> None:
    assert post.goes().sent == 0

    post.shop.books("facial", for_="ana", at="2026-01-12T10:00")
    post.goes()

    assert post.mail.kinds() == ["booking to ana"]
    (facts,) = post.mail.facts
    (visit,), (paying,) = facts.visits, facts.purchases
    number = visit.numbers[paying.purchase.id]
    assert (visit.appointment.id, number.visit, number.of, visit.sequence) == ("apt-1", 1, 10, 0)
    assert (paying.balance.available, paying.due, paying.owned) == (9, Decimal("0.00"), True)
    assert (facts.to.addr_spec, facts.by_page) == ("ana@example.com", False)
    assert post.goes().sent == 0


@rule("R-16.1")
def test_a_sale_is_told_with_its_visits_and_payments_in_one_letter(post: Post) -> None:
    post.shop.knows("bob")
    post.shop.sells("quiet-afternoon", to="bob", method="cash")
    post.goes()

    (facts,) = post.mail.facts
    assert post.mail.kinds() == ["purchase to bob"]
    assert [each.purchase.id for each in facts.purchases] == ["pur-2"]
    assert [each.payment.amount for each in facts.payments] == [Decimal("165.00")]


@rule("R-16.1")
def test_a_gift_is_told_to_who_gets_it_and_to_who_pays(post: Post) -> None:
    post.shop.knows("bob")
    post.shop.sells("quiet-afternoon", to="bob", payer="ana", method="cash")
    post.goes()

    assert sorted(post.mail.kinds()) == ["purchase to ana", "purchase to bob"]
    for facts in post.mail.facts:
        (told,) = facts.purchases
        is_bob = facts.client.handle == "bob"
        assert (told.owned, told.asked) == (is_bob, not is_bob)
        assert [each.handle for each in facts.others] == ["ana" if is_bob else "bob"]


@rule("R-16.1")
def test_a_move_says_from_where_and_a_cancellation_what_it_costs(post: Post) -> None:
    for day in ("12", "13"):
        post.shop.books("facial", for_="ana", at=f"2026-01-{day}T10:00", employee="ines")
    post.goes()
    post.shop.does(RescheduleAppointment(appointment="apt-1", at=datetime.fromisoformat("2026-01-14T11:00")))
    post.goes()
    post.shop.now = "2026-01-13T09:00"
    post.shop.does(CancelAppointment(appointment="apt-2"))
    post.shop.does(CancelAppointment(appointment="apt-1", by="business"))
    post.goes()

    assert post.mail.kinds()[2:] == ["move to ana", "cancellation to ana", "cancellation to ana"]
    moved, late, by_business = (each.visits[0] for each in post.mail.facts[2:])
    assert moved.before is not None
    assert (f"{moved.before.starts_at:%d %H:%M}", moved.sequence) == ("12 10:00", 1)
    assert late.ruling is not None
    assert by_business.ruling is not None
    assert (late.ruling.rule, by_business.ruling.rule) == ("forgiven", "business")
    assert [(each.purchase, each.units) for each in by_business.held] == [("pur-1", 1)]
    assert by_business.numbers["pur-1"].of == 10  # type: ignore[index]  # an id is a text


@rule("R-16.11")
def test_a_refund_that_cancels_visits_is_told_with_the_money(post: Post) -> None:
    post.shop.knows("bob")
    post.shop.sells("glow-10", to="bob", method="card")
    post.shop.books("facial", for_="bob", at="2026-01-12T10:00")
    post.goes()
    post.shop.does(RefundPurchase(purchase="pur-2", cancel_appointments=True, reason="moving"))
    post.goes()

    assert post.mail.kinds()[-1] == "cancellation to bob"
    told = post.mail.facts[-1]
    (paid,), (package,) = told.payments, told.purchases
    assert (paid.purchase, paid.payment.method, paid.payment.amount < 0) == ("pur-2", "card", True)
    assert package.purchase.ended is not None
    assert (package.purchase.ended.kind, package.asked) == ("refunded", True)


@rule("R-16.1")
def test_a_visit_at_its_price_is_told_with_the_price(post: Post) -> None:
    post.shop.books("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    post.goes()
    post.shop.does(CancelAppointment(appointment="apt-1"))
    post.goes()

    booked, cancelled = post.mail.facts
    assert (booked.purchases, booked.visits[0].price) == ((), None)
    assert cancelled.visits[0].price == booked.visits[0].appointment.price


@rule("R-16.2")
def test_corrections_imports_and_merges_make_no_letter(post: Post) -> None:
    shop = post.shop
    shop.knows("bob")
    shop.knows("eve")
    shop.books("facial", for_="ana", at="2026-01-12T10:00", without_package=True)
    post.goes()
    shop.does(RedeemAppointment(appointment="apt-1", reason="a package was there"))
    shop.does(UndoEntry(entry=shop.entries(), reason="not meant"))
    shop.does(ImportBalance(client="bob", package="glow-10", reference="A-1", granted=10, used=2))
    shop.does(MergeClients(kept="bob", merged="eve", confirmed=True))
    post.goes()

    assert post.mail.kinds() == ["booking to ana"]


@rule("R-16.2")
def test_what_was_taken_back_before_it_was_told_is_never_told(post: Post) -> None:
    shop = post.shop
    shop.books("facial", for_="ana", at="2026-01-12T10:00")
    shop.does(UndoEntry(entry=shop.entries(), reason="another client"))
    assert (post.goes().sent, post.outbox()) == (0, [])

    shop.books("facial", for_="ana", at="2026-01-13T10:00")
    post.collecting().collect()
    shop.does(UndoEntry(entry=shop.entries(), reason="another client"))

    assert (post.goes().sent, post.outbox()) == (0, [])


@rule("R-16.2")
def test_what_is_said_of_a_past_visit_makes_no_letter(post: Post) -> None:
    shop = post.shop
    shop.books("facial", for_="ana", at="2026-01-12T10:00")
    post.goes()
    shop.now = "2026-01-12T12:00"
    shop.does(MissAppointment(appointment="apt-1"))
    shop.does(CorrectAppointment(appointment="apt-1", was="used", reason="she was there"))
    post.goes()

    assert post.mail.kinds() == ["booking to ana"]


@rule("R-16.2")
def test_news_of_a_visit_that_has_begun_since_is_dropped(post: Post) -> None:
    post.shop.books("facial", for_="ana", at="2026-01-06T10:00")

    report = post.goes("2026-01-06T10:00")

    assert (report.sent, report.dropped, post.told()) == (0, 1, ["booking dropped (no_longer_due)"])


@rule("R-16.2")
def test_what_is_no_longer_so_when_it_could_be_sent_is_told_by_its_last_letter_alone(post: Post) -> None:
    shop = post.shop
    for day in ("12", "13"):
        shop.books("facial", for_="ana", at=f"2026-01-{day}T10:00", employee="ines")
    shop.does(RescheduleAppointment(appointment="apt-1", at=datetime.fromisoformat("2026-01-14T11:00")))
    shop.does(CancelAppointment(appointment="apt-2", by="business"))

    report = post.goes()

    assert (report.sent, report.dropped) == (2, 2)
    assert post.mail.kinds() == ["move to ana", "cancellation to ana"]
    assert post.told()[:2] == ["booking dropped (no_longer_due)"] * 2


@rule("R-16.2")
def test_a_sale_that_has_ended_before_it_was_told_is_not_said_to_be_of_use(post: Post) -> None:
    wanted = VisitWanted(service="facial", at=datetime.fromisoformat("2026-01-12T10:00"))
    post.shop.knows("bob")
    sold = post.shop.sells("glow-10", to="bob", method="card", appointments=(wanted,))
    post.shop.does(
        VoidPurchase(purchase=sold.id, cancel_appointments=True, keep_money=True, reason="another client")
    )

    post.goes()

    assert post.mail.kinds() == ["cancellation to bob"]


@rule("R-16.3")
def test_an_erased_client_gets_no_letter_not_even_one_that_waits(post: Post) -> None:
    post.shop.books("facial", for_="ana", at="2026-01-12T10:00")
    post.collecting().collect()
    assert post.told() == ["booking waiting"]

    erase_client(post.shop.desk().engine, "ana", confirmed=True)

    assert (post.outbox(), post.goes().sent, post.mail.taken) == ([], 0, [])


@rule("R-16.3")
def test_a_client_erased_before_the_letter_was_made_gets_none(post: Post) -> None:
    post.shop.books("facial", for_="ana", at="2026-01-12T10:00")
    erase_client(post.shop.desk().engine, "ana", confirmed=True)

    assert (post.goes().sent, post.outbox()) == (0, [])


def test_a_letter_to_a_client_without_an_address_is_dropped_counted_and_listed(post: Post) -> None:
    desk = post.shop.desk()
    ana = desk.clients.find("ana")
    assert ana is not None
    desk.clients.change(replace(ana, email=None))
    post.shop.books("facial", for_="ana", at="2026-01-12T10:00")

    assert post.collecting().foreseen() == []

    report = post.goes()
    assert (report.sent, report.dropped, post.told()) == (0, 1, ["booking dropped (no_address)"])


def test_a_letter_goes_to_the_address_of_now_and_to_who_was_kept_of_two(post: Post) -> None:
    shop = post.shop
    shop.knows("eve")
    shop.books("facial", for_="ana", at="2026-01-12T10:00")
    post.collecting().collect()
    shop.does(MergeClients(kept="eve", merged="ana", confirmed=True))
    post.goes()

    assert [to for to, _ in post.mail.taken] == ["eve@example.com"]
    assert [each.appointment.id for each in post.mail.facts[0].visits] == ["apt-1"]


@rule("R-16.5")
def test_what_a_newcomer_booked_is_told_once_they_have_answered_and_never_if_it_is_given_up(
    post: Post,
) -> None:
    for handle, key in (("bob", "kb"), ("eve", "ke")):
        post.shop.knows(handle)
        _from_the_page(post, handle, key)
    post.waiting_for_answers = {"kb", "ke"}
    assert (post.goes().sent, post.told()) == (0, ["purchase waiting (no_answer_yet)"] * 2)

    post.waiting_for_answers = {"ke"}
    post.goes(post.after(minutes=5))
    assert post.mail.kinds() == ["purchase to bob"]
    assert post.mail.facts[0].by_page

    given_up = VoidPurchase(purchase="pur-3", cancel_appointments=True, reason="unconfirmed")
    post.shop.desk().engine.execute(given_up, key="unanswered/ke/pur-3")
    post.waiting_for_answers = set()
    post.goes(post.after(minutes=5))

    assert post.mail.kinds() == ["purchase to bob"]
    assert post.told() == ["purchase sent"]


def test_letters_begin_anew_where_the_ledger_no_longer_has_what_they_were_made_of(post: Post) -> None:
    shop = post.shop
    shop.books("facial", for_="ana", at="2026-01-12T10:00")
    post.collecting().collect()
    _loses_entries(shop.folder / "ledger.jsonl", 1)
    for day in ("13", "15"):
        shop.books("facial", for_="ana", at=f"2026-01-{day}T10:00")

    post.goes()
    shop.books("facial", for_="ana", at="2026-01-14T10:00")
    post.goes()

    told = [f"{each.visits[0].appointment.visit.starts_at:%d}" for each in post.mail.facts]
    assert told == ["14"]


def _from_the_page(post: Post, handle: str, key: str) -> None:
    desk = post.shop.desk()
    page = Desk(
        catalogue=post.shop.folder / "catalog",
        ledger=post.shop.ledger,
        now=desk.read_clock(),
        actor="page",
        notice=lambda _: None,
        begins=True,
        allow_future=True,
    )
    page.engine.execute(
        PurchasePackage(client=handle, package="quiet-afternoon", pay="none", method="on-site"), key=key
    )


def _loses_entries(ledger: Path, count: int) -> None:
    """As where an older copy was put in its place."""
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-count]))
    ledger.with_name(f"{ledger.name}.index").unlink()


@rule("R-14.6")
def test_a_client_is_told_of_visits_that_an_abandoned_payment_no_longer_holds(post: Post) -> None:
    wanted = VisitWanted(service="facial", at=datetime.fromisoformat("2026-01-12T10:00"))
    sold = post.shop.sells("glow-10", to="ana", pay="none", appointments=(wanted,))
    post.goes()

    assert give_up_unpaid(post.shop.desk().engine, sold.id, by="desk")
    post.goes()

    assert post.mail.kinds() == ["purchase to ana", "cancellation to ana"]
