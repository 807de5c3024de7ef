"""What a finding says of a name that is not known, where a known one is like it."""

from collections.abc import Iterable

from trafftpkg.domain.nearest import nearest


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return words to end a sentence with, or none."""
    near = nearest(typed, known)
    return f"; did you mean '{near}'?" if near else ""
