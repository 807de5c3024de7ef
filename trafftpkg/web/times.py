"""The free times of a day as a form offers them: by part of the day, and by with whom they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

_ALIKE = 3
"""How many times in a row, on the average, are with the same person where that is said once for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A free time that can be chosen.

    Args:
        value: The field's value, which says when, with whom, and where.
        label: When.
        notes: With whom and where, as far as the form does not say it, and how many places are free.
        part: The part of the day: `morning`, `afternoon` or `evening`.
    """

    value: str
    label: str
    notes: tuple[str, ...]
    part: str


class TimesOfDay(NamedTuple):
    """Times of one part of the day.

    Args:
        notes: What is the same for all of them; then it is said once. Empty: each says it itself.
    """

    part: str
    notes: tuple[str, ...]
    times: list[Time]


def by_part(times: Iterable[Time]) -> list[TimesOfDay]:
    """Return the times of a day by its parts, and those in a row together that are with the same person."""
    groups = []
    for part, found in groupby(times, key=lambda each: each.part):
        in_part = list(found)
        runs = [
            TimesOfDay(part, notes, list(alike))
            for notes, alike in groupby(in_part, key=lambda each: each.notes)
        ]
        is_said_once = len(runs) == 1 or len(runs) * _ALIKE <= len(in_part)
        groups += runs if is_said_once else [TimesOfDay(part, (), in_part)]
    return groups
