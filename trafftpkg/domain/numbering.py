"""New numbers for what begins with a request, if others were recorded since it was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, get_args, get_origin

from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import Kind, ThingId, kind_of, numbered
from trafftpkg.domain.value import replace

_IDS = get_args(ThingId)


def begun_by(events: Sequence[Event]) -> tuple[ThingId, ...]:
    """Return the ids of what begins with these events, in order."""
    return tuple(begun for event in events for begun in event.begun())


def renumbered(events: Sequence[Event], given: Mapping[Kind, int]) -> tuple[Event, ...]:
    """Return the events with what begins numbered on from how many of its kind were given."""
    names: dict[str, str] = {}
    last = dict(given)
    for begun in begun_by(events):
        kind = kind_of(begun)
        last[kind] += 1
        names[begun] = numbered(kind, last[kind])
    if all(before == after for before, after in names.items()):
        return tuple(events)
    return tuple(_renamed(event, type(event), names) for event in events)


def _renamed(value: Any, kind: Any, names: Mapping[str, str]) -> Any:
    """The value of a field that is declared as `kind`, with the ids in it, and no other text, renamed."""
    if kind in _IDS:
        return names.get(value, value)
    args = get_args(kind)
    if get_origin(kind) is tuple and args[1:] == (Ellipsis,):
        return tuple(_renamed(each, args[0], names) for each in value)
    if NoneType in args:
        (other,) = (arg for arg in args if arg is not NoneType)
        return None if value is None else _renamed(value, other, names)
    if is_dataclass(kind):
        inside = {each.name: getattr(value, each.name) for each in fields(value)}
        after = {each.name: _renamed(inside[each.name], each.type, names) for each in fields(value)}
        changes = {name: new for name, new in after.items() if new is not inside[name]}
        return replace(value, **changes) if changes else value
    return value
