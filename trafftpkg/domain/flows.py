"""Sums of movements, which reports are made of."""

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Literal

from trafftpkg.domain.movements import Movement
from trafftpkg.domain.positions import Accountable, package_of, paid_by, unit_of
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, value

FlowField = Literal["package", "client", "payer", "part", "employee", "location"]
"""What movements are told apart by.

`payer` is the client whose money it is. `part` is as of their kind a service, a method, or the label of a
tax.
"""


@value
class Flow(Value):
    """The sum of movements of one kind.

    Args:
        key: What they have in common, field by field as asked for; None where they have none of it.
        unit: What their units are counted in; None for visits at their price.
        times, units, value, gross: As those of a `Movement`, added up.
    """

    key: tuple[str | None, ...]
    unit: Unit | None
    kind: MovementKind
    times: int
    units: int
    value: int
    gross: int


def flows_of(
    lives: Iterable[tuple[Accountable, list[Movement]]],
    by: tuple[FlowField, ...],
    kinds: Container[MovementKind],
    since: datetime | None,
    until: datetime,
) -> list[Flow]:
    """Sum up the movements of things from one moment until before another; None is the beginning."""
    sums: dict[tuple[tuple[str | None, ...], Unit | None, MovementKind], tuple[int, int, int, int]] = {}
    for thing, movements in lives:
        for each in movements:
            if each.kind not in kinds or each.at >= until or (since is not None and each.at < since):
                continue
            facts = {
                "package": package_of(thing),
                "client": thing.client,
                "payer": paid_by(thing),
                "part": each.part or None,
                "employee": each.employee or None,
                "location": each.location or None,
            }
            place = (tuple(facts[field] for field in by), unit_of(thing), each.kind)
            times, units, value, gross = sums.get(place, (0, 0, 0, 0))
            sums[place] = times + each.times, units + each.units, value + each.value, gross + each.gross
    return [
        Flow(key=key, unit=unit, kind=kind, times=times, units=units, value=value, gross=gross)
        for (key, unit, kind), (times, units, value, gross) in sums.items()
    ]
