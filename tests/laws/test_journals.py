"""The journals of a few random ledgers; `python -m tests.laws.journals 200` judges many."""

import pytest

from tests.laws.journals import judged
from tests.laws.village import VILLAGES


@pytest.mark.parametrize("currency", VILLAGES)
def test_bean_check_accepts_the_journal_of_a_story_and_it_agrees_with_every_report(currency: str) -> None:
    assert judged(currency, seed=1, steps=90) > 10
