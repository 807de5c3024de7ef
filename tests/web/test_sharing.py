"""What others share with a client: they book with it, and see no money of it."""

import pytest

from tests.web.asgi_browser import AsgiBrowser
from tests.web.story import Story
from tests.web.test_payment import PayExample
from tests.web.visitor import Visitor
from trafftpkg.domain.ids import PurchaseId, ServiceId
from trafftpkg.engine.requests.share import SharePurchase, UnsharePurchase
from trafftpkg.web.addresses import Addresses


@pytest.fixture
def mia(page: Story) -> AsgiBrowser:
    """Mia is signed in, and Ana shares her twenty mornings with her."""
    page.adds("mia")
    page.has("ana", "yoga-20")
    page.does(SharePurchase(purchase="pur-1", members=("mia",)))
    return page.signed_in("mia")


def test_a_package_says_with_how_many_it_can_be_shared(page: Story) -> None:
    assert "You can share it with 1 other" in page.browser().get("/packages/yoga-20").words
    assert "share" not in page.browser().get("/packages/glow-10").words


def test_both_see_who_shares_and_only_the_owner_sees_the_money(page: Story, mia: AsgiBrowser) -> None:
    hers = mia.get("/account/packages").words
    anas = page.signed_in("ana").get("/account/packages").words

    assert "Twenty mornings Active Until 5 May 2026 · Ana shares it with you" in hers
    assert "€" not in hers
    assert "€220.00" in anas
    assert "You share it with Mia." in anas


def test_a_member_books_with_it_and_is_told_who_pays(page: Story, mia: AsgiBrowser) -> None:
    member = page.desk().clients.find("mia")
    assert member is not None
    path = Addresses(page.desk().door).redeeming(member.key, PurchaseId("pur-1"), ServiceId("yoga"))
    visitor = Visitor(page, mia, {}).goes_to(path)

    visitor.is_told("paid by Twenty mornings , which Ana shares with you")
    visitor.at("08:00", day="2026-01-07").reviews_well()
    visitor.is_told("Twenty mornings , which Ana shares with you, 1 session of it")
    visitor.confirms_and_goes_on()

    visitor.is_told("Paid by Twenty mornings, visit 1 of 20, which Ana shares with you.")
    assert visitor.goes_to("/account").sees("Paid by Twenty mornings, visit 1 of 20")
    assert "Morning yoga" not in page.signed_in("ana").get("/account").words


def test_a_member_does_not_see_when_the_owner_comes(page: Story, mia: AsgiBrowser) -> None:
    page.books("yoga", for_="ana", at="2026-01-07T08:00")
    mia = page.later(mia, page.now)

    for path in ("/account/packages", mia.get("/account/packages").link("Book remaining")):
        words = mia.get(path).words
        assert "Morning yoga" in words
        assert "7 Jan" not in words


def test_a_member_cannot_pay_what_another_owes(page: Story, mia: AsgiBrowser) -> None:
    page.checkouts = [PayExample()]
    unpaid = page.has("ana", "yoga-20", pay="none", method="card")
    page.does(SharePurchase(purchase=unpaid, members=("mia",)))
    mia = page.later(mia, page.now)
    tab = mia.get("/account/packages")
    assert "to pay" not in tab.words

    client = page.desk().clients.find("mia")
    assert client is not None
    address = Addresses(page.desk().door).purchase(client.key, unpaid)
    assert "It is not paid yet." in mia.get(address).words
    assert mia.post(address, {**tab.fields(), "method": "card"}).status == 404


def test_what_is_no_longer_shared_is_not_found(page: Story, mia: AsgiBrowser) -> None:
    address = mia.get("/account/packages").link("Book remaining")
    page.does(UnsharePurchase(purchase="pur-1", members=("mia",)))

    assert mia.get(address).status == 404
    assert "Twenty mornings" not in mia.get("/account/packages").words
