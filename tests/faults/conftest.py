"""A shop with one sale and one visit, ready to be struck."""

from pathlib import Path

import pytest

from tests.compiled import keep_compiled
from tests.faults.program import CATALOGUE, Shop
from trafftpkg.stores.jsonl.ledger import JsonlLedger


@pytest.fixture(scope="session")
def opened_shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a shop as the program itself opened it; it is copied, and never changed."""
    shop = Shop(tmp_path_factory.mktemp("opened") / "shop")
    shop.folder.mkdir()
    for line in (
        "client add ana --name Ana",
        "purchase ana glow-10 --method card --idempotency-key sale",
        "book ana facial --at 2026-01-13T10:00 --idempotency-key first",
    ):
        assert shop.here(line).code == 0
    return shop


@pytest.fixture
def shop(opened_shop: Shop, tmp_path: Path) -> Shop:
    """Return a shop with one sale and one visit, entries 1 and 2, whose index fits."""
    shop = opened_shop.copied(tmp_path / "shop")
    keep_compiled(CATALOGUE, tmp_path / "cache")
    with JsonlLedger(shop.ledger).writing(None):
        return shop


@pytest.fixture
def new_shop(tmp_path: Path) -> Shop:
    """Return a shop where only a client is known, and nothing is recorded."""
    shop = Shop(tmp_path / "shop")
    shop.folder.mkdir()
    keep_compiled(CATALOGUE, tmp_path / "cache")
    assert shop.here("client add ana --name Ana").code == 0
    return shop
