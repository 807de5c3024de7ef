"""A business with a page for each test."""

from pathlib import Path

import pytest

from tests.web.shop import Shop
from tests.web.story import Story


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Maré Alta, with nothing sold yet."""
    return Shop(tmp_path)


@pytest.fixture
def page(tmp_path: Path) -> Story:
    """The page of Maré Alta, where nothing is sold yet."""
    return Story(tmp_path)
