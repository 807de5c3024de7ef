"""Movements of all things, and their sums: what reports and the journal are made of."""

from collections.abc import Collection, Container, Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import ClientKey, ThingId, kind_of, number_of
from trafftpkg.domain.movements import Movement
from trafftpkg.domain.positions import Accountable, package_of, paid_by, unit_of
from trafftpkg.domain.purchase import KINDS, MovementKind
from trafftpkg.domain.terms import Unit

FlowField = Literal["package", "client", "payer", "thing", "part", "employee", "location"]
"""What movements are told apart by.

`payer` is the client whose money it is. `thing` is a purchase or a visit at its price. `part` is as of their
kind a service, a method, or the label of a tax.
"""

Life = tuple[Accountable, list[Movement]]
"""A thing with all its movements."""


class MovementOf(NamedTuple):
    """A movement and what it is of.

    Args:
        payer: The client whose money it is.
        entry: The first entry of its moment that touched the thing; None where time alone did it.
    """

    thing: ThingId
    payer: ClientKey
    package: str | None
    entry: int | None
    movement: Movement


class Flow(NamedTuple):
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
    lives: Iterable[Life],
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
                "thing": thing.id,
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


def movements_among(
    lives: Iterable[tuple[Life, list[Entry]]],
    kinds: Collection[MovementKind],
    since: datetime | None,
    until: datetime,
) -> Iterator[MovementOf]:
    """Yield the movements of things, each with the entries that touched it, as `Books.movements` does."""
    found = [
        MovementOf(thing.id, paid_by(thing), package_of(thing), _entry_at(each.at, entries), each)
        for (thing, movements), entries in lives
        for each in _added_up(movements)
        if each.kind in kinds and each.at < until and (since is None or each.at >= since)
    ]
    yield from sorted(found, key=_place)


def _added_up(movements: Iterable[Movement]) -> Iterator[Movement]:
    """Movements of one moment that differ in nothing but their sums are one; those of nothing are none."""
    sums: dict[Movement, list[int]] = {}
    for each in movements:
        same = sums.setdefault(each._replace(times=0, units=0, value=0, gross=0), [0, 0, 0, 0])
        for place, more in enumerate((each.times, each.units, each.value, each.gross)):
            same[place] += more
    for alike, (times, units, amount, gross) in sums.items():
        if times or units or amount or gross:
            yield alike._replace(times=times, units=units, value=amount, gross=gross)


def _entry_at(at: datetime, entries: Iterable[Entry]) -> int | None:
    return min((each.seq for each in entries if each.at == at), default=None)


def _place(found: MovementOf) -> tuple[object, ...]:
    moved = found.movement
    told = KINDS.index(moved.kind), moved.part, moved.employee, moved.location
    return moved.at, kind_of(found.thing) != "pur", number_of(found.thing), *told
