"""A sender killed at any moment: see `python -m tests.letters.kills 200` for more of them."""

import random
from pathlib import Path

from tests.letters.kills import kill_senders
from tests.rules import rule


@rule("R-16.6")
def test_whenever_senders_are_killed_no_letter_is_lost_and_at_most_one_in_flight_goes_twice(
    tmp_path: Path,
) -> None:
    came = kill_senders(tmp_path, 14, random.Random(16))

    assert came.missing == 0
    assert came.again <= came.killed
