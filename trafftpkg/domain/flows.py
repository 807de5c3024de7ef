"""Movements summed up: what reports are made of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from trafftpkg.domain.movements import Movement
from trafftpkg.domain.purchase import MovementKind, Purchase
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value

FlowField = Literal["package", "client", "service"]


@value
class Flow(Value):
    """The sum of movements of one kind.

    Args:
        key: What they have in common, field by field as asked for; None for no service.
        times, units, value: As in `Movement`, added up; units are counted in `unit`.
    """

    key: tuple[str | None, ...]
    unit: Unit
    kind: MovementKind
    times: int
    units: int
    value: int


def flows_of(
    lives: Iterable[tuple[Purchase, list[Movement]]],
    by: tuple[FlowField, ...],
    since: datetime | None,
    until: datetime,
) -> list[Flow]:
    """Sum up the movements of purchases from one moment until before another; None is the beginning."""
    sums: dict[tuple[tuple[str | None, ...], Unit, MovementKind], tuple[int, int, int]] = {}
    for purchase, movements in lives:
        for each in movements:
            if each.at >= until or (since is not None and each.at < since):
                continue
            facts = {"package": purchase.terms.package, "client": purchase.client, "service": each.service}
            place = (tuple(facts[field] for field in by), purchase.terms.unit, each.kind)
            times, units, value = sums.get(place, (0, 0, 0))
            sums[place] = (times + each.times, units + each.units, value + each.value)
    return [
        Flow(key=key, unit=unit, kind=kind, times=times, units=units, value=value)
        for (key, unit, kind), (times, units, value) in sums.items()
    ]
