"""Which rule of trafftpkg/guide/rules.md a test tells: `@rule("R-4.2")`."""

from collections.abc import Callable
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., None])


def rule(*numbers: str) -> Callable[[Test], Test]:
    """Say which rules a test tells. It changes nothing; tests/domain/test_rules.py reads the numbers."""
    assert all(number.startswith("R-") for number in numbers), numbers

    def unchanged(test: Test) -> Test:
        return test

    return unchanged
