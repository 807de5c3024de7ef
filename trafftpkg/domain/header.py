"""What a ledger was opened with, and how far it goes: all that a question needs to know of its lines."""

from datetime import datetime

from trafftpkg.domain.value import Value, value

GENESIS_HASH = "0" * 64
"""What stands for the hash of the line before the first."""


@value
class Head(Value):
    """The last entry of a ledger, by which a copy of it can be checked."""

    seq: int
    hash: str
    at: datetime


@value
class Header(Value):
    """What a ledger was opened with."""

    ledger: str
    time_zone: str
    currency: str
