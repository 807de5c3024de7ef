"""Cards: Stripe's checkout by its official library, against a server of our own that speaks its API."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import stripe

from tests.rules import rule
from tests.stores.postgres.server import begun, running
from tests.web.asgi_browser import Answer
from tests.web.shop import ADDRESS, Shop
from tests.web.stripe_server import KEY, SECRET, Json, StripeServer, event, signed, stripe_served
from tests.web.visitor import Visitor, newcomer
from trafftpkg.domain.balance import status_of
from trafftpkg.domain.checkouts import StripeSettings
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.requests.confirm_return import ConfirmReturn
from trafftpkg.engine.requests.end import VoidPurchase
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.refund import RefundPurchase
from trafftpkg.engine.requests.reschedule import RescheduleAppointment
from trafftpkg.engine.requests.undo import UndoEntry
from trafftpkg.web.backend import Backend
from trafftpkg.web.checkouts import stripe as module
from trafftpkg.web.checkouts.returns import Returns
from trafftpkg.web.checkouts.stripe import AT_ONCE, StripeCheckout
from trafftpkg.web.page_settings import PageSettings


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeServer]:
    """Stripe, for one test; its library waits less before it tries again."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    with stripe_served() as served:
        yield served


@pytest.fixture
def card_shop(shop: Shop, service: StripeServer) -> Shop:
    """Maré Alta, which takes cards."""
    return _with_cards(shop, service)


def _with_cards(shop: Shop, service: StripeServer) -> Shop:
    settings = StripeSettings(key=KEY, webhook_secret=SECRET, pages=service.address, api=service.address)
    shop.checkouts = [StripeCheckout(settings, service.clock)]
    return shop


