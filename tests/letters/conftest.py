"""A business that writes letters to Ana."""

import pytest

from tests.letters.post import Post
from tests.story import Story


@pytest.fixture
def business() -> Story:
    return Story()


@pytest.fixture
def post(business: Story) -> Post:
    return Post(business)
