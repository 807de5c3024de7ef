"""The names of things: one type per kind, so that they cannot be swapped unseen."""

import re
from collections.abc import Callable
from typing import Literal, NewType, TypeGuard

ClientKey = NewType("ClientKey", str)
"""A random name of a client (`c…`); the only one the ledger ever sees."""
CLIENT_KEY = r"c[0-9a-f]{24}"
"""The form of such a name."""

PurchaseId = NewType("PurchaseId", str)
"""`pur-1`, `pur-2`, … in the order recorded."""

AppointmentId = NewType("AppointmentId", str)
"""`apt-1`, `apt-2`, … in the order recorded."""

BlockId = NewType("BlockId", str)
"""`blk-1`, `blk-2`, … in the order recorded."""

ThingId = PurchaseId | AppointmentId | BlockId
"""Whatever begins with an event and is numbered by it; the kind stands before the number."""

Kind = Literal["pur", "apt", "blk"]

_KINDS: dict[Kind, Callable[[str], ThingId]] = {"pur": PurchaseId, "apt": AppointmentId, "blk": BlockId}
_BY_PREFIX: dict[str, Kind] = {kind: kind for kind in _KINDS}

KINDS = tuple(_KINDS)
"""How the ids of each kind of thing begin."""

NOUNS: dict[Kind, str] = {"pur": "purchase", "apt": "appointment", "blk": "block"}
"""What each kind is called in JSON, and the name of the module that shows it."""

PackageId = NewType("PackageId", str)
ServiceId = NewType("ServiceId", str)
EmployeeId = NewType("EmployeeId", str)
LocationId = NewType("LocationId", str)


def number_of(identifier: str) -> int:
    """Return the 12 of `pur-12`: ids sort by it, not as text."""
    return int(identifier[4:])


def kind_of(thing: ThingId) -> Kind:
    """Return what kind of thing it is: the `pur` of `pur-12`."""
    return _BY_PREFIX[thing[:3]]


def numbered(kind: Kind, number: int) -> ThingId:
    """Return the id of the thing of a kind that has this number."""
    return _KINDS[kind](f"{kind}-{number}")


def is_purchase(thing: ThingId) -> TypeGuard[PurchaseId]:
    """Return whether a thing is a purchase."""
    return thing.startswith("pur-")


def is_appointment(thing: ThingId) -> TypeGuard[AppointmentId]:
    """Return whether a thing is an appointment."""
    return thing.startswith("apt-")


def thing_id(typed: str) -> ThingId | None:
    """Return what was typed as the id of a thing of any kind, or None if it does not look like one."""
    kind = _BY_PREFIX.get(typed[:3])
    return _KINDS[kind](typed) if kind and _is_numbered(f"{kind}-", typed) else None


def purchase_id(typed: str) -> PurchaseId | None:
    """Return what was typed as a purchase's id, or None where it is not of that form."""
    return PurchaseId(typed) if _is_numbered("pur-", typed) else None


def appointment_id(typed: str) -> AppointmentId | None:
    """Return what was typed as an appointment's id, or None where it is not of that form."""
    return AppointmentId(typed) if _is_numbered("apt-", typed) else None


def key_typed(typed: str) -> ClientKey | None:
    """Return what was typed as a client's key, or None where it is not of that form."""
    return ClientKey(typed) if re.fullmatch(CLIENT_KEY, typed) else None


def _is_numbered(prefix: str, typed: str) -> bool:
    number = typed.removeprefix(prefix)
    most = 18  # digits: as many as any store can count
    return (
        number != typed and number.isascii() and number.isdigit() and number[0] != "0" and len(number) <= most
    )
