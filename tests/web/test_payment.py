"""How packages are paid on the page: the state of a payment is in the ledger, and only there."""

import hmac
import json
import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
import segno

from tests.web.shop import Shop
from tests.web.visitor import Visitor, newcomer
from trafftpkg.domain.balance import status_of
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.web.addresses import Addresses
from trafftpkg.web.payment import Completed, ForgedMessageError, Order, SendBack

SECRET = b"shared with the checkout"


class PayExample:
    """A checkout as one would be written: a hosted page, and signed messages."""

    name = "payexample"
    methods: tuple[str, ...] = ("card",)
    origin = "https://pay.example"

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.sent: dict[str, SendBack] = {}

    def least(self, currency: str) -> Decimal:
        return Decimal("0.50") if currency == "EUR" else Decimal(0)

    def begin(self, order: Order) -> str:
        self.orders.append(order)
        return f"{self.origin}/{order.purchase}"

    def completed(self, headers: Mapping[str, str], body: bytes) -> Completed | None:
        if not hmac.compare_digest(headers.get("x-signature", ""), signature_of(body)):
            raise ForgedMessageError
        told = json.loads(body)
        if told["what"] != "paid":
            return None
        return Completed(
            purchase=PurchaseId(told["order"]),
            amount=Decimal(told["amount"]),
            method="card",
            reference=told["id"],
        )

    def took(self, reference: str) -> bool:
        return reference.startswith("ch_")

    def send_back(self, back: SendBack) -> str:
        self.sent.setdefault(back.name, back)
        return f"re_{[*self.sent].index(back.name) + 1}"


def signature_of(body: bytes) -> str:
    """Return how the checkout signs."""
    return hmac.new(SECRET, body, "sha256").hexdigest()


def message(**facts: str) -> bytes:
    """Return a message of the checkout."""
    return json.dumps({"what": "paid", "order": "pur-1", "amount": "520.00", "id": "ch_1", **facts}).encode()


def test_what_needs_a_checkout_is_not_offered_without_one(shop: Shop) -> None:
    page = newcomer(shop).opens("Choose Glow 10").answer

    assert 'value="on-site"' in page.text
    assert 'value="card"' not in page.text
    assert 'value="mbway"' not in page.text


def test_a_package_that_cannot_be_paid_here_says_so(shop: Shop) -> None:
    shop.edits("packages/sleep-course.yaml", "[card, bank-transfer]", "[card]")

    bruno = newcomer(shop).opens("Choose Sleep course")

    assert bruno.sees("You cannot pay for this package on this page. Please contact us.")


def test_a_method_that_takes_no_less_than_an_amount_is_not_offered_below_it(shop: Shop) -> None:
    shop.checkouts = [PayExample()]
    shop.edits("packages/glow-10.yaml", "amount: 520.00", "amount: 0.40")

    bruno = newcomer(shop).opens("Choose Glow 10")

    assert bruno.sees("Card is possible from €0.50.")
    assert ['value="card"' in bruno.answer.text, 'value="on-site"' in bruno.answer.text] == [False, True]
    bruno.pays("card").reviews().is_told("Paid by On site.")


