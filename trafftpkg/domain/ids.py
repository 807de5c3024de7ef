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
