"""One story of some length in each currency; `python -m tests.laws.long` plays longer ones."""

from pathlib import Path

import pytest

from tests.laws.long import LongStory
from tests.laws.village import VILLAGES


@pytest.mark.parametrize("currency", VILLAGES)
def test_a_story_keeps_the_laws(currency: str, tmp_path: Path) -> None:
    story = LongStory(currency, 3, tmp_path)

    story.play(400)

    assert {each.request for each in story.recorded()} >= {"purchase", "pay", "refund", "transfer", "adjust"}
