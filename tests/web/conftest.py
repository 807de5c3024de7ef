"""A business with a page for each test."""

from pathlib import Path

import pytest

from tests.web.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Maré Alta, with nothing sold yet."""
    return Shop(tmp_path)