def test_a_rest_that_is_too_little_for_a_checkout_is_not_asked_for_by_it(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    shop.knows("ana")
    shop.sells("glow-10", to="ana", pay="none")
    shop.does(ReceivePayment(thing="pur-1", amount=Decimal("519.70"), method="on-site"))
    ana = shop.signed_in("ana")
    tab = ana.get("/account/packages")
    path = tab.link("Book remaining visits of Glow 10")

    assert "Card is possible from €0.50. You pay when you visit us." in ana.get(path).words
    assert "Pay by card" not in ana.get(path).words
    assert ana.send(tab, path, method="card").status == 404
    assert checkout.orders == []


def test_on_site_can_be_redeemed_before_it_is_paid(shop: Shop) -> None:
    _buys(shop, "Glow 10", method="on-site")

    assert _status(shop) == "active"


def test_a_bank_transfer_is_pending_until_the_desk_records_it(shop: Shop) -> None:
    bruno = _buys(shop, "Twenty mornings", method="bank-transfer")
    done = bruno.led_to
    assert _status(shop) == "pending"
    assert bruno.goes_to(done).sees("Payment reference pur-1")

    shop.does(ReceivePayment(thing="pur-1", amount=None, method="bank-transfer"))

    assert _status(shop) == "active"
    bruno.comes_back().goes_to(done)
    assert "Twenty mornings is yours . To book" in bruno.answer.words.replace("yours.", "yours .")
    assert not bruno.sees("To be paid")


BANK = 'bank: {holder: "Maré Alta, Lda", iban: PT50 0002 0123 1234 5678 9015 4, bic: BCOMPTPL}'


def has_an_account(shop: Shop, currency: str = "EUR") -> None:
    """Say in business.yaml where transfers go to."""
    shop.declares_of_business(BANK)
    shop.declares_of_business(f"currency: {currency}")


def test_a_bank_transfer_shows_where_to_what_to_quote_and_a_code_for_the_banks_app(shop: Shop) -> None:
    has_an_account(shop)

    bruno = _buys(shop, "Twenty mornings", method="bank-transfer")
    done = bruno.goes_to(bruno.led_to)

    assert done.sees("Account holder Maré Alta, Lda IBAN PT50 0002 0123 1234 5678 9015 4 BIC BCOMPTPL")
    assert done.sees("Payment reference pur-1 Until Mon 12 Jan 2026, 10:00")
    assert _code_on(done) == _drawn(
        "Maré Alta, Lda", "PT50000201231234567890154", str(_purchase(shop).terms.total)
    )


def test_the_letter_to_a_newcomer_says_where_to_transfer(shop: Shop) -> None:
    has_an_account(shop)
    _buys(shop, "Winter float", method="bank-transfer+deposit")

    assert shop.mail is not None
    letter = shop.mail.letters[-1][2]
    assert "Please transfer €60.00 by Mon 12 Jan 2026, 10:00:" in letter
    assert "IBAN: PT50 0002 0123 1234 5678 9015 4\n  BIC: BCOMPTPL\n  Payment reference: pur-1\n" in letter


def test_there_is_no_code_for_another_currency_than_the_euro(shop: Shop) -> None:
    has_an_account(shop, "CHF")

    bruno = _buys(shop, "Twenty mornings", method="bank-transfer")
    done = bruno.goes_to(bruno.led_to)

    assert done.sees("IBAN PT50 0002 0123 1234 5678 9015 4")
    assert 'class="epc"' not in done.answer.text


def _code_on(page: Visitor) -> str:
    found = re.search(r'<svg viewBox="[^"]+" class="epc">.*?</svg>', page.answer.text)
    assert found is not None
    return found[0]


def _drawn(holder: str, iban: str, amount: str) -> str:
    """The code by the book: what the European Payments Council says that a transfer is."""
    told = f"BCD\n002\n2\nSCT\nBCOMPTPL\n{holder}\n{iban}\nEUR{amount.rstrip('0').rstrip('.')}\n\n\npur-1"
    code = segno.make_qr(told.encode("iso-8859-1"), error="m", boost_error=False)
    return code.svg_inline(dark="#000", light="#fff", svgclass="epc", lineclass=None, omitsize=True)


def test_a_deposit_says_what_is_paid_now_and_what_later_and_on_site_takes_none(shop: Shop) -> None:
    shop.checkouts = [PayExample()]
    page = newcomer(shop).opens("Choose Glow 10")

    assert page.sees(
        "Card, deposit of €156.00 You pay €156.00 now, on the next page. When we have it, you can use the "
        "package. The other €364.00 you pay later, in your account or when you visit us."
    )
    offered = re.findall(r'name="method" value="([^"]+)"', page.answer.text)
    assert offered == ["card", "card+deposit", "on-site"]
    page.pays("card+deposit").reviews_well()
    assert page.sees("Paid first €156.00")
    page.reviews_well().pays("on-site+deposit").reviews()
    assert page.sees("Please choose how you pay.")


def test_the_way_back_from_a_checkout_leads_on_once_the_payment_is_recorded(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    shop.edits(
        "packages/glow-10.yaml", "name: Glow 10", "name: Glow 10\nredirect_url: https://a.example/thanks"
    )
    bruno = _buys(shop, "Glow 10", method="card")
    back = checkout.orders[0].back.removeprefix("https://book.example")

    waits = bruno.goes_to(back).answer.headers["refresh"]
    assert waits == f"5; url={back}?look=1"
    assert not bruno.sees("Continue to a.example")
    assert "refresh" not in bruno.goes_to(f"{back}?look=12").answer.headers

    paid = message()
    bruno.browser.post("/messages/payexample", paid, x_signature=signature_of(paid))
    bruno.goes_to(f"{back}?look=1")
    assert bruno.sees("Glow 10 is yours.")
    assert bruno.answer.headers["refresh"] == "10; url=https://a.example/thanks"


def test_a_bank_transfer_leads_on_too_and_leaves_time_to_copy_it(shop: Shop) -> None:
    shop.edits("packages/yoga-20.yaml", "name:", "redirect_url: https://a.example/thanks?ö=1\nname:")
    bruno = _buys(shop, "Twenty mornings", method="bank-transfer")

    bruno.goes_to(bruno.led_to)

    assert bruno.answer.headers["refresh"] == "120; url=https://a.example/thanks?%C3%B6=1"
    assert bruno.sees("In two minutes, this page takes you to a.example.")


def test_a_deposit_is_offered_where_the_package_has_one(shop: Shop) -> None:
    bruno = _buys(shop, "Winter float", method="bank-transfer+deposit")

    assert bruno.goes_to(bruno.led_to).sees("Amount €60.00 , the deposit of €213.41")


def test_a_checkout_is_told_the_order_and_the_client_goes_there(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]

    bruno = _buys(shop, "Glow 10", method="card+deposit")

    (order,) = checkout.orders
    assert _status(shop) == "pending"
    assert bruno.led_to == "https://pay.example/pur-1"
    assert (order.amount, order.currency, order.method) == (Decimal("156.00"), "EUR", "card")
    assert order.back.startswith("https://book.example/done/")


def test_a_signed_message_makes_the_package_usable_once(shop: Shop) -> None:
    shop.checkouts = [PayExample()]
    browser = _buys(shop, "Glow 10", method="card").browser

    deposit = message(amount="156.00")
    for _ in range(2):
        answer = browser.post("/messages/payexample", deposit, x_signature=signature_of(deposit))
        assert answer.text == "recorded\n"

    assert _status(shop) == "active"
    assert [each.reference for each in _purchase(shop).payments] == ["ch_1"]


def test_a_message_that_the_checkout_did_not_sign_is_refused(shop: Shop) -> None:
    shop.checkouts = [PayExample()]
    browser = _buys(shop, "Glow 10", method="card").browser

    answer = browser.post("/messages/payexample", message(), x_signature=signature_of(b"other"))

    assert answer.status == 403
    assert _status(shop) == "pending"


def test_a_message_of_something_else_changes_nothing(shop: Shop) -> None:
    shop.checkouts = [PayExample()]
    browser = _buys(shop, "Glow 10", method="card").browser
    begun = message(what="begun")

    assert browser.post("/messages/payexample", begun, x_signature=signature_of(begun)).status == 200
    assert browser.post("/messages/nobody", begun).status == 404
    assert _status(shop) == "pending"


def test_a_payment_that_cannot_be_taken_is_answered_and_told_the_operator(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    browser = _buys(shop, "Glow 10", method="card").browser
    too_much = message(amount="900.00")

    answer = browser.post("/messages/payexample", too_much, x_signature=signature_of(too_much))

    assert answer.text == "sent back\n"
    assert "payexample reports ch_1 for pur-1, which was refused: payment_exceeds_due." in caplog.text
    (sent,) = checkout.sent.values()
    assert (sent.payment, sent.amount) == ("ch_1", None)


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "100.001", "NaN", "Infinity", "1E+40"])
def test_an_amount_that_is_none_is_not_asked_for_again_and_told_the_operator(
    shop: Shop, caplog: pytest.LogCaptureFixture, amount: str
) -> None:
    shop.checkouts = [PayExample()]
    browser = _buys(shop, "Glow 10", method="card").browser
    wrong = message(amount=amount)

    answer = browser.post("/messages/payexample", wrong, x_signature=signature_of(wrong))

    assert (answer.status, answer.text) == (200, "refused\n")
    assert "payexample reports ch_1, which was refused: usage" in caplog.text
    assert _purchase(shop).payments == ()


def test_one_reference_with_two_amounts_is_one_payment(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.checkouts = [PayExample()]
    browser = _buys(shop, "Glow 10", method="card").browser
    answers = []
    for amount in ("156.00", "364.00"):
        told = message(amount=amount)
        answers.append(browser.post("/messages/payexample", told, x_signature=signature_of(told)).text)

    assert answers == ["recorded\n", "refused\n"]
    assert "payexample reports ch_1, which was refused: idempotency_conflict" in caplog.text
    assert [str(each.amount) for each in _purchase(shop).payments] == ["156.00"]


def test_the_rest_after_a_deposit_is_paid_in_the_account(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    has_an_account(shop)
    shop.edits("packages/glow-10.yaml", "on-site]", "on-site, bank-transfer]")
    shop.knows("ana")
    shop.sells("glow-10", to="ana", pay="deposit")
    ana = shop.signed_in("ana")
    tab = ana.get("/account/packages")
    path = tab.link("Book remaining visits of Glow 10")
    own = ana.get(path)

    assert "€364.00 to pay" in tab.words
    assert "To pay: €364.00" in own.words
    assert "Amount €364.00 Account holder Maré Alta, Lda IBAN PT50 0002" in own.words
    assert ana.send(own, path, method="card").headers["location"] == "https://pay.example/pur-1"
    assert checkout.orders[-1].amount == Decimal("364.00")
    assert ana.send(own, path, method="cash").status == 404


def test_what_is_paid_or_is_not_paid_this_way_leads_to_no_checkout(shop: Shop) -> None:
    checkout = PayExample()
    checkout.methods = ("card", "voucher")
    shop.checkouts = [checkout]
    shop.knows("ana")
    client = shop.sells("glow-10", to="ana").client
    shop.sells("glow-10", to="ana", pay="none")
    browser = shop.signed_in("ana")
    page = browser.get("/account/packages")

    paid, due = (
        Addresses(shop.desk().door).purchase(client, PurchaseId(each)) for each in ("pur-1", "pur-2")
    )

    assert browser.send(page, paid, method="card").status == 404
    assert browser.send(page, due, method="voucher").status == 404
    assert checkout.orders == []
    assert browser.send(page, due, method="card").status == 303


def test_a_pending_purchase_can_be_paid_from_the_account(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    _buys(shop, "Glow 10", method="card")
    client = shop.desk().clients.find("bruno@example.com")
    assert client is not None
    browser = shop.signed_in(client.handle)
    page = browser.get("/account/packages")
    assert "To use it, please pay €156.00 by Mon 19 Jan 2026, 10:00" in page.words

    path = Addresses(shop.desk().door).purchase(client.key, PurchaseId("pur-1"))
    paying = browser.send(page, path, method="card")

    assert paying.headers["location"] == "https://pay.example/pur-1"
    assert checkout.orders[-1].amount == Decimal("156.00")


def test_what_costs_nothing_is_usable_at_once(shop: Shop) -> None:
    shop.declares(
        "packages/free.yaml",
        "name: A gift\nservices: [{service: facial, max: 1}]\nprice: {amount: 0.00}\n",
    )

    _buys(shop, "A gift")

    assert _status(shop) == "active"


def _buys(shop: Shop, package: str, **fields: str) -> Visitor:
    bruno = newcomer(shop).opens(f"Choose {package}").says(**fields).reviews_well().confirms()
    assert bruno.status == 303, bruno.answer.words
    return bruno


def _purchase(shop: Shop) -> Purchase:
    (purchase,) = shop.purchases()
    return purchase


def _status(shop: Shop) -> str:
    return status_of(_purchase(shop), shop.desk().read_clock(), "Europe/Lisbon")


def test_what_another_pays_for_cannot_be_paid_from_the_account(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    shop.knows("ana")
    shop.knows("bo")
    client = shop.sells("glow-10", to="ana", pay="none").client
    shop.sells("glow-10", to="ana", pay="none", payer="bo")
    browser = shop.signed_in("ana")
    page = browser.get("/account/packages")

    asked = {
        each: browser.send(
            page, Addresses(shop.desk().door).purchase(client, PurchaseId(each)), method="card"
        )
        for each in ("pur-1", "pur-2")
    }

    assert page.words.count("please pay") == 1
    assert (asked["pur-1"].headers["location"], len(checkout.orders)) == ("https://pay.example/pur-1", 1)
    assert "location" not in asked["pur-2"].headers


def test_who_pays_for_another_pays_and_prints_the_receipt_and_books_nothing(shop: Shop) -> None:
    checkout = PayExample()
    shop.checkouts = [checkout]
    shop.knows("ana")
    shop.knows("bo")
    gift = shop.sells("glow-10", to="ana", pay="deposit", payer="bo", price=Decimal("430.00"), reason="so")
    browser = shop.signed_in("bo")
    addresses = Addresses(shop.desk().door)

    page = browser.get("/account/packages")
    assert gift.payer is not None
    paying = browser.send(page, addresses.purchase(gift.payer, gift.id), method="card")
    receipt = browser.get(page.link("Receipt of Glow 10 for Ana"))

    assert "You pay for others Glow 10 for Ana €430.00 instead of €520.00, €301.00 to pay" in page.words
    assert "Book remaining" not in page.words
    assert (paying.headers["location"], checkout.orders[-1].amount) == (
        "https://pay.example/pur-1",
        Decimal("301.00"),
    )
    assert "€129.00" in receipt.words
    assert browser.get(addresses.purchase(gift.payer, gift.id)).status == 404