def test_it_is_told_what_is_sold_and_nothing_of_the_client(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10", method="card+deposit")

    (asked,) = (each for each in service.asked if each.method == "POST")
    ledger = _ledger(card_shop)
    back = asked.fields["success_url"]
    assert bruno.led_to == f"{service.address}/c/pay/cs_test_1"
    assert asked.fields == {
        "mode": "payment",
        "payment_method_types[0]": "card",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "15600",
        "line_items[0][price_data][product_data][name]": "Glow 10",
        "adaptive_pricing[enabled]": "false",
        "success_url": back,
        "cancel_url": f"{back}?left=1",
        "expires_at": asked.fields["expires_at"],
        "client_reference_id": "pur-1",
        "metadata[ledger]": ledger,
        "metadata[purchase]": "pur-1",
        "metadata[sale]": "yes",
        "payment_intent_data[metadata][ledger]": ledger,
        "payment_intent_data[metadata][purchase]": "pur-1",
    }
    assert back.startswith(f"{ADDRESS}/done/")
    assert (asked.key or "").startswith(f"trafftpkg-{ledger}-pur-1-")
    assert "bruno" not in str(service.asked).lower()


@rule("R-14.7")
def test_a_signed_message_makes_it_usable_once_however_often_it_comes(
    card_shop: Shop, service: StripeServer
) -> None:
    bruno = _buys(card_shop, "Glow 10")
    back = _path(service.sessions["cs_test_1"]["success_url"])
    paid = service.pays()

    assert [_tells(bruno, paid).text for _ in range(2)] == ["recorded\n", "recorded\n"]

    assert _status(card_shop) == "active"
    assert [(str(each.amount), each.reference) for each in _purchase(card_shop).payments] == [
        ("520.00", "pi_cs_test_1")
    ]
    assert bruno.goes_to(back).sees("Glow 10 is yours.")


def test_only_what_stripe_signed_a_moment_ago_is_believed(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10")
    paid = service.pays()

    def answers(body: bytes, header: str | None) -> int:
        more = {} if header is None else {"stripe_signature": header}
        return bruno.browser.post("/messages/stripe", body, **more).status

    body, header = signed(paid)
    assert answers(body, None) == 403
    assert answers(body.replace(b"52000", b"1"), header) == 403
    assert answers(*signed(paid, secrets=("whsec_other",))) == 403
    assert answers(*signed(paid, age=301)) == 403
    assert answers(b"\xff\xfe", header) == 403
    assert answers(body, "t=1,v0=x") == 403
    assert _status(card_shop) == "pending"
    assert answers(*signed(paid, secrets=("whsec_the_new_one", SECRET), age=290)) == 200
    assert _status(card_shop) == "active"


def test_what_is_of_another_ledger_or_another_program_is_let_be(
    card_shop: Shop, service: StripeServer
) -> None:
    bruno = _buys(card_shop, "Glow 10")
    paid = service.pays()
    other, foreign = _told(paid, metadata={"ledger": "0" * 32, "purchase": "pur-1"}), _told(paid, metadata={})
    unpaid = _told(paid, payment_status="unpaid")
    of_another_kind = event("customer.created", {"id": "cus_1"})

    said = [_tells(bruno, each).text for each in (other, foreign, unpaid, of_another_kind)]

    assert said == ["nothing to record\n"] * 4
    assert (_status(card_shop), service.refunds) == ("pending", {})


@pytest.mark.parametrize("fails", [[500, 500], [429], ["drop", "drop"], [401], [400]])
def test_without_stripe_the_order_is_kept_and_one_more_press_works(
    card_shop: Shop, service: StripeServer, fails: list[int | str], caplog: pytest.LogCaptureFixture
) -> None:
    service.fails = list(fails)

    bruno = _buys(card_shop, "Glow 10")
    bruno.goes_to(bruno.led_to)

    assert bruno.sees("We could not reach the payment page. Nothing was paid, and we keep your purchase.")
    assert "refresh" not in bruno.answer.headers
    assert _status(card_shop) == "pending"
    assert "stripe cannot take a payment now" in caplog.text
    assert KEY not in caplog.text
    assert _presses_pay(bruno).startswith(f"{service.address}/c/pay/")
    _tells(bruno, service.pays())
    assert _status(card_shop) == "active"


def test_a_stripe_that_hangs_is_not_waited_for(
    shop: Shop, service: StripeServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.1)
    service.fails = ["hang", "hang"]

    bruno = _buys(_with_cards(shop, service), "Glow 10")

    assert bruno.goes_to(bruno.led_to).sees("We could not reach the payment page.")
    assert "stripe cannot take a payment now: APIConnectionError" in caplog.text


def test_an_answer_that_was_lost_makes_no_second_page(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10", fails=[None, "late"], service=service)

    assert bruno.led_to == f"{service.address}/c/pay/cs_test_1"
    assert len(service.sessions) == 1


def test_who_leaves_comes_back_to_the_same_page(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10", method="card+deposit")
    first = bruno.led_to
    bruno.goes_to(_path(service.sessions["cs_test_1"]["cancel_url"]))

    assert bruno.sees("You have not paid yet.")
    assert "refresh" not in bruno.answer.headers
    assert service.address in bruno.answer.headers["content-security-policy"]
    assert _presses_pay(bruno) == first
    service.expires()
    assert _presses_pay(bruno) == f"{service.address}/c/pay/cs_test_2"
    assert service.sessions["cs_test_2"]["amount_total"] == 15600


def test_an_amount_that_has_changed_closes_the_other_page(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10")
    bruno.goes_to(_path(service.sessions["cs_test_1"]["cancel_url"]))
    card_shop.does(ReceivePayment(thing="pur-1", amount=Decimal("20.00"), method="card"))

    _presses_pay(bruno)

    assert [each["status"] for each in service.sessions.values()] == ["expired", "open"]
    assert service.sessions["cs_test_2"]["amount_total"] == 50000


def test_the_rest_after_a_deposit_is_paid_the_same_way(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10", method="card+deposit")
    _tells(bruno, service.pays())
    client = card_shop.desk().clients.find("bruno@example.com")
    assert client is not None
    browser = card_shop.signed_in(client.handle)
    page = browser.get("/account/packages")
    path = page.link("Book remaining visits of Glow 10")

    led = browser.send(page, path, method="card").headers["location"]
    _tells(bruno, service.pays())

    assert led == f"{service.address}/c/pay/cs_test_2"
    assert service.address in page.headers["content-security-policy"]
    assert "sale" not in service.sessions["cs_test_2"]["metadata"]
    assert [str(each.amount) for each in _purchase(card_shop).payments] == ["156.00", "364.00"]


@rule("R-14.6")
def test_a_page_that_is_over_frees_the_visits_and_the_sale_can_still_be_paid(
    card_shop: Shop, service: StripeServer
) -> None:
    bruno = _buys_with_a_visit(card_shop)
    assert [each.status for each in card_shop.appointments()] == ["booked"]
    over = service.expires()

    assert [_tells(bruno, over).text for _ in range(2)] == ["freed\n", "nothing to free\n"]

    assert [each.status for each in card_shop.appointments()] == ["cancelled"]
    assert _status(card_shop) == "pending"
    bruno.goes_to(_path(service.sessions["cs_test_1"]["cancel_url"]))
    _presses_pay(bruno)
    _tells(bruno, service.pays())
    assert _status(card_shop) == "active"


@rule("R-14.6")
def test_nothing_is_freed_while_another_page_is_open_or_once_the_desk_knows_or_it_is_paid(
    card_shop: Shop, service: StripeServer
) -> None:
    bruno = _buys_with_a_visit(card_shop)
    over = service.expires()
    bruno.goes_to(_path(service.sessions["cs_test_1"]["cancel_url"]))
    _presses_pay(bruno)
    assert _tells(bruno, over).text == "nothing to record\n"
    service.fails = [500, 500]
    assert _tells(bruno, service.expires("cs_test_2")).status == 503

    card_shop.does(RescheduleAppointment(appointment="apt-1", at=datetime.fromisoformat("2026-01-12T15:00")))
    assert _tells(bruno, service.expires("cs_test_2")).text == "nothing to free\n"
    card_shop.does(ReceivePayment(thing="pur-1", amount=None, method="card"))
    assert _tells(bruno, service.expires("cs_test_2")).text == "nothing to free\n"
    assert [each.status for each in card_shop.appointments()] == ["booked"]


@rule("R-14.7")
def test_what_is_paid_too_late_goes_back_once_and_the_operator_is_told(
    card_shop: Shop, service: StripeServer, caplog: pytest.LogCaptureFixture
) -> None:
    bruno = _buys(card_shop, "Glow 10")
    paid = service.pays()
    card_shop.now = "2026-01-20T10:00"
    assert _expires(card_shop) == 1
    bruno.comes_back()
    service.fails = [503, 503]

    said = [_tells(bruno, paid) for _ in range(3)]

    assert [each.status for each in said] == [503, 200, 200]
    assert said[-1].text == "sent back\n"
    (refund,) = service.refunds.values()
    assert (refund["amount"], refund["payment_intent"]) == (52000, "pi_cs_test_1")
    assert (
        "stripe reports pi_cs_test_1 for pur-1, which was refused: purchase_ended. It was sent back"
        in caplog.text
    )
    assert _purchase(card_shop).payments == ()


@rule("R-14.7")
def test_what_went_back_is_not_recorded_when_its_message_comes_once_more(
    card_shop: Shop, service: StripeServer
) -> None:
    bruno = _buys(card_shop, "Glow 10")
    paid = service.pays()
    card_shop.does(VoidPurchase(purchase="pur-1", reason="by mistake"))
    assert _tells(bruno, paid).text == "sent back\n"
    card_shop.does(UndoEntry(entry=2, reason="by mistake"))
    service.ahead += timedelta(hours=3)

    assert _tells(bruno, paid).text == "nothing to record\n"
    assert (_status(card_shop), len(service.refunds)) == ("pending", 1)


def test_a_slow_stripe_does_not_hold_up_everybody(
    card_shop: Shop, service: StripeServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_TURN", 0.01)
    (checkout,) = card_shop.checkouts
    assert isinstance(checkout, StripeCheckout)
    with ExitStack() as waiting:
        for _ in range(AT_ONCE):
            waiting.enter_context(checkout._turn())
        bruno = _buys(card_shop, "Glow 10")
        assert bruno.goes_to(bruno.led_to).sees("We could not reach the payment page.")

    assert "too_many_wait" in caplog.text
    assert _presses_pay(bruno) == f"{service.address}/c/pay/cs_test_1"


@pytest.mark.parametrize(
    ("facts", "why"),
    [({"amount_total": 52001}, "payment_exceeds_due"), ({"currency": "usd"}, "another_currency")],
)
def test_what_is_not_what_is_due_goes_back(
    card_shop: Shop, service: StripeServer, facts: Json, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    bruno = _buys(card_shop, "Glow 10")

    assert _tells(bruno, service.pays(**facts)).text == "sent back\n"

    assert why in caplog.text
    assert (_status(card_shop), len(service.refunds)) == ("pending", 1)


def test_what_is_paid_for_a_sale_that_nobody_knows_goes_back(card_shop: Shop, service: StripeServer) -> None:
    bruno = _buys(card_shop, "Glow 10")
    paid = service.pays(metadata={"ledger": _ledger(card_shop), "purchase": "pur-9"})

    assert _tells(bruno, paid).text == "sent back\n"
    assert len(service.refunds) == 1


@rule("R-7.14")
def test_a_refund_is_sent_once_and_the_history_says_so(card_shop: Shop, service: StripeServer) -> None:
    _paid(card_shop, service)
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving", units=2))
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving"))
    returns = _returns(card_shop)

    assert [returns.send(), returns.send(), _returns(card_shop).send()] == [0, 0, 0]

    assert [each["amount"] for each in service.refunds.values()] == [10400, 41600]
    asked = [each for each in service.asked if (each.method, each.path) == ("POST", "/v1/refunds")]
    ledger = _ledger(card_shop)
    assert [each.key for each in asked] == [f"trafftpkg-{ledger}-{entry}-pi_cs_test_1" for entry in (3, 4)]
    assert asked[0].fields["metadata[return]"] == f"{ledger}-3-pi_cs_test_1"
    confirmed = card_shop.desk().ledger
    with confirmed.reading() as books:
        assert [each.request for each in books.entries_touching(_purchase(card_shop).id)][-2:] == [
            "confirm-return",
            "confirm-return",
        ]


@rule("R-7.14")
@pytest.mark.parametrize("fails", [[None, 500, 500], [None, "drop", "drop"], [429], [None, "late", "late"]])
def test_a_refund_that_failed_or_whose_answer_was_lost_is_sent_again_and_never_twice(
    card_shop: Shop,
    service: StripeServer,
    fails: list[int | str | None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    _paid(card_shop, service)
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving", units=2))
    returns = _returns(card_shop)
    _fail(service, fails)

    assert returns.send() == 1
    assert "stripe has not sent back 104.00 for pur-1, which entry 3 paid back" in caplog.text
    service.answered.clear()  # A day later the key is forgotten.
    assert [returns.send(), returns.send()] == [0, 0]

    assert [each["amount"] for each in service.refunds.values()] == [10400]
    assert _entries_of(card_shop, "confirm-return") == 1


@rule("R-7.14")
def test_two_processes_at_once_send_it_once(card_shop: Shop, service: StripeServer) -> None:
    _paid(card_shop, service)
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving", units=2))

    with ThreadPoolExecutor(2) as processes:
        sent = [processes.submit(_returns(card_shop).send) for _ in range(2)]
        assert [each.result() for each in sent] == [0, 0]

    assert (len(service.refunds), _entries_of(card_shop, "confirm-return")) == (1, 1)


@rule("R-7.14")
def test_two_machines_on_postgresql_send_it_once_although_an_answer_was_lost(
    tmp_path: Path, service: StripeServer
) -> None:
    with running() as server:
        shop = _with_cards(Shop(tmp_path, begun(server.address("cards"))), service)
        _paid(shop, service)
        shop.does(RefundPurchase(purchase="pur-1", reason="moving", units=2))
        _fail(service, [None, "drop", "drop"])
        assert _returns(shop).send() == 1

        with ThreadPoolExecutor(2) as machines:
            sent = [machines.submit(_returns(shop).send) for _ in range(2)]
            assert [each.result() for each in sent] == [0, 0]

        assert [each["amount"] for each in service.refunds.values()] == [10400]
        assert _entries_of(shop, "confirm-return") == 1


@rule("R-7.14")
def test_it_may_be_killed_between_sending_and_recording(
    card_shop: Shop, service: StripeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _paid(card_shop, service)
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving", units=2))

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ConfirmReturn, "decide", killed)
        with pytest.raises(KeyboardInterrupt):
            _returns(card_shop).send()
    service.answered.clear()
    assert _returns(card_shop).send() == 0

    assert (len(service.refunds), _entries_of(card_shop, "confirm-return")) == (1, 1)


@rule("R-7.14")
def test_what_was_sent_in_the_dashboard_is_not_sent_again(card_shop: Shop, service: StripeServer) -> None:
    _paid(card_shop, service)
    service.refunds["re_dashboard"] = {
        "id": "re_dashboard",
        "object": "refund",
        "amount": 52000,
        "metadata": {},
        "payment_intent": "pi_cs_test_1",
        "status": "succeeded",
    }
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving"))

    assert _returns(card_shop).send() == 0
    assert [*service.refunds] == ["re_dashboard"]


def test_money_that_did_not_arrive_is_told_the_operator(
    card_shop: Shop, service: StripeServer, caplog: pytest.LogCaptureFixture
) -> None:
    bruno = _paid(card_shop, service)
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving"))
    _returns(card_shop).send()

    assert (
        _tells(bruno, event("refund.failed", {**service.refunds["re_1"], "status": "failed"})).text
        == "noted\n"
    )
    assert "stripe could not send back the money of pur-1 (re_1)" in caplog.text


def test_yen_are_charged_and_sent_back_as_they_are(card_shop: Shop, service: StripeServer) -> None:
    card_shop.edits("business.yaml", "currency: EUR", "currency: JPY")
    for file in (card_shop.folder / "catalog").rglob("*.yaml"):
        file.write_text(re.sub(r"(\d)\.\d\d\b", r"\1", file.read_text()))
    bruno = _buys(card_shop, "Glow 10")
    assert service.sessions["cs_test_1"]["amount_total"] == 520
    _tells(bruno, service.pays())
    card_shop.does(RefundPurchase(purchase="pur-1", reason="moving"))
    _returns(card_shop).send()

    assert str(_purchase(card_shop).payments[0].amount) == "520"
    assert [each["amount"] for each in service.refunds.values()] == [520]


def test_nothing_secret_is_logged_and_nothing_is_kept_at_home(
    card_shop: Shop,
    service: StripeServer,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    caplog.set_level(logging.DEBUG)
    service.fails = [401, 500]
    bruno = _buys(card_shop, "Glow 10")
    bruno.goes_to(bruno.led_to)
    _presses_pay(bruno)
    _tells(bruno, service.pays())

    assert not (tmp_path / "home").exists()
    for secret in (KEY, SECRET, "bruno", "Bruno", "/done/0", "/done/a"):
        assert secret not in caplog.text


def _buys(
    shop: Shop,
    package: str,
    *,
    method: str = "card",
    fails: list[int | str | None] | None = None,
    service: StripeServer | None = None,
) -> Visitor:
    if fails is not None and service is not None:
        _fail(service, fails)
    bruno = newcomer(shop).opens(f"Choose {package}").pays(method).reviews_well().confirms()
    assert bruno.status == 303, bruno.answer.words
    return bruno


def _buys_with_a_visit(shop: Shop) -> Visitor:
    bruno = newcomer(shop).opens("Choose Glow 10").at("12:00", day="2026-01-12").pays("card")
    bruno.reviews_well().confirms()
    assert bruno.status == 303, bruno.answer.words
    return bruno


def _paid(shop: Shop, service: StripeServer) -> Visitor:
    bruno = _buys(shop, "Glow 10")
    assert _tells(bruno, service.pays()).text == "recorded\n"
    return bruno


def _fail(service: StripeServer, fails: list[int | str | None]) -> None:
    """Let the next requests fail; None is one that does not."""
    service.fails = [each if each is not None else "well" for each in fails]


def _tells(visitor: Visitor, told: Json) -> Answer:
    """Let the service send a message, to the page as it is now."""
    body, header = signed(told)
    return visitor.browser.post("/messages/stripe", body, stripe_signature=header)


def _told(told: Json, **facts: Any) -> Json:
    return {**told, "data": {"object": {**told["data"]["object"], **facts}}}


def _presses_pay(visitor: Visitor) -> str:
    """Press the button that leads to the checkout, and return where it leads."""
    path = visitor.path.partition("?")[0]
    return visitor.browser.send(visitor.answer, path).headers["location"]


def _path(address: str) -> str:
    return address.removeprefix(ADDRESS)


def _settings(shop: Shop) -> PageSettings:
    return PageSettings(
        backend=Backend(shop.desk()),
        folder=shop.folder / "catalog",
        address=ADDRESS,
        checkouts=shop.checkouts,
    )


def _returns(shop: Shop) -> Returns:
    """Return what sends money back in one process."""
    return Returns(_settings(shop))


def _ledger(shop: Shop) -> str:
    header = Backend(shop.desk()).header()
    assert header is not None
    return header.ledger


def _entries_of(shop: Shop, request: str) -> int:
    with shop.desk().ledger.reading() as books:
        return sum(each.request == request for each in books.entries_after(0, 100))


def _expires(shop: Shop) -> int:
    from trafftpkg.engine.expiry import expire

    return expire(shop.desk().engine).voided


def _purchase(shop: Shop) -> Purchase:
    (purchase,) = shop.purchases()
    return purchase


def _status(shop: Shop) -> str:
    return status_of(_purchase(shop), shop.desk().read_clock(), "Europe/Lisbon")
