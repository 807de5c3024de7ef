"""Time zones under all of their names."""

import pytest

from tests.rules import rule
from trafftpkg.domain.header import is_same_zone


@rule("R-1.16")
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Europe/Kiev", "Europe/Kyiv", True),
        ("Asia/Calcutta", "Asia/Kolkata", True),
        ("Europe/Belgrade", "Europe/Paris", False),
        ("Europe/Lisbon", "Europe/London", False),
        ("Europe/Lisbon", "Nowhere/Atlantis", False),
        ("Nowhere/Lemuria", "Nowhere/Atlantis", False),
    ],
)
def test_a_time_zone_is_known_by_its_rules(one: str, other: str, same: bool) -> None:
    assert is_same_zone(one, other) is same
