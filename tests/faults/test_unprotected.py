"""The protections that `python -m tests.faults.unprotected` takes away are where it looks for them."""

import pytest

from tests.faults.unprotected import PROTECTIONS, ROOT, Protection


@pytest.mark.parametrize("protection", PROTECTIONS, ids=lambda protection: protection.name)
def test_a_protection_stands_once_where_it_is_said_to_stand(protection: Protection) -> None:
    assert (ROOT / protection.file).read_text("utf-8").count(protection.old) == 1
