"""A figure: two measurements of one run, and the bound of their ratio."""

from collections.abc import Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    """`took` ÷ `beside` should be at most `bound`; both in seconds, or both in bytes."""

    name: str
    took: float
    beside: float
    bound: float

    @property
    def ratio(self) -> float:
        """What is bounded."""
        return self.took / self.beside


def report(figures: Iterable[Figure]) -> int:
    """Print each figure as it comes, and return 1 if one is above its bound."""
    missed = 0
    for each in figures:
        verdict = "" if each.ratio <= each.bound else "  MISSED"
        print(f"{each.name:<45} {each.ratio:6.2f} (bound {each.bound:g}){verdict}", flush=True)
        missed += each.ratio > each.bound
    return int(missed > 0)
