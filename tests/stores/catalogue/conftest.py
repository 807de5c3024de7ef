"""A fresh catalogue for every test."""

from pathlib import Path

import pytest

from tests.stores.catalogue.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)
