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


class Row(NamedTuple):
    """A figure with its aim.

    Args:
        at_least: The aim is a least, not a most.
        note: With what it was measured, where that is less than the aim means.
    """

    name: str
    found: float
    aim: float
    unit: str = ""
    at_least: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the aim is reached."""
        return self.found >= self.aim if self.at_least else self.found <= self.aim

    def line(self) -> str:
        """Return it as a line of a table in Markdown."""
        sign, unit = "≥" if self.at_least else "≤", f" {self.unit}" if self.unit else ""
        name = f"{self.name} ({self.note})" if self.note else self.name
        missed = "" if self.is_met else "missed"
        return f"| {name} | {_short(self.found)}{unit} | {sign} {self.aim:g}{unit} | {missed} |"


def _short(found: float) -> str:
    return f"{found:.0f}" if found >= 100 else f"{found:.3g}"


def table(rows: Iterable[Row]) -> str:
    """Return figures as a table in Markdown."""
    return "\n".join(
        ["| figure | found | aim | |", "| --- | --- | --- | --- |", *(row.line() for row in rows)]
    )
