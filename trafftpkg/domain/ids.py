"""The names of things: one type per kind, so that they cannot be swapped unseen."""

from typing import NewType

ClientKey = NewType("ClientKey", str)
"""A random name of a client (`c…`); the only one the ledger ever sees."""

PurchaseId = NewType("PurchaseId", str)
"""`pur-1`, `pur-2`, … in the order recorded."""

AppointmentId = NewType("AppointmentId", str)
"""`apt-1`, `apt-2`, … in the order recorded."""

BlockId = NewType("BlockId", str)
"""`blk-1`, `blk-2`, … in the order recorded."""

PackageId = NewType("PackageId", str)
ServiceId = NewType("ServiceId", str)
EmployeeId = NewType("EmployeeId", str)
LocationId = NewType("LocationId", str)


def number_of(identifier: str) -> int:
    """Return the 12 of `pur-12`: ids sort by it, not as text."""
    return int(identifier.rpartition("-")[2])


def purchase_id(typed: str) -> PurchaseId | None:
    """Return what was typed as a purchase's id, or None where it is not of that form."""
    return PurchaseId(typed) if _is_numbered("pur-", typed) else None


def appointment_id(typed: str) -> AppointmentId | None:
    """Return what was typed as an appointment's id, or None where it is not of that form."""
    return AppointmentId(typed) if _is_numbered("apt-", typed) else None


def block_id(typed: str) -> BlockId | None:
    """Return what was typed as a block's id, or None where it is not of that form."""
    return BlockId(typed) if _is_numbered("blk-", typed) else None


def _is_numbered(prefix: str, typed: str) -> bool:
    number = typed.removeprefix(prefix)
    most = 18  # digits: as many as any store can count
    return (
        number != typed and number.isascii() and number.isdigit() and number[0] != "0" and len(number) <= most
    )
