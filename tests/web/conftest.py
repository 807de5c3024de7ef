"""A business with a page for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.shop import Shop
from tests.web.story import Story


@pytest.fixture(scope="session", autouse=True)
def _cache(cache: Path) -> Iterator[None]:
    """Keep what the program keeps for later out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(cache))
        yield


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Maré Alta, with nothing sold yet."""
    return Shop(tmp_path)


@pytest.fixture
def page(tmp_path: Path) -> Story:
    """The page of Maré Alta, where nothing is sold yet."""
    return Story(tmp_path)
