"""What the page cannot offer, by the example business."""

from pathlib import Path

import pytest

from tests.web.shop import Shop
from trafftpkg.domain.page_methods import not_offered
from trafftpkg.web.asgi import create


def test_methods_without_a_checkout_and_what_can_be_paid_only_so_are_told(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.edits("packages/sleep-course.yaml", "[card, bank-transfer]", "[card]")
    packages = shop.desk().catalogue.catalogue().packages.values()

    without = not_offered(packages, ())
    with_card = not_offered(packages, ["card"])

    assert without.methods == ("card", "mbway", "cash")
    assert [each.id for each in without.packages] == ["sleep-course"]
    assert (with_card.methods, with_card.packages) == (("mbway", "cash"), ())


def test_the_server_says_it_at_its_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shop = Shop(tmp_path)
    shop.edits("packages/sleep-course.yaml", "[card, bank-transfer]", "[card]")

    create({"TRAFFTPKG_CATALOG": str(tmp_path / "catalog"), "TRAFFTPKG_LEDGER": shop.ledger})

    assert "The page does not offer card or mbway or cash: no checkout takes it." in caplog.text
    assert "Nobody can buy sleep-course on the page: it can be paid only by card." in caplog.text
