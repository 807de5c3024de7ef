"""Clients print the receipts of what they bought, and of nobody else's."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from tests.rules import rule
from tests.web.asgi_browser import Answer, AsgiBrowser
from tests.web.shop import Shop
from trafftpkg.engine.requests.pay import ReceivePayment
from trafftpkg.engine.requests.share import SharePurchase
from trafftpkg.engine.requests.transfer import TransferUnits
from trafftpkg.engine.requests.undo import UndoEntry


def buyer(shop: Shop) -> AsgiBrowser:
    """Ana, signed in: Glow 10 paid by card, and a visit without a package that is not paid."""
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.books("facial", for_="ana", at="2026-01-20T10:00", without_package=True)
    return shop.signed_in("ana")


@rule("R-15.2", "R-15.7")
def test_a_package_has_its_receipt_under_it(shop: Shop) -> None:
    ana = buyer(shop)

    receipt = ana.get(ana.get("/account/packages").link("Receipt of Glow 10"))

    assert receipt.status == 200
    assert "Maré Alta Rua Garrett 24 1200-204 Lisboa" in receipt.words
    assert "Tax number: PT 501 234 567 Receipt No. pur-1-1-" in receipt.words
    assert "Net €422.76 IVA 23 % €97.24 Total €520.00 Payment 5 January 2026, Card €520.00" in receipt.words
    assert "To be paid €0.00" in receipt.words


@rule("R-15.2")
def test_a_visit_without_a_package_has_its_invoice_and_once_paid_its_receipt(shop: Shop) -> None:
    ana = buyer(shop)
    invoice = ana.get(ana.get("/account").link("Invoice of Atlantic facial, Tue 20 Jan 2026, 10:00"))
    shop.does(ReceivePayment(thing="apt-1", amount=None, method="cash"))

    receipt = ana.get(ana.get("/account").link("Receipt of Atlantic facial, Tue 20 Jan 2026, 10:00"))

    assert "Please pay €62.00, with the reference apt-1." in invoice.words
    visit = "apt-1, Tue 20 Jan 2026, 10:00–10:50 with Inês, Chiado"
    assert f"{visit} Net €50.41 IVA 23 % €11.59 Total €62.00" in receipt.words


def test_an_invoice_says_to_which_account(shop: Shop) -> None:
    shop.declares_of_business("bank: {holder: Maré, iban: DE89370400440532013000}")
    ana = buyer(shop)

    invoice = ana.get(ana.get("/account").link("Invoice of Atlantic facial, Tue 20 Jan 2026, 10:00"))

    assert "with the reference apt-1. Our account: Maré, IBAN DE89 3704 0044 0532 0130 00" in invoice.words


def test_a_visit_that_is_over_keeps_its_receipt(shop: Shop) -> None:
    buyer(shop)
    shop.now = "2026-01-21T10:00"
    ana = shop.signed_in("ana")

    past = ana.get("/account?year=2026")

    assert ana.get(past.link("Invoice of Atlantic facial, Tue 20 Jan 2026, 10:00")).status == 200


@rule("R-15.7")
@pytest.mark.parametrize("where", ["packages", "appointments"])
def test_nobody_else_sees_a_receipt(shop: Shop, where: str) -> None:
    ana = buyer(shop)
    shop.knows("ivo")
    links = {
        "packages": ana.get("/account/packages").link("Receipt of Glow 10"),
        "appointments": ana.get("/account").link("Invoice of Atlantic facial, Tue 20 Jan 2026, 10:00"),
    }

    stranger, ivo = shop.browser().get(links[where]), shop.signed_in("ivo").get(links[where])

    assert (stranger.status, stranger.headers["location"].partition("?")[0]) == (303, "/sign-in")
    assert ivo.status == 404
    assert "Ana" not in ivo.words


@rule("R-15.5")
def test_a_gift_has_no_receipt_for_who_got_it(shop: Shop) -> None:
    buyer(shop)
    shop.knows("ivo")
    shop.does(TransferUnits(purchase="pur-1", to="ivo", units=2, reason="gift"))
    ivo = shop.signed_in("ivo")

    page = ivo.get("/account/packages")

    assert "Glow 10" in page.words
    assert "Receipt" not in page.words
    assert ivo.get(_packages(page) + "/receipt").status == 404


@rule("R-15.7")
def test_who_shares_a_package_sees_no_receipt_of_it(shop: Shop) -> None:
    buyer(shop)
    shop.knows("mia")
    shop.edits("packages/glow-10.yaml", "name: Glow 10", "name: Glow 10\nmembers: 1")
    shop.sells("glow-10", to="ana")
    shop.does(SharePurchase(purchase="pur-2", members=("mia",)))
    mia = shop.signed_in("mia")

    page = mia.get("/account/packages")

    assert "Receipt" not in page.words
    assert mia.get(_packages(page)).status == 200
    assert mia.get(_packages(page) + "/receipt").status == 404


@rule("R-15.7")
def test_what_another_paid_has_no_receipt_for_who_got_it(shop: Shop) -> None:
    shop.knows("ana")
    shop.knows("rui")
    shop.sells("glow-10", to="ana", payer="rui")
    ana = shop.signed_in("ana")

    page = ana.get("/account/packages")

    assert "Receipt" not in page.words
    assert ana.get(_packages(page) + "/receipt").status == 404


@rule("R-15.4")
def test_what_was_undone_offers_no_receipt(shop: Shop) -> None:
    shop.knows("ana")
    shop.sells("glow-10", to="ana")
    shop.does(UndoEntry(entry=1, reason="typed wrong"))
    ana = shop.signed_in("ana")

    page = ana.get("/account/packages?over=1")

    assert "Glow 10" in page.words
    assert "Receipt" not in page.words


def test_the_page_to_print_may_load_nothing_but_its_own_style(shop: Shop) -> None:
    ana = buyer(shop)

    receipt = ana.get(ana.get("/account/packages").link("Receipt of Glow 10"))

    style = receipt.text.partition("<style>")[2].partition("</style>")[0]
    known = b64encode(sha256(style.encode()).digest()).decode()
    assert receipt.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{known}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert receipt.headers["cache-control"] == "no-store"
    assert "<script" not in receipt.text


def _packages(page: Answer) -> str:
    found = re.search(r'href="(/account/packages/[^"/?]+)"', page.text)
    assert found is not None
    return found[1]
