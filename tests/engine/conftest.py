"""The business that stories are told of."""

import pytest

from tests.story import Story


@pytest.fixture
def business() -> Story:
    """Studio Lumen, on 5 January 2026 at ten, with nothing sold yet."""
    return Story()
